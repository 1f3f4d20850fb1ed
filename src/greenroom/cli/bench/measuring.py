"""Makes the cohort, solves it with a clock beside it, and runs what was asked for next to it."""

import argparse
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from greenroom.cli.bench.cohorts import cohort
from greenroom.cli.bench.references import Cohort, Finding, run_reference
from greenroom.cli.cluster import executor_of_environment
from greenroom.matching.core import Certificate, Problem, Progress, Solution, certify, compile_problem, solve
from greenroom.matching.core.pairs.executors import cores
from greenroom.matching.core.pairs.tiles import COLUMNS, ROWS

Result = TypeVar("Result")
LIBRARIES: Final = ("greenroom", "numpy", "scipy", "ortools")


class PhaseClock:
    """How long each phase took, by the wall and by the processor: a phase lasts until the next one is announced."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self.last: Progress | None = None
        self._since = time.perf_counter(), time.process_time()

    def __call__(self, progress: Progress) -> None:
        """Hear of progress."""
        self.stop()
        self.last = progress

    def stop(self) -> None:
        """Count what has passed since the last word."""
        now = time.perf_counter(), time.process_time()
        phase = self.last.phase if self.last is not None else "start"
        for spent, before, after in zip((self.seconds, self.cpu), self._since, now, strict=True):
            spent[phase] = spent.get(phase, 0.0) + after - before
        self._since = now

    def gap(self) -> float | None:
        """The bound less the total when it ended, as fits; None where the policy proves no bound."""
        if self.last is None or self.last.bound is None or self.last.total is None:
            return None
        return self.last.bound - self.last.total


@dataclass(frozen=True, kw_only=True)
class Solve:
    """One solve from the compiled problem, and one product of all its pairs alone, in seconds.

    ``cpu`` are seconds of the processor, all threads of this process together, with ``total`` and ``product`` among them.
    """

    total: float
    product: float
    phases: dict[str, float]
    cpu: dict[str, float]
    gap: float | None
    solution: Solution


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that was measured. ``peak_mb`` is the whole process from its start to the end of the first solve."""

    args: argparse.Namespace
    making: float
    compiling: float
    solves: list[Solve]
    peak_mb: int
    threads: int
    certificate: Certificate | None
    certifying: float
    findings: dict[str, Finding] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def median(self) -> Solve:
        """The solve with the median time (the slower of two in the middle)."""
        middle = statistics.median_high(one.total for one in self.solves)
        return next(one for one in self.solves if one.total == middle)


def measure(args: argparse.Namespace, *, say: Callable[..., None]) -> Report:
    """Measure what the arguments ask for. References run last and in other processes, so they cost us no memory."""
    recipe = {"n": args.mentees, "m": args.mentors, "seed": args.seed, "with_hours": args.hours}
    making, (mentees, mentors, rules) = timed(lambda: cohort(**recipe))
    compiling, problem = timed(lambda: compile_problem(mentees, mentors, rules))
    with executor_of_environment() as executor:
        threads = cores() if executor is None else executor.threads
        first = _solve(problem, args, executor)
        peak_mb = peak_memory()
        solves = [_with_product(problem, first)]
        for _ in range(args.repeat - 1):
            again = replace(problem, memo={})
            solves.append(_with_product(again, _solve(again, args, executor)))
    certifying, certificate = timed(lambda: certify(problem, first.solution) if args.certify else None)
    findings = {
        name: run_reference(
            name, Cohort(problem, recipe=recipe), limit=args.limit, folder=args.environments, say=say
        )
        for name in args.against
    }
    return Report(
        args=args,
        making=making,
        compiling=compiling,
        solves=solves,
        peak_mb=peak_mb,
        threads=threads,
        certificate=certificate,
        certifying=certifying,
        findings=findings,
        versions={"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
    )


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds that some work took, and what came of it."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def peak_memory() -> int:
    """The most memory this process has held so far, in MB (of a million bytes)."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        kilobytes = most // 1024 if sys.platform == "darwin" else most
    return round(kilobytes * 1024 / 1e6)


def _solve(problem: Problem, args: argparse.Namespace, executor: Executor | None) -> Solve:
    clock = PhaseClock()
    total, solution = timed(
        lambda: solve(problem, policy=args.policy, seed=args.seed, on_progress=clock, executor=executor)
    )
    clock.stop()
    cpu = {"total": sum(clock.cpu.values()), **clock.cpu}
    return Solve(total=total, product=0.0, phases=clock.seconds, cpu=cpu, gap=clock.gap(), solution=solution)


def _with_product(problem: Problem, solved: Solve) -> Solve:
    before = time.process_time()
    product, _ = timed(lambda: _product(problem))
    return replace(solved, product=product, cpu=solved.cpu | {"product": time.process_time() - before})


def _product(problem: Problem) -> None:
    """Multiply the blocks of both sides, block by block, and keep nothing: the least that looking at all pairs takes."""
    tiles = problem.tiles
    left, right = tiles.features(tiles.kind)
    room = np.empty(ROWS * COLUMNS, left.dtype)
    for start in range(0, tiles.n, ROWS):
        for from_ in range(0, tiles.m, COLUMNS):
            one, two = left[start : start + ROWS], right[:, from_ : from_ + COLUMNS]
            np.matmul(one, two, out=room[: len(one) * two.shape[1]].reshape(len(one), -1))
