"""What a draft, and each other way to choose beside it, comes to in figures. Fits in points (a fit of 1 is 100).

Of every answer:

    matched, pairs               mentees with a mentor; pairs (the same while each mentee has one)
    total, average, lowest       of the pairs' fits
    histogram                    {"79": 3, …}: how many pairs have which whole fit
    blocking                     pairs of people who would both rather have each other
    rather                       some of those: [{mentee, mentor, fit, instead_of_mentor, instead_of_mentee}], enrollments
    is_leximin                   were the next lowest pairs lifted too, one after the other?
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from greenroom.matching import core
from greenroom.matching.models import Pairing
from greenroom.matching.queries.groups import group_questions, labels_for
from greenroom.programs.models import Cohort, Part

Places = Mapping[tuple[str, str], int]
"""Whose enrollment is which, by (part, key)."""


def figures_of(problem: core.Problem, solution: core.Solution, *, places: Places) -> dict[str, Any]:
    """The figures that every answer has; one pass over all pairs for those who would rather."""
    measures = core.measure(problem, solution)
    points = sorted(round(pairing.fit * 100) for pairing in solution.pairings)

    def place(part: Part, key: str | None) -> int | None:
        return None if key is None else places[part.value, key]

    return {
        "matched": measures.matched,
        "pairs": measures.filled,
        "total": measures.total * 100,
        "average": None if measures.average is None else measures.average * 100,
        "lowest": points[0] if points else None,
        "histogram": {str(value): count for value, count in sorted(Counter(points).items())},
        "blocking": measures.blocking_pairs,
        "rather": [
            {
                "mentee": place(Part.MENTEE, one.mentee),
                "mentor": place(Part.MENTOR, one.mentor),
                "fit": round(one.fit * 100),
                "instead_of_mentor": place(Part.MENTOR, one.instead_of_mentor),
                "instead_of_mentee": place(Part.MENTEE, one.instead_of_mentee),
            }
            for one in measures.examples
        ],
        "is_leximin": solution.is_leximin,
    }


def groups_of(problem: core.Problem, solution: core.Solution, *, cohort: Cohort) -> dict[str, Any]:
    """Fit by group for every question that makes groups; small groups are hidden already here."""
    found = {}
    for key, _words in group_questions(cohort):
        groups = core.fits_by_group(problem, solution, labels_for(problem.mentees, key))
        if groups:
            found[key] = [asdict(group) for group in groups]
    return found


def made_of(pairings: Sequence[Pairing]) -> list[dict[str, Any]]:
    """What each criterion gives a pair on average, and what it could give, in points."""
    found: dict[str, dict[str, Any]] = {}
    for pairing in pairings:
        for part in pairing.parts:
            one = found.setdefault(
                part["key"], {"label": part["label"], "points": 0.0, "of": 100 * part["weight"]}
            )
            one["points"] += 100 * part["weight"] * part["score"] / len(pairings)
    return list(found.values())


def low_below(histogram: Mapping[str, int]) -> int:
    """The highest multiple of five that no more than about one pair in eight lies under; at most 65."""
    allowed = sum(histogram.values()) // 8
    for limit in range(65, 0, -5):
        if sum(count for value, count in histogram.items() if int(value) < limit) <= allowed:
            return limit
    return 5
