from greenroom.imports.actions import forget_old_files, perform
from greenroom.imports.models import Attempt
from greenroom.jobs.registry import Work, task


@task("imports.perform")
def perform_attempt(work: Work, *, attempt_id: int) -> None:
    """Try or apply. Safe to run twice: an attempt that has ended is left alone."""
    attempts = Attempt.objects.select_related("source__cohort__program__organization", "by__organization")
    attempt = attempts.filter(pk=attempt_id).first()
    if attempt is not None:
        perform(attempt, work=work)


@task("imports.forget")
def forget(work: Work) -> None:  # noqa: ARG001 -- one shape for every task
    """Throw away files that were uploaded and never applied."""
    forget_old_files()
