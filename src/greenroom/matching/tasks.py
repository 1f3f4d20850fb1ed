from greenroom.jobs.registry import Work, task
from greenroom.matching.actions import compare, solve_run
from greenroom.matching.models import MatchingRun
from greenroom.matching.queries.comparisons import comparisons


@task("matching.solve")
def solve(work: Work, *, run_id: int) -> None:
    """Solve the draft. Safe to run twice: a draft that has its answer is left alone."""
    run = MatchingRun.objects.select_related("cohort__program__organization").filter(pk=run_id).first()
    if run is not None:
        solve_run(run, work=work)


@task("matching.compare")
def compare_policies(work: Work, *, comparison_id: int) -> None:
    """Choose in another way. Safe to run twice: a comparison that has its answer is left alone."""
    comparison = comparisons().select_related("run__cohort__program__organization").filter(pk=comparison_id)
    found = comparison.first()
    if found is not None:
        compare(found, work=work)
