"""Whom people may name: those of the other part of the same cohort, as far as the reader may see them."""

from collections.abc import Callable, Sequence

from django.db.models import Q, QuerySet

from greenroom.people.models import Person
from greenroom.people.queries import people_visible_to
from greenroom.programs.models import Enrollment, Part

OTHER_PART = {Part.MENTOR.value: Part.MENTEE.value, Part.MENTEE.value: Part.MENTOR.value}
WishBar = Callable[[Enrollment], str]
_bars: dict[str, WishBar] = {}


def register_wish_bar(key: str, bar: WishBar) -> None:
    """Add why somebody's wishes stand as they are, in whole sentences; "" where nothing bars them.

    Raises ValueError for a key that is taken.
    """
    if _bars.setdefault(key, bar) is not bar:
        raise ValueError(f"`key` of a bar to wishes must be unique. Got {key!r} twice.")


def bar_to_wishes(enrollment: Enrollment) -> str:
    """Why this person's wishes can no longer change, or ""."""
    return next((words for words in (bar(enrollment) for bar in _bars.values()) if words), "")


def candidates_for(enrollment: Enrollment, *, reader: Person, is_own: bool) -> QuerySet[Person]:
    """People of the other part whom this person could be paired with, by name.

    The person themself chooses among accepted ones whom they may see; a coordinator also among those who wait for an
    answer, and whoever is named already.
    """
    others = Enrollment.objects.filter(cohort=enrollment.cohort_id, part=OTHER_PART.get(enrollment.part, ""))
    status = Enrollment.Status
    people = people_visible_to(reader).exclude(pk=enrollment.person_id)
    if is_own:
        accepted = others.filter(status=status.ACCEPTED)
        people = people.filter(pk__in=accepted.values("person"), deactivated_at=None)
    else:
        living = others.filter(status__in=(status.APPLIED, status.ACCEPTED, status.WAITING))
        named = Q(pk__in=[*enrollment.wishes, *enrollment.unwanted]) & Q(pk__in=others.values("person"))
        people = people.filter(Q(pk__in=living.values("person"), deactivated_at=None) | named)
    return people.order_by("search_line", "pk")


def named_in_order(ids: Sequence[int], *, among: QuerySet[Person]) -> list[Person]:
    """The people whom the ids name and the reader may see, in the order of the ids. One query."""
    found = among.in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]
