from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.base.errors import NotAllowed
from greenroom.organizations import actions as organizations
from greenroom.organizations.errors import TooManyInvitations
from greenroom.organizations.models import Invitation, Organization, Role, plain_email
from greenroom.people.errors import CannotInvite
from greenroom.people.models import Person
from greenroom.people.permissions import may_invite
from greenroom.people.queries import reasons_not_to_invite


@transaction.atomic
def invite_people(
    organization: Organization,
    names: Mapping[str, str],
    *,
    role: str = Role.MEMBER,
    note: str = "",
    by: Person,
) -> list[Invitation]:
    """Invite everyone, {address: name}, or nobody: CannotInvite carries the reason for each address at fault."""
    _check_may_invite(by, organization, role)
    wanted = {plain_email(email): name for email, name in names.items()}
    faults = reasons_not_to_invite(organization, list(wanted))
    if faults:
        raise CannotInvite(faults)
    sent = []
    for email, name in wanted.items():
        try:
            sent.append(
                organizations.invite(
                    organization, email, name=name, role=role, note=note, by_account=by.account, by_id=by.pk
                )
            )
        except TooManyInvitations as refusal:
            faults[email] = refusal.message
    if faults:
        raise CannotInvite(faults)  # undoes the others, too
    return sent


def send_invitation_again(invitation: Invitation, *, by: Person) -> Invitation:
    _check_may_invite(by, invitation.organization, invitation.role)
    return organizations.send_invitation_again(invitation, by_id=by.pk)


def revoke_invitation(invitation: Invitation, *, by: Person) -> Invitation:
    _check_may_invite(by, invitation.organization, invitation.role)
    return organizations.revoke_invitation(invitation, by_id=by.pk)


def _check_may_invite(by: Person, organization: Organization, role: str) -> None:
    if not may_invite(by, organization, role=role):
        words = (
            _("Only an owner can invite owners.")
            if role == Role.OWNER
            else _("Only owners and coordinators can invite people.")
        )
        raise NotAllowed("may_not_invite", words)
