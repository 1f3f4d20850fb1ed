"""Rules and drafts in short."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from greenroom.base import clock
from greenroom.matching.core import Criterion, Rules
from greenroom.matching.core.compiled.problem import label_of
from greenroom.matching.core.compiled.sides import mean_weights
from greenroom.mentorships.queries import living_mentorships, open_mentorships
from greenroom.programs.models import Cohort, Enrollment, Part


def weigh_on_both_sides(criteria: Sequence[Criterion]) -> bool:
    """Does something count for mentees, and something for mentors?"""
    return all(any(one.weights[side] > 0 for one in criteria) for side in (0, 1))


def points_of_criteria(rules: Rules) -> list[dict[str, Any]]:
    """Each criterion that counts, in the order of the rules: its key, its name, its share of the hundred points.

    Where it counts differently for the two, `sides` has the share on the mentee's side and on the mentor's.
    """
    found = []
    totals = [sum(one.weights[side] for one in rules.criteria) or 1.0 for side in (0, 1)]
    weights = mean_weights(rules.criteria)
    for criterion, weight in zip(rules.criteria, weights, strict=True):
        if weight > 0:
            row = {
                "key": criterion.key,
                "label": label_of(criterion),
                "points": float(100 * weight / (sum(weights) or 1)),
            }
            if criterion.weights[0] != criterion.weights[1]:
                row["sides"] = [
                    100 * one / total for one, total in zip(criterion.weights, totals, strict=True)
                ]
            found.append(row)
    return found


def criteria_in_short(rules: Rules) -> list[dict[str, Any]]:
    """Each criterion that counts, the weightiest first; see `points_of_criteria`."""
    return sorted(points_of_criteria(rules), key=lambda row: -row["points"])


def rules_in_short(rules: Rules) -> list[str]:
    """What no pair may break, a line each."""
    found = [
        _("%(rule)s: at least %(percent)s of 100")
        % {"rule": label_of(rule), "percent": round(float(rule.options["at_least"]) * 100)}
        if rule.kind == "score"
        else label_of(rule)
        for rule in rules.constraints
    ]
    if rules.minimum_fit:
        found.append(_("A fit of at least %(points)s") % {"points": round(rules.minimum_fit * 100)})
    return found


def places_of(cohort: Cohort) -> dict[str, int]:
    """Places of accepted mentors who are there to be matched, how many are taken, and how many pairs are under way.

    The free places of someone who takes nobody new now are none.
    """
    day = max(cohort.starts_on, clock.now().date())
    mentors = Enrollment.objects.filter(
        cohort=cohort,
        part=Part.MENTOR,
        status=Enrollment.Status.ACCEPTED,
        person__deactivated_at=None,
    ).exclude(person__paused_until__gt=day)
    offered = mentors.aggregate(places=Sum("capacity"))["places"]
    pairs = cohort.mentorships.all()
    return {
        "offered": offered or 0,
        "taken": open_mentorships(pairs).count(),
        "living": living_mentorships(pairs).count(),
    }
