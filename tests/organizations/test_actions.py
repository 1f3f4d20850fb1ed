import datetime as dt
import threading
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connections

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.base.errors import Refusal, RuleBroken
from greenroom.organizations import actions
from greenroom.organizations.errors import ForAnotherAddress, SignInFirst, TooManyInvitations
from greenroom.organizations.models import INVITATION_LIFE, Account, Invitation, Organization
from greenroom.organizations.queries import invitation_with_token, open_invitations, organizations_of
from greenroom.people.models import Person
from tests import world

pytestmark = pytest.mark.django_db


def invited(email: str = "nia@post.example", **fields: Any) -> Invitation:
    return actions.invite(world.school(), email, name="Nia Vale", by_account=None, **fields)


def test_account_for_makes_one_and_never_alters_it() -> None:
    first = actions.account_for(" Nia@Post.Example", name="Nia Vale")
    first.set_password("correct horse battery")
    first.save()
    again = actions.account_for("nia@post.example", name="Mallory")
    assert (again.pk, again.name, again.password) == (first.pk, "Nia Vale", first.password)


def test_accounts_for_many_takes_a_few_statements(django_assert_max_num_queries: Any) -> None:
    known = actions.account_for("n1@post.example", name="Known")
    with django_assert_max_num_queries(14):
        accounts = actions.accounts_for({f"N{number}@post.example": f"N {number}" for number in range(900)})
    assert (len(accounts), Account.objects.count(), accounts["n1@post.example"]) == (900, 900, known)
    assert {account.has_usable_password() for account in accounts.values()} == {False}


def test_open_organization_with_a_taken_slug_is_refused() -> None:
    actions.open_organization("One", "one")
    with pytest.raises(ValidationError) as refusal:
        actions.open_organization("Another", "one")
    assert list(refusal.value.message_dict) == ["slug"]
    assert Organization.objects.count() == 1


def test_change_organization_takes_no_other_field() -> None:
    with pytest.raises(ValueError, match="must be among"):
        actions.change_organization(world.school(), changes={"slug": "taken"})


def test_invite_is_open_for_thirty_days_and_announced() -> None:
    invitation = invited()
    assert (invitation.is_open, invitation.expires_at - invitation.created_at) == (True, INVITATION_LIFE)
    assert [(entry.kind, entry.data) for entry in Entry.objects.all()] == [
        ("organizations.InvitationSent", {"invitation_id": invitation.pk})
    ]


def test_invite_does_not_bomb_a_mailbox() -> None:
    for home in (world.school(), world.guild(), world.school(), world.guild(), world.school()):
        actions.invite(home, "nia@post.example", by_account=None)
    with pytest.raises(TooManyInvitations) as refusal:
        actions.invite(world.guild(), "NIA@post.example", by_account=None)
    assert (refusal.value.status, Invitation.objects.count()) == (429, 5)
    Invitation.objects.update(sent_at=clock.now() - dt.timedelta(hours=1))
    assert invited().is_open


@pytest.mark.parametrize(
    "email", ["", "nia", "nia@", "a@b.example, c@d.example", "nia@post.example\nBcc: x@y.example"]
)
def test_invite_a_malformed_address_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        invited(email)
    assert Invitation.objects.count() == 0


def test_accept_verifies_the_new_address() -> None:
    account = actions.accept_invitation(invited())
    address = EmailAddress.objects.get(user=account)
    assert (address.email, address.verified, address.primary) == ("nia@post.example", True, True)
    assert [entry.kind for entry in Entry.objects.order_by("pk")] == [
        "organizations.InvitationSent",
        "organizations.InvitationAccepted",
        "people.PersonJoined",
    ]


def test_accept_enters_an_account_that_nobody_has_used() -> None:
    imported = actions.account_for("nia@post.example", name="N. Vale")
    assert actions.accept_invitation(invited()) == imported


@pytest.mark.parametrize("used", [{"last_login": clock.now()}, {"password": "md5$salt$hash"}])
def test_accept_never_enters_an_account_in_use(used: dict[str, Any]) -> None:
    account = actions.account_for("nia@post.example", name="Nia")
    Account.objects.filter(pk=account.pk).update(**used)
    invitation = invited()
    with pytest.raises(SignInFirst):
        actions.accept_invitation(invitation)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_accept_with_a_proven_second_address_is_let_in() -> None:
    ada = world.ada()
    assert ada.account is not None
    invitation = invited("ada@second.example")
    EmailAddress.objects.create(user=ada.account, email="ada@second.example", verified=False)
    with pytest.raises(ForAnotherAddress):
        actions.accept_invitation(invitation, account=ada.account)
    EmailAddress.objects.update(verified=True)
    assert actions.accept_invitation(invitation, account=ada.account) == ada.account


def test_revoked_invitation_can_be_neither_accepted_nor_revoked_again() -> None:
    invitation = actions.revoke_invitation(invited())
    for act in (actions.accept_invitation, actions.revoke_invitation, actions.send_invitation_again):
        with pytest.raises(RuleBroken) as refusal:
            act(invitation)
        assert refusal.value.code == "invitation_revoked"
    assert list(open_invitations(world.school())) == []


def test_token_of_another_purpose_opens_nothing() -> None:
    from django.core import signing

    invitation = invited()
    assert invitation_with_token(invitation.token) == invitation
    assert invitation_with_token(signing.dumps(invitation.pk, salt="another")) is None
    assert invitation_with_token(str(invitation.pk)) is None


def test_organizations_of_an_account_are_those_it_may_enter() -> None:
    ada = world.ada()
    assert ada.account is not None
    Person.objects.create(organization=world.guild(), account=ada.account, email=ada.email, name="Ada")
    assert [home.slug for home in organizations_of(ada.account)] == ["kestrel-lane", "guild"]
    Person.objects.filter(organization=world.guild()).update(deactivated_at=clock.now())
    assert [home.slug for home in organizations_of(ada.account)] == ["kestrel-lane"]


@pytest.mark.django_db(transaction=True)
def test_accept_ten_times_at_once_takes_exactly_one() -> None:
    invitation = invited()
    outcomes: list[str] = []
    start = threading.Barrier(10)

    def accept() -> None:
        start.wait()
        try:
            actions.accept_invitation(invitation)
            outcomes.append("accepted")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", *["invitation_used"] * 9]
    assert (Account.objects.count(), Person.objects.count()) == (1, 1)
