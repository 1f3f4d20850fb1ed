from greenroom.jobs.registry import Work, task
from greenroom.matching.actions import solve_run
from greenroom.matching.models import MatchingRun


@task("matching.solve")
def solve(work: Work, *, run_id: int) -> None:
    """Solve the draft. Safe to run twice: a draft that has its answer is left alone."""
    run = MatchingRun.objects.select_related("cohort__program__organization").filter(pk=run_id).first()
    if run is not None:
        solve_run(run, work=work)
