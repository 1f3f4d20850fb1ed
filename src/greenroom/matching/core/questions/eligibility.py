"""Who can be matched at all, who cannot and why, and what is scarce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints, levels_of
from greenroom.matching.core.given.people import MAX_LEVEL, Participant
from greenroom.matching.core.solving.solution import Solution

COUNTED: Final = 4_000_000
"""Up to so many pairs each constraint's share in what is ruled out is counted."""


@dataclass(frozen=True, kw_only=True)
class RuledOut:
    """How many partners a constraint rules out; ``alone`` are those that nothing else rules out."""

    constraint: str
    label: str
    count: int
    alone: int


@dataclass(frozen=True, kw_only=True)
class Ineligible:
    """Someone whom the rules leave nobody, and which rules: lifting one would open ``alone`` partners."""

    key: str
    name: str
    rules: tuple[RuledOut, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """The dry run: how many people have an eligible partner, and who has none.

    People without any place (capacity 0) are left out of the counts. ``by_constraint`` counts pairs, for
    problems of up to four million pairs.
    """

    mentees: int
    mentees_with: int
    mentors: int
    mentors_with: int
    pairs: int
    ruled_out: int
    mentees_without: tuple[Ineligible, ...]
    mentors_without: tuple[Ineligible, ...]
    by_constraint: tuple[RuledOut, ...]

    @property
    def sentence(self) -> str:
        have = "has" if self.mentees == 1 else "have"
        text = f"{self.mentees_with} of {self.mentees} mentees {have} an eligible mentor."
        return text + "".join(f" {one.sentence}" for one in self.mentees_without)


@dataclass(frozen=True, kw_only=True)
class WhyUnmatched:
    """Why a mentee has no mentor, and what would help.

    ``code`` is "no_eligible_mentor" (see ``rules``), "all_full" (each of the ``eligible`` mentors is taken by
    someone whom the best answer matches), "circles_closed" (the circle of one of them does not open), "paused", or
    "matched". For "all_full" ``best_mentor`` is the mentor
    whose one more place would give the mentee the best fit, ``best_fit``, and leave all others as they are.
    """

    mentee: str
    code: str
    eligible: int
    rules: tuple[RuledOut, ...]
    best_mentor: str | None
    best_fit: float | None
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Scarcity:
    """What one more place of a mentor would be worth: ``more_matched`` people and ``price`` in total fit."""

    mentor: str
    price: float
    more_matched: int


@dataclass(frozen=True, kw_only=True)
class SkillDemand:
    """Demand for a skill: mentees who want it, mentors who offer it and their places; ``short`` is what lacks."""

    skill: str
    wanted: int
    mentors: int
    places: int

    @property
    def short(self) -> int:
        return max(0, self.wanted - self.places)


def check_eligibility(problem: Problem) -> Eligibility:
    """Count who has an eligible partner, by one pass over all pairs and without solving."""
    tiles = problem.tiles_with_pins
    blocks = problem.blocks
    by_mentee = np.zeros(blocks.n, dtype=np.int64)
    by_mentor = np.zeros(blocks.m, dtype=np.int64)
    for rows, columns, tile in tiles.scan():
        allowed = tiles.is_allowed(tile)
        by_mentee[rows] += allowed.sum(axis=1)
        by_mentor[columns] += allowed.sum(axis=0)
    allowed_pairs = int(by_mentee.sum())
    by_mentee[blocks.pins[0]] += 1
    by_mentor[blocks.pins[1]] += 1
    present = blocks.places[0] > 0, blocks.places[1] > 0
    lonely = np.flatnonzero((by_mentee == 0) & present[0]), np.flatnonzero((by_mentor == 0) & present[1])
    return Eligibility(
        mentees=int(present[0].sum()),
        mentees_with=int(present[0].sum()) - len(lonely[0]),
        mentors=int(present[1].sum()),
        mentors_with=int(present[1].sum()) - len(lonely[1]),
        pairs=blocks.n * blocks.m,
        ruled_out=blocks.n * blocks.m - allowed_pairs,
        mentees_without=tuple(_ineligible(problem, int(i), is_mentee=True) for i in lonely[0]),
        mentors_without=tuple(_ineligible(problem, int(j), is_mentee=False) for j in lonely[1]),
        by_constraint=_by_constraint(problem) if blocks.n * blocks.m <= COUNTED else (),
    )


def _by_constraint(problem: Problem) -> tuple[RuledOut, ...]:
    count: dict[str, int] = {}
    alone: dict[str, int] = {}
    blocks = problem.blocks
    step = max(1, 500_000 // max(1, blocks.m))
    for start in range(0, blocks.n, step):
        rows = np.arange(start, min(blocks.n, start + step))
        pairs = np.repeat(rows, blocks.m), np.tile(np.arange(blocks.m), len(rows))
        for key, (all_, only) in _counts(problem, *pairs).items():
            count[key] = count.get(key, 0) + all_
            alone[key] = alone.get(key, 0) + only
    return _sorted(problem, {key: (count[key], alone[key]) for key in count})


def _counts(problem: Problem, rows: Ints, columns: Ints) -> dict[str, tuple[int, int]]:
    out = problem.blocks.ruled_out(rows, columns)
    times = np.zeros(len(rows), dtype=np.int64)
    for mask in out.values():
        times += mask
    return {key: (int(mask.sum()), int((mask & (times == 1)).sum())) for key, mask in out.items()}


def _sorted(problem: Problem, counts: dict[str, tuple[int, int]]) -> tuple[RuledOut, ...]:
    found = [
        RuledOut(constraint=key, label=problem.label_of(key), count=count, alone=alone)
        for key, (count, alone) in counts.items()
        if count
    ]
    return tuple(sorted(found, key=lambda one: (-one.alone, -one.count, one.constraint)))


def _rules_against(problem: Problem, place: int, *, is_mentee: bool) -> tuple[RuledOut, ...]:
    blocks = problem.blocks
    others = np.flatnonzero(blocks.places[1 if is_mentee else 0] > 0)
    same = np.full(len(others), place)
    counts = _counts(problem, same, others) if is_mentee else _counts(problem, others, same)
    return _sorted(problem, counts)


def _ineligible(problem: Problem, place: int, *, is_mentee: bool) -> Ineligible:
    person = problem.mentees[place] if is_mentee else problem.mentors[place]
    rules = _rules_against(problem, place, is_mentee=is_mentee)
    side = "mentor" if is_mentee else "mentee"
    return Ineligible(key=person.key, name=person.called, rules=rules, sentence=_nobody(person, rules, side))


def _nobody(person: Participant, rules: Sequence[RuledOut], side: str) -> str:
    parts = [f"“{one.label}” rules out {one.count}" for one in rules]
    text = f"{person.called} has no eligible {side}: {', '.join(parts)}."
    helpful = [one for one in rules if one.alone]
    if helpful:
        best = helpful[0]
        text += f" Without “{best.label}” there would be {best.alone}."
    elif not rules:
        text = f"{person.called} has no eligible {side}: there is none with a place."
    return text


def why_unmatched(problem: Problem, solution: Solution, mentee: str) -> WhyUnmatched:
    """Explain why a mentee is left without a mentor. Raises KeyError for someone who is not a mentee."""
    if mentee not in problem.row:
        raise KeyError(f"“{mentee}” is not a mentee of this problem.")
    i = problem.row[mentee]
    person = problem.mentees[i]
    if solution.mentor_of(mentee):
        return _why(mentee, "matched", f"{person.called} has a mentor.")
    if not person.capacity:
        return _why(mentee, "paused", f"{person.called} takes no mentor at present (capacity 0).")
    columns = np.flatnonzero(problem.blocks.places[1] > 0)
    rows = np.full(len(columns), i)
    eligible = columns[~problem.blocks.is_out(rows, columns)]
    rules = _rules_against(problem, i, is_mentee=True)
    if not len(eligible):
        return _why(mentee, "no_eligible_mentor", _nobody(person, rules, "mentor"), rules=rules)
    closed = set() if solution.circles is None else {problem.column[key] for key in solution.circles.closed}
    if closed & set(eligible.tolist()):
        names = ", ".join(problem.mentors[j].called for j in sorted(closed & set(eligible.tolist())))
        sentence = f"{person.called} has no mentor because too few people could be brought together for the circle of {names}."
        return _why(mentee, "circles_closed", sentence, eligible=len(eligible), rules=rules)
    units = problem.blocks.units(np.full(len(eligible), i), eligible)
    best = problem.mentors[int(eligible[units.argmax()])]
    fit = problem.number_of(int(units.max()))
    many = "the one eligible mentor is" if len(eligible) == 1 else f"all {len(eligible)} eligible mentors are"
    sentence = (
        f"{person.called} has no mentor because {many} full. One more place with {best.called} would let them in "
        f"with a fit of {fit:.2f} and leave everyone else as they are."
    )
    return _why(mentee, "all_full", sentence, eligible=len(eligible), rules=rules, best=best.key, fit=fit)


def _why(
    mentee: str,
    code: str,
    sentence: str,
    *,
    eligible: int = 0,
    rules: tuple[RuledOut, ...] = (),
    best: str | None = None,
    fit: float | None = None,
) -> WhyUnmatched:
    return WhyUnmatched(
        mentee=mentee,
        code=code,
        eligible=eligible,
        rules=rules,
        best_mentor=best,
        best_fit=fit,
        sentence=sentence,
    )


def scarcity(problem: Problem, solution: Solution) -> list[Scarcity]:
    """Return what one more place of each mentor would be worth, the scarcest first; those worth 0 are left out.

    The prices of an answer are the lowest that prove it, so they are exactly what one more place would add.
    """
    free = problem.blocks.free()[2]
    found = []
    for person, price, places in zip(problem.mentors, solution.proof.right, free.tolist(), strict=True):
        if price <= 0 or places <= 0:
            continue
        more = 1 if price * 2 > solution.proof.left_out else 0
        units = price - more * solution.proof.left_out
        found.append(Scarcity(mentor=person.key, price=problem.number_of(units, more), more_matched=more))
    return sorted(found, key=lambda one: (-one.more_matched, -one.price, one.mentor))


def demand_by_skill(
    mentees: Sequence[Participant], mentors: Sequence[Participant], *, wanted: str, offered: str
) -> list[SkillDemand]:
    """Count demand and places for each skill, the shortest first; ``wanted`` and ``offered`` name the answers."""
    demand: dict[str, int] = {}
    supply: dict[str, int] = {}
    places: dict[str, int] = {}
    for person in mentees:
        for skill in levels_of(person, wanted, default=1) if person.capacity else ():
            demand[skill] = demand.get(skill, 0) + 1
    for person in mentors:
        for skill in levels_of(person, offered, default=MAX_LEVEL) if person.capacity else ():
            supply[skill] = supply.get(skill, 0) + 1
            places[skill] = places.get(skill, 0) + person.capacity
    found = [
        SkillDemand(skill=skill, wanted=count, mentors=supply.get(skill, 0), places=places.get(skill, 0))
        for skill, count in demand.items()
    ]
    return sorted(found, key=lambda one: (-one.short, -one.wanted, one.skill))
