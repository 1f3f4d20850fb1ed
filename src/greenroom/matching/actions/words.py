"""Why these two, and why not: what a solved draft says about each person, as plain data ready to keep."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from greenroom.matching import core

PRICED_PAIRS = 2_000
"""Up to so many pairs each is told what parting it would cost; beyond, the page works it out when asked."""
TOLD_EVERY = 20


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One pair in words. `price` is what the total falls by if the two may not be paired, None if not worked out."""

    mentee: str
    mentor: str
    fit: float
    is_pinned: bool
    price: float | None
    parts: list[dict[str, Any]]
    reasons: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Left:
    """One mentee without a mentor, in words."""

    key: str
    reasons: list[str]
    helps: list[str]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A solution in words."""

    solution: core.Solution
    pairs: list[Pair]
    unmatched: list[Left]
    notes: list[str]


def words_of(problem: core.Problem, solution: core.Solution, *, on_share: Callable[[float], None]) -> Draft:
    """Explain every pair and everyone left. `on_share` hears the share done and may raise to stop."""
    count = len(solution.pairings) + len(solution.unmatched)
    pairs, left = [], []
    is_priced = len(solution.pairings) <= PRICED_PAIRS
    for place, pairing in enumerate(solution.pairings):
        if place % TOLD_EVERY == 0:
            on_share(place / max(1, count))
        pairs.append(_pair(problem, solution, pairing, is_priced=is_priced))
    for place, key in enumerate(solution.unmatched, start=len(pairs)):
        if place % TOLD_EVERY == 0:
            on_share(place / max(1, count))
        why = core.why_unmatched(problem, solution, key)
        left.append(Left(key=key, reasons=list(why.reasons), helps=list(why.helps)))
    return Draft(solution=solution, pairs=pairs, unmatched=left, notes=list(problem.notes))
