from greenroom.organizations.facts import InvitationAccepted
from greenroom.organizations.models import Account, Invitation
from greenroom.programs.actions import take_invited_place


def give_invited_place(fact: InvitationAccepted) -> None:
    """Whoever accepts an invitation to a cohort has their place there, to be screened."""
    invitation = Invitation.objects.select_related("organization").get(pk=fact.invitation_id)
    take_invited_place(invitation, account=Account.objects.get(pk=fact.account_id))
