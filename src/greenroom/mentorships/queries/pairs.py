"""Which mentorships there are to read, and how."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from greenroom.base import clock
from greenroom.mentorships.core.fit_checks import ASK_AFTER, ASK_WITHIN
from greenroom.mentorships.models import Acceptance, Agreement, Closure, FitCheck, Mentorship, Pause
from greenroom.organizations.models import Role
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Coordination, Enrollment, Part
from greenroom.programs.queries import cohorts_coordinated_by

State = Mentorship.State

PEOPLE_AND_COHORT = ("mentor__organization", "mentee__organization", "cohort__program__organization")
AGREEMENTS = (
    Prefetch("agreements", Agreement.objects.select_related("written_by")),
    "agreements__signatures",
)


def mentorships_of(person: Person) -> QuerySet[Mentorship]:
    """Those in which this person is one of the two."""
    return Mentorship.objects.filter(Q(mentor=person) | Q(mentee=person), organization=person.organization_id)


def mentorships_overseen_by(person: Person) -> QuerySet[Mentorship]:
    """An owner: all of the organization. A coordinator: their programs', and those they brought together."""
    if person.deactivated_at is not None:
        return Mentorship.objects.none()
    everything = Mentorship.objects.filter(organization=person.organization_id)
    if person.is_owner:
        return everything
    brought_together = (
        Q(cohort=None, proposed_by=person)
        & ~Q(mentor=person)
        & ~Q(mentee=person)
        & Exists(Coordination.objects.filter(person=person))
    )
    return everything.filter(Q(cohort__in=cohorts_coordinated_by(person)) | brought_together)


def mentorships_visible_to(person: Person) -> QuerySet[Mentorship]:
    """All that this person may know of."""
    if person.deactivated_at is not None:
        return Mentorship.objects.none()
    return mentorships_of(person) | mentorships_overseen_by(person)


def open_mentorships(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Neither declined nor closed: each takes up a place of both people."""
    return mentorships.filter(~_closed(), ~_declined())


def settled_wishes(enrollment: Enrollment) -> str:
    """Why wishes no longer count: published pairs fill every place that this person has. "" where they still do."""
    is_mentor = enrollment.part == Part.MENTOR
    pairs = Mentorship.objects.filter(cohort=enrollment.cohort_id)
    pairs = pairs.filter(**{"mentor" if is_mentor else "mentee": enrollment.person_id})
    count = open_mentorships(pairs).count()
    if not count or count < enrollment.capacity:
        return ""
    return _(
        "The pairs are published and every place here is filled, so wishes can no longer change anything."
    )


def living_mentorships(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Started and not closed; a paused one lives."""
    return mentorships.filter(~_closed(), started_at__isnull=False)


def coordinators_of(mentorship: Mentorship) -> list[Person]:
    """Who can be told that something is not quite working: the program's coordinators, else the owners."""
    people = Person.objects.filter(organization=mentorship.organization_id, deactivated_at=None).order_by(
        "pk"
    )
    if mentorship.cohort is not None:
        named = list(people.filter(coordinations__program=mentorship.cohort.program_id))
        if named:
            return named
    return list(people.filter(role=Role.OWNER))


def taken_places(cohort: Cohort, *, mentor: Person, mentee: Person) -> dict[Part, int]:
    """How many places in the cohort each of the two has filled: the mentor's as mentor, the mentee's as mentee."""
    either = cohort.mentorships.filter(Q(mentor=mentor) | Q(mentee=mentee))
    pairs = list(open_mentorships(either).values_list("mentor_id", "mentee_id"))
    return {
        Part.MENTOR: sum(mentor_id == mentor.pk for mentor_id, _mentee_id in pairs),
        Part.MENTEE: sum(mentee_id == mentee.pk for _mentor_id, mentee_id in pairs),
    }


def with_state(mentorships: QuerySet[Mentorship]) -> QuerySet[Any]:
    """Mentorships with `state_now`, the same as `Mentorship.state`, worked out by the database."""
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


def with_agreement_signed_at(mentorships: QuerySet[Mentorship]) -> QuerySet[Any]:
    """Mentorships with `agreement_signed_at`: when both had signed the newest version, None while a name is missing."""
    newest = Agreement.objects.filter(mentorship=OuterRef("pk")).order_by("-version")
    return mentorships.annotate(agreement_signed_at=Subquery(newest.values("signed_at")[:1]))


def with_records(mentorships: QuerySet[Mentorship]) -> QuerySet[Mentorship]:
    """Reads ahead what a mentorship's page and its state need: six queries, however many rows."""
    return mentorships.select_related(*PEOPLE_AND_COHORT, "proposed_by").prefetch_related(
        "acceptances",
        Prefetch("closures", Closure.objects.select_related("by", "reopened_by")),
        Prefetch("pauses", Pause.objects.select_related("by")),
        *AGREEMENTS,
    )


def own_mentorships_at_a_glance(person: Person) -> QuerySet[Mentorship]:
    """Open ones, the oldest first, with both people and the cohort."""
    mine = open_mentorships(mentorships_of(person)).select_related(*PEOPLE_AND_COHORT)
    return mine.order_by("proposed_at", "pk")


def own_open_mentorships(person: Person) -> QuerySet[Mentorship]:
    """The same with the records that their state and their agreement need: five queries."""
    # An open mentorship has no closure that stands, so none are read.
    nothing = Prefetch("closures", Closure.objects.none())
    return own_mentorships_at_a_glance(person).prefetch_related("acceptances", nothing, "pauses", *AGREEMENTS)


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


# ------------------------------------------------------------------ how well the two fit


def fit_checks_of(mentorship: Mentorship) -> list[FitCheck]:
    """Both sides' answers, to be shown to whom `permissions.may_read_fit_check` says. One query."""
    answers = list(mentorship.fit_checks.order_by("pk"))
    for answer in answers:
        answer.mentorship = mentorship
    return answers


def fit_checks_visible_to(person: Person) -> QuerySet[FitCheck]:
    """Of the mentorships that this person oversees and is not one of; and their own."""
    others = mentorships_overseen_by(person).exclude(mentor=person).exclude(mentee=person)
    own = FitCheck.objects.filter(person=person, mentorship__in=mentorships_visible_to(person))
    return own | FitCheck.objects.filter(mentorship__in=others)


@dataclass(frozen=True, kw_only=True)
class FitCounts:
    """How often each answer was given, by (occasion, fit); of `sides` people who could have answered `answered` did."""

    counts: Mapping[tuple[str, int], int]
    sides: int
    answered: int

    def at(self, occasion: str, fit: int) -> int:
        return self.counts.get((occasion, fit), 0)


def fit_counts(cohort: Cohort, *, reader: Person) -> FitCounts:
    """For a coordinator, without the mentorships that they are in. Three queries."""
    theirs = _others(cohort, reader).filter(started_at__isnull=False)
    answers = FitCheck.objects.filter(mentorship__in=theirs)
    counted = answers.values_list("occasion", "fit").annotate(n=Count("pk"))
    told = answers.values("mentorship", "person").distinct().count()
    return FitCounts(
        counts={(occasion, fit): n for occasion, fit, n in counted},
        sides=2 * theirs.count(),
        answered=told,
    )


def mentorships_with_fit(cohort: Cohort, *, reader: Person) -> QuerySet[Any]:
    """The cohort's mentorships of which somebody has said how well they fit, with `lowest` and their answers."""
    return (
        _others(cohort, reader)
        .filter(fit_checks__isnull=False)
        .annotate(lowest=Min("fit_checks__fit"))
        .select_related("mentor", "mentee")
        .prefetch_related("fit_checks")
    )


def _others(cohort: Cohort, reader: Person) -> QuerySet[Mentorship]:
    return mentorships_overseen_by(reader).filter(cohort=cohort).exclude(mentor=reader).exclude(mentee=reader)


def to_ask_for_fit() -> QuerySet[Mentorship]:
    """Under way in an open cohort and never asked, for about three weeks: the action asks the exact time.

    One that rested may have started at any time before that.
    """
    now = clock.now()
    latest_day_on_earth = (now + dt.timedelta(hours=14)).date()
    earliest = now - ASK_AFTER - ASK_WITHIN
    has_rested = Exists(Pause.objects.filter(mentorship=OuterRef("pk"))) | Exists(
        Closure.objects.filter(mentorship=OuterRef("pk"))
    )
    is_recent = Q(started_at__gte=earliest) | Q(
        cohort__starts_on__gte=(earliest - dt.timedelta(hours=14)).date()
    )
    return (
        living_mentorships(Mentorship.objects.filter(cohort__isnull=False, cohort__closed_at=None))
        .filter(is_recent | has_rested, ~_paused(), fit_request=None)
        .filter(started_at__lte=now - ASK_AFTER, cohort__starts_on__lte=latest_day_on_earth - ASK_AFTER)
        .select_related("organization", "cohort__program__organization")
        .prefetch_related("pauses", "closures")
        .order_by("pk")
    )


# ------------------------------------------------------------------ the coordinators' list

WEEKS: Mapping[str, tuple[int | None, int | None]] = {
    "before": (None, 0),
    "1-2": (1, 2),
    "3-6": (3, 6),
    "7-12": (7, 12),
    "13-": (13, None),
}


def narrowed(
    mentorships: QuerySet[Mentorship], *, today: dt.date, asked: Mapping[str, Any]
) -> QuerySet[Mentorship]:
    """Those that fit what was asked: `q` a part of a name or address, `state`, `cohort`, `week`, `needs`."""
    if "q" in asked:
        mentorships = mentorships.filter(_named_like(asked["q"]))
    if "cohort" in asked:
        mentorships = mentorships.filter(cohort=asked["cohort"])
    if "week" in asked:
        mentorships = mentorships.filter(_in_weeks(*WEEKS[asked["week"]], today=today))
    if "state" in asked:
        mentorships = with_state(mentorships).filter(state_now=asked["state"])
    if asked.get("needs") == "answer":
        mentorships = open_mentorships(mentorships).filter(started_at=None)
    if asked.get("needs") == "agreement":
        living = with_agreement_signed_at(living_mentorships(mentorships))
        mentorships = living.filter(agreement_signed_at=None)
    return mentorships


def state_counts(mentorships: QuerySet[Mentorship]) -> dict[str, int]:
    """How many there are in each state, counted from the records' side: four queries, each over what there is of it.

    A declined one is never closed, a closed one never paused, and a pause needs a start: the model's rules see to it.
    """
    theirs = Exists(mentorships.order_by().filter(pk=OuterRef("mentorship_id")))
    all_of_them = mentorships.aggregate(total=Count("pk"), unstarted=Count("pk", filter=Q(started_at=None)))
    closures = Closure.objects.filter(theirs, reopened_at=None).aggregate(
        total=Count("pk"), unstarted=Count("pk", filter=Q(mentorship__started_at=None))
    )
    declined = Acceptance.objects.filter(theirs, accepted=False).count()
    paused = Pause.objects.filter(theirs, ended_at=None).count()
    proposed = all_of_them["unstarted"] - declined - closures["unstarted"]
    active = all_of_them["total"] - proposed - declined - closures["total"] - paused
    return {
        State.PROPOSED: proposed,
        State.ACTIVE: active,
        State.PAUSED: paused,
        State.DECLINED: declined,
        State.CLOSED: closures["total"],
    }


def rows_of(mentorships: Iterable[Mentorship]) -> list[Any]:
    """The same mentorships in the same order, with all that a row shows: two queries, however many rows."""
    ids = [mentorship.pk for mentorship in mentorships]
    rows = with_agreement_signed_at(with_state(Mentorship.objects.filter(pk__in=ids)))
    found = rows.select_related("organization", *PEOPLE_AND_COHORT).prefetch_related("acceptances").in_bulk()
    return [found[pk] for pk in ids]


def batches_of(mentorships: QuerySet[Any]) -> Iterator[Any]:
    """Each with its people and cohort, newest first, read in pieces so that memory does not grow with the rows."""
    related = mentorships.select_related("mentor", "mentee", "cohort__program").only(
        "formality",
        "proposed_at",
        "started_at",
        "mentor__name",
        "mentor__email",
        "mentee__name",
        "mentee__email",
        "cohort__name",
        "cohort__program__name",
    )
    return related.order_by("-proposed_at", "-pk").iterator(chunk_size=1000)


def _named_like(words: str) -> Q:
    people = Person.objects.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return Q(mentor__in=people.values("pk")) | Q(mentee__in=people.values("pk"))


def _in_weeks(first: int | None, last: int | None, *, today: dt.date) -> Q:
    """The cohort's week on this day is between the two, either of which may be open."""
    fits = Q(cohort__isnull=False)
    if first is not None:
        fits &= Q(cohort__starts_on__lte=today - dt.timedelta(weeks=first - 1))
    if last is not None:
        fits &= Q(cohort__starts_on__gt=today - dt.timedelta(weeks=last))
    return fits
