import datetime as dt
import logging
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.db.utils import Error as DatabaseFault
from django.utils.module_loading import import_string

from greenroom.base import clock
from greenroom.base.once import created_once
from greenroom.jobs.models import STALE_AFTER, Job
from greenroom.jobs.registry import Cancelled, function_for

HEARTBEAT_SECONDS = 10
JOBS_AT_ONCE = 1_000
log = logging.getLogger(__name__)


def enqueue(
    kind: str,
    *,
    arguments: Mapping[str, Any],
    key: str | None = None,
    max_attempts: int = 5,
) -> Job:
    """Write the job's row now and hand its id to the transport when the transaction commits.

    With a `key` the same work is written once: a second call returns the first row.
    """
    if key is None:
        job = Job.objects.create(kind=kind, arguments=dict(arguments), max_attempts=max_attempts)
    else:
        job, is_new = created_once(
            Job, {"key": key}, kind=kind, arguments=dict(arguments), max_attempts=max_attempts
        )
        if not is_new:
            return job
    transaction.on_commit(lambda: _hand_over(job.pk))
    return job


def enqueue_all(kind: str, arguments: Mapping[str, Mapping[str, Any]], *, max_attempts: int = 5) -> None:
    """Write many jobs of one kind at once, by their keys. A key that is there already leaves the others as they are."""
    rows = [
        Job(kind=kind, key=key, arguments=dict(given), max_attempts=max_attempts)
        for key, given in arguments.items()
    ]
    try:
        with transaction.atomic():
            jobs = Job.objects.bulk_create(rows, batch_size=JOBS_AT_ONCE)
    except IntegrityError:
        for key, given in arguments.items():
            enqueue(kind, arguments=given, key=key, max_attempts=max_attempts)
    else:
        transaction.on_commit(lambda: _hand_over_all([job.pk for job in jobs]))


def _hand_over_all(job_ids: Sequence[int]) -> None:
    for job_id in job_ids:
        _hand_over(job_id)


def _hand_over(job_id: int) -> None:
    """The transport may be down: then the sweep hands the job over later."""
    send = import_string("greenroom.jobs.transport.send")
    try:
        send(job_id)
    except Exception:
        log.exception("The job transport did not take job %s; the sweep will.", job_id)


def cancel(job: Job) -> Job:
    """Ask a job to stop: at once when it waits, at its next step when it runs."""
    now = clock.now()
    job.check_can_cancel()
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, finished_at=now, cancel_requested_at=now
    )
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested_at=now)
    job.refresh_from_db()
    return job


def run(job_id: int) -> None:
    """Claim the job and do it. A job that someone else has claimed, or that is finished, is left alone."""
    now = clock.now()
    claimed = (
        Job.objects.filter(pk=job_id, due_at__lte=now)
        .filter(Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER))
        .update(
            state=Job.State.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now, started_at=now, error=""
        )
    )
    if not claimed:
        return
    job = Job.objects.get(pk=job_id)
    with _Heartbeat(job):
        _do(job)


def _do(job: Job) -> None:
    work = RunningWork(job)
    try:
        work.check()
        function_for(job.kind)(work, **job.arguments)
    except Cancelled:
        _finish(job, Job.State.CANCELLED)
    except Exception as error:
        log.exception("Job %s (%s) failed on attempt %s", job.pk, job.kind, job.attempts)
        _retry_or_park(job, error)
    else:
        _finish(job, Job.State.DONE)


def _finish(job: Job, state: Job.State, *, error: str = "") -> None:
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=state, finished_at=clock.now(), error=error
    )


def _retry_or_park(job: Job, error: Exception) -> None:
    words = (
        "".join(traceback.format_exception_only(error)).strip().replace("\0", "")
    )  # PostgreSQL keeps no NUL
    if job.attempts >= job.max_attempts:
        _finish(job, Job.State.FAILED, error=words)
        return
    wait = dt.timedelta(seconds=min(3600, 5 * 4 ** (job.attempts - 1)))
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.QUEUED, due_at=clock.now() + wait, error=words
    )


def retry(job: Job) -> Job:
    """Start a parked job again, with a fresh count of attempts."""
    Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]).update(
        state=Job.State.QUEUED,
        attempts=0,
        due_at=clock.now(),
        finished_at=None,
        cancel_requested_at=None,
        done=0,
        total=0,
        phase="",
    )
    transaction.on_commit(lambda: _hand_over(job.pk))
    job.refresh_from_db()
    return job


def sweep() -> int:
    """Hand over every job that is due and waits, or whose worker died; returns how many. Safe to run twice."""
    now = clock.now()
    Job.objects.filter(
        state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER, attempts__gte=F("max_attempts")
    ).update(state=Job.State.FAILED, finished_at=now, error="Its worker stopped each time it was tried.")
    waiting = Job.objects.filter(
        Q(state=Job.State.QUEUED, due_at__lte=now, created_at__lt=now - dt.timedelta(seconds=5))
        | Q(state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    ).order_by("due_at")
    ids = list(waiting.values_list("pk", flat=True)[:1000])
    for job_id in ids:
        _hand_over(job_id)
    return len(ids)


class RunningWork:
    """Progress of one running job; written at most twice a second."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._written = 0.0
        self._asked = 0.0
        self._cancelled = False

    def progress(self, done: int, total: int, phase: str = "") -> None:
        if time.monotonic() - self._written >= 0.5 or done >= total:  # noqa: PLR2004 - half a second
            self._written = time.monotonic()
            self._asked = 0.0
            Job.objects.filter(pk=self._job.pk).update(
                done=done, total=total, phase=phase, heartbeat_at=clock.now()
            )
        self.check()

    def check(self) -> None:
        if self.is_cancelled():
            raise Cancelled

    def is_cancelled(self) -> bool:
        if not self._cancelled and time.monotonic() - self._asked >= 0.2:  # noqa: PLR2004 - a fifth of a second
            self._asked = time.monotonic()
            self._cancelled = Job.objects.filter(pk=self._job.pk, cancel_requested_at__isnull=False).exists()
        return self._cancelled


class _Heartbeat:
    """Says every few seconds that the worker lives, also while a solver holds the main thread."""

    def __init__(self, job: Job) -> None:
        self._job_id = job.pk
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(timeout=HEARTBEAT_SECONDS)

    def _beat(self) -> None:
        while not self._end.wait(HEARTBEAT_SECONDS):
            try:
                Job.objects.filter(pk=self._job_id, state=Job.State.RUNNING).update(heartbeat_at=clock.now())
            except DatabaseFault:
                # SQLite has one writer: while the job itself holds the write lock, the next beat will do. A server
                # that restarts is back by then, too; without beats a second worker would take the job up.
                log.debug("No heartbeat for job %s: the database is busy.", self._job_id)
            finally:
                close_old_connections()
        connection.close()
