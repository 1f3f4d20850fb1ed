"""Lists take as many queries for three rows as for one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenroom.programs import actions
from greenroom.questionnaires.models import Question
from tests import world

pytestmark = pytest.mark.django_db


def add_program(name: str) -> None:
    actions.create_program(world.school(), template="sprint", name=name, by=None)


def add_cohort(name: str) -> None:
    actions.open_cohort(world.program(), name=name, starts_on=world.STARTS_ON, by=None)


def add_invitation(name: str) -> None:
    email = f"{name.lower()}@new.example"
    actions.invite_to_cohort(world.cohort(), email=email, part="mentor", by=world.cleo())


def add_question(name: str) -> None:
    questionnaire = world.program().mentor_questionnaire
    Question.objects.create(questionnaire=questionnaire, key=name.lower(), kind="short", label=name)


def add_coordinator(name: str) -> None:
    actions.name_coordinator(world.program(), world.person(name), by=None)


LISTS = {
    "programs/": add_program,
    "programs/{program}/": add_cohort,
    "programs/{program}/coordinators/": add_coordinator,
    "cohorts/{cohort}/invitations/": add_invitation,
    "questionnaires/{questionnaire}/": add_question,
    "cohorts/{cohort}/screenings/?chosen={enrollment}&decision=declined": add_program,
}


@pytest.mark.parametrize(("path", "add"), LISTS.items())
def test_list_takes_the_same_queries_for_one_row_and_for_three(path: str, add: Callable[[str], None]) -> None:
    cleo = world.cleo()
    address = world.inside(
        cleo,
        "/"
        + path.format(
            program=world.program().pk,
            cohort=world.cohort().pk,
            questionnaire=world.program().mentor_questionnaire_id,
            enrollment=world.ben_learns().pk,
        ),
    )
    client = world.signed_in(cleo)
    counts = []
    for names in (["One"], ["Two", "Three"]):
        for name in names:
            add(name)
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
