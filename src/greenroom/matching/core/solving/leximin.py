"""Leximin: the lowest fit as high as can be, then the next lowest, and so on to the last.

Level by level. A level is a value that the answer's fits take, from the lowest up: the value is the highest bar under
which the rest can stay above, and then as few pairs as possible are left at it. Both are one minimum-cost flow. By
complementary slackness its prices say which pairs every best answer takes, which none does and which are open; the
next level is solved on the open ones alone. (Lexicographic bottleneck assignment: R. E. Burkard and F. Rendl, 1991.)

Taken together the levels' prices are prices in an ordered group, whole numbers compared level by level; they bound
every answer as plain prices do, and so the answer can be checked by itself (`leximin_proofs`).
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.proofs.leximin_proofs import level_costs
from greenroom.matching.core.solving.solution import LevelPrices

LEXIMIN_PAIRS: Final = 40_000
"""Up to so many pairs (200 × 200) the answer is leximin; beyond, the lowest fit alone is lifted."""


class Leximin:
    """One solve over the allowed pairs given: `run` it, then read ``chosen`` (a mask over them) and ``levels``."""

    def __init__(
        self, blocks: Blocks, rows: Ints, columns: Ints, units: Ints, look: Callable[[float], None]
    ) -> None:
        self.look = look
        n, m, self.pairs = blocks.n, blocks.m, len(rows)
        self.n, self.m, self.units = n, m, units
        left, low_left, right, low_right = blocks.free()
        mentees, mentors, sink = np.arange(n), n + np.arange(m), np.array([n + m])
        self.tails: Ints = np.concatenate([rows, mentees, mentees, mentors, mentors])
        self.heads: Ints = np.concatenate([n + columns, np.repeat(sink, 2 * n + 2 * m)])
        self.room: Ints = np.concatenate(
            [np.ones(self.pairs, np.int64), left - low_left, low_left, right - low_right, low_right]
        )
        self.supply: Ints = np.concatenate([left, np.zeros(m, np.int64), [-int(left.sum())]])
        self.flow: Ints = np.zeros(len(self.tails), dtype=np.int64)
        self.open: Bools = self.room > 0
        self.levels: list[LevelPrices] = []
        self.values: list[int] = []
        self.first = np.concatenate(
            [np.zeros(self.pairs, np.int64), np.ones(n, np.int64), np.full(n, 2), np.zeros(m), np.full(m, -1)]
        ).astype(np.int64)

    @property
    def chosen(self) -> Bools:
        """Which of the pairs the answer takes."""
        mask: Bools = self.flow[: self.pairs] > 0
        return mask

    def run(self) -> None:
        """Fill the most places and keep the most promises, then lift level after level."""
        self.settle(self.first, left_out=1)
        most = int(self.chosen.sum())
        bar = -1
        while True:
            above = self.chosen & (self.units > bar)
            self.look(1 - int(above.sum()) / max(1, most))
            if not above.any():
                return
            under, bar = bar, self.raised(bar)
            self.values.append(bar)
            costs = np.zeros(len(self.tails), dtype=np.int64)
            costs[: self.pairs] = level_costs(self.units, bar, most)
            passed = np.zeros(len(self.tails), dtype=np.bool_)
            passed[: self.pairs] = (self.units > under) & (self.units < bar)
            self.settle(costs, passed=passed)

    def raised(self, bar: int) -> int:
        """Return the next level: the highest value under which every pair above ``bar`` can be avoided."""
        taken = self.units[self.chosen & (self.units > bar)]
        fixed = self.units[self.chosen & ~self.open[: self.pairs] & (self.units > bar)]
        most = int(fixed.min()) if len(fixed) else int(self.units.max())
        known = np.unique(self.units[self.open[: self.pairs]])
        values = known[(known > taken.min()) & (known <= most)]
        if len(fixed):
            values = np.union1d(values, [most])
            values = values[values > taken.min()]
        best, low, high, step = int(taken.min()), 0, len(values), 1
        while low < high:
            middle = min(low + step - 1, high - 1) if step else (low + high) // 2
            if self.can_avoid(bar, int(values[middle])):
                best, low = int(values[middle]), middle + 1
                step *= 2
            else:
                high, step = middle, 0
        return best

    def can_avoid(self, under: int, bar: int) -> bool:
        """Tell whether some best answer so far takes no pair with ``under`` < units < ``bar``."""
        from ortools.graph.python import max_flow

        use = self.open.copy()
        use[: self.pairs] &= (self.units <= under) | (self.units >= bar)
        arcs = np.flatnonzero(use)
        rest = self.remaining()
        source, drain = self.n + self.m + 1, self.n + self.m + 2
        gives, takes = np.flatnonzero(rest > 0), np.flatnonzero(rest < 0)
        network = max_flow.SimpleMaxFlow()
        network.add_arcs_with_capacity(
            np.concatenate([self.tails[arcs], np.full(len(gives), source), takes]).astype(np.int32),
            np.concatenate([self.heads[arcs], gives, np.full(len(takes), drain)]).astype(np.int32),
            np.concatenate([self.room[arcs], rest[gives], -rest[takes]]).astype(np.int64),
        )
        network.solve(source, drain)
        return int(network.optimal_flow()) == int(rest[gives].sum())

    def remaining(self) -> Ints:
        """Return what is left to send from (or, below 0, to) each node beside what is settled."""
        rest: Ints = self.supply.copy()
        settled = np.flatnonzero(~self.open & (self.flow > 0))
        np.subtract.at(rest, self.tails[settled], self.flow[settled])
        np.add.at(rest, self.heads[settled], self.flow[settled])
        return rest

    def settle(self, costs: Ints, *, left_out: int = 0, passed: Bools | None = None) -> None:
        """Solve one level among what is open, note its prices, and close what they decide."""
        from ortools.graph.python import min_cost_flow

        arcs = np.flatnonzero(self.open if passed is None else self.open & ~passed)
        network = min_cost_flow.SimpleMinCostFlow()
        made = network.add_arcs_with_capacity_and_unit_cost(
            self.tails[arcs].astype(np.int32),
            self.heads[arcs].astype(np.int32),
            self.room[arcs].astype(np.int64),
            costs[arcs],
        )
        network.set_nodes_supplies(np.arange(self.n + self.m + 1, dtype=np.int32), self.remaining())
        status = network.solve()
        if status != network.OPTIMAL:
            raise ArithmeticError(f"The flow solver stopped with status {status}.")
        self.flow[self.open] = 0
        self.flow[arcs] = network.flows(made)
        heights = self.heights(costs)
        slack = costs + heights[self.tails] - heights[self.heads]
        self.open &= slack == 0
        ground = heights[-1]
        left, right = heights[: self.n] - ground + left_out, ground - heights[self.n : -1]
        self.levels.append(LevelPrices(left=tuple(left.tolist()), right=tuple(right.tolist())))

    def heights(self, costs: Ints) -> Ints:
        """Return node potentials under which no open arc could lower the cost (R. Bellman, 1958)."""
        forth = np.flatnonzero(self.open & (self.flow < self.room))
        back = np.flatnonzero(self.open & (self.flow > 0))
        tails = np.concatenate([self.tails[forth], self.heads[back]])
        heads = np.concatenate([self.heads[forth], self.tails[back]])
        lengths = np.concatenate([costs[forth], -costs[back]])
        height: Any = np.zeros(self.n + self.m + 1, dtype=np.int64)
        for _ in range(self.n + self.m + 2):
            new = height.copy()
            np.minimum.at(new, heads, height[tails] + lengths)
            if (new == height).all():
                found: Ints = height
                return found
            height = new
        raise ArithmeticError("The prices do not settle: the flow was not the best.")
