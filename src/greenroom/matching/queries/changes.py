"""What would change a coordinator’s mind: in words, for the review page alone."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.matching import core

NAMED = 2
FEW = 3
"""So few mentors must match someone as well for that to be why a change costs."""


def what_would_change(
    problem: core.Problem, solution: core.Solution, forced: core.Counterfactual
) -> list[str]:
    """Sentences on what would make the two a pair; none for a pair that stands or cannot be."""
    found = core.what_would_change(problem, solution, forced.mentee, forced.mentor, forced=forced)
    names = {
        "mentee": problem.mentees[problem.row[forced.mentee]].called,
        "mentor": problem.mentors[problem.column[forced.mentor]].called,
        "rise": f"{(found.rise or 0) * 100:.1f}",
    }
    if found.code == "rule":
        return [_("Without that rule %(mentor)s would be %(mentee)s’s match.") % names]
    if found.code == "too_far":
        return [_("Even a fit of 100 would not make them a pair.")]
    if found.code != "fit":
        return []
    enough = [one for one in found.lifts if one.is_enough]
    said = [_("They would be a pair if their fit were more than %(rise)s higher.") % names]
    if enough:
        return [*said, *(_lifted(one, names) for one in enough[:NAMED])]
    return [*said, _("No single criterion would do it, not even at its best.")] if found.lifts else said


def _lifted(lift: core.Lift, names: dict[str, str]) -> str:
    facts = names | {"label": lift.label}
    if lift.kind == "hours":
        return _("If their free hours overlapped fully, %(mentor)s would be %(mentee)s’s match.") % facts
    if lift.kind == "skills":
        return (
            _("If %(mentor)s offered all that %(mentee)s wants to learn, the two would be a match.") % facts
        )
    if lift.kind == "same":
        return (
            _("If both gave the same answer on “%(label)s”, %(mentor)s would be %(mentee)s’s match.") % facts
        )
    if lift.kind == "time_zone":
        return _("If their clocks showed the same time, %(mentor)s would be %(mentee)s’s match.") % facts
    if lift.kind == "wishes":
        return _("If each were the other’s first choice, they would be a match.")
    return _("If they fitted fully on “%(label)s”, %(mentor)s would be %(mentee)s’s match.") % facts


def where_cost_comes_from(problem: core.Problem, forced: core.Counterfactual) -> str:
    """One sentence on the largest step down of the chain, or none."""
    found = core.why_costly(problem, forced.moves) if forced.drop_units > 0 else None
    if found is None or found.as_good > FEW:
        return ""
    facts = {
        "mentee": problem.mentees[problem.row[found.mentee]].called,
        "mentor": problem.mentors[problem.column[found.before]].called,
        "label": found.label,
        "n": found.as_good,
    }
    if found.as_good == 1:
        return (
            _("%(mentor)s is the only mentor who matches %(mentee)s so well on “%(label)s”.") % facts
            + " "
            + _("That’s where the cost comes from.")
        )
    return (
        ngettext(
            "Only %(n)s mentor matches %(mentee)s on “%(label)s” as well as %(mentor)s does.",
            "Only %(n)s mentors match %(mentee)s on “%(label)s” as well as %(mentor)s does.",
            found.as_good,
        )
        % facts
        + " "
        + _("That’s where the cost comes from.")
    )
