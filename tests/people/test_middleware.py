"""Who gets in at /o/<slug>/."""

import datetime as dt

import pytest
from django.test import Client

from greenroom.base import clock
from greenroom.people import actions
from greenroom.people.models import Person
from tests import world

pytestmark = pytest.mark.django_db


def test_visitor_is_sent_to_sign_in_and_back() -> None:
    response = Client().get(world.inside(world.ada(), "/people/settings/?a=1"))
    assert (response.status_code, response["Location"]) == (
        302,
        "/o/kestrel-lane/accounts/login/?next=/o/kestrel-lane/people/settings/%3Fa%3D1",
    )


def test_member_is_let_in() -> None:
    ada = world.ada()
    assert world.signed_in(ada).get(world.inside(ada, "/people/settings/")).status_code == 200


def test_stranger_gets_the_answer_of_a_place_that_is_not_there() -> None:
    client = world.signed_in(world.eve())
    here = client.get(world.inside(world.ada(), "/people/settings/"))
    nowhere = client.get("/o/no-such-place/people/settings/")
    assert (here.status_code, nowhere.status_code) == (404, 404)
    assert "Kestrel" not in here.content.decode()


def test_deactivated_person_is_out_at_the_next_request() -> None:
    ada = world.ada()
    client = world.signed_in(ada)
    assert client.get(world.inside(ada, "/people/settings/")).status_code == 200
    actions.deactivate(ada, by=world.olga())
    assert client.get(world.inside(ada, "/people/settings/")).status_code == 404
    actions.reactivate(ada, by=world.olga())
    assert client.get(world.inside(ada, "/people/settings/")).status_code == 200


def test_account_that_is_switched_off_is_out() -> None:
    ada = world.ada()
    client = world.signed_in(ada)
    assert ada.account is not None
    ada.account.is_active = False
    ada.account.save()
    assert client.get(world.inside(ada, "/people/settings/")).status_code == 302


def test_visit_is_noted_once_an_hour() -> None:
    ada = world.ada()
    client, path = world.signed_in(ada), world.inside(ada, "/people/settings/")
    client.get(path)
    first = Person.objects.get(pk=ada.pk).last_active_at
    client.get(path)
    assert first is not None
    assert Person.objects.get(pk=ada.pk).last_active_at == first
    Person.objects.filter(pk=ada.pk).update(last_active_at=clock.now() - dt.timedelta(hours=2))
    client.get(path)
    again = Person.objects.get(pk=ada.pk).last_active_at
    assert again is not None
    assert again >= first


def test_links_inside_carry_the_organization() -> None:
    ada = world.ada()
    page = world.signed_in(ada).get(world.inside(ada, "/people/settings/")).content.decode()
    assert 'href="/o/kestrel-lane/accounts/2fa/"' in page


@pytest.mark.parametrize("path", ["/o/Kestrel-Lane/", "/o/kestrel-lane", "/o//people/", "/o/../people/"])
def test_address_that_names_no_organization_is_not_there(path: str) -> None:
    assert world.signed_in(world.ada()).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/people/", "/people/settings/", "/people/1/picture/"])
def test_page_of_an_organization_is_not_there_outside(path: str) -> None:
    assert (world.signed_in(world.ada()).get(path).status_code, Client().get(path).status_code) == (404, 404)
