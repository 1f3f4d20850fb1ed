"""How far a fit may change before the answer does, and what would change it."""

from dataclasses import dataclass

import numpy as np

from greenroom.matching.core.compiled.problem import SCALE, Problem, label_of
from greenroom.matching.core.questions.counterfactuals import (
    Counterfactual,
    price_of_forcing,
    price_of_parting,
)
from greenroom.matching.core.solving.solution import Solution


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How far the fit of a pair that stands may fall before another answer is better, all else as it is.

    ``fall`` is None if the pair stands at any fit: it is pinned, or fewer places would be filled (or promises kept)
    without it. Otherwise the pair stands while its fit is above ``lowest``, at which the answers are equal.
    ``next_mentor`` is whom the mentee has in the next answer (None is nobody), at ``next_fit``; ``price`` is what the
    whole loses by it.
    """

    mentee: str
    mentor: str
    fit: float
    fall: float | None
    fall_units: int | None
    lowest: float | None
    price: float
    matched_change: int
    next_mentor: str | None
    next_fit: float | None


@dataclass(frozen=True, kw_only=True)
class Lift:
    """One criterion raised to its full score, all else as it is: would the pair be chosen? ``room`` is what it adds."""

    criterion: str
    kind: str
    label: str
    room: float
    is_enough: bool
    sentence: str


@dataclass(frozen=True, kw_only=True)
class WhatWouldChange:
    """What would have to be otherwise for two people to be a pair. For the coordinator only.

    ``code`` is "stands", "rule" (lifting ``rules`` alone would do), "fit" (its fit would have to rise by more than
    ``rise``), "too_far" (by more than a fit can), "counts" (no fit does: fewer places would be filled or promises
    kept), or "impossible". ``rise`` is exact in ``rise_units``; None where no rise does it. ``lifts`` has each
    criterion with room in this pair, those that are enough first.
    """

    mentee: str
    mentor: str
    code: str
    rise: float | None
    rise_units: int | None
    rules: tuple[str, ...]
    lifts: tuple[Lift, ...]
    sentence: str


def tolerance(problem: Problem, solution: Solution, mentee: str, mentor: str) -> Tolerance:
    """Return how far the fit of a pair that stands may fall. Raises ValueError for a pair that does not stand."""
    stands = [one for one in solution.mentor_of(mentee) if one.mentor == mentor]
    if not stands:
        raise ValueError(f"“{mentee}” and “{mentor}” are not a pair of this answer.")
    apart = price_of_parting(problem, solution, mentee, mentor)
    counts = (apart.matched_change, apart.promised_change)
    is_bound = stands[0].is_pinned or counts != (0, 0) or apart.drop_units > stands[0].units
    own = [move for move in apart.moves if move.mentee == mentee]
    return Tolerance(
        mentee=mentee,
        mentor=mentor,
        fit=stands[0].fit,
        fall=None if is_bound else apart.drop,
        fall_units=None if is_bound else apart.drop_units,
        lowest=None if is_bound else problem.number_of(stands[0].units - apart.drop_units),
        price=apart.drop,
        matched_change=apart.matched_change,
        next_mentor=own[0].after if own else None,
        next_fit=own[0].fit_after if own else None,
    )


def what_would_change(
    problem: Problem, solution: Solution, mentee: str, mentor: str, *, forced: Counterfactual | None = None
) -> WhatWouldChange:
    """Tell what would make two people a pair. ``forced`` is their `price_of_forcing`, where it is known already."""
    forced = forced or price_of_forcing(problem, solution, mentee, mentor)
    code = _code(problem, solution, forced)
    rises = code in {"fit", "too_far"}
    lifts = _lifts(problem, forced) if code == "fit" else ()
    rules = tuple(problem.label_of(key) for key in forced.ruled_out_by)
    return WhatWouldChange(
        mentee=mentee,
        mentor=mentor,
        code=code,
        rise=max(0.0, forced.drop) if rises else None,
        rise_units=max(0, forced.drop_units) if rises else None,
        rules=rules,
        lifts=lifts,
        sentence=_sentence(problem, forced, code, rules, lifts),
    )


def _code(problem: Problem, solution: Solution, forced: Counterfactual) -> str:
    if any(one.mentor == forced.mentor for one in solution.mentor_of(forced.mentee)):
        return "stands"
    if not forced.is_possible:
        return "impossible"
    change = forced.matched_change, forced.promised_change, -forced.drop_units
    if change > (0, 0, 0):
        return "rule" if forced.ruled_out_by else "fit"
    if change[:2] != (0, 0):
        return "counts"
    room = problem.blocks.top - problem.units(forced.mentee, forced.mentor)
    return "fit" if forced.drop_units < room else "too_far"


def _lifts(problem: Problem, forced: Counterfactual) -> tuple[Lift, ...]:
    if problem.unit.denominator != SCALE:
        return ()
    i, j = problem.place(forced.mentee, forced.mentor)
    found = []
    for number, criterion in enumerate(problem.rules.criteria):
        units = int(problem.blocks.units(np.array([i]), np.array([j]), criterion=number)[0])
        room = problem.weights[number] - units
        if room <= 0:
            continue
        is_enough = room > forced.drop_units
        label = label_of(criterion)
        found.append(
            Lift(
                criterion=criterion.key,
                kind=criterion.kind,
                label=label,
                room=room / SCALE,
                is_enough=is_enough,
                sentence=_lifted(problem, forced, criterion.kind, label, is_enough=is_enough),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.is_enough, -one.room, one.criterion)))


def _lifted(problem: Problem, forced: Counterfactual, kind: str, label: str, *, is_enough: bool) -> str:
    mentee, mentor = _names(problem, forced)
    ifs = {
        "hours": "If their free hours overlapped fully",
        "skills": f"If {mentor} offered all that {mentee} wants to learn",
        "same": f"If both had given the same answer on “{label}”",
        "time_zone": "If their clocks showed the same time",
        "wishes": "If each were the other’s first choice",
    }
    said = ifs.get(kind, f"If they fitted fully on “{label}”")
    then = f"{mentor} would be {mentee}’s match" if is_enough else "that alone would not be enough"
    return f"{said}, {then}."


def _names(problem: Problem, forced: Counterfactual) -> tuple[str, str]:
    i, j = problem.place(forced.mentee, forced.mentor)
    return problem.mentees[i].called, problem.mentors[j].called


def _sentence(
    problem: Problem, forced: Counterfactual, code: str, rules: tuple[str, ...], lifts: tuple[Lift, ...]
) -> str:
    mentee, mentor = _names(problem, forced)
    named = "”, “".join(rules)
    texts = {
        "stands": f"{mentee} and {mentor} are a pair already.",
        "impossible": forced.obstacle,
        "rule": f"Without “{named}” {mentor} would be {mentee}’s match.",
        "counts": f"No fit would make them a pair, because then {_fewer(forced)}.",
        "too_far": "Even a full fit would not make them a pair.",
        "fit": f"Their fit would have to rise by more than {max(0.0, forced.drop):.2f}.",
    }
    text = texts[code] if not rules or code in {"stands", "impossible", "rule"} else ""
    if not text:
        text = f"“{named}” keeps them apart. Without it {texts[code][0].lower()}{texts[code][1:]}"
    enough = [one.sentence for one in lifts if one.is_enough]
    return " ".join([text, *enough[:1]])


def _fewer(forced: Counterfactual) -> str:
    if forced.matched_change:
        return "fewer places would be filled"
    return "fewer promises would be kept"
