"""Writing mails, and trying those again that failed."""

from greenroom.notifications.actions.invitations import invitation_key, write_invitation
from greenroom.notifications.actions.letters import Letter, plain, write, write_to, write_to_all
from greenroom.notifications.actions.proposals import write_proposals
from greenroom.notifications.actions.resending import resend

__all__ = [
    "Letter",
    "invitation_key",
    "plain",
    "resend",
    "write",
    "write_invitation",
    "write_proposals",
    "write_to",
    "write_to_all",
]
