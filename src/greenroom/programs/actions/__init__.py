"""Every write of programs, cohorts and enrollments, one file a subject."""

from greenroom.programs.actions.applications import (
    apply,
    change_answers,
    confirm_application,
    forget_old_applications,
    send_application,
)
from greenroom.programs.actions.cohorts import change_cohort, close_cohort, open_cohort
from greenroom.programs.actions.coordination import name_coordinator, remove_coordinator
from greenroom.programs.actions.enrollments import (
    MOST_AT_ONCE,
    change_places,
    enroll,
    screen,
    screen_all,
    withdraw,
)
from greenroom.programs.actions.invitations import invite_all, invite_to_cohort, take_invited_place
from greenroom.programs.actions.programs import (
    add_milestone,
    archive_program,
    change_milestone,
    change_program,
    create_program,
    remove_milestone,
)
from greenroom.programs.actions.wishes import set_wishes, wish

__all__ = [
    "MOST_AT_ONCE",
    "add_milestone",
    "apply",
    "archive_program",
    "change_answers",
    "change_cohort",
    "change_milestone",
    "change_places",
    "change_program",
    "close_cohort",
    "confirm_application",
    "create_program",
    "enroll",
    "forget_old_applications",
    "invite_all",
    "invite_to_cohort",
    "name_coordinator",
    "open_cohort",
    "remove_coordinator",
    "remove_milestone",
    "screen",
    "screen_all",
    "send_application",
    "set_wishes",
    "take_invited_place",
    "wish",
    "withdraw",
]
