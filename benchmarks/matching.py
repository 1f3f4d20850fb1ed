"""How long the best answer takes: made-up cohorts with skewed demand for skills.

    python benchmarks/matching.py 10000x5500 [30000x16500 …] [--hours] [--certify] [--seed 0]

Prints one row a size: pairs, one product of all pairs as the floor, compiling, solving (proven over all
pairs), their ratio, rounds, certifying, and the peak of memory.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from greenroom.matching.core import Participant, Rules, certify, compile_problem, solve

Result = TypeVar("Result")

SKILLS, DEPARTMENTS, EMPLOYERS, LANGUAGES = 120, 12, 300, 4


def cohort(
    n: int, m: int, *, seed: int, with_hours: bool
) -> tuple[list[Participant], list[Participant], Rules]:
    """Make n mentees and m mentors with one to three places, and rules of six criteria and two constraints."""
    draw = np.random.default_rng(seed)
    popularity = 0.7 * np.log(1 / np.arange(1, SKILLS + 1))

    def person(key: str, side: str, capacity: int) -> Participant:
        low, high = (3, 7) if side == "mentee" else (4, 11)
        chosen = np.argsort(-(popularity + draw.gumbel(size=SKILLS)))[: draw.integers(low, high)]
        answers: dict[str, Any] = {
            "skills": frozenset(f"skill {k}" for k in chosen),
            "department": f"department {draw.integers(DEPARTMENTS)}",
            "employer": f"employer {draw.integers(EMPLOYERS)}",
            "zone": float(draw.integers(-8, 9)),
            "years": float(draw.integers(0, 15) if side == "mentee" else draw.integers(5, 40)),
            "languages": frozenset(f"language {k}" for k in draw.integers(0, LANGUAGES, 2)),
        }
        if with_hours:
            answers["free"] = frozenset(int(k) for k in draw.choice(168, 20, replace=False))
        return Participant(key=key, capacity=capacity, answers=answers)

    mentees = [person(f"mentee {k}", "mentee", 1) for k in range(n)]
    mentors = [person(f"mentor {k}", "mentor", int(draw.integers(1, 4))) for k in range(m)]
    criteria: list[dict[str, Any]] = [
        {"kind": "skills", "mentee": "skills", "weight": 50},
        {"kind": "same", "mentee": "department", "weight": 15},
        {"kind": "time_zone", "mentee": "zone", "weight": 15},
        {"kind": "ladder", "mentee": "years", "weight": 20, "best": [5, 15], "reach": 10},
    ]
    if with_hours:
        criteria.append({"kind": "hours", "mentee": "free", "weight": 15, "enough": 4})
    constraints = [{"kind": "different", "mentee": "employer"}, {"kind": "shared", "mentee": "languages"}]
    return mentees, mentors, Rules.from_dict({"criteria": criteria, "constraints": constraints})


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure(n: int, m: int, *, seed: int, with_hours: bool, with_certificate: bool) -> None:
    mentees, mentors, rules = cohort(n, m, seed=seed, with_hours=with_hours)
    compiling, problem = timed(lambda: compile_problem(mentees, mentors, rules))
    product, _ = timed(lambda: sum(1 for _ in problem.tiles.scan()))
    solving, solution = timed(lambda: solve(problem, seed=seed))
    text = f"{n:>7,} × {m:<6,} {n * m / 1e6:>7,.0f} million pairs  product {product:6.2f} s  compiled {compiling:6.2f} s  "
    text += f"solved {solving:7.2f} s (× {solving / product:4.1f}, {solution.rounds} rounds)  matched {solution.matched:,}, "
    text += f"total {solution.total:,.6f}"
    if with_certificate:
        certifying, certificate = timed(lambda: certify(problem, solution))
        text += f"  certified {certifying:5.1f} s: {'best' if certificate.is_best else 'NOT PROVEN'}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{text}  peak {peak:,} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the best answer over all pairs.")
    parser.add_argument("sizes", nargs="+", help="mentees x mentors, such as 10000x5500")
    parser.add_argument("--hours", action="store_true", help="also compare free hours of the week")
    parser.add_argument("--certify", action="store_true", help="also time the certificate")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    for size in given.sizes:
        n, m = (int(part) for part in size.split("x"))
        measure(n, m, seed=given.seed, with_hours=given.hours, with_certificate=given.certify)


if __name__ == "__main__":
    main()
