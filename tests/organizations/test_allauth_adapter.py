"""allauth's own pages: no sign-up, and every mail through the outbox, alike for known and unknown addresses."""

import pytest
from django.core import mail
from django.test import Client

from greenroom.organizations.models import Account
from greenroom.outbox.models import Message
from tests import world

pytestmark = pytest.mark.django_db


def test_sign_up_is_closed() -> None:
    data = {"email": "new@post.example", "password1": "correct horse battery"}
    response = Client().post("/accounts/signup/", data)
    assert Account.objects.count() == 0
    assert response.status_code in (200, 302)


def test_code_goes_through_the_outbox() -> None:
    ada = world.ada()
    Client().post("/accounts/login/code/", {"email": ada.email})
    assert ([message.to_address for message in Message.objects.all()], mail.outbox) == ([ada.email], [])


def test_known_and_unknown_address_get_the_same_answer() -> None:
    ada = world.ada()
    answers = []
    for email in (ada.email, "nobody@post.example"):
        response = Client().post("/accounts/login/code/", {"email": email})
        answers.append((response.status_code, response["Location"]))
    assert answers[0] == answers[1]
