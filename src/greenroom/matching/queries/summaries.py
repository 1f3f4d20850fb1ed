"""Rules and drafts in short."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.matching.core import Rules
from greenroom.matching.core.problem import label_of
from greenroom.matching.models import MatchingRun
from greenroom.matching.queries.review import dots_of
from greenroom.mentorships.queries import open_mentorships
from greenroom.programs.models import Cohort, Enrollment, Part


@dataclass(frozen=True, kw_only=True)
class Spread:
    """One draft as a line of the comparison: its figures, and every pair's fit as dots."""

    run: MatchingRun
    dots: list[int]
    each: int
    start: int
    words: str

    @property
    def summary(self) -> dict[str, Any]:
        summary: dict[str, Any] = self.run.summary
        return summary


def spread_of(run: MatchingRun) -> Spread:
    dots, each = dots_of(run)
    summary = run.summary
    if not dots:
        return Spread(run=run, dots=[], each=1, start=0, words=_("No pairs"))
    words = ngettext(
        "%(n)s pair, from %(low)s to %(high)s", "%(n)s pairs, from %(low)s to %(high)s", summary["pairs"]
    )
    return Spread(
        run=run,
        dots=dots,
        each=each,
        start=max(0, (dots[0] - 5) // 10 * 10),
        words=words % {"n": summary["pairs"], "low": dots[0], "high": dots[-1]},
    )


def criteria_in_short(rules: Rules) -> list[dict[str, Any]]:
    """Each criterion that counts: its name, and its share of the hundred points."""
    total = sum(criterion.weight for criterion in rules.criteria) or 1.0
    return [
        {"label": label_of(criterion), "points": round(100 * criterion.weight / total)}
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
    """Places that accepted mentors offer in this cohort, and how many are taken."""
    offered = Enrollment.objects.filter(
        cohort=cohort, part=Part.MENTOR, status=Enrollment.Status.ACCEPTED
    ).aggregate(places=Sum("capacity"))["places"]
    taken = open_mentorships(cohort.mentorships.all()).count()
    return {"offered": offered or 0, "taken": taken}
