import pytest

from greenroom.jobs.models import Job
from greenroom.outbox.actions import Mail, queue_mail, queue_mails
from greenroom.outbox.models import Message

pytestmark = pytest.mark.django_db


def queued(**fields: str) -> Message:
    given = {
        "event_key": "a",
        "kind": "k",
        "to_address": "ben@x.example",
        "to_name": "Ben",
        "subject": "Hello",
    }
    return queue_mail(Mail(**{**given, "text": "Hello", **fields}))  # type: ignore[arg-type] # all are text here


def test_queue_mail_of_one_event_twice_writes_one_mail_and_one_delivery() -> None:
    first, again = queued(), queued(subject="Other")
    assert (again.pk, again.subject) == (first.pk, "Hello")
    assert list(Job.objects.values_list("key", flat=True)) == [f"mail:{first.pk}"]


def test_queue_mail_keeps_the_subject_on_one_line_and_within_its_column() -> None:
    assert queued(subject="Hello\r\nBcc: eve@x.example").subject == "Hello Bcc: eve@x.example"
    assert len(queued(event_key="b", subject="x" * 900).subject) == 400


def mail_of(key: str) -> Mail:
    return Mail(
        event_key=key, kind="k", to_address="ben@x.example", to_name="Ben", subject="Hello\nthere", text="T"
    )


def test_queue_mails_writes_them_all_with_a_delivery_each() -> None:
    queue_mails([mail_of("a"), mail_of("b")])
    found = Message.objects.order_by("pk")
    assert [(mail.event_key, mail.subject) for mail in found] == [("a", "Hello there"), ("b", "Hello there")]
    keys = set(Job.objects.values_list("key", flat=True))
    assert keys == {f"mail:{mail.pk}" for mail in found}


def test_queue_mails_of_which_one_is_written_already_writes_the_others_once() -> None:
    queue_mail(mail_of("b"))
    queue_mails([mail_of("a"), mail_of("b"), mail_of("c")])
    assert sorted(Message.objects.values_list("event_key", flat=True)) == ["a", "b", "c"]
    assert Job.objects.count() == 3
