"""What a person's own page reads. Each function is one query, or says how many."""

import dataclasses
import datetime as dt

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from greenroom.base import clock
from greenroom.matching.models import MatchingRun, Publication
from greenroom.mentorships.core.agreement import DUE_WEEK
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import (
    living_mentorships,
    open_mentorships,
    with_agreement_signed_at,
)
from greenroom.organizations.models import Account
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Coordination, Enrollment, Milestone, Part
from greenroom.programs.queries import cohorts_visible_to

MOST_COHORTS = 12
SILENT_AFTER = dt.timedelta(days=5)


def people_of(account: Account) -> QuerySet[Person]:
    """Who this account is, in each organization that it belongs to."""
    mine = Person.objects.filter(account=account, deactivated_at=None)
    return mine.select_related("organization").order_by("organization__name", "pk")


def places_of(person: Person) -> list[Enrollment]:
    """Their places and applications in cohorts that have not closed, the newest first, with program and milestones."""
    ahead = Prefetch("cohort__program__milestones", queryset=Milestone.objects.order_by("week", "pk"))
    return list(
        person.enrollments.filter(cohort__closed_at=None)
        .exclude(status=Enrollment.Status.WITHDRAWN)
        .select_related("cohort__program__organization")
        .prefetch_related(ahead)
        .order_by("-cohort__starts_on", "pk")
    )


def cohorts_taking_applications(person: Person, *, today: dt.date) -> list[Cohort]:
    """Those of the person's organization that one can still apply to, the soonest to start first."""
    open_now = cohorts_visible_to(person).filter(closed_at=None, program__archived_at=None)
    within = open_now.filter(
        Q(apply_from=None) | Q(apply_from__lte=today),
        Q(apply_until=None) | Q(apply_until__gte=today),
        Q(ends_on=None) | Q(ends_on__gt=today),
    )
    return list(within.select_related("program").order_by("starts_on", "pk")[:MOST_COHORTS])


def coordinators_of_programs(program_ids: set[int]) -> dict[int, Person]:
    """One coordinator of each program, the one named first."""
    named = Coordination.objects.filter(program__in=program_ids, person__deactivated_at=None)
    return {row.program_id: row.person for row in named.select_related("person").order_by("-since", "-pk")}


def has_skills(person: Person) -> bool:
    return person.skills.exists()


@dataclasses.dataclass(frozen=True, kw_only=True)
class CohortCounts:
    """What a coordinator needs to know of a cohort at a glance."""

    cohort: Cohort
    waiting: int
    places: int
    mentees: int
    ready_run: int | None
    silent: int
    unsigned: int
    living: int

    @property
    def short(self) -> int:
        """Mentees beyond the places that mentors offer."""
        return max(0, self.mentees - self.places)


def cohorts_at_a_glance(cohorts: QuerySet[Cohort], *, today: dt.date) -> list[CohortCounts]:
    """The twelve that begin last, in the order they begin; one query.

    Agreements count as unsigned from the day after the week in which they are due.
    """
    places = Enrollment.objects.filter(cohort=OuterRef("pk"))
    accepted = places.filter(status=Enrollment.Status.ACCEPTED)
    pairs = Mentorship.objects.filter(cohort=OuterRef("pk"))
    silent = open_mentorships(pairs).filter(started_at=None, proposed_at__lt=clock.now() - SILENT_AFTER)
    due = today - dt.timedelta(weeks=DUE_WEEK)
    unsigned = with_agreement_signed_at(living_mentorships(pairs)).filter(
        agreement_signed_at=None, cohort__starts_on__lte=due
    )
    ready = MatchingRun.objects.filter(cohort=OuterRef("pk"), solved_at__isnull=False, faults=[])
    rows = (
        cohorts.filter(closed_at=None)
        .select_related("program__organization")
        .annotate(
            waiting=_count(places.filter(status=Enrollment.Status.APPLIED)),
            places=_sum(accepted.filter(part=Part.MENTOR), "capacity"),
            mentees=_count(accepted.filter(part=Part.MENTEE)),
            ready_run=Subquery(ready.order_by("-number").values("pk")[:1]),
            is_published=Exists(Publication.objects.filter(run__cohort=OuterRef("pk"))),
            silent=_count(silent),
            unsigned=_count(unsigned),
            living=_count(living_mentorships(pairs)),
        )
        .order_by("-starts_on", "-pk")[:MOST_COHORTS]
    )
    return [
        CohortCounts(
            cohort=row,
            waiting=row.waiting,
            places=row.places,
            mentees=row.mentees,
            ready_run=None if row.is_published else row.ready_run,
            silent=row.silent,
            unsigned=row.unsigned,
            living=row.living,
        )
        for row in reversed(rows)
    ]


def _count(rows: QuerySet[Enrollment] | QuerySet[Mentorship]) -> Coalesce:
    counted = rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _sum(rows: QuerySet[Enrollment], field: str) -> Coalesce:
    summed = rows.order_by().values("cohort").annotate(n=Sum(field)).values("n")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)
