"""Where people live: how far apart, over the great circle."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import (
    BadAnswer,
    BadOption,
    Bools,
    Features,
    Floats,
    Ints,
    one_hot,
    words_of,
)
from greenroom.matching.core.criteria.options import number_option
from greenroom.matching.core.given.people import Participant, is_missing
from greenroom.matching.core.given.rules import Criterion

People = Sequence[Participant]

EARTH: Final = 6371.0088
"""The mean radius of the earth in kilometers (IUGG)."""
MOST_PLACES: Final = 256
FINEST: Final = 0.05
"""Degrees: mentors' places are rounded to a grid of this (under 4 km off), coarser while there are too many."""
_NUMBER: Final = r"([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW]?)"
_COORDINATES: Final = re.compile(rf"{_NUMBER}\s*[,;\s]\s*{_NUMBER}", re.IGNORECASE)


def distance(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how near two people live: 1 up to ``near`` km apart (30), evenly less to 0 from ``far`` (200) on.

    An answer is a latitude and a longitude in degrees, "51.45, -2.59". Where either side's answer ``unless``
    holds one of the words ``says`` ("online"), distance does not matter and scores 1. Places of mentors are rounded
    to a grid on which they are at most 256.

    >>> here = [Participant(key="bristol", answers={"at": "51.45, -2.59"})]
    >>> there = [Participant(key=k, answers={"at": at}) for k, at in
    ...          (("bath", "51.38 N, 2.36 W"), ("london", "51.51, -0.13"), ("leeds", "53.80 -1.55"))]
    >>> rule = Criterion(key="d", kind="distance", weight=1, mentee_answer="at", mentor_answer="at")
    >>> distance(here, there, rule).scores().round(2).tolist()
    [[1.0, 0.18, 0.0]]
    """
    near = number_option(criterion.options, "near", default=30.0, low=0)
    far = number_option(criterion.options, "far", default=200.0, low=0)
    if far <= near:
        raise BadOption(f"`far` must be a number above `near`. Got near = {near:g} and far = {far:g}.")
    free_left, free_right = (are_free(side, criterion.options) for side in (mentees, mentors))
    left = coordinates(mentees, criterion.mentee_answer)
    right = coordinates(mentors, criterion.mentor_answer)
    places, number = on_grid(right)
    known = ~np.isnan(left[:, 0])
    table = np.full((len(left), len(places) + 2), criterion.missing)  # places, nowhere, anywhere
    for some in np.array_split(np.flatnonzero(known), 1 + len(left) // 8192):
        apart = kilometers(left[some], places)
        table[some, : len(places)] = np.clip((far - apart) / (far - near), 0.0, 1.0)
    table[:, -1] = 1.0
    table[free_left] = 1.0
    column = np.where(free_right, len(places) + 1, np.where(number < 0, len(places), number))
    return Features(table, one_hot(column, len(places) + 2))


def coordinates(people: People, name: str) -> Floats:
    """Return the n × 2 matrix of latitudes and longitudes, NaN where there is no answer. Raises `BadAnswer`."""
    found = np.full((len(people), 2), np.nan)
    for row, person in enumerate(people):
        answer = person.answers.get(name)
        if answer is not None and not is_missing(answer):
            at = coordinates_in(str(answer))
            if at is None:
                what = f"“{name}” must be a latitude and a longitude. Got {answer!r}."
                raise BadAnswer(person, what, "Write it as 51.45, -2.59.")
            found[row] = at
    return found


def coordinates_in(text: str) -> tuple[float, float] | None:
    """Read a latitude and a longitude in degrees, None if that is not what it is.

    >>> coordinates_in("51.45, -2.59"), coordinates_in("33.9° S; 18.4° E"), coordinates_in("Bristol")
    ((51.45, -2.59), (-33.9, 18.4), None)
    """
    match = _COORDINATES.fullmatch(text.strip().replace("−", "-"))
    if match is None:
        return None
    north, ns, east, ew = match.groups()
    if ns.upper() in {"E", "W"} or ew.upper() in {"N", "S"}:
        return None
    latitude = float(north) * (-1 if ns.upper() == "S" else 1)
    longitude = float(east) * (-1 if ew.upper() == "W" else 1)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None  # noqa: PLR2004 - degrees


def are_free(people: People, options: Any) -> Bools:
    """Return for whom distance does not matter. Raises `BadOption`."""
    name, says = options.get("unless", ""), options.get("says", ["online"])
    if not isinstance(name, str):
        raise BadOption(f"`unless` must name an answer. Got {name!r}.")
    if not isinstance(says, list | tuple) or not all(isinstance(word, str) for word in says):
        raise BadOption(f"`says` must list words. Got {says!r}.")
    wanted = {word.strip().casefold() for word in says}
    return np.array([bool(name) and bool(words_of(one, name) & wanted) for one in people], dtype=np.bool_)


def on_grid(at: Floats) -> tuple[Floats, Ints]:
    """Round places until they are few: the few, and the number of each one's (-1 for none).

    >>> places, number = on_grid(np.array([[51.451, -2.59], [np.nan, np.nan], [51.449, -2.59]]))
    >>> places.round(2).tolist(), number.tolist()
    ([[51.45, -2.6]], [0, -1, 0])
    """
    known = np.flatnonzero(~np.isnan(at[:, 0]))
    number = np.full(len(at), -1, dtype=np.int64)
    step = FINEST
    while True:
        cells, of_each = np.unique(np.rint(at[known] / step), axis=0, return_inverse=True)
        if len(cells) <= MOST_PLACES:
            number[known] = of_each.reshape(-1)
            return cells * step, number
        step *= 2


def kilometers(left: Floats, right: Floats) -> Floats:
    """Return the great-circle distance of all pairs in km (haversine), from degrees."""
    one, two = np.radians(left)[:, None, :], np.radians(right)[None, :, :]
    half = np.sin((one - two) / 2) ** 2
    squared = half[..., 0] + np.cos(one[..., 0]) * np.cos(two[..., 0]) * half[..., 1]
    apart: Floats = 2 * EARTH * np.arcsin(np.sqrt(np.clip(squared, 0.0, 1.0)))
    return apart
