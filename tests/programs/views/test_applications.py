import datetime as dt
from typing import Any

import pytest
from django.test import Client

from greenroom.people.models import Person
from greenroom.programs import actions
from greenroom.programs.models import Application, Cohort, Enrollment
from tests import world

pytestmark = pytest.mark.django_db
ANSWERS = {
    "q-job_title": "Gaffer",
    "q-stage": "Senior",
    "q-skills_offered": ["Light", ""],
    "q-skills_offered-level": ["4", "3"],
    "q-capacity": "2",
    "q-languages": ["en"],
    "q-time_zone": "Europe/London",
    "q-free_hours": ["weekday-lunch", "18"],
}
WHO = {"who-name": "Nia Vance", "who-email": "nia@new.example"}


def cohort() -> Cohort:
    program = actions.create_program(world.school(), template="formal", name="Long Take", by=None)
    return actions.open_cohort(program, name="spring", starts_on=world.STARTS_ON, by=None)


def path(cohort: Cohort, tail: str = "") -> str:
    return world.inside(world.olga(), f"/apply/{cohort.link_key}/{tail}")


def test_visitor_applies_and_confirms_by_the_link() -> None:
    row, visitor = cohort(), Client()
    answer = visitor.post(path(row, "mentor/"), {**ANSWERS, **WHO})
    assert (answer.status_code, answer["Location"]) == (302, path(row, "sent/"))
    application = Application.objects.get()
    assert application.answers["free_hours"] == [12, 13, 18, 36, 37, 60, 61, 84, 85, 108, 109]
    link = world.inside(world.olga(), f"/applications/{application.token}/")
    confirmed = Client().post(link, follow=True)
    assert "Your application is in" in confirmed.content.decode()
    place = Enrollment.objects.get()
    assert (place.person.name, place.part, place.capacity, place.status) == (
        "Nia Vance",
        "mentor",
        2,
        "applied",
    )
    assert Client().post(link).status_code == 200


def test_answers_at_fault_come_back_as_they_were_typed() -> None:
    page = Client().post(
        path(cohort(), "mentor/"), {**ANSWERS, **WHO, "who-email": "nia", "q-capacity": "many"}
    )
    assert page.status_code == 422
    text = page.content.decode()
    for kept in ('value="Nia Vance"', 'value="nia"', 'value="Gaffer"', 'value="many"', 'value="Light"'):
        assert kept in text
    assert Application.objects.count() == 0


def test_known_and_unknown_addresses_get_the_same_answer() -> None:
    row, ben = cohort(), world.ben()
    answers = [
        Client().post(path(row, "mentor/"), {**ANSWERS, **WHO, "who-email": email})
        for email in (ben.email, "nobody@new.example")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, path(row, "sent/"))] * 2
    ben.refresh_from_db()
    assert ben.job_title == "Runner"


def test_sixth_mail_to_an_address_within_the_hour_is_429_and_loses_nothing() -> None:
    row, visitor = cohort(), Client()
    statuses = [visitor.post(path(row, "mentor/"), {**ANSWERS, **WHO}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    last = visitor.post(path(row, "mentor/"), {**ANSWERS, **WHO})
    assert 'value="Gaffer"' in last.content.decode()


def test_member_applies_directly_with_what_the_profile_knows() -> None:
    row, ada = cohort(), world.ada()
    client = world.signed_in(ada)
    assert 'value="Line producer"' in client.get(path(row, "mentor/")).content.decode()
    done = client.post(path(row, "mentor/"), ANSWERS)
    place = Enrollment.objects.get()
    assert (done.status_code, place.person_id, place.capacity) == (302, ada.pk, 2)
    assert client.get(path(row, "mentor/")).status_code == 302
    assert Application.objects.count() == 0


def test_account_of_another_organization_applies_as_a_visitor() -> None:
    row, eve = cohort(), world.eve()
    page = world.signed_in(eve).get(path(row, "mentee/"))
    assert f'value="{eve.email}"' in page.content.decode()
    assert Person.objects.filter(organization=world.school(), email=eve.email).count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"apply_from": 3}, "Applications open on"),
        ({"apply_until": -3}, "Applications ended on"),
    ],
)
def test_closed_door_says_when_and_takes_nothing(fields: dict[str, int], words: str) -> None:
    row = cohort()
    for name, days in fields.items():
        setattr(row, name, row.today + dt.timedelta(days=days))
    row.save()
    assert words in Client().get(path(row)).content.decode()
    assert Client().get(path(row, "mentor/")).status_code == 302
    refused = Client().post(path(row, "mentor/"), {**ANSWERS, **WHO})
    assert refused.status_code == 409
    assert 'value="Gaffer"' in refused.content.decode()
    assert Application.objects.count() == 0


def test_links_of_elsewhere_are_not_there() -> None:
    row = cohort()
    stranger = world.inside(world.eve(), f"/apply/{row.link_key}/")
    assert Client().get(stranger).status_code == 404
    application = Application.objects.create(cohort=row, part="mentor", email="a@new.example", name="A")
    assert Client().get(world.inside(world.eve(), f"/applications/{application.token}/")).status_code == 404
    assert Client().get(world.inside(world.olga(), f"/applications/{application.token}x/")).status_code == 404
    assert Client().get(path(row, "sponsor/")).status_code == 404


def test_invited_person_answers_later_on_their_own_page() -> None:
    row, ada = cohort(), world.ada()
    place = actions.enroll(row, ada, part="mentor", source="invitation", by=None)
    client, address = world.signed_in(ada), world.inside(ada, f"/enrollments/{place.pk}/answers/")
    bad: dict[str, Any] = {**ANSWERS, "q-stage": "Emperor"}
    assert client.post(address, bad).status_code == 422
    assert client.post(address, ANSWERS).status_code == 302
    place.refresh_from_db()
    assert place.response is not None
    assert (place.response.answers["job_title"], place.capacity) == ("Gaffer", 2)
