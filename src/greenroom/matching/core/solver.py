"""One door to every policy."""

from typing import Final

from greenroom.matching.core.best_total import BestTotal
from greenroom.matching.core.circles import solve_with_circles
from greenroom.matching.core.problem import Problem
from greenroom.matching.core.progress import IsCancelled, OnProgress
from greenroom.matching.core.solution import Solution

POLICIES: Final = ("best_total",)


def solve(
    problem: Problem,
    *,
    policy: str = "best_total",
    seed: int = 0,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Solution:
    """Return the best answer there is: the most places filled, then promises kept, then the greatest total.

    Exact over all pairs, and the same for the same problem and ``seed`` (which decides between equals).
    Raises `Cancelled` when ``is_cancelled`` says so, and ValueError for a policy that is not known.
    """
    if policy not in POLICIES:
        raise ValueError(f"`policy` must be one of {', '.join(POLICIES)}. Got {policy!r}.")
    if problem.blocks.opens_with is not None:
        return solve_with_circles(
            problem,
            lambda one: solve(
                one, policy=policy, seed=seed, on_progress=on_progress, is_cancelled=is_cancelled
            ),
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
    work = BestTotal(problem, seed, on_progress, is_cancelled)
    work.run()
    return work.solution(policy)
