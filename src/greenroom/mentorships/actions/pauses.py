"""Pauses, and their end."""

import datetime as dt
import zoneinfo

from django.db import transaction

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.locks import locked
from greenroom.mentorships import facts, permissions
from greenroom.mentorships.actions.shared import NOT_YOURS, held, require, who
from greenroom.mentorships.models import Mentorship, Pause
from greenroom.people.models import Person


@transaction.atomic
def pause(mentorship: Mentorship, *, until: dt.date | None = None, reason: str = "", by: Person) -> Pause:
    """Rest until a day, on which it resumes by itself, or until one of the two resumes it."""
    mentorship = held(mentorship, by)
    require(permissions.may_pause(by, mentorship), NOT_YOURS)
    mentorship.check_can_pause()
    rest = Pause(mentorship=mentorship, until=until, reason=reason, by=by)
    rest.check_ends_after(clock.today(by.zone))
    rest.save()
    announce(facts.MentorshipPaused(mentorship_id=mentorship.pk, **who(mentorship, by)))
    return rest


@transaction.atomic
def resume(mentorship: Mentorship, *, by: Person) -> Mentorship:
    mentorship = held(mentorship, by)
    require(permissions.may_pause(by, mentorship), NOT_YOURS)
    mentorship.check_can_resume()
    return _resumed(mentorship, by)


@transaction.atomic
def resume_if_over(rest: Pause) -> bool:
    """End a pause whose day has come where the organization is. True when it ended; safe to run twice."""
    mentorship = locked(rest.mentorship)
    rest.refresh_from_db()
    today = clock.today(zoneinfo.ZoneInfo(mentorship.organization.time_zone))
    if rest.ended_at is not None or not rest.is_over_on(today):
        return False
    _resumed(mentorship, None)
    return True


def _resumed(mentorship: Mentorship, by: Person | None) -> Mentorship:
    mentorship.pauses.filter(ended_at=None).update(ended_at=clock.now())
    announce(facts.MentorshipResumed(mentorship_id=mentorship.pk, **who(mentorship, by)))
    return mentorship
