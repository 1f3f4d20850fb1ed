from django.utils.translation import gettext as _

from greenroom.notifications.actions.letters import Letter, write
from greenroom.notifications.queries import page_of
from greenroom.organizations.models import Invitation
from greenroom.outbox.models import Message
from greenroom.programs.models import CohortInvitation


def write_invitation(invitation: Invitation) -> Message | None:
    """The mail with the link. Sending it again is another mail with the same link; a settled invitation is not mailed."""
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        return None
    place = (
        CohortInvitation.objects.filter(invitation=invitation)
        .select_related("program", "cohort__program")
        .first()
    )
    inviter = invitation.invited_by.name if invitation.invited_by else invitation.organization.name
    goal = place.program.name if place else invitation.organization.name
    return write(
        Letter(
            kind="invitation",
            key=invitation_key(invitation),
            subject=_("%(inviter)s invites you to %(goal)s") % {"inviter": inviter, "goal": goal},
            facts={"invitation": invitation, "inviter": inviter, "place": place},
            button=_("See the invitation"),
            page=page_of(None, "organizations:invitation", invitation.token),
            drop_after=invitation.expires_at,
        ),
        name=invitation.name,
        address=invitation.email,
        organization=invitation.organization,
    )


def invitation_key(invitation: Invitation) -> str:
    """One for each time that the invitation is sent."""
    return f"invitation:{invitation.pk}:{invitation.sent_at:%Y%m%dT%H%M%S.%f}"
