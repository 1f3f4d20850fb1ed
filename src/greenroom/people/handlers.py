from greenroom.organizations.facts import InvitationAccepted
from greenroom.organizations.models import Account, Invitation
from greenroom.people import actions


def let_in(fact: InvitationAccepted) -> None:
    """Whoever accepts an invitation becomes a person of the organization."""
    invitation = Invitation.objects.select_related("organization").get(pk=fact.invitation_id)
    account = Account.objects.get(pk=fact.account_id)
    actions.join(
        invitation.organization,
        account,
        email=account.email,
        name=invitation.name or account.name,
        role=invitation.role,
    )
