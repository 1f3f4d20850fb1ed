"""Re-match: newcomers, and places that have come free; living pairs stay, or end only above a stated price.

First the answer in which no living pair ends: the best total beside them. Without a price that is the answer. With one
(``Rules.moving_price``) the greatest sum of fits and of bonuses for living pairs that stay is found among all answers
in which nobody has fewer partners than so (`living` says how many exactly). A living pair that a rule forbids today
stays, and does not move: to end it is the coordinator's to say.
"""

from concurrent.futures import Executor
from dataclasses import replace
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.given.progress import UNWATCHED, Progress, Watch
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.pairs.whole_rows import best_of_rows
from greenroom.matching.core.solving.answers import answer_of, besides_pins
from greenroom.matching.core.solving.best_total import BestTotal
from greenroom.matching.core.solving.flow import Network, best_flow, prices_of
from greenroom.matching.core.solving.living import bonus_of, floors_of, loosened, movable_of
from greenroom.matching.core.solving.solution import Moved, Proof, Solution

KEPT: Final = 24
"""Pairs that each person begins with, the best on either side."""
ALL_PAIRS: Final = 60_000


def rematch(
    problem: Problem,
    seed: int,
    watch: Watch = UNWATCHED,
    *,
    executor: Executor | None = None,
) -> Solution:
    """Return the best answer for newcomers, in which living pairs end only above the price of the rules."""
    price = problem.rules.moving_price
    movable = movable_of(problem.blocks, problem.standing)
    moves = price is not None and len(movable[0]) > 0
    work = BestTotal(problem, seed, watch.of_part() if moves else watch, executor=executor)
    work.run()
    still = work.solution("rematch")
    if price is None or not moves:
        return still
    search = _Moves(problem, still, movable, bonus_of(price, problem.unit))
    search.seed, search.watch = seed, watch
    search.run()
    return search.solution()


class _Moves:
    """The greatest fit and bonus over all pairs, with floors: flow, prices and a pass over all pairs, in turn."""

    def __init__(self, problem: Problem, still: Solution, movable: tuple[Ints, Ints], bonus: int) -> None:
        self.problem, self.still, self.movable, self.bonus = problem, still, movable, bonus
        self.seed = 0
        self.watch = UNWATCHED
        self.before = besides_pins(problem, still)
        self.blocks = loosened(problem.blocks, movable, bonus)
        self.tiles = Tiles(self.blocks)
        left, _, right, _ = self.blocks.free()
        each_pair = int(problem.zero // problem.unit)  # what a fit of no units is worth
        self.network = Network(
            places=(left, right),
            promised=floors_of(self.blocks, movable, self.before),
            left_out=each_pair,
            promise=2 * (self.blocks.top + abs(each_pair)) + 2,
            top=self.blocks.top,
        )
        self.rows = self.columns = self.units = np.zeros(0, dtype=np.int64)
        self.rounds = 0

    def look(self, share: float) -> None:
        self.watch.tell(Progress(phase="moves", share=share, round=self.rounds))

    def run(self) -> None:
        """Add pairs until none of the whole problem is worth more than its two prices."""
        self.add(*self.before)
        self.add(*self.movable)
        if self.blocks.n * self.blocks.m <= ALL_PAIRS:
            self.add(*best_of_rows(self.tiles, self.blocks.m, self.look))
        else:
            self.add(*best_of_rows(self.tiles, KEPT, self.look))
            columns, rows = best_of_rows(Tiles(self.blocks, swapped=True), KEPT, self.look)
            self.add(rows, columns)
        while True:
            self.rounds += 1
            self.look(0.5)
            self.chosen = best_flow(self.network, self.rows, self.columns, self.units, seed=self.seed)
            if not self.keeps_floors():
                self.network = replace(self.network, promise=self.network.promise * 8)
                continue
            self.prices = prices_of(self.network, self.rows, self.columns, self.units, self.chosen)
            if not self.add(*self.better_pairs()):
                return

    def add(self, rows: Ints, columns: Ints) -> int:
        """Add pairs that are not among the candidates yet; return how many those were."""
        keys = np.setdiff1d(rows * self.blocks.m + columns, self.rows * self.blocks.m + self.columns)
        new_rows, new_columns = np.divmod(keys, self.blocks.m)
        self.rows = np.concatenate([self.rows, new_rows])
        self.columns = np.concatenate([self.columns, new_columns])
        self.units = np.concatenate([self.units, self.blocks.units(new_rows, new_columns)])
        return len(keys)

    def keeps_floors(self) -> bool:
        """Tell whether everyone has the partners that they are to have at least; there is such an answer."""
        loads = (
            np.bincount(people[self.chosen], minlength=size)
            for people, size in ((self.rows, self.blocks.n), (self.columns, self.blocks.m))
        )
        return all(
            bool((load >= least).all()) for load, least in zip(loads, self.network.promised, strict=True)
        )

    def better_pairs(self) -> tuple[Ints, Ints]:
        """Return pairs that are worth more than their two prices."""
        found: list[tuple[Ints, Ints]] = [(self.rows[:0], self.columns[:0])]
        less = self.prices.left - self.network.left_out
        for rows, columns, tile in self.tiles.scan(less_left=less, less_right=self.prices.right):
            self.look(int(rows[0]) / self.blocks.n)
            i, j = np.nonzero(tile > 0)
            found.append((rows[i], j + columns.start))
        return np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])

    def solution(self) -> Solution:
        """Return the answer, which living pairs end in it, and what that gains."""
        problem, m = self.problem, self.blocks.m
        chosen = self.rows[self.chosen], self.columns[self.chosen]
        loose = replace(problem, blocks=replace(problem.blocks, pins=self.blocks.pins), memo={})
        left_out = 2 * self.blocks.top + 2  # read as everywhere: a price under half of it is one of fit alone
        proof = Proof(
            left_out=left_out,
            promise=0,
            left=tuple((self.prices.left - self.network.left_out + left_out).tolist()),
            right=tuple(self.prices.right.tolist()),
            cuts={},
            movable=(tuple(self.movable[0].tolist()), tuple(self.movable[1].tolist())),
            bonus=self.bonus,
            still=(tuple(self.before[0].tolist()), tuple(self.before[1].tolist())),
        )
        answer = answer_of(loose, chosen, policy="rematch", seed=self.seed, rounds=self.rounds, proof=proof)
        ended = ~np.isin(self.movable[0] * m + self.movable[1], chosen[0] * m + chosen[1])
        moved = [
            Moved(
                mentee=problem.mentees[i].key,
                mentor=problem.mentors[j].key,
                fit=problem.number_of(units),
                units=units,
            )
            for i, j, units in zip(
                self.movable[0][ended].tolist(),
                self.movable[1][ended].tolist(),
                problem.blocks.units(self.movable[0][ended], self.movable[1][ended]).tolist(),
                strict=True,
            )
        ]
        matched, total = len(answer.pairings), answer.total
        self.watch.tell(Progress(phase="done", share=1.0, matched=matched, total=total))
        return replace(
            answer,
            fingerprint=problem.fingerprint,
            rounds=self.rounds + self.still.rounds,
            moved=tuple(moved),
            gained=answer.total - self.still.total,
        )
