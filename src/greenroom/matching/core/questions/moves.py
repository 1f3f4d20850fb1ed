"""A change of the answer as its people see it: who leaves whom for whom."""

from dataclasses import dataclass

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.questions.residual import Changes, Pair


@dataclass(frozen=True, kw_only=True)
class Move:
    """One mentee’s part in a rearrangement; None is nobody."""

    mentee: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None


def moves_of(problem: Problem, changes: Changes, first: int = -1) -> tuple[int, tuple[Move, ...]]:
    """Return how many units the total falls and each mentee’s move, the mentee numbered ``first`` before others."""
    gained, lost = changes[0] - changes[1], changes[1] - changes[0]
    plus, minus = _units_of(problem, gained), _units_of(problem, lost)
    moves = []
    for mentee in sorted({pair[0] for pair in gained | lost}, key=lambda one: (one != first, one)):
        news = sorted(pair[1] for pair in gained if pair[0] == mentee)
        olds = sorted(pair[1] for pair in lost if pair[0] == mentee)
        for k in range(max(len(news), len(olds))):
            old = olds[k] if k < len(olds) else None
            new = news[k] if k < len(news) else None
            moves.append(
                Move(
                    mentee=problem.mentees[mentee].key,
                    before=None if old is None else problem.mentors[old].key,
                    after=None if new is None else problem.mentors[new].key,
                    fit_before=None if old is None else problem.number_of(minus[mentee, old]),
                    fit_after=None if new is None else problem.number_of(plus[mentee, new]),
                )
            )
    return sum(minus.values()) - sum(plus.values()), tuple(moves)


def _units_of(problem: Problem, pairs: set[Pair]) -> dict[Pair, int]:
    placed = sorted(pairs)
    rows = np.array([i for i, _ in placed], dtype=np.int64)
    columns = np.array([j for _, j in placed], dtype=np.int64)
    return dict(zip(placed, problem.blocks.units(rows, columns).tolist(), strict=True))
