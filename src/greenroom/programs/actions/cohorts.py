import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed
from greenroom.base.locks import locked
from greenroom.people.models import Person
from greenroom.programs.facts import CohortChanged, CohortClosed, CohortOpened
from greenroom.programs.models import Cohort, Program
from greenroom.programs.permissions import may_coordinate

CHANGEABLE = ("name", "starts_on", "ends_on", "apply_from", "apply_until")


@transaction.atomic
def open_cohort(
    program: Program,
    *,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    apply_from: dt.date | None = None,
    apply_until: dt.date | None = None,
    by: Person | None,
) -> Cohort:
    """One intake. Without `ends_on` it lasts as many weeks as the program does. `by=None` is the system."""
    _check_may(program, by=by)
    program = locked(program)
    if ends_on is None and program.weeks:
        ends_on = starts_on + dt.timedelta(weeks=program.weeks)
    cohort = Cohort(
        program=program,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        apply_from=apply_from,
        apply_until=apply_until,
    )
    _check_dates(cohort)
    cohort.save()
    announce(
        CohortOpened(
            organization_id=program.organization_id, by_id=by.pk if by else None, cohort_id=cohort.pk
        )
    )
    return cohort


@transaction.atomic
def change_cohort(cohort: Cohort, *, changes: Mapping[str, Any], by: Person) -> Cohort:
    """Its name and its dates."""
    cohort = _coordinated(cohort, by=by)
    cohort.check_open()
    for name in CHANGEABLE:
        if name in changes:
            setattr(cohort, name, changes[name])
    _check_dates(cohort)
    cohort.save()
    announce(CohortChanged(organization_id=cohort.program.organization_id, by_id=by.pk, cohort_id=cohort.pk))
    return cohort


@transaction.atomic
def close_cohort(cohort: Cohort, *, by: Person) -> Cohort:
    """From now on it can only be read. Mentorships that it led to live on."""
    cohort = _coordinated(cohort, by=by)
    cohort.check_open()
    cohort.closed_at = clock.now()
    cohort.save(update_fields=["closed_at"])
    announce(CohortClosed(organization_id=cohort.program.organization_id, by_id=by.pk, cohort_id=cohort.pk))
    return cohort


def _coordinated(cohort: Cohort, *, by: Person) -> Cohort:
    _check_may(cohort.program, by=by)
    return locked(cohort)


def _check_may(program: Program, *, by: Person | None) -> None:
    if by is not None and not may_coordinate(by, program):
        raise NotAllowed("may_not_coordinate", _("Only coordinators of this program may change its cohorts."))


def _check_dates(cohort: Cohort) -> None:
    """Raises ValidationError naming the field at fault."""
    faults: dict[str, str] = {}
    if cohort.ends_on is not None and cohort.ends_on <= cohort.starts_on:
        faults["ends_on"] = _("The last day must come after the first.")
    if cohort.apply_from and cohort.apply_until and cohort.apply_until < cohort.apply_from:
        faults["apply_until"] = _("Applications cannot end before they begin.")
    others = Cohort.objects.filter(program=cohort.program, name=cohort.name).exclude(pk=cohort.pk)
    if others.exists():
        faults["name"] = _("This program has a cohort of that name already. Choose another name.")
    if faults:
        raise ValidationError(faults)
    cohort.clean_fields(exclude=["program", "closed_at"])
