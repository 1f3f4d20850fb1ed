from greenroom.jobs.registry import Work, task
from greenroom.programs import actions


@task("programs.forget_old_applications")
def forget_old_applications(work: Work) -> None:  # noqa: ARG001 - one shape for every task
    actions.forget_old_applications()
