import pytest

from greenroom.jobs.models import Job
from greenroom.outbox.actions import queue_mail
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
    return queue_mail(**{**given, "text": "Hello", **fields})  # type: ignore[arg-type] # all are text here


def test_queue_mail_of_one_event_twice_writes_one_mail_and_one_delivery() -> None:
    first, again = queued(), queued(subject="Other")
    assert (again.pk, again.subject) == (first.pk, "Hello")
    assert list(Job.objects.values_list("key", flat=True)) == [f"mail:{first.pk}"]


def test_queue_mail_keeps_the_subject_on_one_line_and_within_its_column() -> None:
    assert queued(subject="Hello\r\nBcc: eve@x.example").subject == "Hello Bcc: eve@x.example"
    assert len(queued(event_key="b", subject="x" * 900).subject) == 400
