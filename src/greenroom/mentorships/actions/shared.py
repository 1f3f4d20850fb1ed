"""What every action on a mentorship begins with: who may know of it, and who does it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from greenroom.base.errors import NotAllowed, NotFound
from greenroom.base.locks import locked
from greenroom.mentorships import permissions
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person

NOT_THERE = _("There is no such mentorship, or it is not yours to see.")
NOT_YOURS = _("Only the two people in this mentorship can do that.")


def held(mentorship: Mentorship, by: Person) -> Mentorship:
    """The mentorship under lock, if this person may know of it at all."""
    mentorship = locked(mentorship)
    if not permissions.may_see(by, mentorship):
        raise NotFound("mentorship_not_found", NOT_THERE)
    return mentorship


def require(allowed: bool, message: str | Promise) -> None:  # noqa: FBT001 - the answer of a predicate
    if not allowed:
        raise NotAllowed("mentorship_not_yours", message)


def who(mentorship: Mentorship, by: Person | None) -> dict[str, Any]:
    return {"organization_id": mentorship.organization_id, "by_id": by.pk if by else None}
