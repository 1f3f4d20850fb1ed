"""What every template of the frame may ask for, worked out only when asked."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from greenroom.web.navigation import NavLink, current_key, links_for
from greenroom.web.theme import theme_of

PLACES_IN_BAR = 4


class Frame:
    """The masthead, the footer and the look, for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.person = getattr(request, "person", None)
        self.organization = getattr(request, "organization", None)
        self.theme = theme_of(request)
        self.is_demo = bool(getattr(settings, "GREENROOM_DEMO", False))

    @cached_property
    def main(self) -> list[NavLink]:
        return links_for(self._request, place="main")

    @cached_property
    def tools(self) -> list[NavLink]:
        return links_for(self._request, place="tool")

    @cached_property
    def account(self) -> list[NavLink]:
        return links_for(self._request, place="account")

    @cached_property
    def footer(self) -> list[NavLink]:
        return links_for(self._request, place="footer")

    @property
    def extra(self) -> list[NavLink]:
        """What has no room in the bottom bar of a small screen."""
        return self.main[PLACES_IN_BAR:] if len(self.main) > PLACES_IN_BAR + 1 else []

    @property
    def current(self) -> str:
        """The key of the place that this page belongs to; a view's own `nav_current` beats it."""
        return current_key([*self.main, *self.tools, *self.account], path=self._request.path)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` in every template."""
    return {"frame": Frame(request)}
