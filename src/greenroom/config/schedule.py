"""What runs when, on one page."""

from greenroom.jobs.schedule import Scheduled

SCHEDULE: tuple[Scheduled, ...] = ()
