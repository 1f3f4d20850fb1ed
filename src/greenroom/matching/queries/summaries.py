"""Rules and drafts in short."""

from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from greenroom.base import clock
from greenroom.matching.core import Rules
from greenroom.matching.core.problem import label_of
from greenroom.mentorships.queries import living_mentorships, open_mentorships
from greenroom.programs.models import Cohort, Enrollment, Part


def criteria_in_short(rules: Rules) -> list[dict[str, Any]]:
    """Each criterion that counts: its name, and its share of the hundred points."""
    total = sum(criterion.weight for criterion in rules.criteria) or 1.0
    return [
        {"label": label_of(criterion), "points": 100 * criterion.weight / total}
        for criterion in sorted(rules.criteria, key=lambda one: -one.weight)
        if criterion.weight > 0
    ]


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
