from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.people.models import Person
from greenroom.programs.facts import WishesChanged
from greenroom.programs.models import Enrollment
from greenroom.programs.permissions import may_coordinate
from greenroom.programs.queries.wishes import bar_to_wishes, candidates_for


@transaction.atomic
def set_wishes(
    enrollment: Enrollment, *, wishes: Sequence[int], unwanted: Sequence[int], by: Person | None
) -> Enrollment:
    """Whom they would like (person ids, most wanted first) and whom they must not be paired with, as a coordinator notes it.

    `by=None` is the system.
    """
    if by is not None and not may_coordinate(by, enrollment.cohort.program):
        raise NotAllowed("may_not_coordinate", _("Only coordinators of this program decide on its people."))
    enrollment = _changeable(enrollment)
    if by is not None:
        named = {*wishes, *unwanted}
        known = candidates_for(enrollment, reader=by, is_own=False).filter(pk__in=named)
        _check_all(known.count() == len(named))
    if set(wishes) & set(unwanted):
        raise RuleBroken(
            "wish_unwanted",
            _("Someone is both wished for and rather not wanted. Choose one. Nothing was changed."),
        )
    enrollment.unwanted = list(dict.fromkeys(unwanted))
    return _keep(enrollment, wishes, by=by)


@transaction.atomic
def wish(enrollment: Enrollment, *, wishes: Sequence[int], by: Person) -> Enrollment:
    """Whom the person themself would like (person ids, most wanted first), where the program asks.

    What a coordinator noted for them of people whom they may not see stays, after their own.
    """
    if by.pk != enrollment.person_id or not by.is_active:
        raise NotAllowed("may_not_wish", _("Only they themself and coordinators say whom they would like."))
    if not enrollment.cohort.program.asks_wishes:
        raise RuleBroken(
            "wishes_not_asked", _("This program does not ask whom you would like. Nothing was changed.")
        )
    enrollment = _changeable(enrollment)
    seen = set(candidates_for(enrollment, reader=by, is_own=True).values_list("pk", flat=True))
    _check_all(seen >= set(wishes))
    unseen = [pk for pk in enrollment.wishes if pk not in seen]
    return _keep(enrollment, [*wishes, *unseen], by=by)


def _changeable(enrollment: Enrollment) -> Enrollment:
    enrollment = locked(enrollment)
    enrollment.check_can_wish()
    bar = bar_to_wishes(enrollment)
    if bar:
        raise RuleBroken("wishes_settled", bar)
    return enrollment


def _check_all(are_known: bool) -> None:  # noqa: FBT001 - one thing is checked
    if not are_known:
        raise RuleBroken(
            "wish_unknown",
            _("Someone named is no longer in this cohort. Choose again. Nothing was changed."),
        )


def _keep(enrollment: Enrollment, wishes: Sequence[int], *, by: Person | None) -> Enrollment:
    enrollment.wishes = list(dict.fromkeys(wishes))
    enrollment.save(update_fields=["wishes", "unwanted"])
    announce(
        WishesChanged(
            organization_id=enrollment.cohort.program.organization_id,
            by_id=by.pk if by else None,
            enrollment_id=enrollment.pk,
        )
    )
    return enrollment
