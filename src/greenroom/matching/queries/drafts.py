"""Which drafts there are to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from greenroom.matching.models import Ending, MatchingRun, Pairing
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part
from greenroom.programs.queries import cohorts_coordinated_by

MOVES_SHOWN = 50


def cohorts_to_match(person: Person) -> QuerySet[Cohort]:
    """The cohorts that this person coordinates, newest first."""
    return (
        cohorts_coordinated_by(person).select_related("program__organization").order_by("-starts_on", "-id")
    )


def runs_visible_to(person: Person) -> QuerySet[MatchingRun]:
    """The drafts of the cohorts that this person coordinates; nobody else sees a draft."""
    return MatchingRun.objects.filter(cohort__in=cohorts_coordinated_by(person).values("pk"))


def pairings_visible_to(person: Person) -> QuerySet[Pairing]:
    return Pairing.objects.filter(run__cohort__in=cohorts_coordinated_by(person).values("pk"))


def with_records(runs: QuerySet[MatchingRun]) -> QuerySet[MatchingRun]:
    """Reads ahead what a draft's page and its state need, in one query."""
    return runs.select_related(
        "cohort__program__organization", "job", "asked_by", "publication__by", "cancellation__by"
    )


def drafts_of(cohort: Cohort) -> QuerySet[MatchingRun]:
    return with_records(MatchingRun.objects.filter(cohort=cohort))


@dataclass(frozen=True, kw_only=True)
class Move:
    """A living pair that a re-match ends: whom its mentee would have after, None for nobody. Fits in points."""

    ending: Ending
    after: Pairing | None

    @property
    def before_fit(self) -> int:
        return round(self.ending.fit * 100)

    @property
    def after_fit(self) -> int | None:
        return None if self.after is None else round(self.after.fit * 100)

    @property
    def gain(self) -> float:
        return round(self.ending.gain * 100, 1)


@dataclass(frozen=True, kw_only=True)
class Moves:
    """What a re-match ends: the first of them by name, and how many there are in all."""

    shown: Sequence[Move]
    in_all: int


def endings_of(run: MatchingRun) -> Moves:
    """The living pairs that a draft would end; three queries."""
    rows = run.endings.select_related("mentorship__mentor", "mentorship__mentee")
    shown = list(rows.order_by("mentorship__mentee__name", "pk")[:MOVES_SHOWN])
    after = {
        pairing.mentee_id: pairing
        for pairing in run.pairings.filter(
            mentee__in=[ending.mentee_id for ending in shown], is_standing=False
        ).select_related("mentor__person")
    }
    return Moves(
        shown=[Move(ending=ending, after=after.get(ending.mentee_id)) for ending in shown],
        in_all=run.endings.count(),
    )


def head_counts(cohort: Cohort) -> dict[str, int]:
    """How many accepted mentors and mentees a cohort has, and how many still wait for a word."""
    accepted = Q(status=Enrollment.Status.ACCEPTED)
    return Enrollment.objects.filter(cohort=cohort).aggregate(
        mentors=Count("pk", filter=accepted & Q(part=Part.MENTOR)),
        mentees=Count("pk", filter=accepted & Q(part=Part.MENTEE)),
        applied=Count("pk", filter=Q(status=Enrollment.Status.APPLIED)),
    )
