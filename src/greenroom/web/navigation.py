"""The places that the frame leads to. Each slice registers its own; the frame knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Label = str | Promise
Place = Literal["main", "tool", "account", "footer"]


def always(request: HttpRequest) -> bool:  # noqa: ARG001 - one shape for every condition
    return True


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A place to go, told once at start-up.

    `label` may depend on who asks ("Ingrid and you"); `short` replaces it in the bottom bar of small screens.
    `address` stands in for `url_name` where the address depends on the request. `count` is shown when above 0.
    `lit` marks a tool that has something new; `exact` is for an address that other places lie beneath.
    `place` is the main navigation, a tool (icon only, at the right of the masthead), the account menu, or the
    footer. Items are sorted by `order`, then by key.
    """

    key: str
    label: Label | Callable[[HttpRequest], str]
    icon: str = "lamp"
    url_name: str = ""
    address: Callable[[HttpRequest], str] | None = None
    order: int = 50
    place: Place = "main"
    when: Callable[[HttpRequest], bool] = always
    short: Label | Callable[[HttpRequest], str] = ""
    count: Callable[[HttpRequest], int] | None = None
    lit: bool = False
    exact: bool = False


@dataclass(frozen=True, kw_only=True)
class NavLink:
    """A `NavItem` as one request sees it."""

    key: str
    label: str
    short: str
    icon: str
    href: str
    count: int
    lit: bool
    exact: bool


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add a place. Raises ValueError when another item has its key."""
    if _items.setdefault(item.key, item) != item:
        raise ValueError(f"`key` of NavItem must be unique. Got {item.key!r} twice.")


def links_for(request: HttpRequest, *, place: Place) -> list[NavLink]:
    items = [item for item in _items.values() if item.place == place and item.when(request)]
    return [_link(item, request) for item in sorted(items, key=lambda item: (item.order, item.key))]


def current_key(links: list[NavLink], *, path: str) -> str:
    """The key of the link whose address is the longest beginning of `path`, or ""."""
    within = [link for link in links if path == link.href or (not link.exact and path.startswith(link.href))]
    return max(within, key=lambda link: len(link.href)).key if within else ""


def _link(item: NavItem, request: HttpRequest) -> NavLink:
    return NavLink(
        key=item.key,
        label=_word(item.label, request),
        short=_word(item.short, request),
        icon=item.icon,
        href=item.address(request) if item.address else reverse(item.url_name),
        count=item.count(request) if item.count else 0,
        lit=item.lit,
        exact=item.exact,
    )


def _word(word: Label | Callable[[HttpRequest], str], request: HttpRequest) -> str:
    return word(request) if callable(word) else str(word)
