"""A draft was asked for: enqueue the work. A draft was stopped: stop the work."""

from greenroom.jobs.actions import cancel, enqueue
from greenroom.matching.facts import RunCancelled, RunRequested
from greenroom.matching.models import MatchingRun


def enqueue_solving(fact: RunRequested) -> None:
    job = enqueue(
        "matching.solve",
        arguments={"run_id": fact.run_id},
        key=f"matching.solve:{fact.run_id}",
        max_attempts=3,
    )
    MatchingRun.objects.filter(pk=fact.run_id).update(job=job)


def cancel_solving(fact: RunCancelled) -> None:
    run = MatchingRun.objects.select_related("job").get(pk=fact.run_id)
    if run.job is not None and not run.job.is_finished:
        cancel(run.job)
