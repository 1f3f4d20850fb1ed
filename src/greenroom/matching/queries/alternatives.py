"""Why not someone else? What the whole would gain or lose if a mentee had another mentor."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from greenroom.matching import core
from greenroom.matching.models import MatchingRun, Workings
from greenroom.matching.queries.chains import Names, Step, in_order, points, whole_program
from greenroom.matching.queries.changes import what_would_change, where_cost_comes_from
from greenroom.matching.queries.participants import from_snapshot
from greenroom.programs.models import Enrollment, Part

SHOWN = 3
LISTED = 300
SOLVED_AGAIN = 4_000
"""Up to so many pairs an answer without prices is solved again for each mentor that the panel shows."""


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Another mentor for one mentee. Points throughout; `change` below 0 is what the whole program loses.

    `would_change` are sentences on what would make the two a pair; `reason` says where the cost comes from.
    `is_exact` is false where a search among circles was stopped before its end.
    """

    mentor_id: int
    name: str
    fit: int
    change: float
    steps: list[Step]
    ruled_out: list[str]
    obstacle: str
    matched_change: int
    is_better_alone: bool
    is_exact: bool
    would_change: list[str]
    reason: str

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
    shown = SHOWN if is_quick(problem, solution) else 0
    places = dict(
        Enrollment.objects.filter(cohort=run.cohort_id, part=Part.MENTOR).values_list("person_id", "pk")
    )
    key = str(mentee.person_id)
    by_fit = [one for one in _mentors_by_fit(problem, key) if now is None or one != str(now.person_id)]
    allowed = [one for one in by_fit if problem.is_allowed(key, one)][:shown]
    kept_apart = (
        next((one for one in by_fit[:LISTED] if _is_by_rule(problem, key, one)), None) if shown else None
    )
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


def is_quick(problem: core.Problem, solution: core.Solution) -> bool:
    """Are prices told by the answer's own, or by solving again what is small? Otherwise one is told when asked for."""
    has_prices = solution.policy == "best_total" and problem.blocks.opens_with is None
    return has_prices or len(problem.mentees) * len(problem.mentors) <= SOLVED_AGAIN


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
        names = Names(problem)
        moves = in_order(found.moves, self.mentee)
        steps = [Step(words=names.step(move, self.mentee), change=names.change(move)) for move in moves]
        change = points(-found.drop)
        return Alternative(
            mentor_id=self.places[int(mentor)],
            name=names.mentor(mentor),
            fit=round(found.fit * 100),
            change=change,
            steps=[*steps, Step(words=whole_program(found), change=change)],
            ruled_out=[problem.label_of(one) for one in found.ruled_out_by],
            obstacle="" if found.is_possible else found.obstacle,
            matched_change=found.matched_change,
            is_better_alone=self.fit_now is not None and found.fit > self.fit_now,
            is_exact=found.is_exact,
            would_change=what_would_change(problem, self.solution, found),
            reason=where_cost_comes_from(problem, found),
        )
