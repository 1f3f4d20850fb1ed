"""Directions compared by their product, in whole numbers.

Two n- and m-row blocks of vectors, each no longer than 1, score what their product says of them: nothing up to
``low``, in full from ``high`` on, evenly between. Rounded to whole numbers of length ``s``, all partial sums of a
product are under 2**24, so that float32 computes it exactly in any order of addition (Cauchy and Schwarz).
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer[Any]]

LONGEST: Final = 4000
"""The greatest length of a rounded vector, before rounding adds at most half the root of its dimension."""
EXACT: Final = 2**24
NARROWEST: Final = 1 / 16


@dataclass(frozen=True)
class Likeness:
    """Scores ``(mentees @ mentors.T − low) / (high − low)`` in [0, 1]; n × r and m × r, rows no longer than 1.

    ``high − low`` is at least a sixteenth.
    """

    mentees: Floats
    mentors: Floats
    low: float
    high: float

    def scores(self) -> Floats:
        """Return the whole n × m matrix, before any rounding."""
        return np.clip((self.mentees @ self.mentors.T - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True)
class Rounded:
    """Units are ``min(max(mentees @ mentors − floor, 0) >> shift, top)``, all of them whole numbers."""

    mentees: Ints
    mentors: Ints
    floor: int
    shift: int


def rounded(likeness: Likeness, units: int) -> Rounded:
    """Round to whole numbers so that the band from low to high is ``units`` steps of 2**shift.

    A score is off by at most `error_bound`, commonly by a thousandth.

    >>> one = Likeness(np.array([[1.0, 0.0]]), np.array([[0.8, 0.6]]), 0.3, 0.9)
    >>> whole = rounded(one, 300_000)
    >>> int(whole.mentees[0] @ whole.mentors[0] - whole.floor) >> whole.shift  # five sixths of them
    250000
    """
    shift = int(np.floor(np.log2(LONGEST**2 * (likeness.high - likeness.low) / units)))
    length = length_of(likeness, units)
    left, right = (np.rint(side * length).astype(np.int32) for side in (likeness.mentees, likeness.mentors))
    return Rounded(left, right, int(np.ceil(likeness.low * length**2)), shift)


def length_of(likeness: Likeness, units: int) -> float:
    """Return the length that a vector of length 1 is rounded at: between 2,828 and 4,000."""
    band = likeness.high - likeness.low
    shift = int(np.floor(np.log2(LONGEST**2 * band / units)))
    return float(np.sqrt(units * 2.0**shift / band))


def error_bound(likeness: Likeness, units: int) -> float:
    """Return by how much a rounded score can differ from the true one, at the very worst."""
    length = length_of(likeness, units)
    half = np.sqrt(likeness.mentees.shape[1]) / 2 / length
    return float((2 * half + half**2 + 1 / length**2) / (likeness.high - likeness.low) + 1 / units)
