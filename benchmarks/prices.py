"""How long the prices of other answers take, in the cohorts of `matching.py`.

    python benchmarks/prices.py 3200x1800 [10000x5500 …] [--seed 0]

Prints one row a size: setting up the search, forcing 100 pairs at random (median and worst, the first question apart),
parting all pairs, the three next best answers, and whom to recruit.
"""

import argparse
import statistics

import numpy as np

from greenroom.matching.core import compile_problem, parting_prices, price_of_forcing, solve
from greenroom.matching.core.questions import advice, next_best
from matching import cohort, timed

QUESTIONS = 100


def measure(n: int, m: int, *, seed: int) -> None:
    mentees, mentors, rules = cohort(n, m, seed=seed, with_hours=False)
    problem = compile_problem(mentees, mentors, rules)
    solving, solution = timed(lambda: solve(problem, seed=seed))
    draw = np.random.default_rng(seed)
    asked = [
        (problem.mentees[int(draw.integers(n))].key, problem.mentors[int(draw.integers(m))].key)
        for _ in range(QUESTIONS)
    ]
    setup, _ = timed(lambda: price_of_forcing(problem, solution, *asked[0]))
    forcing = [timed(lambda pair=pair: price_of_forcing(problem, solution, *pair))[0] for pair in asked]  # type: ignore[misc]
    parting, prices = timed(lambda: parting_prices(problem, solution))
    ranking, ranked = timed(lambda: next_best(problem, solution))
    advising, advised = timed(lambda: advice(problem, solution))
    print(
        f"{n:>7,} × {m:<6,} solved {solving:6.2f} s  set up {setup:6.3f} s  "
        f"forcing {statistics.median(forcing) * 1000:6.2f} ms, worst {max(forcing) * 1000:6.2f} ms  "
        f"{len(prices):,} partings {parting:6.2f} s  {len(ranked)} next best {ranking:6.2f} s  "
        f"{len(advised)} pieces of advice {advising:6.2f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the prices of other answers.")
    parser.add_argument("sizes", nargs="+", help="mentees x mentors, such as 3200x1800")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    for size in given.sizes:
        n, m = (int(part) for part in size.split("x"))
        measure(n, m, seed=given.seed)


if __name__ == "__main__":
    main()
