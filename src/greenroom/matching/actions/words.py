"""Why these two, and why not: what a solved draft says about each person, as plain data ready to keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.matching import core
from greenroom.matching.core.reasons.sayings import Audience

PRICING = 0.4
"""The share of the work that goes into what parting each pair would cost."""
TOLD_EVERY = 20
SIDES: tuple[Audience, ...] = ("mentee", "mentor")


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
    """One mentee without a mentor. `helps` are (sentence, the mentor it speaks of or None)."""

    key: str
    reasons: list[str]
    helps: list[tuple[str, core.Participant | None]]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A solution in words."""

    solution: core.Solution
    pairs: list[Pair]
    unmatched: list[Left]
    notes: list[str]
    advice: list[core.Advice]


def words_of(
    problem: core.Problem,
    solution: core.Solution,
    *,
    on_share: Callable[[float], None],
    hours_from_utc: float = 0,
) -> Draft:
    """Explain every pair and everyone left, and say whom to recruit. `on_share` hears the share done and may raise.

    `hours_from_utc` is the organization's clock, by which “weekday evenings” goes.
    """
    count = len(solution.pairings) + len(solution.unmatched)
    pairs, left = [], []
    prices = core.parting_prices(
        problem, solution, on_progress=lambda progress: on_share(PRICING * progress.share)
    )

    def told(place: int) -> None:
        if place % TOLD_EVERY == 0:
            on_share(PRICING + (1 - PRICING) * place / max(1, count))

    for place, pairing in enumerate(solution.pairings):
        told(place)
        price = prices.get((pairing.mentee, pairing.mentor))
        pairs.append(_pair(problem, pairing, price=None if price is None else price.drop))
    for place, key in enumerate(solution.unmatched, start=len(pairs)):
        told(place)
        left.append(_left(problem, core.why_unmatched(problem, solution, key)))
    return Draft(
        solution=solution,
        pairs=pairs,
        unmatched=left,
        notes=list(problem.notes),
        advice=core.advice(problem, solution, hours_from_utc=hours_from_utc),
    )


def _pair(problem: core.Problem, pairing: core.Pairing, *, price: float | None) -> Pair:
    mentee, mentor = pairing.mentee, pairing.mentor
    told = core.why_these_two(problem, mentee, mentor)
    return Pair(
        mentee=mentee,
        mentor=mentor,
        fit=pairing.fit,
        is_pinned=pairing.is_pinned,
        price=price,
        parts=[
            {
                "key": reason.criterion,
                "label": reason.label,
                "weight": reason.weight,
                "score": reason.score,
                "facts": list(reason.sentences),
            }
            for reason in told.reasons
            if reason.weight
        ],
        reasons={
            side: [
                sentence
                for reason in core.why_these_two(problem, mentee, mentor, audience=side).reasons
                for sentence in reason.sentences
            ]
            for side in SIDES
        },
    )


def words_on_circles(solution: core.Solution, mentors: Sequence[core.Participant]) -> list[str]:
    """Which circles do not open or stay small, and how sure that is, in whole sentences."""
    found = solution.circles
    if found is None:
        return []
    by_key = {person.key: person for person in mentors}
    words = [
        _("The circle of %(name)s does not open: it would have fewer than %(n)s people.")
        % {"name": by_key[key].called, "n": by_key[key].opens_with}
        for key in found.closed
    ]
    words += [
        _("The circle of %(name)s has fewer than the %(n)s people it opens with.")
        % {"name": by_key[key].called, "n": by_key[key].opens_with}
        for key in found.short
    ]
    if solution.policy != "best_total":
        words.append(
            _("Which circles open was decided for the best total; this draft chooses who meets whom in them.")
        )
    if not found.is_best:
        words.append(
            _(
                "There are so many circles that not every way to open them was tried; another may be a little better."
            )
        )
    return words


def _left(problem: core.Problem, why: core.WhyUnmatched) -> Left:
    if why.code == "circles_closed":
        return Left(
            key=why.mentee,
            reasons=[
                ngettext(
                    "The circle of the one mentor who could be theirs does not open.",
                    "Of the %(n)s mentors who could be theirs, circles do not open or all places are needed elsewhere.",
                    why.eligible,
                )
                % {"n": why.eligible}
            ],
            helps=[],
        )
    if why.code == "all_full":
        mentor = problem.mentors[problem.column[str(why.best_mentor)]]
        return Left(
            key=why.mentee,
            reasons=[
                ngettext(
                    "The one mentor who could be theirs is needed elsewhere.",
                    "All %(n)s mentors who could be theirs are needed elsewhere.",
                    why.eligible,
                )
                % {"n": why.eligible}
            ],
            helps=[
                (
                    _(
                        "One more place with %(mentor)s would fit at %(fit)s and leave all other pairs as they are."
                    )
                    % {"mentor": mentor.called, "fit": round((why.best_fit or 0) * 100)},
                    mentor,
                )
            ],
        )
    reasons = [
        ngettext("“%(rule)s” rules out %(n)s mentor.", "“%(rule)s” rules out %(n)s mentors.", rule.count)
        % {"rule": rule.label, "n": rule.count}
        for rule in why.rules
    ]
    helps: list[tuple[str, core.Participant | None]] = [
        (
            ngettext(
                "Without “%(rule)s” there would be %(n)s mentor.",
                "Without “%(rule)s” there would be %(n)s mentors.",
                rule.alone,
            )
            % {"rule": rule.label, "n": rule.alone},
            None,
        )
        for rule in why.rules
        if rule.alone
    ]
    return Left(
        key=why.mentee, reasons=reasons or [_("No mentor in this cohort has a place.")], helps=helps[:1]
    )
