"""What a program brings, as steps done, under way and to come."""

import dataclasses

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from greenroom.home.core.week import first_day_of
from greenroom.home.views.material import Material

SHOWN_BEFORE, SHOWN_IN_ALL = 1, 5


@dataclasses.dataclass(frozen=True, kw_only=True)
class Step:
    """One milestone, as `<c-cue>` draws it: `state` is done, now or ahead."""

    state: str
    name: str
    note: str


def steps(material: Material) -> list[Step]:
    """The last one done, the one of this week, and what comes: five at most."""
    cohort = material.cohort
    if cohort is None:
        return []
    now = cohort.week_on(material.today)
    before = [milestone for milestone in material.milestones if milestone.week < now][-SHOWN_BEFORE:]
    after = [milestone for milestone in material.milestones if milestone.week >= now]
    found = []
    for milestone in [*before, *after][:SHOWN_IN_ALL]:
        first = first_day_of(cohort.starts_on, week=milestone.week)
        words = {"week": milestone.week, "day": date_format(first, "MONTH_DAY_FORMAT")}
        state = "done" if milestone.week < now else "now" if milestone.week == now else "ahead"
        found.append(Step(state=state, name=milestone.title, note=_("Week %(week)s, from %(day)s") % words))
    return found
