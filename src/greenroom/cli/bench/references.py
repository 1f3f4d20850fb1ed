"""What others take for the same cohort: each in a process of its own, with its own time limit.

A reference reads one JSON object on its standard input and prints one: ``seconds`` of its own work without
reading and preparing, ``matched`` people, and ``total_units`` where it aims at the same total.
"""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from greenroom.cli.bench.environments import CannotInstall, environment
from greenroom.matching.core import Participant, Problem
from greenroom.matching.core.proofs.examination import all_pairs

MOST_PREFERENCES: Final = 20_000_000
PREPARING: Final = 600
SCRIPTS: Final = Path(__file__).parent / "peers"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """``requirement`` is what pip installs, empty for what is here already; ``differs`` is what to know of it."""

    requirement: str
    differs: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What came of a reference. ``seconds`` is None when it has no time to show, and ``words`` say why."""

    seconds: float | None = None
    matched: int | None = None
    total_units: int | None = None
    words: str = ""
    could_not_run: bool = False


REFERENCES: Final = {
    "scipy": Reference(
        requirement="",
        differs="the dense solver on one column a place; its time is the assignment alone, on a matrix that is "
        "ready, and it must come to the same total",
    ),
    "mentor-match": Reference(
        requirement="mentor-match==7.0.1",
        differs="one round of its own scores (yes or no a rule), so one mentee a mentor at most and another "
        "total; no proof over capacities, no reasons",
    ),
    "matching": Reference(
        requirement="matching==1.4.3",
        differs="deferred acceptance on ranks made from the same fits: stable, not the greatest total",
    ),
}


class Cohort:
    """The people of a benchmark as plain data, for those who cannot read ours."""

    def __init__(self, problem: Problem, *, recipe: dict[str, Any]) -> None:
        self.problem, self.recipe = problem, recipe

    def people(self) -> dict[str, Any]:
        """All answers, with sets as sorted lists."""
        return {"mentees": _plain(self.problem.mentees), "mentors": _plain(self.problem.mentors)}

    def preferences(self) -> dict[str, Any]:
        """Everyone’s ranks of those they may be paired with, best first; equal fits by number."""
        blocks = self.problem.blocks
        units, allowed = np.empty((blocks.n, blocks.m)), np.empty((blocks.n, blocks.m), dtype=np.bool_)
        for rows, *tile in all_pairs(blocks):
            units[rows], allowed[rows] = tile
        return {
            "mentees": _ranks(units, allowed),
            "mentors": _ranks(units.T, allowed.T),
            "places": [person.capacity for person in self.problem.mentors],
        }


def run_reference(
    name: str, cohort: Cohort, *, limit: int, folder: Path | None, say: Callable[..., None]
) -> Finding:
    """Run one reference to its end or to its limit, and say what came of it."""
    if name == "scipy":
        return _finding([sys.executable, "-m", "greenroom.cli.bench.dense"], cohort.recipe, limit=limit)
    pairs = cohort.problem.blocks.n * cohort.problem.blocks.m
    if name == "matching" and 2 * pairs > MOST_PREFERENCES:
        words = f"not run: its lists of ranks would have {2 * pairs:,} entries, over {MOST_PREFERENCES:,}"
        return Finding(words=words)
    try:
        python = environment(REFERENCES[name].requirement, folder=folder, say=say)
    except CannotInstall as error:
        return Finding(words=str(error), could_not_run=True)
    data = cohort.people() if name == "mentor-match" else cohort.preferences()
    script = SCRIPTS / f"{name.replace('-', '_')}.py"
    return _finding([str(python), "-I", str(script)], data, limit=limit)


def _finding(command: Sequence[str], data: dict[str, Any], *, limit: int) -> Finding:
    """The process ends itself when its own work has taken the limit; preparing has time of its own."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        json.dump(data | {"limit": limit}, given)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - our own script, with our own numbers
                command, stdin=given, capture_output=True, text=True, check=False, timeout=limit + PREPARING
            )
        except subprocess.TimeoutExpired:
            return Finding(words=f"could not prepare its work in {PREPARING} s")
    if ended.returncode == -signal.SIGALRM:
        return Finding(words=f"did not finish in {limit} s")
    lines = ended.stdout.splitlines()
    if ended.returncode or not lines:
        last = (ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"])[-1]
        return Finding(words=f"stopped: {last}")
    return Finding(**json.loads(lines[-1]))


def _plain(people: Sequence[Participant]) -> list[dict[str, Any]]:
    def plain(value: Any) -> Any:
        return sorted(value) if isinstance(value, frozenset) else value

    return [
        {"key": person.key, "capacity": person.capacity}
        | {name: plain(value) for name, value in person.answers.items()}
        for person in people
    ]


def _ranks(units: Any, allowed: Any) -> list[list[int]]:
    order = np.argsort(-units, axis=1, kind="stable")
    return [row[may[row]].tolist() for row, may in zip(order, allowed, strict=True)]
