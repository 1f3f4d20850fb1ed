"""Why these two: the fit as a sum of criteria, each with the facts behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from greenroom.matching.core.compiled.problem import SCALE, Problem, label_of
from greenroom.matching.core.criteria.texts import text_of
from greenroom.matching.core.criteria.words import commonplace_words
from greenroom.matching.core.given.rules import Criterion
from greenroom.matching.core.questions.moves import Move
from greenroom.matching.core.reasons.facts import facts_about
from greenroom.matching.core.reasons.sayings import Audience, Fact


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One criterion's part in a fit.

    ``weight`` is its share of all weights, ``score`` is in [0, 1], ``contribution`` is what it adds to the
    fit; the contributions sum to the fit exactly. For a mentee or mentor all three are None, since numbers
    would tell them of the other's wishes.
    """

    criterion: str
    kind: str
    label: str
    weight: float | None
    score: float | None
    contribution: float | None
    facts: tuple[Fact, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why two people fit, for one audience. ``ruled_out_by`` has the labels of constraints, for the coordinator."""

    mentee: str
    mentor: str
    audience: Audience
    fit: float | None
    reasons: tuple[Reason, ...]
    ruled_out_by: tuple[str, ...] = ()


def why_these_two(
    problem: Problem, mentee: str, mentor: str, audience: Audience = "coordinator"
) -> Explanation:
    """Explain a pair. A mentee or mentor gets only reasons that are theirs to see, and no numbers.

    Raises KeyError for people who are not in the problem.
    """
    i, j = problem.place(mentee, mentor)
    one, two = problem.mentees[i], problem.mentors[j]
    for_all = audience == "coordinator"
    reasons = []
    criteria = problem.rules.criteria if problem.unit.denominator == SCALE else ()
    for number, criterion in enumerate(criteria):
        told = facts_about(one, two, criterion, commonplace=_commonplace(problem, criterion))
        facts = tuple(fact for fact in told if audience in fact.texts)
        if not for_all and (criterion.private or not facts):
            continue
        units = int(problem.blocks.units(np.array([i]), np.array([j]), criterion=number)[0])
        worth = problem.weights[number]
        reasons.append(
            Reason(
                criterion=criterion.key,
                kind=criterion.kind,
                label=label_of(criterion),
                weight=worth / SCALE if for_all else None,
                score=(units / worth if worth else 0.0) if for_all else None,
                contribution=units / SCALE if for_all else None,
                facts=facts,
                sentences=tuple(fact.texts[audience] for fact in facts),
            )
        )
    out = tuple(problem.label_of(key) for key in problem.ruled_out_by(mentee, mentor)) if for_all else ()
    return Explanation(
        mentee=mentee,
        mentor=mentor,
        audience=audience,
        fit=problem.fit(mentee, mentor) if for_all else None,
        reasons=tuple(reasons),
        ruled_out_by=out,
    )


def _commonplace(problem: Problem, criterion: Criterion) -> frozenset[str]:
    """Return the words of a text that so many wrote that they tell nothing of a pair."""
    if criterion.kind != "text":
        return frozenset()
    memo: dict[str, frozenset[str]] = problem.memo.setdefault("commonplace", {})
    if criterion.key not in memo:
        texts = [text_of(person, criterion.mentee_answer) for person in problem.mentees]
        texts += [text_of(person, criterion.mentor_answer) for person in problem.mentors]
        memo[criterion.key] = commonplace_words([text for text in texts if text])
    return memo[criterion.key]


@dataclass(frozen=True, kw_only=True)
class Costly:
    """Where the cost of a rearrangement comes from: the mentee who loses most by it, and in which criterion.

    ``lost`` is what the criterion gave them before and does not give after, in fit. ``as_good`` counts the mentors
    who may be theirs and match them in it no worse than the one they leave, that one among them.
    """

    mentee: str
    before: str
    after: str
    criterion: str
    label: str
    lost: float
    as_good: int
    sentence: str


def why_costly(problem: Problem, moves: Sequence[Move]) -> Costly | None:
    """Tell where the largest step down of a rearrangement comes from; None where nobody moves to a lower fit."""
    down = [
        (one.fit_after - one.fit_before, one)
        for one in moves
        if one.after is not None and one.fit_before is not None and one.fit_after is not None
    ]
    change, move = min(down, key=lambda pair: pair[0], default=(0.0, None))
    if move is None or change >= 0 or problem.unit.denominator != SCALE or not problem.rules.criteria:
        return None
    before, after = str(move.before), str(move.after)
    i, j = problem.place(move.mentee, before)
    other = problem.column[after]
    lost = [
        _given(problem, i, j, number) - _given(problem, i, other, number)
        for number in range(len(problem.weights))
    ]
    number = int(np.argmax(lost))
    mentors = np.flatnonzero(problem.blocks.places[1] > 0)
    rows = np.full(len(mentors), i)
    given = problem.blocks.units(rows, mentors, criterion=number)
    is_as_good = (given >= _given(problem, i, j, number)) & ~problem.blocks.is_out(rows, mentors)
    as_good = max(1, int(is_as_good.sum()))
    criterion = problem.rules.criteria[number]
    names = problem.mentees[i].called, problem.mentors[j].called
    return Costly(
        mentee=move.mentee,
        before=before,
        after=after,
        criterion=criterion.key,
        label=label_of(criterion),
        lost=lost[number] / SCALE,
        as_good=as_good,
        sentence=_where_from(*names, label_of(criterion), as_good, len(mentors)),
    )


def _given(problem: Problem, i: int, j: int, number: int) -> int:
    return int(problem.blocks.units(np.array([i]), np.array([j]), criterion=number)[0])


def _where_from(mentee: str, mentor: str, label: str, as_good: int, mentors: int) -> str:
    if as_good == 1:
        return f"{mentor} is the only mentor who matches {mentee} so well on “{label}”. That is where the cost comes from."
    return (
        f"{as_good} of {mentors} mentors match {mentee} on “{label}” as well as {mentor} does. "
        "That is where the cost comes from."
    )
