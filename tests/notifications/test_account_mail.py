"""What allauth wants said, in our words: through the outbox, short-lived, and never with a stranger’s host in it."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from greenroom.base import clock
from greenroom.notifications import account_mail
from greenroom.outbox.models import Message
from tests import world

pytestmark = pytest.mark.django_db

CONTEXT = {
    "code": "QX7-K2M",
    "password_reset_url": "https://evil.example/accounts/password/reset/key/3-abc/",
    "activate_url": "https://evil.example/accounts/confirm-email/xyz/",
    "from_email": "old@school.example",
    "to_email": "new@school.example",
    "deleted_email": "gone@school.example",
    "request": object(),
}
KINDS = sorted(account_mail.SUBJECTS)


@pytest.mark.parametrize("kind", KINDS)
def test_send_writes_each_account_mail_in_both_parts_from_our_own_address(kind: str) -> None:
    ada = world.ada()
    account_mail.send(f"account/email/{kind}", ada.email, CONTEXT)
    mail = Message.objects.get()
    assert (mail.kind, mail.subject) == (f"account_{kind}", str(account_mail.SUBJECTS[kind]))
    assert (mail.to_name, mail.to_address, mail.organization_id) == ("Ada Lind", ada.email, None)
    assert mail.text.startswith("Hello Ada,\n\n")
    for body in (mail.text, mail.html):
        assert "evil.example" not in body
        assert "object at 0x" not in body
        assert "!" not in body.replace("<!DOCTYPE html>", "").replace("!important", "")
        for address in re.findall(r"https?://[^\s\"<]+", body):
            assert address.startswith(settings.GREENROOM_URL)


def test_send_a_code_is_dropped_once_the_code_has_run_out() -> None:
    account_mail.send("account/email/login_code", world.ada().email, CONTEXT)
    mail = Message.objects.get()
    assert mail.drop_after is not None
    assert dt.timedelta(minutes=14) < mail.drop_after - clock.now() <= dt.timedelta(minutes=15)
    assert "    QX7-K2M\n" in mail.text
    assert "It works for 15 minutes, once." in mail.text


def test_send_a_reset_link_keeps_its_path_under_our_own_address() -> None:
    account_mail.send("account/email/password_reset_key", world.ada().email, CONTEXT)
    assert f"{settings.GREENROOM_URL}/accounts/password/reset/key/3-abc/" in Message.objects.get().text


def test_send_to_an_address_without_an_account_greets_nobody_by_name() -> None:
    account_mail.send("account/email/unknown_account", "nobody@school.example", CONTEXT)
    mail = Message.objects.get()
    assert (mail.to_name, mail.text[:8]) == ("", "Hello,\n\n")


def test_send_a_mail_that_has_no_words_is_refused() -> None:
    with pytest.raises(KeyError):
        account_mail.send("account/email/party_invitation", world.ada().email, CONTEXT)


def test_ask_for_a_code_on_the_sign_in_page_queues_it() -> None:
    ada = world.ada()
    EmailAddress.objects.get_or_create(
        user=ada.account, email=ada.email, defaults={"verified": True, "primary": True}
    )
    answer = Client().post("/accounts/login/code/", {"email": ada.email}, headers={"host": "evil.example"})
    assert answer.status_code == 302
    mail = Message.objects.get()
    assert (mail.kind, mail.to_address) == ("account_login_code", ada.email)
    assert "evil.example" not in mail.text + mail.html
