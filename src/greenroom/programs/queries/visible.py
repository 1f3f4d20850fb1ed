from django.db.models import Q, QuerySet

from greenroom.people.models import Person
from greenroom.programs.models import Cohort, CohortInvitation, Enrollment, Milestone, Program


def programs_visible_to(person: Person) -> QuerySet[Program]:
    """Every member may read what the organization offers; archived programs are for those who coordinate them."""
    if person.deactivated_at is not None:
        return Program.objects.none()
    programs = Program.objects.filter(organization_id=person.organization_id)
    if person.is_owner:
        return programs
    return programs.filter(Q(archived_at=None) | Q(pk__in=_coordinated_ids(person)))


def programs_coordinated_by(person: Person) -> QuerySet[Program]:
    if person.deactivated_at is not None:
        return Program.objects.none()
    programs = Program.objects.filter(organization_id=person.organization_id)
    return programs if person.is_owner else programs.filter(pk__in=_coordinated_ids(person))


def cohorts_visible_to(person: Person) -> QuerySet[Cohort]:
    return Cohort.objects.filter(program__in=programs_visible_to(person))


def cohorts_coordinated_by(person: Person) -> QuerySet[Cohort]:
    return Cohort.objects.filter(program__in=programs_coordinated_by(person))


def milestones_coordinated_by(person: Person) -> QuerySet[Milestone]:
    return Milestone.objects.filter(program__in=programs_coordinated_by(person))


def enrollments_visible_to(person: Person) -> QuerySet[Enrollment]:
    """One's own, and those of every cohort that one coordinates."""
    if person.deactivated_at is not None:
        return Enrollment.objects.none()
    enrollments = Enrollment.objects.filter(cohort__program__organization_id=person.organization_id)
    if person.is_owner:
        return enrollments
    return enrollments.filter(Q(person_id=person.pk) | Q(cohort__program_id__in=_coordinated_ids(person)))


def enrollments_coordinated_by(person: Person) -> QuerySet[Enrollment]:
    return Enrollment.objects.filter(cohort__program__in=programs_coordinated_by(person))


def invitations_coordinated_by(person: Person) -> QuerySet[CohortInvitation]:
    return CohortInvitation.objects.filter(program__in=programs_coordinated_by(person))


def _coordinated_ids(person: Person) -> QuerySet[Program, int]:
    return Program.objects.filter(coordinations__person_id=person.pk).values_list("pk", flat=True)
