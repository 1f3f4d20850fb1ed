import datetime as dt

import pytest

from greenroom.people.actions import set_skills
from greenroom.people.models import Person, PersonSkill
from greenroom.programs import actions
from greenroom.programs.models import Enrollment, Milestone, Part
from greenroom.programs.queries import (
    capacity_meter,
    cohort_counts,
    cohorts_coordinated_by,
    cohorts_visible_to,
    enrollments_visible_to,
    next_step,
    planned_steps,
    programs_visible_to,
)
from tests import world

pytestmark = pytest.mark.django_db
Status, Direction = Enrollment.Status, PersonSkill.Direction


def placed(
    person: Person, part: str, *, skills: dict[str, int], status: str = Status.ACCEPTED, capacity: int = 1
) -> None:
    world.enrolled(person, part, status=status, capacity=capacity)
    set_skills(person, Direction.OFFERED if part == Part.MENTOR else Direction.WANTED, skills)


def test_capacity_meter_counts_places_against_mentees_in_all_and_by_skill() -> None:
    placed(world.ada(), Part.MENTOR, skills={"Sound": 4, "Light": 2}, capacity=3)
    placed(world.person("Dan Reed"), Part.MENTOR, skills={"Sound": 4}, status=Status.APPLIED, capacity=2)
    placed(world.person("Fay Wong"), Part.MENTOR, skills={"Grip": 4}, status=Status.DECLINED, capacity=9)
    placed(world.ben(), Part.MENTEE, skills={"Light": 1, "Grip": 1})
    placed(world.person("Gus Ray"), Part.MENTEE, skills={"Grip": 1}, status=Status.APPLIED)
    placed(world.person("Hal Roy"), Part.MENTEE, skills={"Sound": 1}, status=Status.WAITING)
    set_skills(world.ben(), Direction.OFFERED, {"Catering": 5})  # a mentee’s own skills offer no places
    meter = capacity_meter(world.cohort())
    assert (meter.accepted.places, meter.accepted.mentees) == (3, 1)
    assert (meter.hoped.places, meter.hoped.mentees) == (5, 2)
    assert [(level.skill, level.mentees, level.places) for level in meter.skills] == [
        ("Grip", 2, 0),
        ("Light", 1, 3),
        ("Sound", 0, 5),
    ]


def test_cohort_counts_add_up() -> None:
    world.ada_mentors()
    world.ben_learns(status=Status.APPLIED)
    counts = cohort_counts(world.cohort())
    assert (counts.of(), counts.of(part=Part.MENTOR), counts.to_screen) == (2, 1, 1)
    assert [(part, every) for part, _label, _statuses, every in counts.rows] == [("mentor", 1), ("mentee", 1)]


def test_planned_steps_lie_on_the_cohorts_own_days() -> None:
    for week, title in ((-1, "Match"), (1, "Meet"), (3, "Fit")):
        Milestone.objects.create(program=world.program(), week=week, title=title)
    steps = planned_steps(world.cohort(), today=world.STARTS_ON + dt.timedelta(days=8))
    assert [(step.milestone.title, step.begins_on - world.STARTS_ON, step.state) for step in steps] == [
        ("Match", dt.timedelta(days=-14), "done"),
        ("Meet", dt.timedelta(0), "done"),
        ("Fit", dt.timedelta(days=14), "next"),
    ]


def pages() -> str:
    cohort = world.cohort()
    cohort.refresh_from_db()
    counts, meter = cohort_counts(cohort), capacity_meter(cohort, by_skill=False)
    return next_step(cohort, counts=counts, meter=meter, steps=[]).page


def test_next_step_follows_what_stands_in_the_cohort() -> None:
    assert pages() == "invitations"
    ben = world.ben_learns(status=Status.APPLIED)
    assert pages() == "enrollments"
    actions.screen(ben, decision=Status.ACCEPTED, by=world.cleo())
    assert pages() == "capacity"
    world.ada_mentors()
    assert pages() == "enrollments"
    actions.close_cohort(world.cohort(), by=world.cleo())
    assert pages() == "enrollments"


def test_rows_that_may_be_seen_stay_within_part_and_organization() -> None:
    own, other = world.ben_learns(), world.ada_mentors()
    assert set(enrollments_visible_to(world.ben())) == {own}
    assert set(enrollments_visible_to(world.cleo())) == {own, other}
    assert set(enrollments_visible_to(world.olga())) == {own, other}
    assert set(enrollments_visible_to(world.eve())) == set()
    assert list(cohorts_coordinated_by(world.ben())) == []
    assert list(cohorts_visible_to(world.ben())) == [world.cohort()]
    assert list(programs_visible_to(world.eve())) == []


def test_archived_program_is_seen_by_those_who_coordinate_it() -> None:
    world.cleo()
    actions.archive_program(world.program(), is_archived=True, by=world.olga())
    seen = [len(programs_visible_to(person)) for person in (world.olga(), world.cleo(), world.ben())]
    assert seen == [1, 1, 0]
