"""What leaves the house, read at a real SMTP server."""

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from pytest_django import Settings

from greenroom.base import clock
from greenroom.jobs import actions as jobs
from greenroom.jobs.models import Job
from greenroom.notifications.actions import Letter, write
from greenroom.organizations.models import Organization
from greenroom.outbox import actions as outbox
from greenroom.outbox.models import Message
from tests import world

pytestmark = pytest.mark.django_db


class Sink:
    """Keeps what it is given, or refuses with what `answers` says, first come first."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answers: list[str] = []
        self.recipients: list[str] = []
        self.recipient_answers: list[str] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002 - aiosmtpd's signature
        session: Session,  # noqa: ARG002 - aiosmtpd's signature
        envelope: Envelope,
        address: str,
        options: list[Any],  # noqa: ARG002 - aiosmtpd's signature
    ) -> str:
        self.recipients.append(address)
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd's name and signature
        self.envelopes.append(envelope)
        return self.answers.pop(0) if self.answers else "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        read = [
            email.message_from_bytes(envelope.content, policy=email.policy.default)
            for envelope in self.envelopes
            if isinstance(envelope.content, bytes)
        ]
        return [mail for mail in read if isinstance(mail, EmailMessage)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield sink
    controller.stop()


def queued(
    *,
    name: str = "Ben Okafor",
    address: str = "ben@school.example",
    subject: str = "Good news",
    organization: Organization | None = None,
) -> Message:
    letter = Letter(
        kind="mentorship_resumed",
        key="test:1",
        subject=subject,
        facts={"partner": world.ada()},
    )
    return write(letter, name=name, address=address, organization=organization or world.school())


def delivery() -> Job:
    return Job.objects.get(kind="outbox.deliver")


def run_again(job: Job) -> Job:
    """As the worker does when the wait is over."""
    Job.objects.filter(pk=job.pk).update(due_at=clock.now())
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_deliver_sends_both_parts_once_from_the_organization(sink: Sink) -> None:
    message = queued(subject="Zoë says “yes”")
    jobs.run(delivery().pk)
    jobs.run(delivery().pk)
    message.refresh_from_db()
    assert message.sent_at is not None
    (mail,) = sink.mails
    assert sink.recipients == ["ben@school.example"]
    assert mail["Subject"] == "Zoë says “yes”"
    assert mail["To"] == "Ben Okafor <ben@school.example>"
    assert mail["From"] == "Kestrel Lane School <greenroom@localhost>"
    assert mail["Reply-To"] == "cleo@school.example"
    assert mail["List-Id"] == f"<kestrel-lane.{settings.GREENROOM_MAIL_DOMAIN}>"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('Bob" <evil@x>, "x', '"Bob\\" <evil@x>, \\"x" <ben@school.example>'),
        ("Bob\r\nBcc: evil@x.example", '"Bob Bcc: evil@x.example" <ben@school.example>'),
        ("a@x.example, b@y.example", '"a@x.example, b@y.example" <ben@school.example>'),
        ("\u202egnp.bob", '"gnp.bob" <ben@school.example>'),
        ("Bob\x00\x1b[2J", '"Bob [2J" <ben@school.example>'),
    ],
)
def test_deliver_to_a_hostile_name_has_one_recipient_and_no_further_header(
    sink: Sink, name: str, shown: str
) -> None:
    queued(name=name)
    jobs.run(delivery().pk)
    (mail,) = sink.mails
    assert sink.recipients == ["ben@school.example"]
    assert [(address.addr_spec) for address in mail["To"].addresses] == ["ben@school.example"]
    assert str(mail["To"]) == shown
    assert len(mail["From"].addresses) == 1
    assert "Bcc" not in mail


def test_deliver_from_an_organization_with_a_hostile_name_has_one_sender(sink: Sink) -> None:
    school = world.school()
    school.name, school.contact_name = 'School" <evil@x>, "x\r\nBcc: a@b.example', "Cleo\nX-Evil: 1"
    queued(organization=school, subject="Hello\r\nBcc: evil@x.example")
    jobs.run(delivery().pk)
    (mail,) = sink.mails
    assert [address.addr_spec for address in mail["From"].addresses] == ["greenroom@localhost"]
    assert [address.addr_spec for address in mail["Reply-To"].addresses] == ["cleo@school.example"]
    assert mail["Subject"] == "Hello Bcc: evil@x.example"
    assert [header for header in mail if header in ("Bcc", "X-Evil")] == []


def test_deliver_that_is_refused_for_good_is_failed_and_not_tried_again(sink: Sink) -> None:
    message = queued()
    sink.recipient_answers = ["550 5.1.1 No such mailbox"]
    job = delivery()
    jobs.run(job.pk)
    message.refresh_from_db()
    job.refresh_from_db()
    assert message.failed_at is not None
    assert message.error == "550 b'5.1.1 No such mailbox'"
    assert (job.state, sink.envelopes) == (Job.State.DONE, [])


def test_deliver_of_refused_words_is_failed_and_not_tried_again(sink: Sink) -> None:
    message = queued()
    sink.answers = ["554 5.7.1 Looks like spam"]
    jobs.run(delivery().pk)
    message.refresh_from_db()
    assert message.error == "554 b'5.7.1 Looks like spam'"
    assert delivery().state == Job.State.DONE


def test_deliver_that_is_put_off_is_tried_again_with_the_same_message_id(sink: Sink) -> None:
    message = queued()
    sink.answers = ["451 4.3.0 Try later"]
    job = delivery()
    jobs.run(job.pk)
    job.refresh_from_db()
    message.refresh_from_db()
    assert (job.state, message.is_settled) == (Job.State.QUEUED, False)
    assert job.due_at > clock.now()
    run_again(job)
    message.refresh_from_db()
    assert message.sent_at is not None
    assert [mail["Message-ID"] for mail in sink.mails] == [message.message_id, message.message_id]


def test_deliver_killed_between_sending_and_noting_repeats_with_the_same_message_id(sink: Sink) -> None:
    message = queued()
    jobs.run(delivery().pk)
    Message.objects.filter(pk=message.pk).update(sent_at=None)  # the note was lost with its worker
    outbox.deliver(Message.objects.get(pk=message.pk))
    assert [mail["Message-ID"] for mail in sink.mails] == [message.message_id] * 2


@pytest.mark.parametrize(
    "address", ["foo@", "a b@school.example", "a@x.example, b@y.example", "zoë@school.example"]
)
def test_deliver_to_what_is_no_address_is_failed_at_once(sink: Sink, address: str) -> None:
    message = queued(address=address)
    jobs.run(delivery().pk)
    message.refresh_from_db()
    assert message.failed_at is not None
    assert message.error.startswith("This is not an address that mail can go to.")
    assert sink.recipients == []


def test_deliver_too_late_to_be_of_use_is_dropped(sink: Sink) -> None:
    message = queued()
    Message.objects.filter(pk=message.pk).update(drop_after=message.created_at)
    jobs.run(delivery().pk)
    message.refresh_from_db()
    assert message.failed_at is not None
    assert sink.envelopes == []


def test_send_again_goes_out_under_the_same_message_id(sink: Sink) -> None:
    message = queued()
    sink.answers = ["554 Looks like spam"]
    jobs.run(delivery().pk)
    outbox.send_again(Message.objects.get(pk=message.pk))
    jobs.run(delivery().pk)
    message.refresh_from_db()
    assert (message.sent_at is not None, message.failed_at, message.error) == (True, None, "")
    assert [mail["Message-ID"] for mail in sink.mails] == [message.message_id] * 2
    outbox.send_again(message)
    assert delivery().state == Job.State.DONE
