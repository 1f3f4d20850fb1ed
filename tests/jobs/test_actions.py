import datetime as dt
from typing import Any

import pytest

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.jobs import actions
from greenroom.jobs.models import STALE_AFTER, Job
from greenroom.jobs.registry import Work, task

pytestmark = pytest.mark.django_db

done: list[str] = []


@task("tests.note")
def note(work: Work, *, word: str) -> None:
    work.progress(1, 1)
    done.append(word)


@task("tests.fail")
def fail(_work: Work) -> None:
    raise OSError("the disk is on fire")


@task("tests.fail_over_a_nul")
def fail_over_a_nul(_work: Work) -> None:
    raise ValueError("cannot read 'a\0b'")


@task("tests.ask_to_stop_then_go_on")
def ask_to_stop_then_go_on(work: Work, *, job_key: str) -> None:
    actions.cancel(Job.objects.get(key=job_key))
    work.progress(1, 2)
    done.append("went on although cancelled")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def job(kind: str = "tests.note", **fields: Any) -> Job:
    arguments = fields.pop("arguments", {"word": "hello"} if kind == "tests.note" else {})
    return actions.enqueue(kind, arguments=arguments, **fields)


def test_run_job_does_it_once() -> None:
    written = job()
    actions.run(written.pk)
    actions.run(written.pk)
    written.refresh_from_db()
    assert (done, written.state, written.attempts) == (["hello"], Job.State.DONE, 1)


def test_enqueue_with_same_key_writes_one_row() -> None:
    assert job(key="only").pk == job(key="only").pk
    assert Job.objects.count() == 1


def test_failing_job_waits_longer_each_time_and_is_parked_at_last() -> None:
    written = job("tests.fail", max_attempts=2)
    actions.run(written.pk)
    written.refresh_from_db()
    assert (written.state, written.error) == (Job.State.QUEUED, "OSError: the disk is on fire")
    assert written.due_at > clock.now()
    Job.objects.update(due_at=clock.now())
    actions.run(written.pk)
    written.refresh_from_db()
    assert (written.state, written.attempts) == (Job.State.FAILED, 2)


def test_job_that_is_not_due_is_left_alone() -> None:
    written = job()
    Job.objects.update(due_at=clock.now() + dt.timedelta(minutes=1))
    actions.run(written.pk)
    assert done == []


def test_job_whose_worker_died_is_taken_up_again() -> None:
    written = job()
    Job.objects.update(state=Job.State.RUNNING, attempts=1, heartbeat_at=clock.now() - STALE_AFTER * 2)
    actions.run(written.pk)
    written.refresh_from_db()
    assert (done, written.state, written.attempts) == (["hello"], Job.State.DONE, 2)


def test_job_whose_worker_lives_is_not_taken_twice() -> None:
    written = job()
    Job.objects.update(state=Job.State.RUNNING, attempts=1, heartbeat_at=clock.now())
    actions.run(written.pk)
    assert done == []


def test_cancel_waiting_job_ends_it_at_once() -> None:
    written = actions.cancel(job())
    actions.run(written.pk)
    assert (written.state, done) == (Job.State.CANCELLED, [])


def test_cancel_running_job_ends_it_at_its_next_step() -> None:
    written = job("tests.ask_to_stop_then_go_on", arguments={"job_key": "stop"}, key="stop")
    actions.run(written.pk)
    written.refresh_from_db()
    assert (written.state, done) == (Job.State.CANCELLED, [])


def test_cancel_finished_job_is_refused() -> None:
    written = job()
    actions.run(written.pk)
    written.refresh_from_db()
    with pytest.raises(RuleBroken, match="already finished"):
        actions.cancel(written)


def test_retry_parked_job_does_it_after_all() -> None:
    written = job()
    Job.objects.update(state=Job.State.FAILED, attempts=5, finished_at=clock.now())
    actions.retry(written)
    actions.run(written.pk)
    assert done == ["hello"]


def test_sweep_hands_over_waiting_and_orphaned_jobs_only() -> None:
    waiting, running, orphan, finished = (job() for _ in range(4))
    long_ago = clock.now() - STALE_AFTER * 2
    Job.objects.update(created_at=long_ago)
    Job.objects.filter(pk=running.pk).update(state=Job.State.RUNNING, heartbeat_at=clock.now())
    Job.objects.filter(pk=orphan.pk).update(state=Job.State.RUNNING, heartbeat_at=long_ago)
    actions.run(finished.pk)
    assert actions.sweep() == len([waiting, orphan])


def test_sweep_parks_job_that_kills_every_worker() -> None:
    written = job(max_attempts=3)
    Job.objects.update(state=Job.State.RUNNING, attempts=3, heartbeat_at=clock.now() - STALE_AFTER * 2)
    actions.sweep()
    written.refresh_from_db()
    assert written.state == Job.State.FAILED


def test_failing_job_keeps_its_error_without_what_no_database_keeps() -> None:
    written = job("tests.fail_over_a_nul")
    actions.run(written.pk)
    written.refresh_from_db()
    assert (written.state, written.error) == (Job.State.QUEUED, "ValueError: cannot read 'ab'")
