"""Weights, scores and given fits turned into whole units, exactly."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from greenroom.matching.core.compiled.problem import SCALE
from greenroom.matching.core.criteria.features import Features
from greenroom.matching.core.criteria.likeness import rounded
from greenroom.matching.core.pairs.blocks import Closeness, Extras, Product, SameCode, Term


def scale_of(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return (lowest value, unit) so that every value is the lowest plus a whole number of units.

    Where no unit of at least a billionth of the range does it, the unit is that billionth.

    >>> scale_of([Fraction(1, 2), Fraction(3), Fraction(-1)])
    (Fraction(-1, 1), Fraction(1, 2))
    """
    if not values:
        return Fraction(0), Fraction(1)
    low, high = min(values), max(values)
    least = (high - low) / 1_000_000_000
    unit = Fraction(0)
    for value in sorted(set(values)):
        unit = _common_step(unit, value - low)
        if unit and unit < least:
            return low, least
    return low, unit or Fraction(1)


def _common_step(one: Fraction, two: Fraction) -> Fraction:
    while two:
        one, two = two, one % two
    return one


def apportioned(weights: Sequence[Fraction | float]) -> list[int]:
    """Share a million units out by weight, so that they sum to it exactly (largest remainders).

    >>> apportioned([1, 1, 1])
    [333334, 333333, 333333]
    """
    total = sum(Fraction(weight) for weight in weights)
    if total <= 0:
        return [0] * len(weights)
    exact = [Fraction(weight) * SCALE / total for weight in weights]
    units = [int(one) for one in exact]
    for place in sorted(range(len(units)), key=lambda k: (units[k] - exact[k], k))[: SCALE - sum(units)]:
        units[place] += 1
    return units


def whole_terms(number: int, features: Features, units: int) -> list[Term]:
    """Turn scores in [0, 1] into whole units, rounded down, so that a criterion never gives more than it has."""
    terms: list[Term] = []
    keep = np.flatnonzero(features.mentees.any(axis=0) & features.mentors.any(axis=0))
    if len(keep):
        left = np.floor(features.mentees[:, keep] * units + 1e-6).astype(np.int32)
        right = features.mentors[:, keep].astype(np.int8)
        terms.append(Product(number, left, right, units if features.clipped else None))
    if features.codes is not None:
        terms.append(SameCode(number, features.codes[0], features.codes[1], units))
    if features.pairs is not None and (len(features.pairs[0]) or features.rest):
        rows, columns, scores = features.pairs
        values = np.floor(scores * units + 1e-6).astype(np.int64)
        terms.append(Extras(number, rows, columns, values, int(features.rest * units + 1e-6)))
    if units and features.likeness is not None and features.likeness.mentees.shape[1]:
        whole = rounded(features.likeness, units)
        terms.append(Closeness(number, whole.mentees, whole.mentors, whole.floor, whole.shift, units))
    return terms
