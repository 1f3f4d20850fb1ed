"""The places that mentorships add to the frame: one's own, and the coordinators' list."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import own_mentorships_at_a_glance
from greenroom.people.models import Person
from greenroom.programs.permissions import may_coordinate_any
from greenroom.web.navigation import NavItem, register


def register_places() -> None:
    register(
        NavItem(
            key="pair",
            label=_pair_label,
            short=_pair_short,
            icon="pair",
            address=_pair_address,
            order=20,
            when=lambda request: bool(own_open_mentorships(request)),
        )
    )
    register(
        NavItem(
            key="mentorships",
            label=gettext_lazy("Mentorships"),
            icon="people",
            url_name="mentorships:list",
            order=60,
            when=coordinates,
        )
    )


def own_open_mentorships(request: HttpRequest) -> list[Mentorship]:
    """The reader's open mentorships, the oldest first; asked once a request. A page that reads more of them hands
    them in with `keep_own_mentorships`.
    """
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return []
    known: list[Mentorship] | None = getattr(request, "_own_mentorships", None)
    if known is None:
        known = list(own_mentorships_at_a_glance(person))
        request._own_mentorships = known  # type: ignore[attr-defined] # noqa: SLF001 - our own mark on the request
    return known


def keep_own_mentorships(request: HttpRequest, mentorships: list[Mentorship]) -> None:
    request._own_mentorships = mentorships  # type: ignore[attr-defined] # noqa: SLF001 - our own mark on the request


def coordinates(request: HttpRequest) -> bool:
    """Asked once a request."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return False
    known: bool | None = getattr(request, "_coordinates_any", None)
    if known is None:
        known = may_coordinate_any(person)
        request._coordinates_any = known  # type: ignore[attr-defined] # noqa: SLF001 - our own mark on the request
    return known


def _pair_label(request: HttpRequest) -> str:
    mine = own_open_mentorships(request)
    if len(mine) == 1:
        return _("%(name)s and you") % {"name": _partner(request, mine[0]).short_name}
    return _("Your mentorships")


def _pair_short(request: HttpRequest) -> str:
    mine = own_open_mentorships(request)
    return _partner(request, mine[0]).short_name if len(mine) == 1 else _("Pairs")


def _pair_address(request: HttpRequest) -> str:
    """The one page, or where several are listed."""
    mine = own_open_mentorships(request)
    return reverse("mentorships:page", args=[mine[0].pk]) if len(mine) == 1 else reverse("mentorships:own")


def _partner(request: HttpRequest, mentorship: Mentorship) -> Person:
    person: Person = request.person  # type: ignore[attr-defined] # set by the people middleware
    return mentorship.partner_of(person)
