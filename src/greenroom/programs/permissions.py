from django.db.models import Q

from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.people.permissions import may_manage_organization
from greenroom.programs.models import Cohort, Coordination, Enrollment, Program
from greenroom.questionnaires.models import Questionnaire


def may_manage_programs(person: Person, organization: Organization | None = None) -> bool:
    """Make programs and name coordinators: the organization's owner."""
    return may_manage_organization(person, organization or person.organization)


def may_coordinate(person: Person, program: Program) -> bool:
    """The organization's owner, or someone named for this program; never anybody of another organization."""
    if person.deactivated_at is not None or person.organization_id != program.organization_id:
        return False
    return person.is_owner or Coordination.objects.filter(program_id=program.pk, person_id=person.pk).exists()


def may_coordinate_any(person: Person) -> bool:
    """Does this person coordinate at least one program?"""
    if person.deactivated_at is not None:
        return False
    return person.is_owner or Coordination.objects.filter(person_id=person.pk).exists()


def may_name_coordinators(person: Person, program: Program) -> bool:
    return may_manage_organization(person, program.organization)


def may_apply(person: Person, cohort: Cohort) -> bool:
    return person.deactivated_at is None and person.organization_id == cohort.program.organization_id


def may_edit_questionnaire(person: Person, questionnaire: Questionnaire) -> bool:
    """Coordinators edit what their programs ask."""
    if person.deactivated_at is not None:
        return False
    mine = Q(program__mentor_questionnaire=questionnaire) | Q(program__mentee_questionnaire=questionnaire)
    return Coordination.objects.filter(
        mine, person_id=person.pk, program__organization_id=person.organization_id
    ).exists()


def may_withdraw(person: Person, enrollment: Enrollment) -> bool:
    """The person themself, or a coordinator."""
    if person.deactivated_at is not None:
        return False
    return person.pk == enrollment.person_id or may_coordinate(person, enrollment.cohort.program)
