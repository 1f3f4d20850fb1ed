"""The highest lowest fit: how high a bar can be raised while as many places can be filled and promises kept.

A bar holds if three flows over the pairs at or above it are as large as without: places, mentors' promises and mentees'
promises (they never compete: Mendelsohn and Dulmage, 1958). That the next unit fails is proven over all pairs by a
minimum cut, found by the walk of `reach`. Pairs are added as the walk finds them, so the flows stay small.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.pairs.whole_rows import best_of_rows
from greenroom.matching.core.solving.reach import Reached, reach

KEPT: Final = 16
"""Pairs that each person begins with, the best on either side."""
ALL_PAIRS: Final = 60_000

Barrier = tuple[str, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class _Net:
    """One of the three flows: how many it must carry, and through which places."""

    name: str
    left: Ints
    right: Ints
    target: int

    @property
    def is_swapped(self) -> bool:
        return self.name == "promised_mentors"


class Bottleneck:
    """One search: `run` it, then read ``bar`` (units) and ``barrier`` (the cut that holds one unit above)."""

    def __init__(self, problem: Problem, chosen: tuple[Ints, Ints], look: Callable[[float], None]) -> None:
        """Begin from the pairs of any answer that fills and keeps the most; there must be one pair at least."""
        self.blocks, self.look = problem.blocks, look
        left, low_left, right, low_right = self.blocks.free()
        load = (
            np.bincount(chosen[0], minlength=self.blocks.n),
            np.bincount(chosen[1], minlength=self.blocks.m),
        )
        kept = [int(np.minimum(load[side], low).sum()) for side, low in ((0, low_left), (1, low_right))]
        self.nets = [
            net
            for net in (
                _Net("places", left, right, len(chosen[0])),
                _Net("promised_mentors", left, low_right, kept[1]),
                _Net("promised_mentees", low_left, right, kept[0]),
            )
            if net.target
        ]
        self.rows = self.columns = self.units = np.zeros(0, dtype=np.int64)
        self.bar = int(self.blocks.units(*chosen).min())
        self.barrier: Barrier | None = None
        self.add(*chosen)
        if self.blocks.n * self.blocks.m <= ALL_PAIRS:
            self.add(*best_of_rows(problem.tiles, self.blocks.m, look))
        else:
            self.add(*best_of_rows(problem.tiles, KEPT, look))
            columns, rows = best_of_rows(problem.tiles_by_mentor, KEPT, look)
            self.add(rows, columns)

    def add(self, rows: Ints, columns: Ints) -> int:
        """Add pairs that are not kept yet; return how many those were."""
        keys = np.setdiff1d(rows * self.blocks.m + columns, self.rows * self.blocks.m + self.columns)
        if len(keys):
            new_rows, new_columns = np.divmod(keys, self.blocks.m)
            self.rows = np.concatenate([self.rows, new_rows])
            self.columns = np.concatenate([self.columns, new_columns])
            self.units = np.concatenate([self.units, self.blocks.units(new_rows, new_columns)])
        return len(keys)

    def run(self) -> None:
        """Raise the bar among the pairs kept, then test one unit more over all pairs, until that fails."""
        while True:
            self.raise_bar()
            self.look(0.5)
            if not self.holds_over_all(self.bar + 1):
                return
            self.bar += 1

    def raise_bar(self) -> None:
        """Find the highest bar that holds among the pairs kept, by halving."""
        values = np.unique(self.units[self.units > self.bar])
        low, high = 0, len(values)  # all bars before ``low`` hold, none from ``high`` on does
        while low < high:
            self.look(0.25)
            middle = (low + high) // 2
            if all(self.flow(net, int(values[middle]))[0] for net in self.nets):
                low, self.bar = middle + 1, int(values[middle])
            else:
                high = middle

    def flow(self, net: _Net, bar: int) -> tuple[bool, tuple[Ints, Ints]]:
        """Return whether the flow reaches its target over the kept pairs at the bar, and its pairs."""
        at = np.flatnonzero(self.units >= bar)
        rows, columns = self.rows[at], self.columns[at]
        chosen = most_pairs(rows, columns, net.left, net.right)
        return int(chosen.sum()) >= net.target, (rows[chosen], columns[chosen])

    def holds_over_all(self, bar: int) -> bool:
        """Tell whether a bar holds over all pairs; if not, keep the cut that says so."""
        blocks = replace(self.blocks, minimum=bar)
        tiles: dict[bool, Tiles] = {}
        for net in self.nets:
            while True:
                is_full, pairs = self.flow(net, bar)
                if is_full:
                    break
                if net.is_swapped not in tiles:
                    tiles[net.is_swapped] = Tiles(blocks, swapped=net.is_swapped)
                cut = self.walk(tiles[net.is_swapped], net, pairs)
                if cut.extra is None:
                    left, right = (tuple(np.flatnonzero(side).tolist()) for side in (cut.left, cut.right))
                    self.barrier = net.name, left, right
                    return False
                self.add(*(cut.extra[::-1] if net.is_swapped else cut.extra))
        return True

    def walk(self, tiles: Tiles, net: _Net, pairs: tuple[Ints, Ints]) -> Reached:
        """Walk from everyone with a place left to anyone with a place left, over all pairs at the bar."""
        sides = [
            (people, places, np.bincount(people, minlength=len(places)))
            for people, places in ((pairs[0], net.left), (pairs[1], net.right))
        ]
        if net.is_swapped:
            sides.reverse()
        (rows, places, load), (columns, others, taken) = sides
        nobody: Bools = np.zeros(len(places), dtype=np.bool_)
        return reach(
            tiles,
            (rows, columns),
            start=load < places,
            free=taken < others,
            spare=nobody,
            blocked=(places == 0, others == 0),
            look=lambda: self.look(0.75),
        )


def most_pairs(rows: Ints, columns: Ints, left: Ints, right: Ints) -> Bools:
    """Return which pairs a largest flow takes; each person has so many places.

    >>> places = np.array([1, 1])
    >>> most_pairs(np.array([0, 0, 1]), np.array([0, 1, 0]), places, places).tolist()
    [False, True, True]
    """
    from ortools.graph.python import max_flow

    n, m, pairs = len(left), len(right), len(rows)
    if not pairs:
        return np.zeros(0, dtype=np.bool_)
    source, sink = n + m, n + m + 1
    network = max_flow.SimpleMaxFlow()
    tails = np.concatenate([rows, np.full(n, source), n + np.arange(m)]).astype(np.int32)
    heads = np.concatenate([n + columns, np.arange(n), np.full(m, sink)]).astype(np.int32)
    places = np.concatenate([np.ones(pairs, dtype=np.int64), left, right]).astype(np.int64)
    arcs = network.add_arcs_with_capacity(tails, heads, places)
    status = network.solve(source, sink)
    if status != network.OPTIMAL:
        raise ArithmeticError(f"The flow solver stopped with status {status}.")
    chosen: Bools = network.flows(arcs[:pairs]) > 0
    return chosen


def with_minimum(blocks: Blocks, bar: int) -> Blocks:
    """Return the problem with all pairs under the bar ruled out."""
    return replace(blocks, minimum=bar if blocks.minimum is None else max(bar, blocks.minimum))
