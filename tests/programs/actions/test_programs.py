import pytest
from django.core.exceptions import ValidationError

from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.programs import actions
from greenroom.programs.core.templates import TEMPLATES
from greenroom.programs.models import Part, Program
from tests import world
from tests.programs.announcements import announced

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_create_program_copies_the_template_and_every_question_is_sound(template: str) -> None:
    program = actions.create_program(world.school(), template=template, name="Long Take", by=world.olga())
    plan = TEMPLATES[template]
    assert (program.weeks, program.cadence_days) == (plan.weeks, plan.cadence_days)
    assert [step.week for step in program.milestones.all()] == [step.week for step in plan.milestones]
    for questionnaire, questions in (
        (program.mentor_questionnaire, plan.mentor_questions),
        (program.mentee_questionnaire, plan.mentee_questions),
    ):
        rows = list(questionnaire.questions.all())
        assert [row.key for row in rows] == [question["key"] for question in questions]
        for row in rows:
            row.full_clean(exclude=["removed_at"])
    assert announced() == ["ProgramCreated"]


def test_create_program_is_for_owners_of_this_organization() -> None:
    for by in (world.cleo(), world.ben(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.create_program(world.school(), template="formal", name="Long Take", by=by)
    assert Program.objects.filter(name="Long Take").count() == 0


def test_create_program_with_a_taken_name_is_refused() -> None:
    world.program()
    with pytest.raises(ValidationError, match="this name already"):
        actions.create_program(world.school(), template="formal", name="Second Reel", by=world.olga())


def test_change_program_sets_only_what_may_change() -> None:
    program = actions.change_program(
        world.program(),
        changes={"purpose": "To grow", "cadence_days": 7, "template": "sprint"},
        by=world.cleo(),
    )
    program.refresh_from_db()
    assert (program.purpose, program.cadence_days, program.template) == ("To grow", 7, "formal")
    assert announced() == ["ProgramChanged"]


def test_mentees_who_have_as_many_mentors_as_the_program_said_follow_it() -> None:
    ben = world.ben_learns(minimum=1)
    own = world.enrolled(world.person("Una Own"), Part.MENTEE, capacity=3)
    ada = world.ada_mentors(capacity=1)
    actions.change_program(world.program(), changes={"mentors_each": 2}, by=world.cleo())
    for place, capacity in ((ben, 2), (own, 3), (ada, 1)):
        place.refresh_from_db()
        assert place.capacity == capacity
    actions.change_program(world.program(), changes={"mentors_each": 1}, by=world.cleo())
    ben.refresh_from_db()
    assert (ben.capacity, ben.minimum) == (1, 1)
    with pytest.raises(ValidationError):
        actions.change_program(world.program(), changes={"mentors_each": 6}, by=world.cleo())


def test_change_program_is_refused_to_strangers_and_coordinators_of_another() -> None:
    other = actions.create_program(world.school(), template="sprint", name="Other", by=world.olga())
    for by in (world.cleo(), world.ben(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.change_program(other, changes={"purpose": "x"}, by=by)


def test_milestones_are_added_changed_and_removed() -> None:
    program, cleo = world.program(), world.cleo()
    step = actions.add_milestone(program, week=3, title="Fit", by=cleo)
    step = actions.change_milestone(step, week=-2, title="Train", detail="Two hours", by=cleo)
    assert (step.week, step.week_in_words, step.title) == (-2, "−2", "Train")
    with pytest.raises(NotAllowed):
        actions.remove_milestone(step, by=world.eve())
    actions.remove_milestone(step, by=cleo)
    assert program.milestones.count() == 0
    assert announced() == ["ProgramChanged"] * 3


def test_archive_program_with_an_open_cohort_is_refused() -> None:
    world.cohort()
    with pytest.raises(RuleBroken, match="open cohorts first"):
        actions.archive_program(world.program(), is_archived=True, by=world.olga())
    actions.close_cohort(world.cohort(), by=world.olga())
    assert actions.archive_program(world.program(), is_archived=True, by=world.olga()).archived_at is not None


def test_name_and_remove_coordinator_announce_once() -> None:
    program, olga, ada = world.program(), world.olga(), world.ada()
    actions.name_coordinator(program, ada, by=olga)
    actions.name_coordinator(program, ada, by=olga)
    actions.remove_coordinator(program, ada, by=olga)
    actions.remove_coordinator(program, ada, by=olga)
    assert announced() == ["CoordinatorNamed", "CoordinatorRemoved"]


def test_name_coordinator_is_refused_to_coordinators_and_for_strangers() -> None:
    for by in (world.cleo(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.name_coordinator(world.program(), world.ada(), by=by)
    with pytest.raises(RuleBroken, match="Only active members"):
        actions.name_coordinator(world.program(), world.eve(), by=world.olga())
