"""Closing without fault, which can be taken back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.mentorships import facts, permissions
from greenroom.mentorships.actions.fit_checks import tell_fit
from greenroom.mentorships.actions.places import check_not_together, check_two_people, take_places
from greenroom.mentorships.actions.shared import NOT_YOURS, held, require, who
from greenroom.mentorships.models import Closure, Mentorship
from greenroom.people.models import Person


@transaction.atomic
def close(
    mentorship: Mentorship,
    *,
    reason: str,
    words: str = "",
    fit: int | None = None,
    fit_comment: str = "",
    by: Person,
) -> Closure:
    """End it without fault. `words` go to the other one of the two; a coordinator's to both.

    `fit` and `fit_comment` are what one of the two says of how well they fitted, for the coordinators (`tell_fit`).
    """
    mentorship = held(mentorship, by)
    require(permissions.may_close(by, mentorship), NOT_YOURS)
    mentorship.check_can_close()
    closure = Closure.objects.create(mentorship=mentorship, reason=reason, words=words, by=by)
    mentorship.pauses.filter(ended_at=None).update(ended_at=closure.at)
    announce(facts.MentorshipClosed(mentorship_id=mentorship.pk, **who(mentorship, by)))
    if fit is not None:
        tell_fit(mentorship, fit=fit, comment=fit_comment, by=by)
    return closure


@transaction.atomic
def reopen(mentorship: Mentorship, *, by: Person) -> Mentorship:
    """Take a closure back: it stays in the record. In a cohort both need a free place again."""
    mentorship = held(mentorship, by)
    mentorship.check_can_reopen()
    require(
        permissions.may_reopen(by, mentorship),
        _(
            "The other one of you, or a coordinator, closed this mentorship. Ask your coordinator to reopen it."
        ),
    )
    check_two_people(mentorship.organization, mentorship.mentor, mentorship.mentee)
    if mentorship.cohort is not None:
        take_places(mentorship.cohort, mentorship.mentor, mentorship.mentee)
    else:
        check_not_together(mentorship.mentor, mentorship.mentee)
    mentorship.closures.filter(reopened_at=None).update(reopened_at=clock.now(), reopened_by=by)
    announce(facts.MentorshipReopened(mentorship_id=mentorship.pk, **who(mentorship, by)))
    return mentorship
