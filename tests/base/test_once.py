import pytest
from django.db import IntegrityError, transaction

from greenroom.base.once import created_once
from greenroom.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_create_once_writes_the_first_and_finds_it_again() -> None:
    first, is_new = created_once(Job, {"key": "only"}, kind="tests.first", arguments={})
    again, is_new_again = created_once(Job, {"key": "only"}, kind="tests.second", arguments={})
    assert (is_new, is_new_again, again.pk, again.kind) == (True, False, first.pk, "tests.first")


def test_create_once_leaves_the_transaction_around_it_whole() -> None:
    """On PostgreSQL a statement that fails spoils its transaction, unless a savepoint holds it."""
    with transaction.atomic():
        for _turn in range(2):
            created_once(Job, {"key": "only"}, kind="tests.note", arguments={})
        Job.objects.create(kind="tests.after", arguments={})
    assert Job.objects.count() == 2


def test_create_once_passes_on_what_is_no_clash_of_the_key() -> None:
    with pytest.raises(IntegrityError):
        created_once(Job, {"key": "bad"}, kind="tests.note", arguments={}, state=Job.State.DONE)
    assert Job.objects.count() == 0
