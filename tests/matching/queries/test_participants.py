import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenroom.matching.actions import set_pair_rule
from greenroom.matching.core import Forbid, Participant, Pin
from greenroom.matching.queries import people_of, snapshot
from greenroom.matching.queries.participants import from_snapshot, hours_in_utc
from greenroom.mentorships.actions import decline, propose
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part
from greenroom.questionnaires.models import Response
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def found(key: Person) -> Participant:
    people = people_of(world.cohort())
    return next(person for person in (*people.mentees, *people.mentors) if person.key == str(key.pk))


def test_people_of_gives_profile_skills_and_answers_by_name() -> None:
    ben = cohorts.skilled(world.ben(), "wanted", budgeting=4)
    Person.objects.filter(pk=ben.pk).update(
        stage="mid",
        years=3,
        languages=["English", "Welsh"],
        free_hours=[18, 19],
        time_zone="Europe/Oslo",
        employer=" Channel North ",
    )
    response = Response.objects.create(
        questionnaire=world.program().mentee_questionnaire,
        person=ben,
        answers={
            "style": "direct",
            "topics": ["pay", "union"],
            "pace": 4,
            "tools": {"Avid": 2},
            "evenings": [20],
            "empty": "",
            "none": [],
        },
    )
    enrollment = world.ben_learns(response=response)
    Enrollment.objects.filter(pk=enrollment.pk).update(wishes=[7, 9], unwanted=[8])
    person = found(ben)
    assert (person.name, person.capacity, person.wishes, person.unwanted) == (
        "Ben Okafor",
        1,
        ("7", "9"),
        ("8",),
    )
    assert person.answers == {
        "stage": "Established",
        "years": 3.0,
        "languages": frozenset({"English", "Welsh"}),
        "free_hours": frozenset({16, 17}),  # Oslo is two hours ahead of UTC on 5 October
        "time_zone": "Europe/Oslo",
        "employer": "Channel North",
        "job_title": "Runner",
        "skills_wanted": {"Budgeting": 4},
        "question style": "direct",
        "question topics": frozenset({"pay", "union"}),
        "question pace": 4.0,
        "question tools": {"Avid": 2},
        "question evenings": frozenset({18}),
    }


@pytest.mark.parametrize(
    ("zone", "hours", "utc"),
    [
        ("Europe/London", [18], {17}),
        ("America/New_York", [20, 167], {0 + 24, 3}),
        ("Asia/Kolkata", [18], {12}),
        ("Pacific/Auckland", [0], {168 - 13}),
    ],
)
def test_hours_in_utc_follow_the_clocks_of_the_day_the_cohort_starts(
    zone: str, hours: list[int], utc: set[int]
) -> None:
    assert hours_in_utc(hours, zone=zone, on=world.STARTS_ON) == utc


def test_hours_in_utc_differ_in_winter() -> None:
    assert hours_in_utc([18], zone="Europe/London", on=dt.date(2026, 12, 7)) == {18}


def test_people_of_uses_the_organizations_zone_for_people_without_one() -> None:
    Person.objects.filter(pk=world.ben().pk).update(free_hours=[18])
    world.ben_learns()
    assert found(world.ben()).answers["free_hours"] == frozenset({17})


def test_people_of_takes_only_those_who_are_accepted_and_active() -> None:
    for name, status in (("Ada Lind", "accepted"), ("Finn Moe", "waiting"), ("Gus Orr", "applied")):
        world.enrolled(world.person(name), Part.MENTOR, status=status)
    gone = world.enrolled(world.person("Ina Poe"), Part.MENTOR)
    Person.objects.filter(pk=gone.person_id).update(deactivated_at=gone.applied_at)
    world.enrolled(world.person("Sol Ray"), Part.SPONSOR)
    people = people_of(world.cohort())
    assert ([one.name for one in people.mentors], people.mentees) == (["Ada Lind"], [])


def test_people_of_counts_places_that_are_taken_and_promises_that_are_kept() -> None:
    world.ada_mentors(capacity=3, minimum=2)
    world.ben_learns()
    propose(world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo())
    people = people_of(world.cohort())
    assert [(one.name, one.capacity, one.minimum) for one in people.mentors] == [("Ada Lind", 2, 1)]
    assert people.mentees == []


def test_people_of_frees_both_after_a_no_and_keeps_them_apart() -> None:
    world.ada_mentors()
    world.ben_learns()
    asked = propose(
        world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo()
    )
    decline(asked, by=world.ben())
    people = people_of(world.cohort())
    assert ([one.capacity for one in people.mentors], [one.name for one in people.mentees]) == (
        [1],
        ["Ben Okafor"],
    )
    assert people.forbids == [Forbid(mentee=str(world.ben().pk), mentor=str(world.ada().pk))]
    assert people.forbids_by_hand == frozenset()


def test_people_of_gives_pins_and_forbids_by_person() -> None:
    cohorts.two_pairs()
    dan = Enrollment.objects.get(person__name="Dan Poe")
    finn = Enrollment.objects.get(person__name="Finn Moe")
    ada, ben = world.ada_mentors(), world.ben_learns()
    set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", despite_rules=True, by=world.cleo())
    set_pair_rule(world.cohort(), mentor=finn, mentee=dan, kind="forbid", by=world.cleo())
    people = people_of(world.cohort())
    assert people.pins == [Pin(mentee=str(ben.person_id), mentor=str(ada.person_id), despite_rules=True)]
    assert people.forbids == [Forbid(mentee=str(dan.person_id), mentor=str(finn.person_id))]
    assert people.forbids_by_hand == frozenset(people.forbids)


def test_people_of_gives_no_place_to_those_who_pause() -> None:
    Person.objects.filter(pk=world.ada().pk).update(paused_until=dt.date(2099, 1, 1))
    world.ada_mentors()
    assert [one.capacity for one in people_of(world.cohort()).mentors] == [0]


@pytest.mark.parametrize("count", [1, 3])
def test_people_of_asks_as_much_for_one_pair_as_for_three(count: int) -> None:
    cohorts.pairs(count)
    cohort = Cohort.objects.select_related("program__organization").get(pk=world.cohort().pk)
    with CaptureQueriesContext(connection) as queries:
        people_of(cohort)
    # enrollments; skills; who knows whom; mentorships; pins and forbids; pairs that ended
    assert len(queries) == 7


def test_snapshot_gives_the_same_people_back() -> None:
    cohorts.two_pairs()
    Person.objects.filter(pk=world.ben().pk).update(languages=["English"], free_hours=[18], years=2)
    people = people_of(world.cohort())
    assert from_snapshot(snapshot(people.mentees)) == people.mentees
    assert from_snapshot(snapshot(people.mentors)) == people.mentors


def program_with(*, mentors_each: int) -> None:
    program = world.program()
    program.mentors_each = mentors_each
    program.save()


def other_cohort() -> Cohort:
    program = world.program()
    return Cohort.objects.create(program=program, name="Another", starts_on=world.cohort().starts_on)


def test_people_of_gives_a_mentee_as_many_mentors_as_they_still_lack() -> None:
    ada, ben = cohorts.mentor("Ada Lind"), world.enrolled(world.ben(), Part.MENTEE, capacity=2)
    propose(world.school(), mentor=ada.person, mentee=ben.person, cohort=world.cohort(), by=world.cleo())
    found_ben = found(ben.person)
    assert (found_ben.capacity, found_ben.already) == (1, 1)
    assert Forbid(mentee=str(ben.person_id), mentor=str(ada.person_id)) in people_of(world.cohort()).forbids
    finn = cohorts.mentor("Finn Moe")
    propose(world.school(), mentor=finn.person, mentee=ben.person, cohort=world.cohort(), by=world.cleo())
    assert people_of(world.cohort()).mentees == []


def test_people_of_leaves_a_mentor_no_more_than_all_programs_leave_together() -> None:
    ada, eva = world.ada_mentors(capacity=3, opens_with=2), cohorts.mentor("Eva Free", capacity=2)
    person = ada.person
    assert found(person).capacity == 3
    elsewhere = other_cohort()
    for part, one in ((Part.MENTOR, person), (Part.MENTEE, world.person("Mo Away"))):
        Enrollment.objects.create(cohort=elsewhere, person=one, part=part, status="accepted", capacity=3)
    propose(world.school(), mentor=person, mentee=world.person("Mo Away"), cohort=elsewhere, by=world.cleo())
    ada_now = found(person)
    assert (ada_now.capacity, ada_now.opens_with) == (2, 2)
    people = people_of(world.cohort())
    assert people.limits == [
        f"{person.name} offers 3 places here. With 1 mentee elsewhere, of 3 in all, 2 are free."
    ]
    assert "Mo Away" not in "".join(people.limits)
    propose(world.school(), mentor=person, mentee=world.person("Ina Formal"), by=person)
    assert (found(person).capacity, found(person).opens_with) == (0, 0)  # one place, and a circle of two
    assert (
        people_of(world.cohort())
        .limits[0]
        .endswith("of 3 in all, 1 is free. Their circle needs 2 to open, so it cannot.")
    )
    Person.objects.filter(pk=person.pk).update(capacity=9)
    assert (found(person).capacity, people_of(world.cohort()).limits) == (3, [])
    assert found(eva.person).capacity == 2


def test_people_of_lets_a_circle_that_has_begun_take_even_one_more() -> None:
    ada, ben = world.ada_mentors(capacity=6, opens_with=4), world.ben_learns()
    propose(world.school(), mentor=ada.person, mentee=ben.person, cohort=world.cohort(), by=world.cleo())
    assert (found(ada.person).capacity, found(ada.person).opens_with) == (5, 0)


def test_a_snapshot_keeps_circles_and_second_mentors() -> None:
    people = [
        Participant(key="1", capacity=6, opens_with=4),
        Participant(key="2", capacity=1, already=1),
    ]
    assert from_snapshot(snapshot(people)) == people
    old = [
        {name: row[name] for name in row if name not in ("opens_with", "already")} for row in snapshot(people)
    ]
    assert [person.opens_with for person in from_snapshot(old)] == [0, 0]
