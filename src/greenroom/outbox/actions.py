import datetime as dt
import hashlib
import smtplib
from collections.abc import Mapping
from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from greenroom.base import clock
from greenroom.base.once import created_once
from greenroom.jobs.actions import enqueue
from greenroom.jobs.models import Job
from greenroom.outbox.models import Message

PERMANENT = 500
LONGEST_SUBJECT = 400


def queue_mail(
    *,
    event_key: str,
    kind: str,
    to_address: str,
    to_name: str,
    subject: str,
    text: str,
    html: str = "",
    organization_id: int | None = None,
    headers: Mapping[str, str] | None = None,
    drop_after: dt.datetime | None = None,
) -> Message:
    """Write a mail to be sent. The same `event_key` is written once, and keeps its Message-ID through every retry."""
    digest = hashlib.sha256(event_key.encode()).hexdigest()[:32]
    message, is_new = created_once(
        Message,
        {"event_key": event_key},
        kind=kind,
        to_address=to_address,
        to_name=_one_line(to_name),
        subject=_one_line(subject)[:LONGEST_SUBJECT],
        text=text,
        html=html,
        organization_id=organization_id,
        headers=dict(headers or {}),
        drop_after=drop_after,
        message_id=f"<{digest}@{settings.GREENROOM_MAIL_DOMAIN}>",
    )
    if is_new:
        _deliver_soon(message)
    return message


def _deliver_soon(message: Message) -> None:
    enqueue("outbox.deliver", arguments={"message_id": message.pk}, key=f"mail:{message.pk}", max_attempts=8)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def send_again(message: Message) -> Message:
    """Start a mail anew that failed or that nobody tries any more, under the same Message-ID."""
    if Message.objects.filter(pk=message.pk, sent_at=None).update(failed_at=None, error=""):
        Job.objects.filter(key=f"mail:{message.pk}", finished_at__isnull=False).delete()
        _deliver_soon(message)
    message.refresh_from_db()
    return message


def drop_waiting(*, organization_id: int, to_address: str, error: str) -> int:
    """Give up the mails of an organization that have not gone to this address yet; returns how many."""
    waiting = Message.objects.filter(organization_id=organization_id, to_address__iexact=to_address)
    return waiting.filter(sent_at=None, failed_at=None).update(failed_at=clock.now(), error=error)


def deliver(message: Message) -> None:
    """Send the mail once and note it. Raises what the mail server raises, unless it said no for good."""
    if message.is_settled:
        return
    if message.drop_after is not None and clock.now() > message.drop_after:
        _settle(message, failed_at=clock.now(), error="Dropped: it would have come too late to be of use.")
        return
    try:
        mail = _mail(message)
    except (ValueError, IndexError) as fault:  # both come from Address, for text that is no address
        _settle(message, failed_at=clock.now(), error=f"This is not an address that mail can go to. {fault}")
        return
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        if code < PERMANENT:
            raise
        _settle(message, failed_at=clock.now(), error=f"{code} {words!r}")
    except smtplib.SMTPResponseException as refusal:
        if refusal.smtp_code < PERMANENT:
            raise
        _settle(message, failed_at=clock.now(), error=f"{refusal.smtp_code} {refusal.smtp_error!r}")
    else:
        _settle(message, sent_at=clock.now())


def _settle(message: Message, **changes: dt.datetime | str) -> None:
    Message.objects.filter(pk=message.pk).update(**changes)


def _mail(message: Message) -> EmailMultiAlternatives:
    to = str(Address(message.to_name, addr_spec=message.to_address))
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated", **message.headers},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail
