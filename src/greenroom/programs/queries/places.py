"""The tabs of a cohort, for its coordinators. Slices above this one add theirs at start-up."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class CohortPlace:
    """A page of a cohort: `url_name` is reversed with the cohort's id. Sorted by `order`."""

    key: str
    label: str | Promise
    url_name: str
    order: int = 50


_places: dict[str, CohortPlace] = {}


def register_cohort_place(place: CohortPlace) -> None:
    """Add a tab. Raises ValueError when another place has its key."""
    if _places.setdefault(place.key, place) != place:
        raise ValueError(f"`key` of CohortPlace must be unique. Got {place.key!r} twice.")


def cohort_places() -> list[CohortPlace]:
    return sorted(_places.values(), key=lambda place: (place.order, place.key))


for own in (
    CohortPlace(key="overview", label=_("Overview"), url_name="programs:cohort", order=10),
    CohortPlace(key="people", label=_("People"), url_name="programs:enrollments", order=20),
    CohortPlace(key="capacity", label=_("Places and demand"), url_name="programs:capacity", order=30),
    CohortPlace(key="invitations", label=_("Invitations"), url_name="programs:invitations", order=40),
):
    register_cohort_place(own)
