"""Circles, second mentors and mentorships elsewhere, from the cohort to the draft and its publication."""

import pytest

from greenroom.base.errors import RuleBroken
from greenroom.matching import actions
from greenroom.matching.models import MatchingRun
from greenroom.mentorships.actions import propose
from greenroom.mentorships.models import Mentorship
from greenroom.programs.models import Cohort, Enrollment, Part
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def pairs_of(run: MatchingRun) -> list[tuple[str, str]]:
    rows = run.pairings.order_by("mentor__person__name", "mentee__person__name")
    return [(row.mentor.person.name, row.mentee.person.name) for row in rows]


def two_circles_for_four() -> None:
    cohorts.judged_by_skills()
    for name in ("Ada Lind", "Finn Moe"):
        world.enrolled(
            cohorts.skilled(world.person(name), "offered", budgeting=5),
            Part.MENTOR,
            capacity=4,
            opens_with=3,
        )
    for number in range(4):
        cohorts.mentee(f"L{number} Learner", budgeting=2)


def test_one_of_two_circles_opens_and_is_published_and_the_draft_says_which_does_not() -> None:
    two_circles_for_four()
    run = cohorts.solved()
    (mentor,) = {mentor for mentor, _mentee in pairs_of(run)}
    other = ({"Ada Lind", "Finn Moe"} - {mentor}).pop()
    assert len(pairs_of(run)) == 4
    assert run.summary["is_best"]
    assert f"The circle of {other} does not open: it would have fewer than 3 people." in run.summary["notes"]
    actions.publish(run, by=world.cleo())
    assert Mentorship.objects.filter(cohort=world.cohort(), mentor__name=mentor).count() == 4


def test_who_is_left_because_circles_stay_shut_is_told_so() -> None:
    cohorts.judged_by_skills()
    world.enrolled(
        cohorts.skilled(world.person("Ada Lind"), "offered", budgeting=5),
        Part.MENTOR,
        capacity=4,
        opens_with=3,
    )
    cohorts.mentor("Finn Moe", budgeting=5)
    cohorts.mentee("Ben Okafor", budgeting=2)
    cohorts.mentee("Dan Poe", budgeting=2)
    run = cohorts.solved()
    (left,) = run.unmatched.all()
    assert left.reasons == [
        "Of the 2 mentors who could be theirs, circles do not open or all places are needed elsewhere."
    ]


def test_a_second_mentor_comes_in_a_later_draft_and_nobody_is_called_unmatched_who_has_one() -> None:
    cohorts.judged_by_skills()
    ada, finn = cohorts.mentor("Ada Lind", budgeting=5), cohorts.mentor("Finn Moe", budgeting=5)
    ben, dan = cohorts.mentee("Ben Okafor", budgeting=2), cohorts.mentee("Dan Poe", budgeting=2)
    Enrollment.objects.filter(pk=ben.pk).update(capacity=2)
    propose(world.school(), mentor=ada.person, mentee=ben.person, cohort=world.cohort(), by=world.cleo())
    run = cohorts.solved()
    assert pairs_of(run) == [("Finn Moe", "Dan Poe")]
    assert not run.unmatched.exists()
    Enrollment.objects.filter(pk=finn.pk).update(capacity=2)
    second = cohorts.solved()
    assert pairs_of(second) == [("Finn Moe", "Ben Okafor"), ("Finn Moe", "Dan Poe")]
    actions.publish(second, by=world.cleo())
    assert Mentorship.objects.filter(mentee=ben.person).count() == 2
    assert dan.capacity == 1


def test_a_draft_is_not_published_when_places_were_taken_elsewhere_since() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    ada = world.person("Ada Lind")
    elsewhere = Cohort.objects.create(
        program=world.program(), name="Another", starts_on=world.cohort().starts_on
    )
    away = world.person("Mo Away")
    for part, one in ((Part.MENTOR, ada), (Part.MENTEE, away)):
        Enrollment.objects.create(cohort=elsewhere, person=one, part=part, status="accepted")
    propose(world.school(), mentor=ada, mentee=away, cohort=elsewhere, by=world.cleo())
    with pytest.raises(RuleBroken, match="Ada Lind has 0 free places, and this draft fills 1") as refused:
        actions.publish(run, by=world.cleo())
    assert "Mo Away" not in str(refused.value)
    assert Mentorship.objects.filter(cohort=world.cohort()).count() == 0


def test_a_mentee_cannot_be_given_more_mentors_than_their_place_says_by_publishing() -> None:
    cohorts.judged_by_skills()
    cohorts.mentor("Ada Lind", budgeting=5)
    finn, ben = cohorts.mentor("Finn Moe"), cohorts.mentee("Ben Okafor", budgeting=2)
    Enrollment.objects.filter(pk=ben.pk).update(capacity=2)
    run = cohorts.solved()
    assert len(pairs_of(run)) == 2
    Enrollment.objects.filter(pk=ben.pk).update(capacity=1)
    with pytest.raises(RuleBroken, match="Ben Okafor has a mentor in this cohort already"):
        actions.publish(run, by=world.cleo())
    assert finn.capacity == 1
