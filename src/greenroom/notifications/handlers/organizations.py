"""Invitations, and silence for those who leave."""

from django.utils.translation import gettext as _

from greenroom.notifications.actions import Letter, write
from greenroom.notifications.queries import page_of
from greenroom.organizations import facts
from greenroom.organizations.models import Invitation
from greenroom.outbox import actions as outbox
from greenroom.people.facts import PersonDeactivated
from greenroom.people.models import Person
from greenroom.programs.models import CohortInvitation


def send_the_invitation(fact: facts.InvitationSent) -> None:
    """Sending it again is another mail with the same link."""
    invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=fact.invitation_id)
    place = CohortInvitation.objects.filter(invitation=invitation).select_related("program", "cohort").first()
    inviter = invitation.invited_by.name if invitation.invited_by else invitation.organization.name
    write(
        Letter(
            kind="invitation",
            key=f"invitation:{invitation.pk}:{invitation.sent_at:%Y%m%dT%H%M%S.%f}",
            subject=_("%(inviter)s invites you to %(organization)s")
            % {"inviter": inviter, "organization": place.program if place else invitation.organization},
            facts={"invitation": invitation, "inviter": inviter, "place": place},
            button=_("See the invitation"),
            page=page_of(None, "organizations:invitation", invitation.token),
            drop_after=invitation.expires_at,
        ),
        name=invitation.name,
        address=invitation.email,
        organization=invitation.organization,
    )


def fall_silent(fact: PersonDeactivated) -> None:
    """What has not gone yet to someone who has left stays here."""
    person = Person.objects.get(pk=fact.person_id)
    outbox.drop_waiting(
        organization_id=person.organization_id,
        to_address=person.email,
        error=_("Not sent: this person has left the organization."),
    )
