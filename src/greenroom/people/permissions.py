from greenroom.organizations.models import Organization, Role
from greenroom.people.models import Person
from greenroom.people.queries import coordinates, ties


def is_member(person: Person) -> bool:
    """May this person be here at all?"""
    return person.is_active


def may_manage_organization(person: Person, organization: Organization) -> bool:
    return person.is_owner and person.organization_id == organization.pk


def is_coordinator(person: Person) -> bool:
    """Owner, or named coordinator of a program that still runs."""
    return person.is_active and (person.is_owner or coordinates(person))


def may_see_directory(person: Person) -> bool:
    """The list of everyone, with their addresses: those who run programs, nobody else."""
    return is_coordinator(person)


def may_see_person(viewer: Person, person: Person) -> bool:
    """The page of a person, without what only some may read of it.

    Oneself, coordinators, partners, and people accepted into a cohort together.
    """
    if not viewer.is_active or viewer.organization_id != person.organization_id:
        return False
    if viewer.pk == person.pk or is_coordinator(viewer):
        return True
    return person.is_active and (ties().are_partners(viewer, person) or ties().are_fellows(viewer, person))


def may_see_contact(viewer: Person, person: Person) -> bool:
    """Their address and their week: oneself, coordinators, and the partner once both have said yes."""
    if not viewer.is_active or viewer.organization_id != person.organization_id:
        return False
    if viewer.pk == person.pk or is_coordinator(viewer):
        return True
    return person.is_active and ties().are_partners(viewer, person, started=True)


def may_see_record(viewer: Person, person: Person) -> bool:
    """What coordinators keep of a person: places in cohorts, when they joined and were last here."""
    return viewer.organization_id == person.organization_id and is_coordinator(viewer)


def may_edit_profile(viewer: Person, person: Person) -> bool:
    if not viewer.is_active or viewer.organization_id != person.organization_id:
        return False
    return viewer.pk == person.pk or is_coordinator(viewer)


def may_invite(person: Person, organization: Organization, *, role: str) -> bool:
    """Owners invite anyone; coordinators invite members."""
    if person.organization_id != organization.pk:
        return False
    return person.is_owner or (role == Role.MEMBER and is_coordinator(person))


def may_manage_person(person: Person, other: Person) -> bool:
    """Roles, deactivation and reactivation are the owners'."""
    return person.is_owner and person.organization_id == other.organization_id


def may_tidy_skills(person: Person, organization: Organization) -> bool:
    return person.organization_id == organization.pk and is_coordinator(person)
