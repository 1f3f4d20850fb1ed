"""Which circles open: branch and bound on top of the best total.

A node opens some circles (so many people or more), shuts some, and lets the others be of any size; the flow under
that is the most any answer below the node can be worth. The node with the highest bound is looked at first, and
branches on a circle that would open too small. The first answer that keeps every condition and that no bound
exceeds is the best there is. (A. H. Land, A. G. Doig, *An automatic method of solving discrete programming problems*, 1960.)
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from greenroom.matching.core.compiled.circle_trees import (
    CircleTree,
    Decisions,
    decided,
    goals_of,
    open_by_pins,
    weights_of,
    worth_of,
)
from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.given.progress import UNWATCHED, Progress, Watch
from greenroom.matching.core.pairs.blocks import Blocks, pack
from greenroom.matching.core.solving.circle_flows import Relaxation, Relaxed
from greenroom.matching.core.solving.solution import Solution, UnmetMinimum

CIRCLE_NODES: Final = 2_000
"""After so many nodes the best answer found stands, and its distance from the bound is stated."""
DIVE_EACH: Final = 50

SolvePlain = Callable[[Problem], Solution]


@dataclass
class _Node:
    """One node of the tree: decided on a ``circle`` with its two ``children``, or a leaf."""

    decisions: Decisions
    relaxed: Relaxed
    circle: int = -1
    children: tuple[int, int] = (-1, -1)


class CannotOpen(Exception):
    """The circle that was to open cannot be filled."""


class CircleSearch:
    """One search: `run` it, then read ``best`` (worth, rows and columns besides pins), ``bound`` and ``nodes``."""

    def __init__(
        self,
        problem: Problem,
        watch: Watch = UNWATCHED,
        *,
        limit: int | None = None,
        must_open: int | None = None,
    ) -> None:
        self.problem, self.blocks = problem, open_by_pins(problem.blocks, besides=must_open)
        self.must_open = must_open
        self.limit = CIRCLE_NODES if limit is None else limit
        self.watch = watch
        self.weights = weights_of(problem.blocks)
        self.relaxation = Relaxation(self.blocks, self.weights, watch.look)
        self.sizes = np.zeros(self.blocks.m, dtype=np.int64)
        self.sizes[self.blocks.circles] = (
            self.blocks.opens_with[self.blocks.circles] if self.blocks.opens_with is not None else 0
        )
        self.least = self.sizes if self.blocks.opens_with is None else self.blocks.opens_with
        nobody = np.zeros(0, dtype=np.int64)
        # That no circle opens is always an answer, unless one must.
        self.best: tuple[int, Ints, Ints] = (0 if must_open is None else -1, nobody, nobody)
        self.nodes: list[_Node] = []
        self.bound = 0

    def run(self) -> None:
        """Branch until the best answer is proven, or so many nodes as the limit are solved."""
        nothing = np.zeros(self.blocks.m, dtype=np.bool_)
        open_: list[tuple[int, int]] = []
        root = Decisions(nothing, nothing)
        if self.must_open is not None:
            root = decided(root, self.must_open, is_open=True)
        self._add(root, open_)
        if self.nodes[0].relaxed.cannot:
            raise CannotOpen
        self._dive(self.nodes[0])
        while open_:
            self.bound = max(-open_[0][0], self.best[0])
            self._tell()
            if -open_[0][0] <= self.best[0] or len(self.nodes) + 2 > self.limit:
                return
            number = heapq.heappop(open_)[1]
            node = self.nodes[number]
            node.circle = self._undersized(node.relaxed)
            children = []
            for is_open in (False, True):
                decisions = decided(node.decisions, node.circle, is_open=is_open)
                children.append(self._add(decisions, open_))
            node.children = (children[0], children[1])
            if len(self.nodes) % DIVE_EACH < len(children) and open_:
                self._dive(self.nodes[open_[0][1]])
        self.bound = self.best[0]
        self._tell()

    def _add(self, decisions: Decisions, open_: list[tuple[int, int]]) -> int:
        """Solve a node; it waits unless it is settled."""
        self.watch.look()
        relaxed = self.relaxation.solve(decisions)
        number = len(self.nodes)
        self.nodes.append(_Node(decisions, relaxed))
        if not relaxed.cannot and not self._keep(relaxed):
            heapq.heappush(open_, (-relaxed.worth, number))
        return number

    def _keep(self, relaxed: Relaxed) -> bool:
        """Tell whether every circle has its size; if so, and it is better, this is the best answer so far."""
        if self._undersized(relaxed) >= 0:
            return False
        if relaxed.worth > self.best[0]:
            self.best = (relaxed.worth, relaxed.rows, relaxed.columns)
        return True

    def _undersized(self, relaxed: Relaxed) -> int:
        """Return the circle that is furthest from both nobody and its size; -1 if all are right."""
        load = np.bincount(relaxed.columns, minlength=self.blocks.m)
        doubt = np.where(load < self.sizes, np.minimum(load, self.sizes - load), 0)
        return int(doubt.argmax()) if doubt.any() else -1

    def _dive(self, node: _Node) -> None:
        """Find some answer soon: open the undersized circles that are nearly full, and shut the emptiest."""
        decisions, relaxed = node.decisions, node.relaxed
        for _ in range(2 * len(self.blocks.circles)):
            if relaxed.cannot or self._undersized(relaxed) < 0:
                return
            self.watch.look()
            load = np.bincount(relaxed.columns, minlength=self.blocks.m)
            short = np.flatnonzero((load > 0) & (load < self.sizes))
            lacking = (self.sizes - load)[short]
            nearest = int(short[lacking.argmin()])
            if 2 * load[nearest] >= self.sizes[nearest]:
                tried = decided(decisions, nearest, is_open=True)
                relaxed = self.relaxation.solve(tried)
                if not relaxed.cannot:
                    decisions = tried
                    self._keep(relaxed)
                    continue
                emptiest = nearest
            else:
                emptiest = int(short[load[short].argmin()])
            decisions = decided(decisions, emptiest, is_open=False)
            relaxed = self.relaxation.solve(decisions)
            if not relaxed.cannot:
                self._keep(relaxed)

    def _tell(self) -> None:
        if self.watch.on_progress is None:
            return
        pins = self.problem.blocks.pins
        units = int(self.blocks.units(*pins).sum() + self.blocks.units(*self.best[1:]).sum())
        taken = len(self.best[1]) + len(pins[0])
        total = self.problem.number_of(units, taken)
        is_alike = goals_of(self.bound, self.weights)[:2] == goals_of(self.best[0], self.weights)[:2]
        gap = float((self.bound - self.best[0]) * self.problem.unit)
        progress = Progress(
            phase="circles",
            share=1.0 if self.bound == self.best[0] else len(self.nodes) / self.limit,
            round=len(self.nodes),
            matched=taken,
            total=total,
            bound=total + gap if is_alike else None,
        )
        self.watch.tell(progress)

    def tree(self) -> tuple[Mapping[str, Any], ...]:
        """Return the tree as plain JSON."""
        return tuple(_plain(node) for node in self.nodes)


def _plain(node: _Node) -> dict[str, Any]:
    if node.circle >= 0:
        return {"circle": node.circle, "shut": node.children[0], "open": node.children[1]}
    left, right = node.relaxed.prices
    return {"left": pack(left), "right": pack(right), "cannot": node.relaxed.cannot}


def solve_with_circles(
    problem: Problem,
    solve_plain: SolvePlain,
    watch: Watch = UNWATCHED,
    *,
    limit: int | None = None,
    must_open: int | None = None,
) -> Solution:
    """Decide which circles open for the best total, then let ``solve_plain`` match with these, and no others, open.

    For the best total the answer is the best there is, or, beyond ``limit`` nodes (`CIRCLE_NODES`), the best found with its gap. Other
    policies choose among the circles that the best total opens; which of them end under their size is said in
    ``Solution.circles.short``. Raises `Cancelled`, and `CannotOpen` if the circle of mentor ``must_open`` does not fill.
    """
    search = CircleSearch(problem, watch, limit=limit, must_open=must_open)
    search.run()
    load = np.bincount(search.best[2], minlength=problem.blocks.m)

    def answered(*, keeps_other_promises: bool) -> Solution:
        blocks = settled(search, load, keeps_other_promises=keeps_other_promises)
        return solve_plain(replace(problem, blocks=blocks, memo={}))

    answer = answered(keeps_other_promises=True)
    if answer.policy == "best_total" and _worth(search, answer) < search.best[0]:
        answer = answered(keeps_other_promises=False)
    return _told(search, answer, load)


def settled(search: CircleSearch, load: Ints, *, keeps_other_promises: bool) -> Blocks:
    """Return the problem with its circles decided: shut ones without places, open ones with their size promised.

    Where promises of others compete with these sizes, only as much is promised as the search's answer keeps.
    """
    blocks = search.blocks
    circles = blocks.circles
    places, promised = blocks.places[1].copy(), blocks.promised[1].copy()
    pinned = np.bincount(blocks.pins[1], minlength=blocks.m)
    if not keeps_other_promises:
        promised = np.minimum(promised, load + pinned)
    sizes = search.least + pinned
    promised[circles] = np.maximum(promised[circles], sizes[circles])
    if search.must_open is not None:
        promised[search.must_open] = max(promised[search.must_open], sizes[search.must_open])
    shut = circles[load[circles] == 0]
    places[shut] = promised[shut] = 0
    return replace(
        blocks, places=(blocks.places[0], places), promised=(blocks.promised[0], promised), opens_with=None
    )


def _placed(problem: Problem, answer: Solution) -> tuple[Ints, Ints]:
    """Return rows and columns of an answer, pins apart."""
    pairs = [problem.place(one.mentee, one.mentor) for one in answer.pairings if not one.is_pinned]
    found: Ints = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _worth(search: CircleSearch, answer: Solution) -> int:
    """Return what an answer is worth; -2 if a circle is under its size."""
    rows, columns = _placed(search.problem, answer)
    load = np.bincount(columns, minlength=search.blocks.m)
    if ((load > 0) & (load < search.sizes)).any():
        return -2
    if search.must_open is not None and load[search.must_open] < search.least[search.must_open]:
        return -2
    return worth_of(search.blocks, search.weights, rows, columns)


def _told(search: CircleSearch, answer: Solution, load: Ints) -> Solution:
    """Return the answer in the terms of the whole problem: its fingerprint, free places, prices and circles."""
    problem, blocks = search.problem, search.problem.blocks
    whole = np.array([problem.column[one.mentor] for one in answer.pairings], dtype=np.int64)
    got = np.bincount(whole, minlength=blocks.m)
    free = blocks.places[1] - got
    sizes = np.zeros(blocks.m, dtype=np.int64) if blocks.opens_with is None else blocks.opens_with
    keys = [person.key for person in problem.mentors]
    circles = blocks.circles
    shut = search.blocks.circles[load[search.blocks.circles] == 0]
    closed = tuple(keys[j] for j in shut)
    places, promises, units = goals_of(search.bound, search.weights)
    right = np.array(answer.proof.right, dtype=np.int64)
    right[shut] = 0
    return replace(
        answer,
        fingerprint=problem.fingerprint,
        free_places={keys[j]: int(free[j]) for j in np.flatnonzero(free > 0)},
        unmet_minimums=_unmet(answer, closed),
        proof=replace(answer.proof, right=tuple(right.tolist())),
        circles=CircleTree(
            opened=tuple(keys[j] for j in circles if j not in shut),
            closed=closed,
            short=tuple(keys[j] for j in circles if 0 < got[j] < sizes[j]),
            nodes=len(search.nodes),
            is_best=search.bound == search.best[0],
            most_places=places + len(blocks.pins[0]),
            most_promises=promises,
            most_units=units + int(blocks.units(*blocks.pins).sum()),
            tree=search.tree(),
        ),
    )


def _unmet(answer: Solution, closed: tuple[str, ...]) -> tuple[UnmetMinimum, ...]:
    """Return the promises that are not kept; where the circles are why, that is said instead of a group."""
    return tuple(
        replace(one, group=(), group_eligible=0, because_of_circles=True)
        if one.side == "mentors"
        and (one.key in closed or (answer.policy == "best_total" and one.key not in one.group))
        else one
        for one in answer.unmet_minimums
    )
