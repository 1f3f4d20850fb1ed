"""The pairs that an answer is sought among, and which of them are chosen."""

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.spans import ordered


class Pool:
    """Pairs in order, each once: ``rows``, ``columns``, ``units``, and ``chosen`` of the present answer."""

    def __init__(self, m: int) -> None:
        self.m = m
        self.rows = self.columns = self.units = np.zeros(0, dtype=np.int64)
        self.chosen: Bools = np.zeros(0, dtype=np.bool_)

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, rows: Ints, columns: Ints, units: Ints) -> int:
        """Add pairs that are not there yet; return how many those were."""
        keys = np.concatenate([self.rows * self.m + self.columns, rows * self.m + columns])
        order = ordered(keys, np.zeros_like(keys))
        keys = keys[order]
        is_first = np.diff(keys, prepend=-1) > 0
        keys, first = keys[is_first], order[is_first]
        added = len(keys) - len(self)
        if added:
            self.units = np.concatenate([self.units, units])[first]
            self.chosen = np.concatenate([self.chosen, np.zeros(len(rows), dtype=np.bool_)])[first]
            self.rows, self.columns = np.divmod(keys, self.m)
        return added

    def better(self, left: Ints, right: Ints) -> Bools:
        """Return which pairs are worth more than their prices and not chosen."""
        return (self.values(right) > left[self.rows]) & ~self.chosen

    def nearest(self, left: Ints, right: Ints, most: int) -> Bools:
        """Return which pairs are the best of their mentee at these prices, or worth more than them, or chosen."""
        values = self.values(right)
        order = ordered(self.rows, values)
        rank = np.arange(len(self)) - np.searchsorted(self.rows, self.rows)
        near = self.chosen | (values > left[self.rows])
        near[order[rank < most]] = True
        return near

    def loads(self, n: int) -> tuple[Ints, Ints]:
        """Return how many chosen pairs each mentee and each mentor has."""
        return (
            np.bincount(self.rows[self.chosen], minlength=n),
            np.bincount(self.columns[self.chosen], minlength=self.m),
        )

    def values(self, right: Ints) -> Ints:
        """Return what is left of each pair's units at mentors' prices."""
        return self.units - right[self.columns]
