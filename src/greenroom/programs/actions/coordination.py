from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.people.models import Person
from greenroom.programs.facts import CoordinatorNamed, CoordinatorRemoved
from greenroom.programs.models import Coordination, Program
from greenroom.programs.permissions import may_name_coordinators


@transaction.atomic
def name_coordinator(program: Program, person: Person, *, by: Person | None) -> Coordination:
    """Let a member coordinate this program; naming them again changes nothing. `by=None` is the system."""
    program = _named_by(program, by=by)
    if person.organization_id != program.organization_id or person.deactivated_at is not None:
        raise RuleBroken(
            "coordinator_not_member", _("Only active members of the organization can coordinate.")
        )
    coordination, is_new = Coordination.objects.get_or_create(program=program, person=person)
    if is_new:
        announce(
            CoordinatorNamed(
                organization_id=program.organization_id,
                by_id=by.pk if by else None,
                program_id=program.pk,
                person_id=person.pk,
            )
        )
    return coordination


@transaction.atomic
def remove_coordinator(program: Program, person: Person, *, by: Person) -> None:
    program = _named_by(program, by=by)
    deleted, _rows = Coordination.objects.filter(program=program, person=person).delete()
    if deleted:
        announce(
            CoordinatorRemoved(
                organization_id=program.organization_id,
                by_id=by.pk,
                program_id=program.pk,
                person_id=person.pk,
            )
        )


def _named_by(program: Program, *, by: Person | None) -> Program:
    if by is not None and not may_name_coordinators(by, program):
        raise NotAllowed("may_not_name_coordinators", _("Only owners of the organization name coordinators."))
    return locked(program)
