"""One table: who may do what, in every state that matters to it."""

from collections.abc import Callable

import pytest

from greenroom.base import clock
from greenroom.mentorships import actions, permissions
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db

Predicate = Callable[[Person, Mentorship], bool]


def dov() -> Person:
    """A member of the school with no part in any of it."""
    return world.person("Dov Reyes")


PEOPLE = (world.ada, world.ben, world.cleo, world.olga, dov, world.eve)


def who_may(predicate: Predicate, mentorship: Mentorship) -> list[str]:
    fresh = Mentorship.objects.get(pk=mentorship.pk)
    return [who().short_name for who in PEOPLE if predicate(who(), fresh)]


def informal(*, by: Person) -> Mentorship:
    return actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=by)


@pytest.mark.parametrize(
    ("predicate", "names"),
    [
        (permissions.may_take_part, ["Ada", "Ben"]),
        (permissions.may_answer, ["Ada", "Ben"]),
        (permissions.may_write_agreement, ["Ada", "Ben"]),
        (permissions.may_pause, ["Ada", "Ben"]),
        (permissions.may_read_words, ["Ada", "Ben"]),
        (permissions.may_oversee, ["Cleo", "Olga"]),
        (permissions.may_see, ["Ada", "Ben", "Cleo", "Olga"]),
        (permissions.may_close, ["Ada", "Ben", "Cleo", "Olga"]),
    ],
)
def test_formal_mentorship_is_open_to(predicate: Predicate, names: list[str]) -> None:
    assert who_may(predicate, pairs.proposed()) == names


def test_informal_mentorship_is_seen_by_the_two_and_owners() -> None:
    world.cleo()
    assert who_may(permissions.may_see, informal(by=world.ben())) == ["Ada", "Ben", "Olga"]


def test_informal_mentorship_is_seen_by_the_coordinator_who_proposed_it() -> None:
    assert who_may(permissions.may_see, informal(by=world.cleo())) == ["Ada", "Ben", "Cleo", "Olga"]


def test_reach_opens_with_the_second_yes_and_ends_with_the_closing() -> None:
    mentorship = pairs.proposed()
    assert who_may(permissions.may_reach, mentorship) == []
    actions.accept(mentorship, by=world.ada())
    assert who_may(permissions.may_reach, mentorship) == []
    actions.accept(mentorship, by=world.ben())
    assert who_may(permissions.may_reach, mentorship) == ["Ada", "Ben"]
    actions.close(mentorship, reason="time", by=world.ben())
    assert who_may(permissions.may_reach, mentorship) == []


def test_reopen_is_for_whoever_closed_it_and_who_oversees() -> None:
    assert who_may(permissions.may_reopen, pairs.closed(by=world.ben())) == ["Ben", "Cleo", "Olga"]


def test_reason_of_a_no_is_read_by_its_writer_and_who_oversees() -> None:
    mentorship = actions.decline(pairs.proposed(), reason="Too busy.", by=world.ben())
    answer = mentorship.acceptances.get()
    assert [who().short_name for who in PEOPLE if permissions.may_read_answer_reason(who(), answer)] == [
        "Ben",
        "Cleo",
        "Olga",
    ]


def test_reason_of_a_no_is_hidden_from_an_owner_who_is_the_other_side() -> None:
    olga = world.olga()
    world.enrolled(olga, "mentor")
    mentorship = actions.decline(pairs.proposed(mentor=olga), reason="Too busy.", by=world.ben())
    assert not permissions.may_read_answer_reason(olga, mentorship.acceptances.get())


@pytest.mark.parametrize("who", [world.ada, world.cleo, world.olga])
def test_someone_deactivated_may_nothing(who: pairs.Who) -> None:
    mentorship = pairs.started()
    person = who()
    person.deactivated_at = clock.now()
    assert not permissions.may_see(person, mentorship)
    assert not permissions.may_close(person, mentorship)
    assert not permissions.may_propose(
        person, world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort()
    )
