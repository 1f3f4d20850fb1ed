from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.base.locks import locked
from greenroom.people.models import Person
from greenroom.programs.facts import (
    EnrollmentAdded,
    EnrollmentApplied,
    EnrollmentChanged,
    EnrollmentScreened,
    EnrollmentWithdrawn,
)
from greenroom.programs.models import Cohort, Enrollment, Screening
from greenroom.programs.permissions import may_apply, may_coordinate, may_withdraw
from greenroom.questionnaires.models import Response

Status, Source = Enrollment.Status, Enrollment.Source
DECISIONS = (Status.ACCEPTED, Status.WAITING, Status.DECLINED)
MOST_AT_ONCE = 500


@transaction.atomic
def enroll(
    cohort: Cohort,
    person: Person,
    *,
    part: str,
    capacity: int | None = None,
    minimum: int = 0,
    opens_with: int | None = None,
    source: str = Source.COORDINATOR,
    response: Response | None = None,
    status: str = Status.APPLIED,
    by: Person | None,
) -> Enrollment:
    """The person's place in the cohort in this part, found or made.

    Who applies for themselves (`by` is the person) starts as applied, and may ask again after withdrawing. A
    coordinator may give any status; a place that is there already then keeps its status and gets what is new
    (`capacity`, `minimum`, `opens_with`, `response`). `by=None` is the system: a confirmed application, an accepted
    invitation, the demo.
    Without `capacity` a mentor offers the places of their profile and a mentee has as many mentors as the program
    says; without `opens_with` a mentor's circle opens with what the program says.
    """
    cohort = locked(cohort)
    _check_may_enroll(cohort, person, status=status, by=by)
    cohort.check_open()
    places = cohort.program.places_for(person, part) if capacity is None else capacity
    fresh = Enrollment(part=part)
    size = opens_with
    if size is None:
        size = cohort.program.opens_with_for(places, part, response=response)
    fresh.take_places(places, minimum=minimum, opens_with=size)
    enrollment, is_new = Enrollment.objects.get_or_create(
        cohort=cohort,
        person=person,
        part=part,
        defaults={
            "status": status,
            "source": source,
            "capacity": places,
            "minimum": fresh.minimum,
            "opens_with": fresh.opens_with,
            "response": response,
        },
    )
    if is_new:
        _announce_new(enrollment, source=source, by=by)
    elif source in (Source.LINK, Source.INVITATION):
        _apply_again(enrollment, source=source, fresh=fresh, response=response, by=by)
    else:
        _renew(enrollment, capacity=capacity, minimum=minimum, opens_with=opens_with, response=response)
    return enrollment


def _check_may_enroll(cohort: Cohort, person: Person, *, status: str, by: Person | None) -> None:
    if not may_apply(person, cohort):
        raise NotAllowed("not_a_member", _("Only active members of this organization can have a place here."))
    if by is None or may_coordinate(by, cohort.program):
        return
    if by.pk != person.pk or status != Status.APPLIED:
        raise NotAllowed("may_not_enroll", _("Only coordinators of this program give places."))


def _announce_new(enrollment: Enrollment, *, source: str, by: Person | None) -> None:
    is_own = source in (Source.LINK, Source.INVITATION)
    fact = EnrollmentApplied if is_own else EnrollmentAdded
    announce(
        fact(
            organization_id=enrollment.cohort.program.organization_id,
            by_id=by.pk if by else None,
            enrollment_id=enrollment.pk,
        )
    )


def _apply_again(
    enrollment: Enrollment, *, source: str, fresh: Enrollment, response: Response | None, by: Person | None
) -> None:
    enrollment.check_can_apply_again()
    Screening.objects.create(enrollment=enrollment, decision=Status.APPLIED, by=by)
    enrollment.status, enrollment.source = Status.APPLIED, source
    enrollment.take_places(fresh.capacity, opens_with=fresh.opens_with)
    enrollment.response = response or enrollment.response
    enrollment.applied_at = clock.now()
    enrollment.save()
    _announce_new(enrollment, source=source, by=by)


def _renew(
    enrollment: Enrollment,
    *,
    capacity: int | None,
    minimum: int,
    opens_with: int | None,
    response: Response | None,
) -> None:
    places = enrollment.capacity if capacity is None else capacity
    enrollment.take_places(places, minimum=minimum or None, opens_with=opens_with)
    enrollment.response = response or enrollment.response
    enrollment.save()


@transaction.atomic
def screen(enrollment: Enrollment, *, decision: str, reason: str = "", by: Person) -> Enrollment:
    """Accept, put on the waiting list, or decline; `reason` is in words that the person may read."""
    _check_may_coordinate(enrollment.cohort, by=by)
    locked(enrollment.cohort)
    return _screen(locked(enrollment), decision=decision, reason=reason, by=by)


@transaction.atomic
def screen_all(
    cohort: Cohort, ids: Collection[int], *, decision: str, reason: str = "", by: Person
) -> list[Enrollment]:
    """The same decision for several people of one cohort, all or none. An id from elsewhere changes nothing at all."""
    _check_may_coordinate(cohort, by=by)
    if len(set(ids)) > MOST_AT_ONCE:
        raise RuleBroken(
            "too_many_at_once",
            _("Decide on up to %(limit)s people at a time. Nothing was changed.") % {"limit": MOST_AT_ONCE},
        )
    locked(cohort)
    rows = list(
        Enrollment.objects.select_for_update(of=("self",))
        .select_related("person", "cohort__program")
        .filter(cohort=cohort, pk__in=set(ids))
        .order_by("pk")
    )
    if not rows or len(rows) != len(set(ids)):
        raise NotFound(
            "enrollment_not_found", _("Some of these people are not in this cohort. Nothing was changed.")
        )
    for row in rows:
        _screen(row, decision=decision, reason=reason, by=by)
    return rows


def _screen(enrollment: Enrollment, *, decision: str, reason: str, by: Person) -> Enrollment:
    if decision not in DECISIONS:
        raise ValueError(
            f"`decision` of a screening must be one of {[*map(str, DECISIONS)]}. Got {decision!r}."
        )
    enrollment.check_can_screen()
    if enrollment.status == decision:
        return enrollment
    screening = Screening(enrollment=enrollment, decision=decision, reason=reason.strip(), by=by)
    screening.clean_fields()
    screening.save()
    enrollment.status = decision
    enrollment.save(update_fields=["status"])
    announce(
        EnrollmentScreened(
            organization_id=enrollment.cohort.program.organization_id,
            by_id=by.pk,
            enrollment_id=enrollment.pk,
            decision=decision,
            screening_id=screening.pk,
        )
    )
    return enrollment


@transaction.atomic
def withdraw(enrollment: Enrollment, *, reason: str = "", by: Person) -> Enrollment:
    """The person steps back, or a coordinator notes that they have."""
    if not may_withdraw(by, enrollment):
        raise NotAllowed(
            "may_not_withdraw", _("Only the person themself or a coordinator may withdraw this.")
        )
    enrollment = locked(enrollment)
    enrollment.check_can_withdraw()
    screening = Screening(enrollment=enrollment, decision=Status.WITHDRAWN, reason=reason.strip(), by=by)
    screening.clean_fields()
    screening.save()
    enrollment.status = Status.WITHDRAWN
    enrollment.save(update_fields=["status"])
    announce(
        EnrollmentWithdrawn(
            organization_id=enrollment.cohort.program.organization_id,
            by_id=by.pk,
            enrollment_id=enrollment.pk,
        )
    )
    return enrollment


@transaction.atomic
def change_places(
    enrollment: Enrollment,
    *,
    capacity: int,
    minimum: int | None = None,
    opens_with: int | None = None,
    by: Person,
) -> Enrollment:
    """How many mentees this mentor takes in this cohort (or mentors this mentee has); the profile keeps its own number.

    What is not given stays, within the places.
    """
    _check_may_coordinate(enrollment.cohort, by=by)
    enrollment = locked(enrollment)
    enrollment.check_can_change_places(capacity, minimum=minimum or 0, opens_with=opens_with or 0)
    enrollment.take_places(capacity, minimum=minimum, opens_with=opens_with)
    enrollment.save(update_fields=["capacity", "minimum", "opens_with"])
    announce(
        EnrollmentChanged(
            organization_id=enrollment.cohort.program.organization_id,
            by_id=by.pk,
            enrollment_id=enrollment.pk,
        )
    )
    return enrollment


def _check_may_coordinate(cohort: Cohort, *, by: Person) -> None:
    if not may_coordinate(by, cohort.program):
        raise NotAllowed("may_not_coordinate", _("Only coordinators of this program decide on its people."))
