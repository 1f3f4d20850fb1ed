"""Which rows a person may see, and the database's own idea of a state."""

import datetime as dt

import pytest

from greenroom.mentorships import actions, queries
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Part
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
State = Mentorship.State


def each_state() -> dict[str, Mentorship]:
    """One mentorship in each state, all with Ada."""
    world.ada_mentors(capacity=9)
    made = {}
    for state in State.values:
        mentee = world.person(f"{state.title()} Mentee")
        world.enrolled(mentee, Part.MENTEE)
        made[state] = pairs.proposed(mentee=mentee)
        if state not in (State.PROPOSED, State.DECLINED):
            actions.accept(made[state], by=world.ada())
            actions.accept(made[state], by=mentee)
    actions.decline(made["declined"], by=world.ada())
    actions.pause(made["paused"], by=world.ada())
    actions.close(made["closed"], reason="time", by=world.ada())
    return made


def test_state_of_the_database_is_the_models_own() -> None:
    made = each_state()
    rows = queries.with_state(Mentorship.objects.all())
    assert {row.pk: row.state_now for row in rows} == {row.pk: row.state for row in Mentorship.objects.all()}
    assert queries.state_counts(Mentorship.objects.all()) == dict.fromkeys(made, 1)


def test_open_and_living_leave_out_what_has_ended() -> None:
    made = each_state()
    everything = Mentorship.objects.order_by("pk")
    assert list(queries.open_mentorships(everything)) == [made["proposed"], made["active"], made["paused"]]
    assert list(queries.living_mentorships(everything)) == [made["active"], made["paused"]]


def test_open_mentorships_count_a_reopened_one() -> None:
    mentorship = pairs.closed()
    actions.reopen(mentorship, by=world.cleo())
    assert list(queries.open_mentorships(Mentorship.objects.all())) == [mentorship]


@pytest.mark.parametrize(
    ("who", "count"),
    [(world.ada, 2), (world.ben, 2), (world.cleo, 1), (world.olga, 2), (world.eve, 0)],
)
def test_visible_mentorships_are_those_of_the_person(who: pairs.Who, count: int) -> None:
    pairs.proposed()
    actions.propose(world.school(), mentor=world.ben(), mentee=world.ada(), by=world.ben())
    assert queries.mentorships_visible_to(who()).count() == count


def test_visible_mentorships_of_someone_deactivated_are_none() -> None:
    pairs.proposed()
    ada = world.ada()
    ada.deactivated_at = dt.datetime.now(dt.UTC)
    assert queries.mentorships_visible_to(ada).count() == 0


def test_coordinators_of_informal_mentorship_are_the_owners() -> None:
    world.cleo()
    olga = world.olga()
    mentorship = actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=world.ben())
    assert queries.coordinators_of(mentorship) == [olga]
    Person.objects.filter(pk=world.ada().pk).update(capacity=2)
    assert queries.coordinators_of(pairs.proposed()) == [world.cleo()]


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (world.STARTS_ON - dt.timedelta(days=1), "before"),
        (world.STARTS_ON, "1-2"),
        (world.STARTS_ON + dt.timedelta(days=13), "1-2"),
        (world.STARTS_ON + dt.timedelta(days=14), "3-6"),
        (world.STARTS_ON + dt.timedelta(days=41), "3-6"),
        (world.STARTS_ON + dt.timedelta(days=42), "7-12"),
        (world.STARTS_ON + dt.timedelta(days=83), "7-12"),
        (world.STARTS_ON + dt.timedelta(days=84), "13-"),
    ],
)
def test_narrowed_by_week_finds_exactly_one_band(day: dt.date, week: str) -> None:
    pairs.proposed()
    found = [
        band
        for band in queries.WEEKS
        if queries.narrowed(Mentorship.objects.all(), today=day, asked={"week": band}).exists()
    ]
    assert found == [week]


def narrowed(**asked: object) -> list[str]:
    rows = queries.narrowed(Mentorship.objects.order_by("pk"), today=world.STARTS_ON, asked=asked)
    return [row.mentee.name.split()[0].lower() for row in rows]


def test_narrowed_by_name_state_and_need() -> None:
    made = each_state()
    assert narrowed(q="PAUSED m") == ["paused"]
    assert narrowed(q="ada lind") == list(made)
    assert narrowed(state="closed") == ["closed"]
    assert narrowed(needs="answer") == ["proposed"]
    assert narrowed(needs="agreement") == ["active", "paused"]
    agreement = pairs.written(made["active"], by=world.ada())
    actions.sign_agreement(agreement, by=world.ada())
    assert narrowed(needs="agreement") == ["active", "paused"]
    actions.sign_agreement(agreement, by=made["active"].mentee)
    assert narrowed(needs="agreement") == ["paused"]
    pairs.written(made["active"], content={"purpose": "New."}, based_on=1, by=world.ada())
    assert narrowed(needs="agreement") == ["active", "paused"]


def test_taken_places_are_by_part() -> None:
    pairs.proposed()
    cohort, ada, ben = world.cohort(), world.ada(), world.ben()
    assert queries.taken_places(cohort, mentor=ada, mentee=ben) == {Part.MENTOR: 1, Part.MENTEE: 1}
    assert queries.taken_places(cohort, mentor=ben, mentee=ada) == {Part.MENTOR: 0, Part.MENTEE: 0}
