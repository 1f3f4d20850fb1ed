"""Many ranges of numbers at once, and order among many."""

from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Ints

SIGNIFICANT: Final = 63
"""Bits of a number that is not negative."""


def ranges(starts: Ints, stops: Ints) -> Ints:
    """Return all numbers of the ranges, one after the other.

    >>> ranges(np.array([0, 5]), np.array([2, 7])).tolist()
    [0, 1, 5, 6]
    """
    lengths = stops - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Ints = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return numbers


def ordered(groups: Ints, values: Ints) -> Ints:
    """Return the places of all by group, in each group the greatest value first, equals as they stand.

    >>> ordered(np.array([1, 0, 1, 1]), np.array([5, 9, 7, 5])).tolist()
    [1, 2, 0, 3]
    """
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    short = int(values.max()) - values
    place, low = len(groups).bit_length(), int(short.max()).bit_length()
    if int(groups.max()).bit_length() + low + place < SIGNIFICANT:  # one number each sorts many times faster
        packed = (((groups << low) | short) << place) | np.arange(len(groups))
        packed.sort()
        return packed & ((1 << place) - 1)
    order: Ints = np.lexsort((short, groups))
    return order
