"""Shortest rearrangements, by Dijkstra's search (1959) among the few steps that can be of use.

Setting up takes one pass over all pairs, seldom a part of a second; each search then takes milliseconds.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Floats, Ints
from greenroom.matching.core.questions.kept_pairs import Kept, keep_pairs
from greenroom.matching.core.questions.residual import Changes, Residual
from greenroom.matching.core.questions.shortest import distances, merged, path

AT_ONCE: Final = 2_000_000
"""Distances kept in memory while many searches run."""


def ignored(_share: float) -> None:
    """Hear of progress and do nothing."""


class Rearrangements:
    """Searches in one residual network. Raises `TooManyPairs` if it cannot be kept."""

    def __init__(self, residual: Residual, look: Callable[[float], None] = ignored) -> None:
        self.residual = residual
        self.kept: Kept = keep_pairs(residual, look)
        self.n, self.m = residual.problem.blocks.n, residual.problem.blocks.m
        self.outside = self.n + self.m

    @property
    def from_outside(self) -> Floats:
        """The cost of the shortest way from outside to each mentee, n long: 0 where prices say it all."""
        return self.kept.hubs[0].back[: self.n]

    def at_most(self, source: int, target: int) -> float:
        """Return what no shortest way between two nodes exceeds."""
        return min(float(hub.to[source] + hub.back[target]) for hub in self.kept.hubs)

    def force(self, i: int, j: int) -> Changes:
        """Return what else changes if an open pair joins: from the mentor back to the mentee."""
        return self._search(self.n + j, i)

    def part(self, i: int, j: int) -> Changes:
        """Return what else changes if a chosen pair parts: from the mentee to the mentor."""
        return self._search(i, self.n + j)

    def _search(self, source: int, target: int) -> Changes:
        return self.changes(path(self.kept.graph, source, target, self.at_most(source, target)))

    def changes(self, nodes: list[int]) -> Changes:
        """Return the pairs gained and lost along a way."""
        gained, lost = set(), set()
        for one, two in pairwise(nodes):
            if one < self.n <= two < self.outside:
                gained.add((one, two - self.n))
            elif two < self.n <= one < self.outside:
                lost.add((two, one - self.n))
        return gained, lost

    def partings(self, rows: Ints, columns: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Yield, some pairs at a time, their places among those given and what parting each of them costs."""
        numbers, inside = merged(self.kept.graph[: self.outside, : self.outside])
        hubs = [(hub.to[rows] + hub.back[self.n + columns]) for hub in self.kept.hubs]
        most = np.min(hubs, axis=0)
        back = self.residual.parting(rows, columns)
        order = np.argsort(most, kind="stable")
        step = max(1, AT_ONCE // inside.shape[0])
        for start in range(0, len(order), step):
            part = order[start : start + step]
            limit = float(most[part].max())
            sources, place = np.unique(numbers[rows[part]], return_inverse=True)
            dist = distances(inside, sources, limit)
            ways = np.minimum(dist[place, numbers[self.n + columns[part]]], most[part])
            yield part, ways.astype(np.int64) + back[part]
