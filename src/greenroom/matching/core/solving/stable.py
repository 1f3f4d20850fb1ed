"""Stable pairs: mentee-proposing deferred acceptance.

D. Gale and L. S. Shapley, *College admissions and the stability of marriage* (1962); places of mentors as in A. E.
Roth, *The evolution of the labor market for medical interns and residents* (1984). Each side ranks by its own scores;
equals are told apart by one seeded draw for all (a single lottery, A. Abdulkadiroğlu, P. A. Pathak and A. E. Roth,
*Strategy-proofness versus efficiency in matching with indifferences*, 2009).

Mentees with several places propose until these are held. The notion is pairwise stability: preferences over sets are
responsive to the ranking of single partners, hence substitutable, and no mentee and mentor who are not paired would
each rather have the other than an empty place or than one of those they have (A. E. Roth and M. Sotomayor, *Two-sided
matching*, 1990, chapters 5 and 6). Every pair that no must rules out is acceptable. Pinned and living pairs stay as
they are: nobody proposes for those places. Promised minimums are not looked at.
"""

from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.compiled.two_views import TwoViews
from greenroom.matching.core.criteria.features import Floats, Ints
from greenroom.matching.core.given.progress import UNWATCHED, Progress, Watch
from greenroom.matching.core.solving.answers import answer_of
from greenroom.matching.core.solving.solution import Proof, Solution

LIST: Final = 32
"""Candidates that a mentee's list holds at once; it is written anew, from all pairs, when it ends."""
NOBODY: Final = -1


class DeferredAcceptance:
    """One run: `run` it, then ask for the `solution`."""

    def __init__(self, problem: Problem, seed: int, watch: Watch = UNWATCHED) -> None:
        self.problem, self.seed, self.watch = problem, seed, watch
        self.views = TwoViews(problem)
        self.n, self.m = problem.blocks.n, problem.blocks.m
        draw = np.random.default_rng(seed)
        self.luck = draw.permutation(self.n), draw.permutation(self.m)
        left, _, right, _ = problem.blocks.free()
        self.wants, self.right = left.copy(), right
        width = max(1, int(right.max(initial=0)))
        self.held: Ints = np.full((self.m, width), NOBODY, dtype=np.int64)
        self.worth: Floats = np.full((self.m, width), np.inf)
        for j in range(width):  # a place that is not there is held by someone whom nobody exceeds
            self.worth[right > j, j] = -1.0
        self.lists: Ints = np.full((self.n, LIST), NOBODY, dtype=np.int64)
        self.ranks: Floats = np.full((self.n, LIST), -1.0)
        self.values: Floats = np.full((self.n, LIST), -1.0)
        self.next = np.full(self.n, LIST, dtype=np.int64)
        self.below: Floats = np.full(self.n, np.inf)
        self.given_up = np.zeros(self.n, dtype=np.bool_)
        self.rounds = 0

    def look(self, share: float = 0.0) -> None:
        """Stop if asked to; tell how far it has come."""
        held = int((self.held >= 0).sum()) + len(self.problem.blocks.pins[0])
        self.watch.tell(Progress(phase="proposals", share=share, round=self.rounds, matched=held))

    def run(self) -> None:
        """Propose until everyone's places are held or nobody is left who would hold them."""
        while True:
            active = np.flatnonzero((self.wants > 0) & ~self.given_up)
            if not len(active):
                break
            at_end = active[self.next[active] >= LIST]
            if len(at_end) and (len(at_end) == len(active) or len(at_end) >= max(16, self.n // 8)):
                self.write_lists(at_end)
                continue
            ready = active[self.next[active] < LIST]
            self.rounds += 1
            if self.rounds % 64 == 0:
                self.look(1 - len(active) / self.n)
            self.propose(ready)
        self.look(1.0)

    def write_lists(self, rows: Ints) -> None:
        """Write the best mentors down who would hold a mentee now: prices of admission only ever rise."""
        bar = self.worth.min(axis=1)
        is_later = bool((bar >= 0).any() or np.isfinite(self.below[rows]).any())
        seen = 0
        for some, mine, theirs, allowed in self.views.rows(rows):
            self.look(seen / len(rows))
            seen += len(some)
            wish = mine.astype(np.float64) * self.m + self.luck[1]
            luck = self.luck[0][some][:, None]
            out = ~allowed
            if is_later:
                out |= (theirs.astype(np.float64) * self.n + luck <= bar) | (
                    wish >= self.below[some][:, None]
                )
            wish[out] = -1.0
            width = min(LIST, self.m)
            best = np.argpartition(wish, self.m - width, axis=1)[:, self.m - width :]
            ranks = np.take_along_axis(wish, best, axis=1)
            order = np.argsort(-ranks, axis=1)
            best, ranks = np.take_along_axis(best, order, axis=1), np.take_along_axis(ranks, order, axis=1)
            self.lists[some, :width] = np.where(ranks >= 0, best, NOBODY)
            self.ranks[some, :width] = ranks
            esteem = np.take_along_axis(theirs, best, axis=1).astype(np.float64) * self.n + luck
            self.values[some, :width] = esteem
            self.given_up[some] = ranks[:, 0] < 0
        self.next[rows] = 0

    def propose(self, rows: Ints) -> None:
        """Let each of the mentees ask the next on the list, and each mentor asked keep the best."""
        place = self.next[rows]
        columns, values = self.lists[rows, place], self.values[rows, place]
        over = columns == NOBODY  # the whole list was written and asked
        self.next[rows] = np.where(over, LIST, place + 1)
        self.given_up[rows[over]] = True
        rows, columns, values, place = rows[~over], columns[~over], values[~over], place[~over]
        self.below[rows] = self.ranks[rows, place]
        while len(rows):
            hopeful = values > self.worth[columns].min(axis=1)
            rows, columns, values = rows[hopeful], columns[hopeful], values[hopeful]
            if not len(rows):
                return
            order = np.lexsort((-values, columns))
            rows, columns, values = rows[order], columns[order], values[order]
            first = np.append(True, columns[1:] != columns[:-1])
            self.hold(rows[first], columns[first], values[first])
            rows, columns, values = rows[~first], columns[~first], values[~first]

    def hold(self, rows: Ints, columns: Ints, values: Floats) -> None:
        """Give each mentor (each once) the mentee who asks, in place of the one held least dearly."""
        slot = self.worth[columns].argmin(axis=1)
        parted = self.held[columns, slot]
        self.held[columns, slot], self.worth[columns, slot] = rows, values
        np.subtract.at(self.wants, rows, 1)
        np.add.at(self.wants, parted[parted != NOBODY], 1)

    def solution(self) -> Solution:
        """Return the answer; it has no prices, since what proves it is a pass over all pairs."""
        columns, slot = np.nonzero(self.held != NOBODY)
        answer = answer_of(
            self.problem,
            (self.held[columns, slot], columns),
            policy="stable",
            seed=self.seed,
            rounds=self.rounds,
            proof=Proof(left_out=0, promise=0, left=(0,) * self.n, right=(0,) * self.m, cuts={}),
        )
        matched, total = len(answer.pairings), answer.total
        self.watch.tell(Progress(phase="done", share=1.0, matched=matched, total=total))
        return answer
