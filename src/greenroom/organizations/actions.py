import datetime as dt
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.locks import locked
from greenroom.organizations.errors import ForAnotherAddress, SignInFirst, TooManyInvitations
from greenroom.organizations.facts import (
    InvitationAccepted,
    InvitationRevoked,
    InvitationSent,
    OrganizationChanged,
    OrganizationOpened,
)
from greenroom.organizations.models import (
    INVITATION_LIFE,
    Account,
    Invitation,
    Organization,
    Role,
    plain_email,
)

MAILS_AN_HOUR = 5
CHANGEABLE = ("name", "tagline", "contact_name", "contact_email", "time_zone")


@transaction.atomic
def open_organization(name: str, slug: str, **fields: Any) -> Organization:
    """A new community without people; `people.actions.found_organization` also gives it an owner.

    `fields` are further fields of `Organization`. Raises ValidationError for a slug that is taken or malformed.
    """
    organization = Organization(name=name, slug=slug, **fields)
    organization.full_clean()
    organization.save()
    announce(OrganizationOpened(organization_id=organization.pk))
    return organization


@transaction.atomic
def change_organization(
    organization: Organization, *, changes: Mapping[str, Any], by_id: int | None = None
) -> Organization:
    """Change its name, tagline, contact or time zone. Who may is asked by `people`, which knows the owners.

    Raises ValidationError, and ValueError for a field that is not to be changed.
    """
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"`changes` of an organization must be among {CHANGEABLE}. Got {sorted(unknown)}.")
    organization = locked(organization)
    for name, value in changes.items():
        setattr(organization, name, value)
    organization.full_clean()
    organization.save(update_fields=[*changes])
    announce(OrganizationChanged(organization_id=organization.pk, by_id=by_id))
    return organization


def account_for(email: str, *, name: str) -> Account:
    """The account with this address, made without a password if there is none. An existing one is never altered."""
    address = plain_email(email)
    found = Account.objects.filter(email=address).first()
    if found is not None:
        return found
    fresh = Account(name=name)
    fresh.set_unusable_password()
    return Account.objects.get_or_create(email=address, defaults={"name": name, "password": fresh.password})[
        0
    ]


def accounts_for(names: Mapping[str, str]) -> dict[str, Account]:
    """`account_for` for many: names by address in, accounts by plain address out, in a few statements."""
    wanted = {plain_email(email): name for email, name in names.items()}
    known = _accounts_with(list(wanted))
    fresh = [Account(email=email, name=name) for email, name in wanted.items() if email not in known]
    for account in fresh:
        account.set_unusable_password()
    # Another transaction may have made one of them meanwhile: then that one counts.
    Account.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    return known | _accounts_with([account.email for account in fresh])


def _accounts_with(emails: list[str]) -> dict[str, Account]:
    found: dict[str, Account] = {}
    for start in range(0, len(emails), 500):
        rows = Account.objects.filter(email__in=emails[start : start + 500])
        found.update({account.email: account for account in rows})
    return found


@transaction.atomic
def invite(
    organization: Organization,
    email: str,
    *,
    name: str = "",
    role: str = Role.MEMBER,
    note: str = "",
    by_account: Account | None,
    by_id: int | None = None,
) -> Invitation:
    """Write an invitation and have it sent. Who may is asked by the slice that calls.

    Raises TooManyInvitations when the address has had its share for this hour, ValidationError for a bad address.
    """
    address = plain_email(email)
    _check_mailbox(address)
    now = clock.now()
    invitation = Invitation(
        organization=organization,
        email=address,
        name=name,
        role=role,
        note=note,
        invited_by=by_account,
        created_at=now,
        sent_at=now,
        expires_at=now + INVITATION_LIFE,
    )
    invitation.clean_fields(
        exclude=["organization", "invited_by", "accepted_at", "accepted_by", "revoked_at"]
    )
    invitation.save()
    announce(InvitationSent(organization_id=organization.pk, by_id=by_id, invitation_id=invitation.pk))
    return invitation


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by_id: int | None = None) -> Invitation:
    """The same link once more, good for another full term."""
    invitation = locked(invitation)
    invitation.check_can_send_again()
    _check_mailbox(invitation.email)
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + INVITATION_LIFE
    invitation.save(update_fields=["sent_at", "expires_at"])
    announce(
        InvitationSent(organization_id=invitation.organization_id, by_id=by_id, invitation_id=invitation.pk)
    )
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by_id: int | None = None) -> Invitation:
    invitation = locked(invitation)
    invitation.check_not_settled()
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    announce(
        InvitationRevoked(
            organization_id=invitation.organization_id, by_id=by_id, invitation_id=invitation.pk
        )
    )
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, account: Account | None = None) -> Account:
    """Take the invitation, as the signed-in `account`, or as the address that nobody has signed in with yet.

    The link came by mail, so a new account's address counts as verified; it has no password. An account that is in
    use is never entered by a link: SignInFirst. Raises ForAnotherAddress when `account` has another address.
    """
    invitation = locked(invitation)
    invitation.check_can_accept()
    if account is None:
        account = account_for(invitation.email, name=invitation.name or invitation.email.partition("@")[0])
        if not account.is_untouched:
            raise SignInFirst
        _verify(account)
    elif not has_address(account, invitation.email):
        raise ForAnotherAddress
    invitation.accepted_at = clock.now()
    invitation.accepted_by = account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    announce(
        InvitationAccepted(
            organization_id=invitation.organization_id, invitation_id=invitation.pk, account_id=account.pk
        )
    )
    return account


def has_address(account: Account, email: str) -> bool:
    """Is this one of the addresses that the account has proved to be its own?"""
    address = plain_email(email)
    return (
        account.email == address
        or EmailAddress.objects.filter(user=account, email__iexact=address, verified=True).exists()
    )


def _verify(account: Account) -> None:
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )


def _check_mailbox(email: str) -> None:
    """One mailbox gets at most a handful of invitations an hour, whoever writes them."""
    since = clock.now() - dt.timedelta(hours=1)
    if Invitation.objects.filter(email=email, sent_at__gt=since).count() >= MAILS_AN_HOUR:
        raise TooManyInvitations(email)
