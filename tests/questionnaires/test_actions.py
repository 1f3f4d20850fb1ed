from typing import Any

import pytest

from greenroom.audit.models import Entry
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.people.models import Person, PersonSkill
from greenroom.programs.actions import create_program
from greenroom.questionnaires import actions
from greenroom.questionnaires.errors import AnswersRefused
from greenroom.questionnaires.models import Question, Questionnaire, Response
from greenroom.questionnaires.queries import answered, asked_questions
from tests import world

pytestmark = pytest.mark.django_db


def questionnaire() -> Questionnaire:
    """Three questions: what one does (required, fills the role), genres, and hours."""
    row = Questionnaire.objects.create(organization=world.school(), title="Asked")
    fields: list[dict[str, Any]] = [
        {
            "key": "work",
            "kind": "short",
            "label": "What do you do?",
            "is_required": True,
            "fills": "job_title",
        },
        {"key": "genres", "kind": "multiple", "label": "Which genres?", "choices": ["Drama", "News"]},
        {"key": "free", "kind": "hours", "label": "When?", "fills": "free_hours"},
    ]
    for position, question in enumerate(fields, start=1):
        Question.objects.create(questionnaire=row, position=position, **question)
    return row


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def labels(row: Questionnaire) -> list[str]:
    return [question.label for question in asked_questions(row)]


SPARE = {"kind": "short", "label": "Anything else?"}


# ---------------------------------------------------------------- answers


def test_save_response_keeps_answers_and_fills_the_profile() -> None:
    row, ben = questionnaire(), world.ben()
    response = actions.save_response(
        row, ben, answers={"work": " Runner ", "genres": ["news"], "free": ["19", 18]}
    )
    assert response.answers == {"work": "Runner", "genres": ["News"], "free": [18, 19]}
    ben.refresh_from_db()
    assert (ben.job_title, ben.free_hours) == ("Runner", [18, 19])
    assert kinds()[-1] == "questionnaires.ResponseSaved"


def test_save_response_with_faults_keeps_nothing() -> None:
    row, ben = questionnaire(), world.ben()
    with pytest.raises(AnswersRefused) as refusal:
        actions.save_response(row, ben, answers={"genres": ["Opera"]})
    assert [(fault.key, fault.code) for fault in refusal.value.faults] == [
        ("work", "required"),
        ("genres", "not_a_choice"),
    ]
    assert Response.objects.count() == 0
    assert Entry.objects.count() == 0


def test_save_response_again_changes_the_same_row() -> None:
    row, ben = questionnaire(), world.ben()
    first = actions.save_response(row, ben, answers={"work": "Runner"})
    again = actions.save_response(row, ben, answers={"work": "Coordinator"}, response=first)
    assert (again.pk, again.answers) == (first.pk, {"work": "Coordinator"})
    assert Person.objects.get(pk=ben.pk).job_title == "Coordinator"


def test_save_response_leaves_the_profile_where_nothing_was_answered() -> None:
    row, ben = questionnaire(), world.person("Ben Okafor", job_title="Runner", free_hours=[3])
    actions.save_response(row, ben, answers={"work": "Grip"})
    ben.refresh_from_db()
    assert (ben.job_title, ben.free_hours) == ("Grip", [3])


def test_save_response_fills_skills_stage_and_languages() -> None:
    program = create_program(world.school(), template="formal", name="Long Take", by=world.olga())
    ada = world.ada()
    actions.save_response(
        program.mentor_questionnaire,
        ada,
        answers={
            "job_title": "Gaffer",
            "stage": "Leading others",
            "skills_offered": {"Light": 5},
            "capacity": 3,
            "languages": ["Welsh"],
            "time_zone": "Europe/London",
        },
    )
    ada.refresh_from_db()
    assert (ada.stage, ada.capacity, ada.languages, ada.time_zone) == ("lead", 3, ["cy"], "Europe/London")
    rows = PersonSkill.objects.filter(person=ada).values_list("direction", "skill__name", "level")
    assert list(rows) == [("offered", "Light", 5)]


def test_save_response_for_someone_else_is_refused_and_so_is_a_stranger() -> None:
    row = questionnaire()
    for by in (world.ada(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.save_response(row, world.ben(), answers={"work": "Runner"}, by=by)
    with pytest.raises(NotAllowed):
        actions.save_response(row, world.eve(), answers={"work": "Spy"})
    assert Response.objects.count() == 0


# ---------------------------------------------------------------- the editor


def test_add_question_puts_it_at_the_end_with_a_key_of_its_own() -> None:
    row = questionnaire()
    actions.add_question(row, fields=SPARE, by=world.olga())
    second = actions.add_question(row, fields=SPARE, by=world.olga())
    assert labels(row) == ["What do you do?", "Which genres?", "When?", "Anything else?", "Anything else?"]
    assert second.key == "anything_else_2"
    assert kinds() == ["questionnaires.QuestionnaireChanged"] * 2


def test_move_question_changes_places_and_stops_at_the_ends() -> None:
    row, olga = questionnaire(), world.olga()
    first = row.questions.get(key="work")
    actions.move_question(first, places=1, by=olga)
    assert labels(row) == ["Which genres?", "What do you do?", "When?"]
    actions.move_question(row.questions.get(key="free"), places=5, by=olga)
    actions.move_question(first, places=-9, by=olga)
    assert labels(row) == ["What do you do?", "Which genres?", "When?"]


def test_remove_question_without_answers_deletes_it() -> None:
    row = questionnaire()
    actions.remove_question(row.questions.get(key="genres"), by=world.olga())
    assert list(row.questions.values_list("key", flat=True)) == ["work", "free"]


def test_remove_answered_question_keeps_the_answers_and_their_words() -> None:
    row = questionnaire()
    response = actions.save_response(row, world.ben(), answers={"work": "Runner", "genres": ["News"]})
    actions.remove_question(row.questions.get(key="genres"), by=world.olga())
    assert labels(row) == ["What do you do?", "When?"]
    response.refresh_from_db()
    assert [(item.question.label, item.words) for item in answered(response, blanks=False)] == [
        ("What do you do?", "Runner"),
        ("Which genres?", "News"),
    ]
    with pytest.raises(RuleBroken, match="was removed"):
        actions.change_question(Question.objects.get(key="genres"), fields={"label": "x"}, by=world.olga())


def test_change_question_keeps_the_words_of_answers_given_before() -> None:
    row = questionnaire()
    response = actions.save_response(row, world.ben(), answers={"work": "Runner", "genres": ["News"]})
    question = row.questions.get(key="genres")
    actions.change_question(question, fields={"choices": ["Drama", "Factual"]}, by=world.olga())
    response.refresh_from_db()
    assert response.answers["genres"] == ["News"]


def test_change_kind_of_answered_question_is_refused() -> None:
    row = questionnaire()
    actions.save_response(row, world.ben(), answers={"work": "Runner"})
    with pytest.raises(RuleBroken, match="its kind stays"):
        actions.change_question(row.questions.get(key="work"), fields={"kind": "number"}, by=world.olga())


def test_coordinator_of_the_program_edits_and_others_do_not() -> None:
    program = create_program(world.school(), template="formal", name="Long Take", by=world.olga())
    row = program.mentor_questionnaire
    with pytest.raises(NotAllowed):
        actions.add_question(row, fields=SPARE, by=world.cleo())  # coordinates another program
    with pytest.raises(NotAllowed):
        actions.add_question(row, fields=SPARE, by=world.eve())
    assert (
        actions.add_question(world.program().mentor_questionnaire, fields=SPARE, by=world.cleo()).position
        == 1
    )
    question = row.questions.first()
    assert question is not None
    for refused in (
        lambda: actions.change_question(question, fields={"label": "x"}, by=world.eve()),
        lambda: actions.move_question(question, places=1, by=world.eve()),
        lambda: actions.remove_question(question, by=world.eve()),
        lambda: actions.change_questionnaire(row, title="x", intro="", by=world.eve()),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert row.questions.filter(label="x").count() == 0
