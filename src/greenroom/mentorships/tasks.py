"""Work on mentorships that nobody presses a button for."""

from greenroom.jobs.registry import Work, task
from greenroom.mentorships.actions import resume_if_over
from greenroom.mentorships.queries import pauses_with_a_day_passed


@task("mentorships.resume")
def resume(work: Work) -> None:
    """End every pause whose day has come."""
    pauses = list(pauses_with_a_day_passed())
    for number, pause in enumerate(pauses, start=1):
        resume_if_over(pause)
        work.progress(number, len(pauses))
