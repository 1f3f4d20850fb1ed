from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.notifications.permissions import may_resend
from greenroom.notifications.queries import failed_mails_of
from greenroom.outbox import actions as outbox
from greenroom.outbox.models import Message
from greenroom.people.models import Person


@transaction.atomic
def resend(message: Message, *, by: Person) -> Message:
    """Try a failed mail again, with the same Message-ID."""
    if not may_resend(by, message):
        raise NotAllowed("mail_not_yours", _("Only an owner of the organization can send a mail again."))
    if not failed_mails_of(by.organization).filter(pk=message.pk).exists():
        raise RuleBroken("mail_not_failed", _("This mail has not failed, so there is nothing to send again."))
    return outbox.send_again(message)
