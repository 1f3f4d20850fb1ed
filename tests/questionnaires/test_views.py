import pytest
from django.urls import reverse

from greenroom.programs.actions import create_program
from greenroom.programs.models import Program
from greenroom.questionnaires.models import Question
from tests import world

pytestmark = pytest.mark.django_db


def made() -> Program:
    return create_program(world.school(), template="formal", name="Long Take", by=world.olga())


def path(name: str, pk: int) -> str:
    return world.inside(world.olga(), reverse(f"questionnaires:{name}", args=[pk]))


def test_preview_shows_every_question() -> None:
    questionnaire = made().mentor_questionnaire
    page = world.signed_in(world.olga()).get(path("preview", questionnaire.pk))
    assert page.status_code == 200
    text = page.content.decode()
    assert [
        label for label in questionnaire.questions.values_list("label", flat=True) if label not in text
    ] == []


def test_preview_of_faulty_answers_keeps_what_was_typed() -> None:
    questionnaire = made().mentor_questionnaire
    page = world.signed_in(world.olga()).post(
        path("preview", questionnaire.pk),
        {
            "q-job_title": "Gaffer",
            "q-stage": "Senior",
            "q-skills_offered": ["Light", "", "Rigging"],
            "q-skills_offered-level": ["4", "3", "9"],
            "q-free_hours": ["18", "42"],
            "q-languages": ["cy"],
            "q-capacity": "900",
        },
    )
    assert page.status_code == 422
    form = page.context["form"]
    assert sorted(form.errors) == ["capacity", "skills_offered", "time_zone"]
    text = page.content.decode()
    for kept in ('value="Gaffer"', 'value="Rigging"', 'value="900"'):
        assert kept in text
    assert 'value="18" aria-label="Monday 18:00" checked' in text
    assert 'value="cy" checked' in text


def test_editor_shows_questions_in_order() -> None:
    questionnaire = made().mentee_questionnaire
    page = world.signed_in(world.olga()).get(path("questionnaire", questionnaire.pk))
    assert [row.pk for row in page.context["questions"]] == list(
        Question.objects.filter(questionnaire=questionnaire).order_by("position").values_list("pk", flat=True)
    )
