"""An attempt was asked for: enqueue its work. It was stopped: stop the work."""

from greenroom.imports.facts import AttemptCancelled, AttemptRequested
from greenroom.imports.models import Attempt
from greenroom.jobs.actions import cancel, enqueue


def enqueue_attempt(fact: AttemptRequested) -> None:
    job = enqueue(
        "imports.perform",
        arguments={"attempt_id": fact.attempt_id},
        key=f"imports.perform:{fact.attempt_id}",
        max_attempts=3,
    )
    Attempt.objects.filter(pk=fact.attempt_id).update(job=job)


def cancel_attempt(fact: AttemptCancelled) -> None:
    attempt = Attempt.objects.select_related("job").get(pk=fact.attempt_id)
    if attempt.job is not None and not attempt.job.is_finished:
        cancel(attempt.job)
