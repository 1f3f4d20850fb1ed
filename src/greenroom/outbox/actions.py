import datetime as dt
import hashlib
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from email.headerregistry import Address
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction

from greenroom.base import clock
from greenroom.base.once import created_once
from greenroom.jobs.actions import enqueue, enqueue_all
from greenroom.jobs.models import Job
from greenroom.outbox.models import Message

PERMANENT = 500
LONGEST_SUBJECT = 400
ATTEMPTS = 8
MAILS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail before it is written down. The same `event_key` is written once."""

    event_key: str
    kind: str
    to_address: str
    to_name: str
    subject: str
    text: str
    html: str = ""
    organization_id: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drop_after: dt.datetime | None = None


def queue_mail(mail: Mail) -> Message:
    """Write a mail to be sent. It keeps its Message-ID through every retry."""
    fields = _fields(mail)
    message, is_new = created_once(Message, {"event_key": fields.pop("event_key")}, **fields)
    if is_new:
        _deliver_soon(message)
    return message


def queue_mails(mails: Sequence[Mail]) -> None:
    """Write many mails in a few statements. Where one of them was written before, the others are written all the same."""
    try:
        with transaction.atomic():
            messages = Message.objects.bulk_create(
                [Message(**_fields(mail)) for mail in mails], batch_size=MAILS_AT_ONCE
            )
    except IntegrityError:
        for mail in mails:
            queue_mail(mail)
    else:
        enqueue_all(
            "outbox.deliver",
            {f"mail:{message.pk}": {"message_id": message.pk} for message in messages},
            max_attempts=ATTEMPTS,
        )


def _fields(mail: Mail) -> dict[str, Any]:
    """The columns of a mail's row, ready for the headers they become."""
    digest = hashlib.sha256(mail.event_key.encode()).hexdigest()[:32]
    return asdict(mail) | {
        "to_name": _one_line(mail.to_name),
        "subject": _one_line(mail.subject)[:LONGEST_SUBJECT],
        "headers": dict(mail.headers),
        "message_id": f"<{digest}@{settings.GREENROOM_MAIL_DOMAIN}>",
    }


def _deliver_soon(message: Message) -> None:
    enqueue(
        "outbox.deliver",
        arguments={"message_id": message.pk},
        key=f"mail:{message.pk}",
        max_attempts=ATTEMPTS,
    )


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
