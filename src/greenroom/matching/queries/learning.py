"""What past and present cohorts said of their pairs, beside the scores that put them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from greenroom.matching.core import Criterion, Rules
from greenroom.matching.core.learning import RatedPair, Suggestion, suggest_weights
from greenroom.matching.models import MatchingRun, Pairing
from greenroom.mentorships.models import FitCheck
from greenroom.mentorships.queries import fit_checks_visible_to
from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from greenroom.programs.queries import cohorts_coordinated_by

NEWEST = 20_000
"""So many of the newest rated pairs count."""
Bond = tuple[int, int, int]
"""A pair's cohort, mentor and mentee."""


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A suggestion, and what it rests on: cohorts that gave ratings, and rated pairs that were put together by hand."""

    suggestion: Suggestion
    cohorts: int
    by_hand: int


def learned_for(cohort: Cohort, rules: Rules, *, reader: Person, everywhere: bool = False) -> Learned:
    """From the answers that this coordinator may read: of the program, or of all that they coordinate.

    A pair counts by the scores that it was published with, as far as its rules compared the same answers in the same
    way as `rules` do. Of each side the last answer counts. Three queries.
    """
    cohorts = cohorts_coordinated_by(reader)
    if not everywhere:
        cohorts = cohorts.filter(program=cohort.program_id)
    checks = fit_checks_visible_to(reader).filter(mentorship__cohort__in=cohorts.values("pk"))
    ratings = _ratings(checks)
    scores = _scores(cohorts, checks, rules)
    pairs = [
        RatedPair(group=str(bond[0]), scores=scores[bond], ratings=told)
        for bond, told in ratings.items()
        if bond in scores
    ]
    weights = {criterion.key: sum(criterion.weights) / 2 for criterion in rules.criteria}
    return Learned(
        suggestion=suggest_weights(pairs[-NEWEST:], weights=weights),
        cohorts=len({pair.group for pair in pairs}),
        by_hand=len(ratings) - len(pairs),
    )


def _ratings(checks: QuerySet[FitCheck]) -> dict[Bond, dict[str, float]]:
    """Each side's last answer, the oldest pairs first."""
    found: dict[Bond, dict[str, float]] = {}
    rows = checks.order_by("mentorship_id", "at", "pk").values_list(
        "mentorship__cohort_id", "mentorship__mentor_id", "mentorship__mentee_id", "person_id", "fit"
    )
    for cohort_id, mentor_id, mentee_id, person_id, fit in rows:
        side = "mentor" if person_id == mentor_id else "mentee"
        found.setdefault((cohort_id, mentor_id, mentee_id), {})[side] = float(fit)
    return found


def _scores(
    cohorts: QuerySet[Cohort], checks: QuerySet[FitCheck], rules: Rules
) -> dict[Bond, dict[str, float]]:
    """The scores of rated pairs by criterion of `rules`, from the run that published them."""
    runs = MatchingRun.objects.filter(publication__isnull=False, cohort__in=cohorts.values("pk"))
    comparable = {pk: _comparable(kept, rules) for pk, kept in runs.order_by("pk").values_list("pk", "rules")}
    is_rated = Exists(
        checks.filter(
            mentorship__cohort=OuterRef("run__cohort"),
            mentorship__mentor=OuterRef("mentor__person"),
            mentorship__mentee=OuterRef("mentee__person"),
        )
    )
    rows = Pairing.objects.filter(is_rated, run__in=list(comparable)).order_by("run_id", "pk")
    return {
        (cohort_id, mentor_id, mentee_id): {
            part["key"]: float(part["score"]) for part in parts if part["key"] in comparable[run_id]
        }
        for run_id, cohort_id, mentor_id, mentee_id, parts in rows.values_list(
            "run_id", "run__cohort_id", "mentor__person_id", "mentee__person_id", "parts"
        )
    }


def _comparable(kept: Mapping[str, Any], rules: Rules) -> frozenset[str]:
    """Keys of criteria that compared the same answers in the same way then as they do now."""
    then = {criterion.key: _meaning(criterion) for criterion in Rules.from_dict(kept).criteria}
    now = {criterion.key: _meaning(criterion) for criterion in rules.criteria}
    return frozenset(key for key, meaning in now.items() if then.get(key) == meaning)


def _meaning(criterion: Criterion) -> tuple[object, ...]:
    """What a score says; the day on which time zones are compared is the cohort's own."""
    options = {name: value for name, value in criterion.options.items() if name != "on"}
    return criterion.kind, criterion.mentee_answer, criterion.mentor_answer, criterion.missing, options
