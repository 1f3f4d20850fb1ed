"""Invitations, and silence for those who leave."""

from django.utils.translation import gettext as _

from greenroom.jobs.actions import enqueue
from greenroom.notifications.actions import invitation_key
from greenroom.organizations.facts import InvitationSent
from greenroom.organizations.models import Invitation
from greenroom.outbox import actions as outbox
from greenroom.people.facts import PersonDeactivated
from greenroom.people.models import Person


def send_the_invitation(fact: InvitationSent) -> None:
    """A moment later, when the place that it leads to is known too: that is written after the invitation."""
    invitation = Invitation.objects.get(pk=fact.invitation_id)
    enqueue(
        "notifications.write_invitation",
        arguments={"invitation_id": invitation.pk},
        key=f"write:{invitation_key(invitation)}",
    )


def fall_silent(fact: PersonDeactivated) -> None:
    """What has not gone yet to someone who has left stays here."""
    person = Person.objects.get(pk=fact.person_id)
    outbox.drop_waiting(
        organization_id=person.organization_id,
        to_address=person.email,
        error=_("Not sent: this person has left the organization."),
    )
