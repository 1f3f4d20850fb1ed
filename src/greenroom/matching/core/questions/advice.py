"""Whom to recruit: what one more mentor of some kind, or one more place of a mentor, would add to the whole.

A newcomer with one place is one more node of the residual network. What they add is what they are worth to the mentee
who takes the place, less what that mentee is worth to the whole where they are: exact, for all mentees at once, without
solving again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Final

import numpy as np

from greenroom.matching.core.compiled.compiling import compile_problem
from greenroom.matching.core.compiled.problem import SCALE, Problem
from greenroom.matching.core.criteria.features import Floats, hours_of, tidy, words_of
from greenroom.matching.core.given.faults import InvalidProblem
from greenroom.matching.core.given.people import HOURS_IN_A_WEEK, MAX_LEVEL, Answer, Participant
from greenroom.matching.core.given.rules import Constraint, Criterion
from greenroom.matching.core.questions.counterfactuals import work_on
from greenroom.matching.core.questions.eligibility import scarcity
from greenroom.matching.core.solving.solution import Solution

SKILLS, WORDS, PARTS = 12, 3, 4
HEARD: Final = 400
"""So many mentees, those without a mentor first and then the lowest fits, say who is looked for."""
DAY_PARTS: Final[Mapping[str, tuple[range, range]]] = {
    "weekday mornings": (range(5), range(8, 12)),
    "weekday afternoons": (range(5), range(12, 17)),
    "weekday evenings": (range(5), range(17, 22)),
    "weekends": (range(5, 7), range(8, 22)),
}
"""Days from Monday and hours of the day, by the organization's clock."""
NEWCOMER: Final = "newcomer "


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One more mentor, or place, and what it would add.

    ``code`` is "mentor" (``values``: skill, part, word, each None where it makes no difference) or "place" (mentor).
    ``people_more`` is how many more places would be filled, ``gain`` how much the total would rise by it, exact in
    ``gain_units``. ``helped`` is the mentee who would take the place, ``example`` a mentor as meant.
    """

    code: str
    values: Mapping[str, str | None]
    people_more: int
    gain: float
    gain_units: int
    helped: str | None
    sentence: str
    example: Participant | None = field(default=None, repr=False)


def advice(problem: Problem, solution: Solution, *, hours_from_utc: float = 0, most: int = 5) -> list[Advice]:
    """Return what would help the whole most, at most ``most``, the most people first and then the greatest gain.

    Free hours are in UTC; ``hours_from_utc`` is the offset of the clock that “weekday evenings” goes by. Empty for
    answers that prices say nothing of (other policies than the best total, circles) and for fits that were given.
    """
    work = work_on(problem, solution)
    if work.graph is None:
        return []
    found = [*_mentors(problem, solution, hours_from_utc), *_places(problem, solution)]
    found.sort(
        key=lambda one: (-one.people_more, -one.gain_units, one.code, sorted(map(str, one.values.values())))
    )
    chosen: list[Advice] = []
    for one in found:
        if len(chosen) < most and all(one.helped is None or one.helped != other.helped for other in chosen):
            chosen.append(one)
    return chosen


def _places(problem: Problem, solution: Solution) -> list[Advice]:
    found = []
    for one in scarcity(problem, solution):
        name = problem.mentors[problem.column[one.mentor]].called
        found.append(
            Advice(
                code="place",
                values={"mentor": one.mentor},
                people_more=one.more_matched,
                gain=one.price,
                gain_units=round((one.price - float(problem.zero) * one.more_matched) / float(problem.unit)),
                helped=None,
                sentence=f"One more place with {name} {_worth(one.more_matched, one.price)}.",
            )
        )
    return found[:2]


def _mentors(problem: Problem, solution: Solution, hours_from_utc: float) -> list[Advice]:
    if problem.unit.denominator != SCALE:
        return []
    looked_for = _LookedFor(problem, solution, hours_from_utc)
    kinds = looked_for.kinds()
    people = [looked_for.newcomer(place, *kind) for place, kind in enumerate(kinds)]
    gains = _gains(problem, solution, people, looked_for.names())
    if gains is None:
        return []
    best, helped = gains
    rest = dict(zip(kinds, best.tolist(), strict=True))
    found = []
    for skill in dict.fromkeys(kind[0] for kind in kinds):
        of_skill = [place for place, kind in enumerate(kinds) if kind[0] == skill]
        place = max(of_skill, key=lambda one: best[one])
        if best[place] <= 0:
            continue
        _, part, word = kinds[place]
        parts = [rest[kind] for kind in kinds if kind[0] == skill and kind[2] == word]
        is_any_part = len(parts) == len(DAY_PARTS) and min(parts) == best[place]
        is_usual = word == looked_for.usual_word()
        values = {"skill": skill, "part": None if is_any_part else part, "word": None if is_usual else word}
        matched, _, units = work_on(problem, solution).residual.in_counts(-int(best[place]))
        gain = problem.number_of(units, matched)
        found.append(
            Advice(
                code="mentor",
                values=values,
                people_more=matched,
                gain=gain,
                gain_units=units,
                helped=problem.mentees[int(helped[place])].key,
                sentence=f"One more {_kind(values)} {_worth(matched, gain)}.",
                example=people[place],
            )
        )
    return found


def _gains(
    problem: Problem, solution: Solution, people: Sequence[Participant], names: frozenset[str]
) -> tuple[Any, Any] | None:
    """Return what each newcomer adds, counts before fits in one number, and the row of the mentee who takes them."""
    mentees = [
        replace(one, minimum=0, answers={name: value for name, value in one.answers.items() if name in names})
        for one in problem.mentees
    ]
    rules = replace(problem.rules, pins=(), forbids=(), standing=())
    try:
        small = compile_problem(mentees, people, rules, same_people=())
    except InvalidProblem:
        return None
    work = work_on(problem, solution)
    residual = work.residual
    if work.graph is None or tuple(one.key for one in small.mentees) != tuple(
        one.key for one in problem.mentees
    ):
        return None
    best = np.full(len(people), -np.inf)
    helped = np.zeros(len(people), dtype=np.int64)
    needed: Floats = residual.prices[0] - residual.left_out + work.graph.from_outside
    for rows, columns, tile in small.tiles.scan():
        worth = np.where(small.tiles.is_allowed(tile), tile.astype(np.float64), -np.inf) - needed[rows, None]
        top = worth.argmax(axis=0)
        values = worth[top, np.arange(worth.shape[1])]
        ahead = np.flatnonzero(values > best[columns])
        best[columns.start + ahead], helped[columns.start + ahead] = values[ahead], rows[top[ahead]]
    order = [small.column[one.key] for one in people]
    return np.maximum(best, 0)[order], helped[order]


class _LookedFor:
    """What mentees ask for whom the answer leaves out or serves worst, and mentors as they would be."""

    def __init__(self, problem: Problem, solution: Solution, hours_from_utc: float) -> None:
        self.problem, self.offset = problem, int(np.floor(hours_from_utc))
        by_fit = sorted(solution.pairings, key=lambda one: (one.fit, one.mentee))
        keys = dict.fromkeys([*solution.unmatched, *(one.mentee for one in by_fit if not one.is_pinned)])
        self.heard = [problem.mentees[problem.row[key]] for key in list(keys)[:HEARD]]
        rules: list[Criterion | Constraint] = [*problem.rules.constraints, *problem.rules.criteria]
        self.rules = rules
        self.skills = next((one for one in rules if one.kind == "skills"), None)
        self.hours = next((one for one in rules if one.kind == "hours"), None)
        self.words = next((one for one in problem.rules.constraints if one.kind == "shared"), None)
        self.common = self._common()
        self.spelled: dict[str, str] = {}

    def _common(self) -> dict[str, Answer]:
        """Return the most usual answers where a rule refuses people who have not answered."""
        found: dict[str, Answer] = {}
        for rule in self.problem.rules.constraints:
            if rule.missing != "refuse":
                continue
            given = [
                one.answers[rule.mentor_answer]
                for one in self.problem.mentors
                if one.answers.get(rule.mentor_answer)
            ]
            if given:
                usual = Counter(repr(answer) for answer in given).most_common(1)[0][0]
                found[rule.mentor_answer] = next(answer for answer in given if repr(answer) == usual)
        return found

    def kinds(self) -> list[tuple[str | None, str | None, str | None]]:
        """Return (skill, part of the week, word in common) of each kind of mentor to try."""
        skills, words, parts = Counter[str](), Counter[str](), Counter[str]()
        for person in self.heard:
            if self.skills is not None:
                skills.update(self.said(person, self.skills.mentee_answer))
            if self.words is not None:
                words.update(self.said(person, self.words.mentee_answer))
            if self.hours is not None:
                free = hours_of(person, self.hours.mentee_answer)
                parts.update(part for part in DAY_PARTS if free & self.hours_in(part))
        return list(product(_most(skills, SKILLS), _most(parts, PARTS), _most(words, WORDS)))

    def said(self, person: Participant, name: str) -> list[str]:
        """Return skills or words, however many spellings there are each in one."""
        answer = person.answers.get(name)
        if answer is None or isinstance(answer, bool | int | float):
            return []
        given = [answer] if isinstance(answer, str) else [str(word) for word in answer]
        return [self.spelled.setdefault(tidy(word), word.strip()) for word in sorted(given)]

    def usual_word(self) -> str | None:
        """Return the word that most mentors named, which goes without saying."""
        if self.words is None:
            return None
        counts = Counter(
            word for one in self.problem.mentors for word in words_of(one, self.words.mentor_answer)
        )
        usual = _most(counts, 1)[0]
        return usual and self.spelled.get(usual, usual)

    def hours_in(self, part: str) -> frozenset[int]:
        days, hours = DAY_PARTS[part]
        return frozenset((day * 24 + hour - self.offset) % HOURS_IN_A_WEEK for day in days for hour in hours)

    def newcomer(self, place: int, skill: str | None, part: str | None, word: str | None) -> Participant:
        answers = dict(self.common)
        if self.skills is not None and skill is not None:
            answers[self.skills.mentor_answer] = {skill: MAX_LEVEL}
        if self.hours is not None and part is not None:
            answers[self.hours.mentor_answer] = self.hours_in(part)
        if self.words is not None and word is not None:
            answers[self.words.mentor_answer] = frozenset({word})
        return Participant(key=f"{NEWCOMER}{place}", name="A new mentor", answers=answers)

    def names(self) -> frozenset[str]:
        """Return the mentees’ answers that a newcomer’s are compared with; the others make no difference."""
        given = {rule.mentor_answer for rule in (self.skills, self.hours, self.words) if rule is not None}
        given |= self.common.keys()
        return frozenset(rule.mentee_answer for rule in self.rules if rule.mentor_answer in given)


def _most(counts: Counter[str], many: int) -> list[str | None]:
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:many]
    return [*ranked] or [None]


def _kind(values: Mapping[str, str | None]) -> str:
    text = f"{values['skill']} mentor" if values["skill"] else "mentor"
    if values["part"]:
        text += f" free on {values['part']}"
    return f"{text} who shares {values['word']}" if values["word"] else text


def _worth(people: int, gain: float) -> str:
    change = f"{'raise' if gain >= 0 else 'lower'} the total by {abs(gain):.2f}"
    if not people:
        return f"would {change}"
    who = "one person" if people == 1 else f"{people} people"
    return f"would {change} and match {who} more"
