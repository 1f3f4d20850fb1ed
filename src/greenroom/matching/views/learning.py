"""What past cohorts suggest: weights learned from how well pairs said they fit, beside the present ones."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from greenroom.matching.core import Rules
from greenroom.matching.core.compiled.problem import label_of
from greenroom.matching.core.learning import MIN_PAIRS, Suggestion, whole_points
from greenroom.matching.forms.weights import address_part
from greenroom.matching.queries import rules_for
from greenroom.matching.queries.learning import learned_for
from greenroom.matching.views.places import cohort_for, page
from greenroom.people.middleware import PersonRequest

STEP = 10


@dataclass(frozen=True, kw_only=True)
class WeightRow:
    """One criterion: points now and as suggested, and the interval; x positions are shares of `ends_at` points."""

    label: str
    present: int
    suggested: int
    low: int
    high: int
    why_kept: str
    ends_at: int


@require_safe
def learning(request: PersonRequest, cohort_id: int) -> HttpResponse:
    cohort = cohort_for(request, cohort_id)
    rules, _version = rules_for(cohort)
    everywhere = request.GET.get("from") == "all"
    learned = learned_for(cohort, rules, reader=request.person, everywhere=everywhere)
    told = learned.suggestion
    points = whole_points({one.key: one.suggested for one in told.weights})
    context = {
        "learned": learned,
        "told": told,
        "rows": _rows(rules, told, points),
        "needed": MIN_PAIRS,
        "missing": MIN_PAIRS - told.pairs,
        "agreement": _agreement(told),
        "everywhere": everywhere,
        "in_program": not everywhere,
        "differing": [
            {"label": label_of(one), "weight": round(one.mentor_weight)}
            for one in rules.criteria
            if one.mentor_weight is not None
        ],
        "form_address": f"{reverse('matching:rules', args=[cohort.pk])}?{address_part(points)}",
    }
    return page(request, "matching/learning.html", context, cohort=cohort)


def _rows(rules: Rules, told: Suggestion, points: dict[str, int]) -> list[WeightRow]:
    """The weightiest suggestion first."""
    labels = {criterion.key: label_of(criterion) for criterion in rules.criteria}
    present = whole_points({one.key: one.present for one in told.weights})
    most = max(max(one.high, one.suggested, one.present) for one in told.weights)
    ends_at = min(100, STEP * (int(most) // STEP + 1))
    return [
        WeightRow(
            label=labels[one.key],
            present=present[one.key],
            suggested=points[one.key],
            low=round(one.low),
            high=round(one.high),
            why_kept=one.why_kept,
            ends_at=ends_at,
        )
        for one in sorted(told.weights, key=lambda one: -one.suggested)
    ]


def _agreement(told: Suggestion) -> dict[str, Any] | None:
    """In times of a hundred."""
    if told.agreement is None:
        return None
    found = told.agreement
    return {
        "present": round(100 * found.present),
        "suggested": round(100 * found.suggested),
        "low": round(100 * found.gain_low),
        "high": round(100 * found.gain_high),
    }
