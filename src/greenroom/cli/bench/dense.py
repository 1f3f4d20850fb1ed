"""scipy's dense assignment on the cohort of a benchmark, with one column for each place of a mentor.

Leaving a place empty costs more than any fits could make up for, so the most people are matched first. The
matrix is made by the pass that certificates use, which shares nothing with the solver’s.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from greenroom.cli.bench.cohorts import cohort
from greenroom.matching.core import Problem, compile_problem
from greenroom.matching.core.proofs.examination import all_pairs

EXACT: Final = 2**53
SPARE: Final = 0.9


def main() -> None:
    given = json.load(sys.stdin)
    limit = given.pop("limit")
    problem = compile_problem(*cohort(**given))
    needed, there = bytes_needed(problem), memory_there()
    if needed > SPARE * there:
        words = f"not run: its matrix needs {needed / 1e9:,.1f} GB, and {there / 1e9:,.1f} GB are free"
        print(json.dumps({"words": words}))
        return
    from scipy.optimize import linear_sum_assignment

    worth, left_out = worths(problem)
    costs = np.negative(worth, out=worth)
    signal.setitimer(signal.ITIMER_REAL, limit)
    start = time.perf_counter()
    rows, columns = linear_sum_assignment(costs)
    seconds = time.perf_counter() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    chosen = -costs[rows, columns]
    taken = chosen[chosen > 0].astype(np.int64)
    total = int(taken.sum()) - left_out * len(taken)
    print(json.dumps({"seconds": seconds, "matched": len(taken), "total_units": total}))


def worths(problem: Problem) -> tuple[npt.NDArray[np.float64], int]:
    """Return what each pair of mentee and place is worth, 0 where it is ruled out, and what a place is worth in that.

    Raises ValueError for sums that would not be exact.
    """
    blocks = problem.blocks
    owner = np.repeat(np.arange(blocks.m), blocks.places[1])
    left_out = (min(blocks.n, len(owner)) + 1) * (blocks.top + 1)
    if left_out * min(blocks.n, len(owner)) >= EXACT:
        raise ValueError("The sums of this cohort are too large for scipy to be exact.")
    worth = np.empty((blocks.n, len(owner)))
    for rows, units, allowed in all_pairs(blocks):
        worth[rows] = np.where(allowed, units + left_out, 0)[:, owner]
    return worth, left_out


def bytes_needed(problem: Problem) -> int:
    """The matrix, and scipy's own turned copy where there are more mentees than places."""
    mentees, places = problem.blocks.n, int(problem.blocks.places[1].sum())
    return 8 * mentees * places * (2 if mentees > places else 1)


def memory_there() -> int:
    """Bytes that can be had without swapping."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        said = dict(line.split(":", 1) for line in lines)
        return int(said["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


if __name__ == "__main__":
    main()
