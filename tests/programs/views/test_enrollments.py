import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from greenroom.base import clock
from greenroom.people.actions import set_skills
from greenroom.people.models import PersonSkill
from greenroom.programs import actions
from greenroom.programs.models import Enrollment, Part
from greenroom.questionnaires.models import Question, Response
from tests import world

pytestmark = pytest.mark.django_db
Status = Enrollment.Status
Queries = Callable[[int], AbstractContextManager[Any]]


def path(tail: str = "enrollments/") -> str:
    return world.inside(world.cleo(), f"/cohorts/{world.cohort().pk}/{tail}")


def three_people() -> list[Enrollment]:
    """Ada mentors and offers light, Ben and Dan learn; Ben wants light, Dan waits."""
    rows = [
        world.ada_mentors(capacity=2),
        world.ben_learns(status=Status.APPLIED),
        world.enrolled(world.person("Dan Réed"), Part.MENTEE, status=Status.WAITING),
    ]
    set_skills(rows[0].person, PersonSkill.Direction.OFFERED, {"Light": 4})
    set_skills(rows[1].person, PersonSkill.Direction.WANTED, {"Light": 2})
    return rows


def names(tail: str) -> list[str]:
    page = world.signed_in(world.cleo()).get(path(tail))
    assert page.status_code == 200
    return [row.person.name for row, _skills in page.context["rows"]]


def test_list_is_searched_filtered_and_sorted() -> None:
    light = three_people()[0].person.skills.get().skill_id
    assert names("enrollments/?sort=name") == ["Ada Lind", "Ben Okafor", "Dan Réed"]
    assert names("enrollments/?sort=-name") == ["Dan Réed", "Ben Okafor", "Ada Lind"]
    assert names("enrollments/?q=REED") == ["Dan Réed"]
    assert names("enrollments/?q=ben@kestrel") == ["Ben Okafor"]
    assert names("enrollments/?part=mentor") == ["Ada Lind"]
    assert names("enrollments/?status=waiting") == ["Dan Réed"]
    assert names(f"enrollments/?skill={light}&sort=name") == ["Ada Lind", "Ben Okafor"]
    assert names("enrollments/?q=nobody") == []


def test_list_ignores_what_makes_no_sense_in_the_address() -> None:
    three_people()
    for tail in (
        "?sort=person__account__password",
        "?part=owner&skill=x&page=99",
        "?skill=99999999999999999999",
    ):
        assert len(names(f"enrollments/{tail}")) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_one_row_and_for_three(
    count: int, django_assert_num_queries: Queries
) -> None:
    cleo = world.cleo()
    for row in three_people()[count:]:
        row.delete()
    client, address = world.signed_in(cleo), path()
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(address)
    assert len(page.context["rows"]) == count


LIST_QUERIES = 17


def exported(tail: str) -> list[list[str]]:
    response = world.signed_in(world.cleo()).get(path(tail))
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_export_holds_what_the_list_shows_with_answers_and_no_formula() -> None:
    rows = three_people()
    Question.objects.create(
        questionnaire=world.program().mentee_questionnaire, key="goal", kind="short", label="Your goal?"
    )
    rows[1].response = Response.objects.create(
        questionnaire=world.program().mentee_questionnaire, person=rows[1].person, answers={"goal": "=1+1"}
    )
    rows[1].save()
    table = exported("enrollments.csv?part=mentee&sort=name")
    assert table[0][-1] == "Your goal?"
    assert [(row[0], row[2], row[3], row[10], row[-1]) for row in table[1:]] == [
        ("Ben Okafor", "Mentee", "Applied", "Light (2)", "'=1+1"),
        ("Dan Réed", "Mentee", "Waiting list", "", ""),
    ]


def test_bulk_decision_is_read_first_and_done_on_the_second_page() -> None:
    ben = three_people()[1]
    client = world.signed_in(world.cleo())
    first = client.get(path("screenings/"), {"chosen": str(ben.pk), "decision": "declined"})
    assert "We could not find you the right partner" in first.content.decode()
    ben.refresh_from_db()
    assert ben.status == Status.APPLIED
    done = client.post(path("screenings/"), {"chosen": [ben.pk], "decision": "declined", "reason": "Sorry"})
    assert done.status_code == 302
    ben.refresh_from_db()
    assert (ben.status, ben.screenings.get().reason) == (Status.DECLINED, "Sorry")


def test_bulk_decision_that_is_refused_keeps_the_words() -> None:
    ben = actions.withdraw(three_people()[1], by=world.cleo())
    page = world.signed_in(world.cleo()).post(
        path("screenings/"), {"chosen": [ben.pk], "decision": "accepted", "reason": "Welcome back"}
    )
    assert page.status_code == 422
    assert "Welcome back" in page.content.decode()


def test_applicant_page_shows_answers_and_decisions_and_takes_one() -> None:
    ben = three_people()[1]
    client, address = world.signed_in(world.cleo()), world.inside(world.cleo(), f"/enrollments/{ben.pk}/")
    assert client.post(f"{address}screening/", {"decision": "maybe"}).status_code == 422
    assert client.post(f"{address}screening/", {"decision": "waiting", "reason": "Soon"}).status_code == 302
    page = client.get(address)
    assert [row.reason for row in page.context["screenings"]] == ["Soon"]


def test_places_of_a_mentor_are_changed_on_their_page() -> None:
    ada = three_people()[0]
    client, address = (
        world.signed_in(world.cleo()),
        world.inside(world.cleo(), f"/enrollments/{ada.pk}/places/"),
    )
    assert client.post(address, {"capacity": "1000000000"}).status_code == 422
    assert client.post(address, {"capacity": "5"}).status_code == 302
    ada.refresh_from_db()
    assert ada.capacity == 5


def test_a_mentors_circle_is_set_on_their_page_and_shown_in_the_list_and_to_them() -> None:
    ada = three_people()[0]
    client = world.signed_in(world.cleo())
    page = world.inside(world.cleo(), f"/enrollments/{ada.pk}/")
    refused = client.post(f"{page}places/", {"capacity": "3", "opens_with": "4"})
    assert refused.status_code == 422
    assert "That is more than the places above. Write 3 or less" in refused.content.decode()
    assert client.post(f"{page}places/", {"capacity": "8", "opens_with": "4"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.capacity, ada.minimum, ada.opens_with) == (8, 0, 4)
    assert 'value="4"' in client.get(page).content.decode()
    listed = client.get(world.inside(world.cleo(), f"/cohorts/{ada.cohort_id}/enrollments/"))
    assert "circle of 4 to 8" in listed.content.decode()
    own = world.signed_in(ada.person).get(page).content.decode()
    assert "circle of 4 to 8" in own


def test_how_many_mentors_a_mentee_has_is_set_on_their_page() -> None:
    ben = three_people()[1]
    client = world.signed_in(world.cleo())
    page = world.inside(world.cleo(), f"/enrollments/{ben.pk}/")
    shown = client.get(page).content.decode()
    assert "Mentors they have in this cohort" in shown
    assert 'name="opens_with"' not in shown
    assert client.post(f"{page}places/", {"capacity": "6"}).status_code == 422
    assert client.post(f"{page}places/", {"capacity": "2"}).status_code == 302
    ben.refresh_from_db()
    assert ben.capacity == 2


def test_own_page_says_how_it_stands_and_lets_one_withdraw() -> None:
    ben = three_people()[1]
    client, address = world.signed_in(ben.person), world.inside(ben.person, f"/enrollments/{ben.pk}/")
    assert "We have your application" in client.get(address).content.decode()
    assert client.post(f"{address}withdrawal/", {"reason": "New job"}).status_code == 302
    assert "You have withdrawn" in client.get(address).content.decode()
    assert client.post(f"{address}withdrawal/", {}).status_code == 409


def test_closed_cohort_can_only_be_read() -> None:
    ben = three_people()[1]
    cohort = world.cohort()
    cohort.closed_at = clock.now()
    cohort.save()
    client = world.signed_in(world.cleo())
    address = world.inside(world.cleo(), f"/enrollments/{ben.pk}/screening/")
    assert client.post(address, {"decision": "accepted"}).status_code == 409
    assert client.get(path()).status_code == 200
