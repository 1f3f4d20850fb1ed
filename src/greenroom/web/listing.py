"""One page of a long list, sorted as the address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Row]):
    """`sort` is the order in force, for `<c-th :sort="listing.sort">`: a key, or a key after a minus sign."""

    page: "Page[Row]"
    sort: str


def listing(
    request: HttpRequest,
    rows: QuerySet[Row],
    *,
    sorts: Mapping[str, tuple[str, ...]],
    default: str,
    per_page: int = 50,
) -> Listing[Row]:
    """Sort by `?sort=` (a key of `sorts`, reversed after a minus sign) and cut out `?page=`.

    `sorts` names the columns of each key, none of them with a minus sign. What the address gets wrong falls back to
    the default order and the nearest page. Equal rows keep one order, by primary key.
    """
    asked = request.GET.get("sort", "")
    sort = asked if asked.removeprefix("-") in sorts else default
    sign = "-" if sort.startswith("-") else ""
    ordered = rows.order_by(*(f"{sign}{column}" for column in sorts[sort.removeprefix("-")]), f"{sign}pk")
    return Listing(page=Paginator(ordered, per_page).get_page(request.GET.get("page")), sort=sort)
