"""The best other answers as wholes, in order.

The answers that are left are split into parts, each with its best answer and its second best. The next answer is
the best of the second bests; its part is split in two, by whether one pair of the old answer that the new one lacks
stands or not (C. R. Chegireddy and H. W. Hamacher, *Algorithms for finding k-best perfect matchings*, 1987, after
K. G. Murty, 1968, and E. L. Lawler, 1972). The second best of a part is its best turned along a shortest cycle of the
residual network.

An answer that loses so much can use no step that costs more. So the search begins among the cheapest steps, and
allows dearer ones until it has found as many answers as are asked for that lose no more than the steps allow.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Bools, Floats, Ints
from greenroom.matching.core.questions.counterfactuals import Work, work_on
from greenroom.matching.core.questions.kept_pairs import beyond, pairs_up_to
from greenroom.matching.core.questions.moves import Move, moves_of
from greenroom.matching.core.questions.rearrangements import Rearrangements
from greenroom.matching.core.questions.residual import Changes, Residual
from greenroom.matching.core.questions.shortest import Graph, circuits, distances, graph_from, path
from greenroom.matching.core.solving.solution import Solution

AT_ONCE: Final = 32
WIDER: Final = 8


@dataclass(frozen=True, kw_only=True)
class NextBest:
    """Another answer: the ``rank``-th best besides the one that stands, and what it changes.

    ``loss`` is how much the total falls, exact in ``loss_units``; ``matched_change`` and ``promised_change`` count
    places filled and promises kept, which go before any fit.
    """

    rank: int
    loss: float
    loss_units: int
    total: float
    matched_change: int
    promised_change: int
    moves: tuple[Move, ...]


def next_best(problem: Problem, solution: Solution, count: int = 3) -> list[NextBest]:
    """Return the best other answers in order, as many as there are up to ``count``.

    Answers count places first, then promises, then the total; equals of the answer that stands come with a loss of 0.
    Raises ValueError for an answer that is not the best total, or that has circles: other answers are not ranked then.
    """
    work = work_on(problem, solution)
    if work.graph is None:
        raise ValueError("Other answers are ranked for the best total only, without circles, in memory.")
    found = _ranked(work, work.graph, count)
    return [_told(work, changes, rank) for rank, changes in enumerate(found, start=1)]


def _ranked(work: Work, graph: Rearrangements, wanted: int) -> list[Changes]:
    residual = work.residual
    limit, most = (
        _first_limit(residual, graph),
        min(2**52, beyond(residual) * (residual.problem.blocks.n + 2)),
    )
    while True:
        parts = _Parts(residual, pairs_up_to(residual, graph.kept, limit), limit)
        found = list(parts.in_order(wanted))
        if len(found) == wanted or limit >= most:
            return found
        limit = min(most, limit * WIDER)


def _first_limit(residual: Residual, graph: Rearrangements) -> int:
    """Return what some other answer is known not to lose more than; 1 where nothing is known."""
    if not len(residual.rows):
        return 1
    ways = np.min(
        [hub.to[residual.rows] + hub.back[graph.n + residual.columns] for hub in graph.kept.hubs], axis=0
    )
    best = float((ways + residual.parting(residual.rows, residual.columns)).min())
    return max(1, int(best)) if np.isfinite(best) else 1


def _told(work: Work, changes: Changes, rank: int) -> NextBest:
    problem, solution = work.problem, work.solution
    loss, moves = moves_of(problem, changes)
    matched = len(changes[0]) - len(changes[1])
    return NextBest(
        rank=rank,
        loss=problem.number_of(loss, -matched),
        loss_units=loss,
        total=problem.number_of(solution.total_units - loss, len(solution.pairings) + matched),
        matched_change=matched,
        promised_change=work.residual.promises_more(*changes),
        moves=moves,
    )


@dataclass
class _Part:
    """Answers that have some pairs and lack others: the best, what it loses, and the second best.

    ``has`` says which of the pairs at hand the best has, ``fixed`` which must stay as they are in it. ``potentials``
    make all its steps cost nothing or more. ``cycle`` leads to the second best, which loses ``next_loss``; on it
    pair ``parted`` parts.
    """

    has: Bools
    fixed: Bools
    loads: tuple[Ints, Ints]
    potentials: Floats
    loss: float
    next_loss: float = np.inf
    parted: int = -1
    cycle: list[int] = field(default_factory=list)


class _Parts:
    """The search among pairs that cost up to ``limit``, and so among all answers that lose no more."""

    def __init__(self, residual: Residual, pairs: tuple[Ints, Ints, Ints], limit: int) -> None:
        self.residual, self.limit = residual, float(limit)
        self.n, self.m = residual.problem.blocks.n, residual.problem.blocks.m
        self.nodes = self.n + self.m + 1
        parting = residual.parting(residual.rows, residual.columns)
        self.rows: Ints = np.concatenate([residual.rows, pairs[0]])
        self.columns: Ints = np.concatenate([residual.columns, pairs[1]])
        self.costs: Floats = np.concatenate([-parting, pairs[2]]).astype(np.float64)
        self.number = {
            pair: k for k, pair in enumerate(zip(self.rows.tolist(), self.columns.tolist(), strict=True))
        }

    def in_order(self, wanted: int) -> Iterator[Changes]:
        """Yield the next best answers as changes of the one that stands."""
        has = np.arange(len(self.rows)) < len(self.residual.rows)
        root = _Part(has, np.zeros(len(has), np.bool_), self.residual.load, np.zeros(self.nodes), 0.0)
        ticket = count()
        waiting: list[tuple[float, int, _Part]] = []

        def add(part: _Part) -> None:
            self.find_second(part)
            if part.next_loss <= self.limit:
                heapq.heappush(waiting, (part.next_loss, next(ticket), part))

        add(root)
        for place in range(wanted):
            if not waiting:
                return
            _, _, part = heapq.heappop(waiting)
            other = self.turned(part)
            yield self.changes(root, other)
            if place + 1 < wanted:
                part.fixed = part.fixed.copy()
                part.fixed[part.parted] = True
                add(part)
                add(other)

    def changes(self, before: _Part, after: _Part) -> Changes:
        gained, lost = np.flatnonzero(after.has & ~before.has), np.flatnonzero(before.has & ~after.has)
        return self.pairs(gained), self.pairs(lost)

    def pairs(self, numbers: Ints) -> set[tuple[int, int]]:
        return set(zip(self.rows[numbers].tolist(), self.columns[numbers].tolist(), strict=True))

    def graph(self, part: _Part) -> tuple[Graph, Floats]:
        """Return the open steps of a part with costs under its potentials, and what parting each pair costs."""
        free = ~part.fixed
        joins, parts = np.flatnonzero(free & ~part.has), np.flatnonzero(free & part.has)
        mentees, mentors, outside = np.arange(self.n), np.arange(self.m), self.nodes - 1
        residual, loads = self.residual, part.loads
        steps = [
            (self.rows[joins], self.n + self.columns[joins], self.costs[joins]),
            (self.n + self.columns[parts], self.rows[parts], -self.costs[parts]),
            (mentees, np.full(self.n, outside), residual.giving_back_at(0, mentees, loads[0])),
            (np.full(self.n, outside), mentees, residual.taking(0, mentees, loads[0])),
            (np.full(self.m, outside), self.n + mentors, residual.giving_back_at(1, mentors, loads[1])),
            (self.n + mentors, np.full(self.m, outside), residual.taking(1, mentors, loads[1])),
        ]
        tails, heads, costs = (np.concatenate(side) for side in zip(*steps, strict=True))
        reduced = costs + part.potentials[tails] - part.potentials[heads]
        reduced[reduced > self.limit - part.loss] = np.inf
        parting = np.full(len(self.rows), np.inf)
        ends = part.potentials[self.n + self.columns[parts]] - part.potentials[self.rows[parts]]
        parting[parts] = ends - self.costs[parts]
        return graph_from(tails, heads, reduced, self.nodes), parting

    def find_second(self, part: _Part) -> None:
        """Find a shortest cycle: a pair that parts, and the shortest way from its mentee to its mentor."""
        graph, parting = self.graph(part)
        component = circuits(graph)
        together = component[self.rows] == component[self.n + self.columns]
        able = np.flatnonzero(np.isfinite(parting) & together)
        able = able[np.argsort(parting[able], kind="stable")]
        best, part.next_loss, part.parted = self.limit - part.loss, np.inf, -1
        for start in range(0, len(able), AT_ONCE):
            some = able[start : start + AT_ONCE]
            some = some[parting[some] <= best]
            if not len(some) or (part.parted >= 0 and best <= 0):
                break
            ways = distances(graph, self.rows[some], best)
            found = ways[np.arange(len(some)), self.n + self.columns[some]] + parting[some]
            place = int(found.argmin())
            if found[place] < best or (part.parted < 0 and found[place] <= best):
                best, part.parted = float(found[place]), int(some[place])
        if part.parted >= 0:
            source, target = int(self.rows[part.parted]), self.n + int(self.columns[part.parted])
            part.cycle = path(graph, source, target, best)
            part.next_loss = part.loss + best

    def turned(self, part: _Part) -> _Part:
        """Return the part whose best is the second best of this one, and which lacks the pair that parted."""
        graph, parting = self.graph(part)
        length = part.next_loss - part.loss - parting[part.parted]
        far = distances(graph, np.array(part.cycle[:1]), length)[0]
        has, fixed = part.has.copy(), part.fixed.copy()
        loads = part.loads[0].copy(), part.loads[1].copy()
        changed = [(part.parted, False)]
        for one, two in pairwise(part.cycle):
            if one < self.n <= two < self.nodes - 1:
                changed.append((self.number[one, two - self.n], True))
            elif two < self.n <= one < self.nodes - 1:
                changed.append((self.number[two, one - self.n], False))
        for number, joins in changed:
            has[number] = joins
            loads[0][self.rows[number]] += 1 if joins else -1
            loads[1][self.columns[number]] += 1 if joins else -1
        fixed[part.parted] = True
        return _Part(has, fixed, loads, part.potentials + np.minimum(far, length), part.next_loss)
