"""Work on mentorships that nobody presses a button for."""

from greenroom.jobs.registry import Work, task
from greenroom.mentorships.actions import ask_for_fit_if_due, resume_if_over
from greenroom.mentorships.queries import pauses_with_a_day_passed, to_ask_for_fit


@task("mentorships.resume")
def resume(work: Work) -> None:
    """End every pause whose day has come."""
    pauses = list(pauses_with_a_day_passed())
    for number, pause in enumerate(pauses, start=1):
        resume_if_over(pause)
        work.progress(number, len(pauses))


@task("mentorships.ask_for_fit")
def ask_for_fit(work: Work) -> None:
    """Ask the two of every mentorship that has been under way for three weeks."""
    mentorships = list(to_ask_for_fit())
    for number, mentorship in enumerate(mentorships, start=1):
        ask_for_fit_if_due(mentorship)
        work.progress(number, len(mentorships))
