import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from greenroom.organizations.models import Organization
from greenroom.web.listing import listing

SORTS = {"name": ("name",), "slug": ("slug",)}
pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[str]:
    for slug, name in (("a", "Third"), ("b", "First"), ("c", "Second")):
        Organization.objects.create(slug=slug, name=name)
    return ["First", "Second", "Third"]


def ask(query: str) -> HttpRequest:
    return RequestFactory().get(f"/?{query}")


def names(query: str, *, per_page: int = 10) -> list[str]:
    found = listing(ask(query), Organization.objects.all(), sorts=SORTS, default="name", per_page=per_page)
    return [organization.name for organization in found.page]


def test_listing_sorts_as_the_address_says(three: list[str]) -> None:
    assert names("") == three
    assert names("sort=-name") == three[::-1]
    assert names("sort=slug") == ["Third", "First", "Second"]


@pytest.mark.parametrize("query", ["sort=password", "sort=--name", "sort=name,slug"])
def test_listing_with_unknown_sort_falls_back(three: list[str], query: str) -> None:
    assert names(query) == three


@pytest.mark.parametrize(("page", "shown"), [("2", ["Third"]), ("99", ["Third"]), ("x", ["First", "Second"])])
def test_listing_gives_the_nearest_page(three: list[str], page: str, shown: list[str]) -> None:  # noqa: ARG001 - the rows
    assert names(f"page={page}", per_page=2) == shown
