"""How well two people fit: asking both, and keeping what each says."""

from django.db import transaction

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.locks import locked
from greenroom.mentorships import facts, permissions
from greenroom.mentorships.actions.shared import NOT_YOURS, held, require, who
from greenroom.mentorships.core.fit_checks import is_time_to_ask
from greenroom.mentorships.models import FitCheck, FitRequest, Mentorship
from greenroom.people.models import Person


@transaction.atomic
def ask_for_fit_if_due(mentorship: Mentorship) -> bool:
    """Ask both how well they fit, once, in the fourth week under way. True when they are asked now.

    One that rests, has closed, or is past that week is not asked by mail; its page asks all the same.
    """
    mentorship = locked(mentorship)
    now = clock.now()
    is_due = (
        mentorship.fit_occasion_at(now) == FitCheck.Occasion.EARLY
        and mentorship.state == Mentorship.State.ACTIVE
        and is_time_to_ask(mentorship.time_under_way(now))
    )
    if not is_due or FitRequest.objects.filter(mentorship=mentorship).exists():
        return False
    FitRequest.objects.create(mentorship=mentorship, at=now)
    announce(facts.FitAsked(mentorship_id=mentorship.pk, **who(mentorship, None)))
    return True


@transaction.atomic
def tell_fit(mentorship: Mentorship, *, fit: int, comment: str = "", by: Person) -> FitCheck:
    """Keep what one of the two says of how well they fit, in place of what they said before on the same occasion.

    Raises RuleBroken with code `fit_not_asked` outside the times of `Mentorship.fit_occasion_at`.
    """
    mentorship = held(mentorship, by)
    require(permissions.may_tell_fit(by, mentorship), NOT_YOURS)
    now = clock.now()
    mentorship.check_can_tell_fit(now)
    answer, _is_new = FitCheck.objects.update_or_create(
        mentorship=mentorship,
        person=by,
        occasion=mentorship.fit_occasion_at(now),
        defaults={"fit": fit, "comment": comment.strip(), "at": now},
    )
    announce(facts.FitTold(fit_check_id=answer.pk, person_id=by.pk, **who(mentorship, by)))
    return answer
