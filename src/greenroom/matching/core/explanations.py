"""Why these two: the fit as a sum of criteria, each with the facts behind it."""

from dataclasses import dataclass

import numpy as np

from greenroom.matching.core.facts import facts_about
from greenroom.matching.core.problem import SCALE, Problem, label_of
from greenroom.matching.core.rules import Criterion
from greenroom.matching.core.sayings import Audience, Fact
from greenroom.matching.core.texts import text_of
from greenroom.matching.core.words import commonplace_words


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
