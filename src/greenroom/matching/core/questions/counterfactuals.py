"""Why not that one: the exact price of pairing two people, or of parting them.

What it costs to force a pair is its own reduced cost and a shortest path back through the rearrangements that are
open: from the mentor, who may have to part with someone, to the mentee, who leaves someone. The path says who moves
where, also where another number of places is filled or of promises kept. Where prices do not rank answers, the
problem is solved again with the pair pinned or forbidden: under another policy than the best total, and where mentors
take so many or none, since what a pair costs may be that another circle opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.constraints import Pairs
from greenroom.matching.core.given.progress import IsCancelled, OnProgress, Progress, Watch
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.questions.kept_pairs import Look, TooManyPairs
from greenroom.matching.core.questions.moves import Move, moves_of
from greenroom.matching.core.questions.rearrangements import Rearrangements, ignored
from greenroom.matching.core.questions.residual import Changes, Residual
from greenroom.matching.core.questions.walks import Walk
from greenroom.matching.core.solving.circles import CannotOpen, solve_with_circles
from greenroom.matching.core.solving.solution import Solution
from greenroom.matching.core.solving.solver import solve

NODES_OF_A_QUESTION: Final = 200
"""So many nodes a search over circles may take for one question."""
SOLVED_FOR_EACH: Final = 5_000_000
"""Up to so many pairs times pairings, parting each is solved again where no prices tell what it costs."""


@dataclass(frozen=True, kw_only=True)
class Counterfactual:
    """What happens to the whole if two people are paired, or parted.

    ``drop`` is how much the total falls (below 0 it rises, which a forced pair that is ruled out can do),
    exact in ``drop_units``. ``matched_change`` and ``promised_change`` are the changes in places filled and in
    promises kept, which go before any fit. ``ruled_out_by`` are keys of constraints that the pair breaks. If
    ``is_possible`` is false, ``obstacle`` says why and the rest means nothing. ``is_exact`` is false only where
    circles could not all be tried: what is said can be done, and something better might be.
    """

    mentee: str
    mentor: str
    fit: float
    drop: float
    drop_units: int
    total_before: float
    total_after: float
    matched_change: int
    promised_change: int
    moves: tuple[Move, ...]
    ruled_out_by: tuple[str, ...]
    is_possible: bool = True
    obstacle: str = ""
    is_exact: bool = True


@dataclass(frozen=True, kw_only=True)
class PartingPrice:
    """What the whole loses if two people who are chosen are kept apart, as in `Counterfactual`; no moves."""

    drop: float
    drop_units: int
    matched_change: int
    promised_change: int


def price_of_forcing(problem: Problem, solution: Solution, mentee: str, mentor: str) -> Counterfactual:
    """Return what the whole loses if these two are paired and everyone else is matched as well as possible."""
    i, j = problem.place(mentee, mentor)
    work = work_on(problem, solution)
    residual = work.residual
    out = problem.ruled_out_by(mentee, mentor)
    stands = work.answer(i, j, (set(), set()), ruled_out_by=out)
    if (i, j) in residual.chosen or (i, j) in residual.pinned:
        return stands
    if "self" in out:
        return replace(stands, is_possible=False, obstacle="They are the same person.")
    if residual.places[0][i] == 0 or residual.places[1][j] == 0:
        who = problem.mentees[i].called if residual.places[0][i] == 0 else problem.mentors[j].called
        return replace(
            stands, is_possible=False, obstacle=f"{who} has no place that is not pinned or paused."
        )
    if not work.is_priced:
        return work.solved_again(i, j, pin=True, ruled_out_by=out)
    gained, lost = work.force(i, j)
    return work.answer(i, j, (gained | {(i, j)}, lost), ruled_out_by=out)


def price_of_parting(problem: Problem, solution: Solution, mentee: str, mentor: str) -> Counterfactual:
    """Return what the whole loses if these two are kept apart; 0 is a tie. For a pair that stands or not."""
    i, j = problem.place(mentee, mentor)
    work = work_on(problem, solution)
    residual = work.residual
    if (i, j) not in residual.chosen | residual.pinned:
        return work.answer(i, j, (set(), set()))
    if not work.is_priced:
        return work.solved_again(i, j, pin=False)
    gained, lost = work.part(i, j)
    return work.answer(i, j, (gained, lost | {(i, j)}))


def parting_prices(
    problem: Problem,
    solution: Solution,
    *,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Mapping[tuple[str, str], PartingPrice]:
    """Return `price_of_parting` of all chosen and pinned pairs at once, by keys (mentee, mentor), without moves.

    Empty where each would have to be solved again and that would take long. Raises `Cancelled`.
    """
    watch = Watch(on_progress, is_cancelled)

    def look(share: float) -> None:
        watch.tell(Progress(phase="prices", share=share))

    work = work_on(problem, solution, lambda share: look(share / 10))
    pairs = sorted(work.residual.chosen | work.residual.pinned)
    prices: dict[tuple[str, str], PartingPrice] = {}
    if work.graph is None:
        if problem.blocks.n * problem.blocks.m * len(pairs) > SOLVED_FOR_EACH:
            return prices
        for place, (i, j) in enumerate(pairs):
            look(place / len(pairs))
            one = price_of_parting(problem, solution, problem.mentees[i].key, problem.mentors[j].key)
            prices[one.mentee, one.mentor] = PartingPrice(
                drop=one.drop,
                drop_units=one.drop_units,
                matched_change=one.matched_change,
                promised_change=one.promised_change,
            )
        return prices
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    for part, costs in work.graph.partings(rows, columns):
        look(0.1 + 0.9 * len(prices) / len(pairs))
        for place, cost in zip(part.tolist(), costs.tolist(), strict=True):
            matched, promised, total = work.residual.in_counts(cost)
            i, j = pairs[place]
            prices[problem.mentees[i].key, problem.mentors[j].key] = PartingPrice(
                drop=problem.number_of(-total, -matched),
                drop_units=-total,
                matched_change=matched,
                promised_change=promised,
            )
    return prices


class Work:
    """What searches in one solution need; ``graph`` is None where each question is solved again, or searched for."""

    def __init__(self, problem: Problem, solution: Solution, look: Look) -> None:
        self.problem, self.solution = problem, solution
        self.residual = Residual(problem, solution)
        self.has_circles = problem.blocks.opens_with is not None
        self.is_priced = solution.policy == "best_total" and not self.has_circles
        self.graph = _graph(self.residual, look) if self.is_priced else None

    def force(self, i: int, j: int) -> Changes:
        if self.graph is not None:
            return self.graph.force(i, j)
        return Walk(self.residual, ("mentor", j), ("mentee", i)).run()

    def part(self, i: int, j: int) -> Changes:
        if self.graph is not None:
            return self.graph.part(i, j)
        return Walk(self.residual, ("mentee", i), ("mentor", j)).run()

    def answer(
        self, i: int, j: int, changes: Changes, *, ruled_out_by: tuple[str, ...] = ()
    ) -> Counterfactual:
        gained, lost = changes[0] - changes[1], changes[1] - changes[0]
        drop, moves = moves_of(self.problem, changes, first=i)
        change = len(gained) - len(lost)
        problem, before = self.problem, self.solution.total_units
        count = len(self.solution.pairings)
        return Counterfactual(
            mentee=problem.mentees[i].key,
            mentor=problem.mentors[j].key,
            fit=problem.fit(problem.mentees[i].key, problem.mentors[j].key),
            drop=problem.number_of(drop, -change),
            drop_units=drop,
            total_before=self.solution.total,
            total_after=problem.number_of(before - drop, count + change),
            matched_change=change,
            promised_change=self.residual.promises_more(gained, lost),
            moves=moves,
            ruled_out_by=ruled_out_by,
        )

    def solved_again(
        self, i: int, j: int, *, pin: bool, ruled_out_by: tuple[str, ...] = ()
    ) -> Counterfactual:
        """Solve with the pair pinned (or forbidden) and compare."""
        changed = replace(self.problem, blocks=with_pair(self.problem.blocks, i, j, pin=pin), memo={})
        try:
            other = self.other(changed, must_open=j if pin and self.is_closed_by_size(i, j) else None)
        except CannotOpen:
            mentor = self.problem.mentors[j]
            return replace(
                self.answer(i, j, (set(), set()), ruled_out_by=ruled_out_by),
                is_possible=False,
                obstacle=f"{mentor.called}’s circle opens with {mentor.opens_with} people, and so many cannot be found for it.",
            )
        after = {self.problem.place(one.mentee, one.mentor) for one in other.pairings}
        before = self.residual.chosen | self.residual.pinned
        found = self.answer(i, j, (after - before, before - after), ruled_out_by=ruled_out_by)
        trees = [one.circles for one in (other, self.solution) if one.circles is not None]
        return replace(found, is_exact=all(tree.is_best for tree in trees))

    def is_closed_by_size(self, i: int, j: int) -> bool:
        """Tell whether the mentor leads a circle that no pin has opened."""
        sizes = self.problem.blocks.opens_with
        is_pinned = any(column == j for _, column in self.residual.pinned)
        return (
            sizes is not None and bool(sizes[j] > 1) and not is_pinned and (i, j) not in self.residual.pinned
        )

    def other(self, changed: Problem, *, must_open: int | None = None) -> Solution:
        if not self.has_circles:
            return solve(changed, policy=self.solution.policy, seed=self.solution.seed)
        return solve_with_circles(
            changed,
            lambda one: solve(one, policy=self.solution.policy, seed=self.solution.seed),
            limit=NODES_OF_A_QUESTION,
            must_open=must_open,
        )


def with_pair(blocks: Blocks, i: int, j: int, *, pin: bool) -> Blocks:
    """Return the problem with one more pair pinned, or with the pair forbidden and unpinned."""
    rows, columns = blocks.pins
    keep = np.flatnonzero((rows != i) | (columns != j))
    rows, columns = rows[keep], columns[keep]
    if pin:
        return replace(blocks, pins=(np.append(rows, i), np.append(columns, j)))
    ruling = ("forbidden", Pairs(np.array([i], dtype=np.int64), np.array([j], dtype=np.int64)))
    return replace(blocks, pins=(rows, columns), rulings=(*blocks.rulings, ruling))


def _graph(residual: Residual, look: Look) -> Rearrangements | None:
    try:
        return Rearrangements(residual, look)
    except TooManyPairs:
        return None


def work_on(problem: Problem, solution: Solution, look: Look = ignored) -> Work:
    """Return what searches need, kept with the problem for the next question about the same solution."""
    kept = problem.memo.get("counterfactuals")
    if not isinstance(kept, Work) or kept.solution is not solution:
        kept = Work(problem, solution, look)
        problem.memo["counterfactuals"] = kept
    return kept
