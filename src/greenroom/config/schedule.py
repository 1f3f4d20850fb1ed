"""What runs when, on one page."""

from greenroom.jobs.schedule import Scheduled

SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(kind="imports.forget", every_minutes=24 * 60),
    Scheduled(kind="mentorships.ask_for_fit", every_minutes=60),
    Scheduled(kind="mentorships.resume", every_minutes=60),
    Scheduled(kind="programs.forget_old_applications", every_minutes=24 * 60),
)
