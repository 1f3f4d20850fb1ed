"""The best there is while some circles must open, some stay shut, and the others may be of any size.

A minimum-cost flow with lower bounds over a pool of pairs, priced over all pairs until none is better (Ahuja,
Magnanti, Orlin, *Network Flows*, 1993, chapters 2.4 and 9).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.circle_trees import Decisions, Weights, needed, worth_of
from greenroom.matching.core.criteria.features import Bools, Floats, Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.proofs.examination import all_pairs

POOL: Final = 200_000
"""Up to so many pairs all of them are in the pool from the start."""
FOR_MENTEE: Final = 24
FOR_MENTOR: Final = 8

Look = Callable[[], None]


@dataclass(frozen=True)
class Relaxed:
    """What the decisions allow at most: its ``worth`` and pairs, or (``cannot``) that the open circles do not fill.

    ``prices`` prove it, over all pairs.
    """

    cannot: bool
    worth: int
    rows: Ints
    columns: Ints
    prices: tuple[Ints, Ints]


@dataclass(frozen=True)
class _Goal:
    """What a flow is to be best at: the worth of each pair of the pool, of a promise, and bounds on the mentors."""

    worth: Ints
    promise: int
    low: tuple[Ints, Ints]
    least: Ints
    most: Ints


class Relaxation:
    """A problem, solved again and again under other decisions."""

    def __init__(self, blocks: Blocks, weights: Weights, look: Look) -> None:
        self.blocks, self.weights, self.look = blocks, weights, look
        left, low_left, right, low_right = blocks.free()
        self.places, self.low = (left, right), (low_left, low_right)
        self.is_whole = blocks.n * blocks.m <= POOL
        self.rows, self.columns = self._pool()
        self.units = blocks.units(self.rows, self.columns)

    def solve(self, decisions: Decisions) -> Relaxed:
        """Return the best under the decisions, or the proof that the circles that must open cannot all be filled."""
        least = needed(self.blocks, decisions)
        most = np.where(decisions.shut, 0, self.places[1])
        chosen = None
        if self.is_whole:
            chosen = self._flow(self._goal(least, most))
        if chosen is None and least.any():
            short = self._members(least, most)
            if short is not None:
                return short
        while True:
            goal = self._goal(least, most)
            if chosen is None:
                chosen = self._flow(goal)
            if chosen is None:
                raise ArithmeticError("The circles can be filled, and the flow does not find it.")
            prices = self._prices(goal, chosen)
            if self.is_whole or not self._add(prices, most, self.weights.place, counts_units=True):
                break
            chosen = None
        rows, columns = self.rows[chosen], self.columns[chosen]
        return Relaxed(
            cannot=False,
            worth=worth_of(self.blocks, self.weights, rows, columns),
            rows=rows,
            columns=columns,
            prices=prices,
        )

    def _goal(self, least: Ints, most: Ints) -> _Goal:
        low = (self.low[0], np.minimum(self.low[1], most))
        return _Goal(self.units + self.weights.place, self.weights.promise, low, least, most)

    def _members(self, least: Ints, most: Ints) -> Relaxed | None:
        """Fill the circles that must open, and nothing else; None if they can be filled."""
        nobody = np.zeros(self.blocks.n, dtype=np.int64)
        none = np.zeros(self.blocks.m, dtype=np.int64)
        while True:
            goal = _Goal(np.zeros(len(self.rows), dtype=np.int64), 1, (nobody, least), none, most)
            chosen = self._flow(goal)
            if chosen is None:
                raise ArithmeticError("The flow solver found no way to leave everyone out.")
            prices = self._prices(goal, chosen)
            if self.is_whole or not self._add(prices, most, 0, counts_units=False):
                break
        got = np.bincount(self.columns[chosen], minlength=self.blocks.m)
        if (got >= least).all():
            return None
        empty = np.zeros(0, dtype=np.int64)
        return Relaxed(cannot=True, worth=0, rows=empty, columns=empty, prices=prices)

    def _flow(self, goal: _Goal) -> Bools | None:
        """Return which pairs of the pool are chosen; None if the lower bounds cannot be met within it."""
        from ortools.graph.python import min_cost_flow

        n, m = self.blocks.n, self.blocks.m
        tails, heads, capacities, costs = self._arcs(goal)
        useful = np.flatnonzero(capacities > 0)
        flow = min_cost_flow.SimpleMinCostFlow()
        arcs = flow.add_arcs_with_capacity_and_unit_cost(
            tails[useful].astype(np.int32), heads[useful].astype(np.int32), capacities[useful], costs[useful]
        )
        left = self.places[0]
        supplies = np.concatenate([left, -goal.least, [goal.least.sum() - left.sum()]]).astype(np.int64)
        if supplies[-1] > 0:
            return None
        flow.set_nodes_supplies(np.arange(n + m + 1, dtype=np.int32), supplies)
        status = flow.solve()
        if status == flow.INFEASIBLE:
            return None
        if status != flow.OPTIMAL:
            raise ArithmeticError(f"The flow solver stopped with status {status}.")
        chosen = np.zeros(len(self.rows), dtype=np.bool_)
        pairs = int(np.searchsorted(useful, len(self.rows)))
        chosen[useful[:pairs]] = flow.flows(arcs[:pairs]) > 0
        return chosen

    def _arcs(self, goal: _Goal) -> tuple[Ints, Ints, Ints, Ints]:
        """Return tails, heads, capacities and costs: the pairs, then who is left out, then what mentors take."""
        n, m = self.blocks.n, self.blocks.m
        mentees, mentors, sink = np.arange(n), n + np.arange(m), n + m
        (low_left, low_right), left = goal.low, self.places[0]
        kept = np.maximum(low_right - goal.least, 0)
        tails = np.concatenate([self.rows, mentees, mentees, mentors, mentors])
        heads = np.concatenate([n + self.columns, np.full(2 * n + 2 * m, sink)])
        open_ = (goal.most[self.columns] > 0).astype(np.int64)
        capacities = np.concatenate(
            [open_, left - low_left, low_left, kept, goal.most - np.maximum(goal.least, low_right)]
        )
        costs = np.concatenate(
            [
                -goal.worth,
                np.zeros(n, np.int64),
                np.full(n, goal.promise),
                np.full(m, -goal.promise),
                np.zeros(m, np.int64),
            ]
        )
        return tails, heads, capacities.astype(np.int64), costs.astype(np.int64)

    def _prices(self, goal: _Goal, chosen: Bools) -> tuple[Ints, Ints]:
        """Return prices under which the choice is best: distances in the residual network (Bellman, 1958)."""
        n, m = self.blocks.n, self.blocks.m
        tails, heads, capacities, costs = self._arcs(goal)
        loads = np.bincount(self.rows[chosen], minlength=n), np.bincount(self.columns[chosen], minlength=m)
        out = self.places[0] - loads[0]
        gladly = np.minimum(out, self.places[0] - goal.low[0])
        more = loads[1] - goal.least
        kept = np.minimum(more, np.maximum(goal.low[1] - goal.least, 0))
        flows = np.concatenate([chosen.astype(np.int64), gladly, out - gladly, kept, more - kept])
        onward, back = np.flatnonzero(flows < capacities), np.flatnonzero(flows > 0)
        dist = _distances(
            n + m + 1,
            np.concatenate([tails[onward], heads[back]]),
            np.concatenate([heads[onward], tails[back]]),
            np.concatenate([costs[onward], -costs[back]]),
        )
        return dist[:n] - dist[n + m], dist[n + m] - dist[n : n + m]

    def _pool(self) -> tuple[Ints, Ints]:
        """Return the pairs to begin with: all, or the best of each mentee and of each mentor among some mentees."""
        found: list[tuple[Ints, Ints]] = []
        for rows, units, allowed in all_pairs(self.blocks):
            self.look()
            self._without_pins(rows, allowed)
            keep = allowed if self.is_whole else allowed & _best_of(units, allowed)
            i, j = np.nonzero(keep)
            found.append((rows[i], j))
        return np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])

    def _without_pins(self, rows: Ints, allowed: Bools) -> None:
        inside = np.flatnonzero((self.blocks.pins[0] >= rows[0]) & (self.blocks.pins[0] <= rows[-1]))
        allowed[self.blocks.pins[0][inside] - rows[0], self.blocks.pins[1][inside]] = False

    def _add(self, prices: tuple[Ints, Ints], most: Ints, place: int, *, counts_units: bool) -> int:
        """Add pairs of the whole problem that are worth more than their prices and not in the pool; return how many."""
        found: list[Ints] = []
        for rows, units, allowed in all_pairs(self.blocks):
            self.look()
            self._without_pins(rows, allowed)
            allowed[:, most == 0] = False
            inside = np.flatnonzero((self.rows >= rows[0]) & (self.rows <= rows[-1]))
            allowed[self.rows[inside] - rows[0], self.columns[inside]] = False
            worth = units + place if counts_units else np.zeros_like(units)
            slack = np.where(allowed, worth - prices[0][rows, None] - prices[1][None, :], 0)
            i, j = np.nonzero((slack > 0) & _best_of(slack, slack > 0))
            found.append(rows[i] * self.blocks.m + j)
        new = np.concatenate(found)
        self.rows = np.concatenate([self.rows, new // self.blocks.m])
        self.columns = np.concatenate([self.columns, new % self.blocks.m])
        self.units = self.blocks.units(self.rows, self.columns)
        return len(new)


def _best_of(values: Floats, allowed: Bools) -> Bools:
    """Return the best few of each row and of each column."""
    shown = np.where(allowed, values, -1.0)
    keep = np.zeros(values.shape, dtype=np.bool_)
    for axis, wanted in ((1, FOR_MENTEE), (0, FOR_MENTOR)):
        size = values.shape[axis]
        if size <= wanted:
            return allowed
        best = np.argpartition(shown, size - wanted, axis=axis)
        np.put_along_axis(keep, np.take(best, np.arange(size - wanted, size), axis=axis), True, axis=axis)
    return keep & allowed


def _distances(size: int, tails: Ints, heads: Ints, costs: Ints) -> Ints:
    """Return shortest distances from all nodes at once. Raises ArithmeticError if they do not settle."""
    order = np.argsort(heads, kind="stable")
    tails, heads, costs = tails[order], heads[order], costs[order]
    there, starts = np.unique(heads, return_index=True)
    dist = np.zeros(size, dtype=np.int64)
    if not len(there):
        return dist
    for _ in range(size + 1):
        nearest = np.minimum(dist[there], np.minimum.reduceat(dist[tails] + costs, starts))
        if (nearest == dist[there]).all():
            return dist
        dist[there] = nearest
    raise ArithmeticError("The prices do not settle: the flow was not the best.")
