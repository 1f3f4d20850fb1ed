"""Many ranges of numbers at once."""

import numpy as np

from greenroom.matching.core.features import Ints


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
