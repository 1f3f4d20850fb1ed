import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from greenroom.web import navigation
from greenroom.web.context_processors import Frame
from greenroom.web.navigation import NavItem, NavLink, current_key, links_for, register


@pytest.fixture(autouse=True)
def _nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/people/ada/")


def place(key: str, address: str, **rest: object) -> NavItem:
    return NavItem(key=key, label=key.title(), address=lambda _request: address, **rest)  # type: ignore[arg-type] # tests name what varies


def test_register_two_items_with_one_key_is_refused() -> None:
    register(place("people", "/people/"))
    with pytest.raises(ValueError, match=r"must be unique\. Got 'people' twice"):
        register(place("people", "/folk/"))


def test_links_for_place_are_ordered_and_filtered_by_who_asks(request_: HttpRequest) -> None:
    register(place("people", "/people/", order=20))
    register(place("home", "/", order=10, exact=True))
    register(place("matching", "/matching/", when=lambda _request: False))
    register(place("search", "/search/", place="tool"))
    assert links_for(request_, place="main") == [
        NavLink(key="home", label="Home", short="", icon="lamp", href="/", count=0, lit=False, exact=True),
        NavLink(
            key="people",
            label="People",
            short="",
            icon="lamp",
            href="/people/",
            count=0,
            lit=False,
            exact=False,
        ),
    ]


def test_current_key_is_the_longest_address_that_begins_the_path(request_: HttpRequest) -> None:
    register(place("home", "/", exact=True))
    register(place("people", "/people/"))
    links = links_for(request_, place="main")
    assert current_key(links, path="/people/ada/") == "people"
    assert current_key(links, path="/") == "home"
    assert current_key(links, path="/events/") == ""


@pytest.mark.parametrize(("count", "behind"), [(5, []), (6, ["p4", "p5"])])
def test_frame_puts_places_behind_more_when_the_bar_is_full(
    request_: HttpRequest, count: int, behind: list[str]
) -> None:
    for number in range(count):
        register(place(f"p{number}", f"/p{number}/"))
    assert [link.key for link in Frame(request_).extra] == behind
