"""One door to every policy."""

from concurrent.futures import Executor
from typing import Final

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.given.progress import IsCancelled, OnProgress, Watch
from greenroom.matching.core.solving.best_total import BestTotal
from greenroom.matching.core.solving.circles import solve_with_circles
from greenroom.matching.core.solving.fairest import Fairest
from greenroom.matching.core.solving.rematch import rematch
from greenroom.matching.core.solving.solution import Solution
from greenroom.matching.core.solving.stable import DeferredAcceptance

POLICIES: Final = ("best_total", "fairest", "stable", "rematch")


def solve(
    problem: Problem,
    *,
    policy: str = "best_total",
    seed: int = 0,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
    executor: Executor | None = None,
) -> Solution:
    """Return the best answer there is, by one of four policies. In each of them pinned pairs stand.

    ``best_total``: the most places filled, then promises kept, then the greatest total. ``fairest``: the same two,
    then the highest fit for the worst-off pair, then the total (`fairest`). ``stable``: nobody has a better pair that
    would also want them (`stable`). ``rematch``: the best total for newcomers, while living pairs stay or end only
    above the price that the rules state (`rematch`); other policies treat living pairs as pinned.

    Exact over all pairs, and the same for the same problem and ``seed`` (which decides between equals).
    Passes over all pairs for the best total run on ``executor``, else on threads, under every policy but ``stable``.
    Raises `Cancelled` when ``is_cancelled`` says so, and ValueError for a policy that is not known.
    """
    if policy not in POLICIES:
        raise ValueError(f"`policy` must be one of {', '.join(POLICIES)}. Got {policy!r}.")
    watch = Watch(on_progress, is_cancelled)

    def solve_plain(one: Problem) -> Solution:
        if policy == "rematch":
            return rematch(one, seed, watch, executor=executor)
        work: BestTotal | Fairest | DeferredAcceptance
        if policy == "fairest":
            work = Fairest(one, seed, watch, executor=executor)
        elif policy == "stable":
            work = DeferredAcceptance(one, seed, watch)
        else:
            work = BestTotal(one, seed, watch, executor=executor)
        work.run()
        return work.solution(policy) if isinstance(work, BestTotal) else work.solution()

    if problem.blocks.opens_with is None:
        return solve_plain(problem)
    return solve_with_circles(problem, solve_plain, watch)
