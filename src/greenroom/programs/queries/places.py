"""The tabs of a cohort, and what is said of a person's places, for coordinators. Slices above add theirs at start-up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from greenroom.programs.models import Enrollment


@dataclass(frozen=True, kw_only=True)
class CohortPlace:
    """A page of a cohort: `url_name` is reversed with the cohort's id. Sorted by `order`."""

    key: str
    label: str | Promise
    url_name: str
    order: int = 50


PlaceNote = Callable[[Enrollment], Sequence[str]]

_places: dict[str, CohortPlace] = {}
_notes: dict[str, PlaceNote] = {}


def register_cohort_place(place: CohortPlace) -> None:
    """Add a tab. Raises ValueError when another place has its key."""
    if _places.setdefault(place.key, place) != place:
        raise ValueError(f"`key` of CohortPlace must be unique. Got {place.key!r} twice.")


def cohort_places() -> list[CohortPlace]:
    return sorted(_places.values(), key=lambda place: (place.order, place.key))


def register_place_note(key: str, note: PlaceNote) -> None:
    """Add what is to be said beside a person's places, in whole sentences. Raises ValueError for a key that is taken."""
    if _notes.setdefault(key, note) is not note:
        raise ValueError(f"`key` of a place's note must be unique. Got {key!r} twice.")


def place_notes(enrollment: Enrollment) -> list[str]:
    return [words for note in _notes.values() for words in note(enrollment)]


for own in (
    CohortPlace(key="overview", label=_("Overview"), url_name="programs:cohort", order=10),
    CohortPlace(key="people", label=_("People"), url_name="programs:enrollments", order=20),
    CohortPlace(key="capacity", label=_("Places and demand"), url_name="programs:capacity", order=30),
    CohortPlace(key="invitations", label=_("Invitations"), url_name="programs:invitations", order=40),
):
    register_cohort_place(own)
