"""The link of an invitation, as people and mail scanners open it."""

import datetime as dt

import pytest
from django.test import Client

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.organizations import actions
from greenroom.organizations.models import Account, Invitation, Role
from greenroom.people.models import Person
from tests import world

pytestmark = pytest.mark.django_db


def invitation(email: str = "nia@post.example") -> Invitation:
    return actions.invite(world.school(), email, name="Nia Vale", by_account=world.cleo().account)


def address(invited: Invitation, tail: str = "") -> str:
    return f"/invitations/{invited.token}/{tail}"


def test_open_link_changes_nothing_for_scanners() -> None:
    invited = invitation()
    before = (Account.objects.count(), Person.objects.count(), Entry.objects.count())
    for _ in range(3):
        assert Client().head(address(invited)).status_code == 200
        assert Client().get(address(invited)).status_code == 200
        assert Client().get(address(invited, "acceptance/")).status_code == 405
    assert (Account.objects.count(), Person.objects.count(), Entry.objects.count()) == before
    assert Client().post(address(invited, "acceptance/")).status_code == 302


def test_accept_makes_account_and_person_and_signs_in() -> None:
    invited = invitation()
    client = Client()
    response = client.post(address(invited, "acceptance/"))
    account = Account.objects.get(email="nia@post.example")
    assert (response.status_code, response["Location"]) == (302, "/o/kestrel-lane/")
    assert client.session["_auth_user_id"] == str(account.pk)
    person = Person.objects.get(account=account)
    assert (person.name, person.email, person.role) == ("Nia Vale", "nia@post.example", Role.MEMBER)
    assert not account.has_usable_password()


def test_accept_twice_says_used() -> None:
    invited = invitation()
    assert Client().post(address(invited, "acceptance/")).status_code == 302
    again = Client().post(address(invited, "acceptance/"))
    assert (again.status_code, "This invitation has been used" in again.content.decode()) == (410, True)
    assert Client().get(address(invited)).status_code == 410


def test_accept_as_existing_account_asks_to_sign_in_and_keeps_password() -> None:
    owner = world.eve()
    assert owner.account is not None
    owner.account.set_password("correct horse battery")
    owner.account.save()
    before = owner.account.password
    invited = invitation(owner.email)
    visitor = Client()
    assert "Sign in to join" in visitor.get(address(invited)).content.decode()
    assert visitor.post(address(invited, "acceptance/")).status_code == 409
    assert "_auth_user_id" not in visitor.session
    assert world.signed_in(owner).post(address(invited, "acceptance/")).status_code == 302
    owner.account.refresh_from_db()
    assert owner.account.password == before
    assert Person.objects.filter(account=owner.account).count() == 2


def test_accept_signed_in_with_another_address_is_refused() -> None:
    invited = invitation()
    client = world.signed_in(world.eve())
    assert (
        client.get(address(invited)).status_code,
        client.post(address(invited, "acceptance/")).status_code,
    ) == (
        403,
        403,
    )
    invited.refresh_from_db()
    assert invited.accepted_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"revoked_at": clock.now()}, "This invitation was taken back"),
        ({"expires_at": clock.now() - dt.timedelta(seconds=1)}, "This invitation has run out"),
    ],
)
def test_accept_settled_invitation_is_gone(fields: dict[str, dt.datetime], words: str) -> None:
    invited = invitation()
    Invitation.objects.filter(pk=invited.pk).update(**fields)
    for response in (Client().get(address(invited)), Client().post(address(invited, "acceptance/"))):
        assert (response.status_code, words in response.content.decode()) == (410, True)
    assert Account.objects.filter(email="nia@post.example").count() == 0


def test_altered_link_is_not_there() -> None:
    invited = invitation()
    number, _, signature = invited.token.partition(":")
    other = "".join(chr(ord(letter) ^ 1) if letter.isalpha() else letter for letter in number)
    assert Client().get(f"/invitations/{other}:{signature}/").status_code == 404
    assert Client().get("/invitations/1/").status_code == 404
