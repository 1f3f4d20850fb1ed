"""What is known of pairs that are not among the candidates, and which of them must be visited again.

A cover is one number a mentee (``left``) and one a mentor (``right``): each allowed pair that is no candidate has
units of at most their sum. Prices u, p prove a choice best over all pairs if no candidate is worth more than its two
prices and ``left + right <= u + p`` for every pair. That holds as soon as the largest ``right − p`` is at most the
smallest ``u − left``. Prices that have moved little need few people to be visited again: those mentors whose
price fell by more than some number, and those mentees whose price rose less above their cover than it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Ints

TOO_MUCH: Final = 0.6
"""From this share of all pairs on a whole pass is better than one over some people."""
SPLITS: Final = 200


@dataclass(frozen=True)
class Again:
    """Whom to visit: rows with all columns, and columns with all other rows; ``split`` is what they are held to."""

    rows: Ints
    columns: Ints
    split: int
    is_whole: bool = False


class Cover:
    """The present cover; nothing is known at first."""

    def __init__(self, n: int, m: int) -> None:
        self.left: Ints | None = None
        self.right: Ints = np.zeros(m, dtype=np.int64)
        self.n, self.m = n, m

    def everything(self, left: Ints, right: Ints) -> None:
        """Know a new cover of all pairs."""
        self.left, self.right = left, right

    def proves(self, left: Ints, right: Ints) -> bool:
        """Tell whether prices hold for all pairs that are no candidates."""
        if self.left is None:
            return False
        if not self.n or not self.m:
            return True
        return int((self.right - right).max()) <= int((left - self.left).min())

    def again(self, left: Ints, right: Ints) -> Again:
        """Return the fewest people to visit again under new prices."""
        if self.left is not None:
            fall, room = np.sort(self.right - right), np.sort(left - self.left)
            splits = np.unique(fall[np.linspace(0, self.m - 1, SPLITS).astype(np.int64)])
            costs = 1 - np.searchsorted(fall, splits, side="right") / self.m
            costs += np.searchsorted(room, splits) / self.n
            split, cost = int(splits[costs.argmin()]), float(costs.min())
            if cost <= TOO_MUCH:
                rows = np.flatnonzero(left - self.left < split)
                return Again(rows, np.flatnonzero(self.right - right > split), split)
        return Again(np.arange(self.n), np.zeros(0, dtype=np.int64), 0, is_whole=True)

    def most_over(self, left: Ints, right: Ints) -> Ints:
        """Return for each row by how much its pairs that are no candidates may exceed prices, at most."""
        if self.left is None:
            raise ValueError("Nothing is known of the pairs that are no candidates.")
        fall = int((self.right - right).max()) if self.m else 0
        over: Ints = np.maximum(self.left - left + fall, 0)
        return over
