"""Who may do what to Ada's profile. Ada mentors, Ben is in her cohort, Mia is her mentee, Tom a member apart."""

from collections.abc import Callable

import pytest

from greenroom.base import clock
from greenroom.mentorships.models import Closure, Mentorship
from greenroom.organizations.models import Role
from greenroom.people import permissions
from greenroom.people.models import Person
from greenroom.people.queries import people_visible_to
from greenroom.programs.models import Enrollment, Part
from tests import world

pytestmark = pytest.mark.django_db


def pair() -> Mentorship:
    mia = world.person("Mia Roth")
    return Mentorship.objects.create(
        organization=world.school(),
        mentor=world.ada(),
        mentee=mia,
        formality=Mentorship.Formality.INFORMAL,
        started_at=clock.now(),
    )


@pytest.fixture
def people() -> dict[str, Person]:
    world.ada_mentors()
    world.ben_learns()
    pair()
    gone = world.person("Gil Gone", deactivated_at=clock.now())
    return {
        "ada": world.ada(),
        "ben": world.ben(),
        "mia": world.person("Mia Roth"),
        "tom": world.person("Tom Apart"),
        "cleo": world.cleo(),
        "olga": world.olga(),
        "eve": world.eve(),
        "gil": gone,
    }


MATRIX = {
    "may_see_directory": {"cleo", "olga", "eve"},
    "may_see_person": {"ada", "ben", "mia", "cleo", "olga"},
    "may_see_contact": {"ada", "mia", "cleo", "olga"},
    "may_see_record": {"cleo", "olga"},
    "may_edit_profile": {"ada", "cleo", "olga"},
    "may_manage_person": {"olga"},
    "may_invite": {"cleo", "olga"},
    "may_invite_owners": {"olga"},
    "may_tidy_skills": {"cleo", "olga"},
    "may_manage_organization": {"olga"},
    "is_member": {"ada", "ben", "mia", "tom", "cleo", "olga", "eve"},
}


def asks(name: str, ada: Person) -> Callable[[Person], bool]:
    school = world.school()
    questions: dict[str, Callable[[Person], bool]] = {
        "may_see_directory": permissions.may_see_directory,
        "may_see_person": lambda who: permissions.may_see_person(who, ada),
        "may_see_contact": lambda who: permissions.may_see_contact(who, ada),
        "may_see_record": lambda who: permissions.may_see_record(who, ada),
        "may_edit_profile": lambda who: permissions.may_edit_profile(who, ada),
        "may_manage_person": lambda who: permissions.may_manage_person(who, ada),
        "may_invite": lambda who: permissions.may_invite(who, school, role=Role.MEMBER),
        "may_invite_owners": lambda who: permissions.may_invite(who, school, role=Role.OWNER),
        "may_tidy_skills": lambda who: permissions.may_tidy_skills(who, school),
        "may_manage_organization": lambda who: permissions.may_manage_organization(who, school),
        "is_member": permissions.is_member,
    }
    return questions[name]


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_permission_is_given_to_exactly_these(people: dict[str, Person], name: str) -> None:
    may = asks(name, people["ada"])
    assert {who for who, person in people.items() if may(person)} == MATRIX[name]


def test_visible_people_are_those_whose_page_may_be_opened(people: dict[str, Person]) -> None:
    for viewer in people.values():
        visible = set(people_visible_to(viewer))
        assert visible == {person for person in people.values() if permissions.may_see_person(viewer, person)}


def test_partner_reads_the_contact_only_while_the_mentorship_lives(people: dict[str, Person]) -> None:
    bond = Mentorship.objects.get()
    Mentorship.objects.update(started_at=None)
    assert permissions.may_see_person(people["mia"], people["ada"])
    assert not permissions.may_see_contact(people["mia"], people["ada"])
    Mentorship.objects.update(started_at=clock.now())
    closure = Closure.objects.create(mentorship=bond, reason=Closure.Reason.values[0])
    assert not permissions.may_see_person(people["mia"], people["ada"])
    Closure.objects.filter(pk=closure.pk).update(reopened_at=clock.now())
    assert permissions.may_see_contact(people["mia"], people["ada"])


@pytest.mark.parametrize("status", [status for status in Enrollment.Status.values if status != "accepted"])
def test_fellows_are_accepted_both(status: str) -> None:
    world.ada_mentors()
    world.ben_learns()
    Enrollment.objects.filter(part=Part.MENTEE).update(status=status)
    assert not permissions.may_see_person(world.ben(), world.ada())
    assert not permissions.may_see_person(world.ada(), world.ben())


def test_coordinator_of_an_archived_program_is_a_member_again() -> None:
    cleo = world.cleo()
    program = world.program()
    program.archived_at = clock.now()
    program.save()
    assert not permissions.may_see_directory(cleo)
