import pytest

from greenroom.matching.queries.groups import groups_in
from greenroom.people.models import Person
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def in_departments(**sizes: int) -> None:
    """Mentees of departments of these sizes, a mentor for each of the first eight."""
    cohorts.judged_by_skills()
    for number in range(8):
        cohorts.mentor(f"M{number} Mentor", budgeting=4)
    for department, size in sizes.items():
        for number in range(size):
            place = cohorts.mentee(f"{department}{number} Learner", budgeting=4)
            Person.objects.filter(pk=place.person_id).update(department=department)


def test_groups_in_shows_shares_and_fits_of_large_groups() -> None:
    in_departments(Sound=8, Camera=8)
    found = groups_in(cohorts.solved(), question="department")
    assert (found.chosen, found.label, found.hidden) == ("department", "Department", 0)
    shown = [(row.name, row.people, row.fits[0][1]) for row in found.rows]
    assert [(name, people) for name, people, _fit in shown] == [("Camera", 8), ("Sound", 8)]
    assert sum(fit["matched"] for _name, _people, fit in shown if fit) == 8


def test_groups_in_hides_small_groups_and_whatever_would_tell_of_them() -> None:
    in_departments(Sound=9, Camera=8, Art=2)
    found = groups_in(cohorts.solved(), question="department")
    assert ([row.name for row in found.rows], found.hidden) == (["Sound"], 2)


def test_groups_in_keeps_no_number_of_a_hidden_group() -> None:
    in_departments(Sound=9, Art=2)
    draft = cohorts.solved()
    kept = draft.workings.groups["department"]
    assert [one["people"] for one in kept if one["is_hidden"]] == [None, None]


def test_groups_in_an_unknown_question_shows_the_first_that_there_is() -> None:
    in_departments(Sound=8)
    assert groups_in(cohorts.solved(), question="nonsense").chosen == "department"


def test_groups_in_without_answers_has_nothing_to_show() -> None:
    cohorts.two_pairs()
    found = groups_in(cohorts.solved(), question="")
    assert (list(found.questions), list(found.rows), found.chosen) == ([], [], "")
    assert world.cohort().pk
