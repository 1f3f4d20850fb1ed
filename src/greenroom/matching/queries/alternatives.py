"""Why not someone else? What the whole would gain or lose if a mentee had another mentor."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from greenroom.matching import core
from greenroom.matching.core.counterfactuals import Counterfactual, Move
from greenroom.matching.models import MatchingRun, Workings
from greenroom.matching.queries.participants import from_snapshot
from greenroom.programs.models import Enrollment, Part

SHOWN = 3
LISTED = 300


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the chain: who moves where, and what that is worth in points."""

    words: str
    change: float


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Another mentor for one mentee. Points throughout; `change` below 0 is what the whole program loses."""

    mentor_id: int
    name: str
    fit: int
    change: float
    steps: list[Step]
    ruled_out: list[str]
    obstacle: str
    matched_change: int
    is_better_alone: bool

    @property
    def left_without(self) -> int:
        """How many more mentees would be without a mentor."""
        return max(0, -self.matched_change)


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """What the side panel offers: some mentors worked out, one chosen by hand, and everyone to choose from."""

    best: list[Alternative]
    chosen: Alternative | None
    mentors: list[tuple[int, str]]
    mentors_in_all: int


def alternatives_for(
    run: MatchingRun, *, mentee: Enrollment, now: Enrollment | None, other_id: int | None
) -> Alternatives:
    """Prices of other mentors for a mentee of a solved draft; two queries, three when the draft is read anew."""
    problem, solution = worked_out(run)
    places = dict(
        Enrollment.objects.filter(cohort=run.cohort_id, part=Part.MENTOR).values_list("person_id", "pk")
    )
    key = str(mentee.person_id)
    by_fit = [one for one in _mentors_by_fit(problem, key) if now is None or one != str(now.person_id)]
    allowed = [one for one in by_fit if problem.is_allowed(key, one)][:SHOWN]
    kept_apart = next((one for one in by_fit[:LISTED] if _is_by_rule(problem, key, one)), None)
    ask = _Question(problem=problem, solution=solution, places=places, mentee=key, now=now)
    best = [ask.price_of(one) for one in [*allowed, *([kept_apart] if kept_apart else [])]]
    wanted = {place: str(person) for person, place in places.items()}.get(other_id or 0)
    chosen = ask.price_of(wanted) if wanted in problem.column and wanted is not None else None
    best.sort(key=lambda one: (bool(one.ruled_out or one.obstacle), -one.change))
    listed = sorted(by_fit[:LISTED], key=lambda one: problem.mentors[problem.column[one]].called)
    return Alternatives(
        best=[one for one in best if chosen is None or one.mentor_id != chosen.mentor_id],
        chosen=chosen,
        mentors=[
            (places[int(one)], problem.mentors[problem.column[one]].called)
            for one in listed
            if int(one) in places
        ],
        mentors_in_all=len(by_fit),
    )


def worked_out(run: MatchingRun) -> tuple[core.Problem, core.Solution]:
    """The draft's problem and answer as they were solved, kept in memory for the next question."""
    return _worked_out(run.pk, run.summary["fingerprint"])


@functools.lru_cache(maxsize=4)
def _worked_out(run_id: int, fingerprint: str) -> tuple[core.Problem, core.Solution]:
    workings = Workings.objects.select_related("run").defer("certificate").get(run=run_id)
    problem = core.compile_problem(
        from_snapshot(workings.mentees),
        from_snapshot(workings.mentors),
        core.Rules.from_dict(workings.run.rules),
    )
    if problem.fingerprint != fingerprint:
        raise ValueError("The people kept with this draft do not make the problem that was solved.")
    return problem, core.Solution.from_dict(workings.solution)


def _mentors_by_fit(problem: core.Problem, mentee: str) -> list[str]:
    """Everyone with a place, best fit first."""
    row = np.full(len(problem.mentors), problem.row[mentee])
    units = problem.blocks.units(row, np.arange(len(problem.mentors)))
    order = np.argsort(-units, kind="stable")
    return [
        problem.mentors[j].key
        for j in order
        if problem.mentors[j].capacity and problem.mentors[j].key != mentee
    ]


def _is_by_rule(problem: core.Problem, mentee: str, mentor: str) -> bool:
    return bool(problem.ruled_out_by(mentee, mentor))


@dataclass(frozen=True, kw_only=True)
class _Question:
    """One mentee of a draft; `places` maps a person to their enrollment as a mentor."""

    problem: core.Problem
    solution: core.Solution
    places: Mapping[int, int]
    mentee: str
    now: Enrollment | None

    @property
    def fit_now(self) -> float | None:
        known = self.now is not None and str(self.now.person_id) in self.problem.column
        return (
            self.problem.fit(self.mentee, str(self.now.person_id)) if known and self.now is not None else None
        )

    def price_of(self, mentor: str) -> Alternative:
        problem = self.problem
        found = core.price_of_forcing(problem, self.solution, self.mentee, mentor)
        names = _Names(problem)
        moves = _in_order(found.moves, self.mentee)
        steps = [Step(words=names.step(move, self.mentee), change=names.change(move)) for move in moves]
        change = _points(-found.drop)
        return Alternative(
            mentor_id=self.places[int(mentor)],
            name=names.mentor(mentor),
            fit=round(found.fit * 100),
            change=change,
            steps=[*steps, Step(words=_whole_program(found), change=change)],
            ruled_out=[problem.label_of(one) for one in found.ruled_out_by],
            obstacle="" if found.is_possible else found.obstacle,
            matched_change=found.matched_change,
            is_better_alone=self.fit_now is not None and found.fit > self.fit_now,
        )


def _in_order(moves: Sequence[Move], mentee: str) -> list[Move]:
    """As a chain: first the mentee asked about, then whoever they push out, and so on; then who gains by it."""
    rest = list(moves)
    chain = [move for move in rest if move.mentee == mentee][:1]
    while chain:
        rest.remove(chain[-1])
        pushed = [move for move in rest if move.before is not None and move.before == chain[-1].after]
        if not pushed:
            break
        chain.append(pushed[0])
    return [*chain, *rest]


def _whole_program(found: Counterfactual) -> str:
    return _("Whole program, %(before)s to %(after)s") % {
        "before": f"{found.total_before * 100:,.0f}",
        "after": f"{found.total_after * 100:,.0f}",
    }


def _points(fit: float) -> float:
    return round(fit * 100, 1)


class _Names:
    """People's names in a chain of moves: whole at first mention of others, first names where nobody can be mistaken."""

    def __init__(self, problem: core.Problem) -> None:
        self.problem = problem

    def mentor(self, key: str | None) -> str:
        return "" if key is None else self.problem.mentors[self.problem.column[key]].called

    def mentee(self, key: str) -> str:
        return self.problem.mentees[self.problem.row[key]].called

    def change(self, move: Move) -> float:
        return _points((move.fit_after or 0.0) - (move.fit_before or 0.0))

    def step(self, move: Move, asked: str) -> str:
        facts: dict[str, Any] = {
            "mentee": self.mentee(move.mentee),
            "before": self.mentor(move.before),
            "after": self.mentor(move.after),
            "fit_before": round((move.fit_before or 0) * 100),
            "fit_after": round((move.fit_after or 0) * 100),
        }
        if move.after is None:
            return _("%(mentee)s is left without a mentor, after %(before)s, %(fit_before)s") % facts
        if move.before is None:
            return _("%(mentee)s gets %(after)s, at %(fit_after)s") % facts
        if move.mentee == asked:
            return _("%(mentee)s moves to %(after)s, %(fit_before)s to %(fit_after)s") % facts
        return _("%(mentee)s leaves %(before)s for %(after)s, %(fit_before)s to %(fit_after)s") % facts
