"""Which mentorships there are to read, and how."""

import datetime as dt

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from greenroom.base import clock
from greenroom.mentorships.models import Acceptance, Agreement, Closure, Mentorship, Pause
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Part
from greenroom.programs.permissions import may_coordinate_any
from greenroom.programs.queries import cohorts_coordinated_by

State = Mentorship.State


def mentorships_of(person: Person) -> QuerySet[Mentorship]:
    """Those in which this person is one of the two."""
    return Mentorship.objects.filter(
        Q(mentor=person) | Q(mentee=person), organization=person.organization_id
    )


def mentorships_overseen_by(person: Person) -> QuerySet[Mentorship]:
    """An owner: all of the organization. A coordinator: their programs', and those they brought together."""
    if person.deactivated_at is not None:
        return Mentorship.objects.none()
    everything = Mentorship.objects.filter(organization=person.organization_id)
    if person.is_owner:
        return everything
    if not may_coordinate_any(person):
        return everything.none()
    cohorts = list(cohorts_coordinated_by(person).values_list("pk", flat=True))
    brought_together = Q(cohort=None, proposed_by=person) & ~Q(mentor=person) & ~Q(mentee=person)
    return everything.filter(Q(cohort__in=cohorts) | brought_together)


def mentorships_visible_to(person: Person) -> QuerySet[Mentorship]:
    """All that this person may know of."""
    if person.deactivated_at is not None:
        return Mentorship.objects.none()
    return mentorships_of(person) | mentorships_overseen_by(person)


def open_mentorships(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Neither declined nor closed: each takes up a place of both people."""
    return mentorships.filter(~_closed(), ~_declined())


def living_mentorships(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Started and not closed; a paused one lives."""
    return mentorships.filter(~_closed(), started_at__isnull=False)


def open_count(cohort: Cohort, person: Person, part: Part) -> int:
    """How many of this person's places in the cohort, in this part, are taken."""
    as_part = Q(mentor=person) if part == Part.MENTOR else Q(mentee=person)
    return open_mentorships(cohort.mentorships.filter(as_part)).count()


def with_state(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Adds `state_now`, the same as `Mentorship.state`, worked out by the database."""
    return mentorships.annotate(
        state_now=Case(
            When(_closed(), then=Value(State.CLOSED)),
            When(_declined(), then=Value(State.DECLINED)),
            When(started_at=None, then=Value(State.PROPOSED)),
            When(_paused(), then=Value(State.PAUSED)),
            default=Value(State.ACTIVE),
            output_field=CharField(),
        )
    )


def with_agreement_signed_at(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Adds `agreement_signed_at`: when both had signed the newest version, None while a name is missing."""
    newest = Agreement.objects.filter(mentorship=OuterRef("pk")).order_by("-version")
    return mentorships.annotate(agreement_signed_at=Subquery(newest.values("signed_at")[:1]))


def with_records(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Reads ahead what a mentorship's page and its state need: six queries, however many rows."""
    return mentorships.select_related(
        "organization", "mentor__organization", "mentee__organization", "cohort__program__organization"
    ).prefetch_related("acceptances", "closures__by", "pauses__by", "agreements__written_by", "agreements__signatures")


def _closed() -> Exists:
    return Exists(Closure.objects.filter(mentorship=OuterRef("pk"), reopened_at=None))


def _declined() -> Exists:
    return Exists(Acceptance.objects.filter(mentorship=OuterRef("pk"), accepted=False))


def _paused() -> Exists:
    return Exists(Pause.objects.filter(mentorship=OuterRef("pk"), ended_at=None))


def pauses_with_a_day_passed() -> QuerySet[Pause]:
    """Open pauses that are over in at least one time zone: the action asks the organization's own clock."""
    latest_day_on_earth = (clock.now() + dt.timedelta(hours=14)).date()
    return (
        Pause.objects.filter(ended_at=None, until__lte=latest_day_on_earth)
        .select_related("mentorship__organization")
        .order_by("pk")
    )
