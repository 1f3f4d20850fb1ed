"""What stands on the seven days of this week."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from greenroom.home.core.week import Day, Thing, first_day_of, week_of
from greenroom.home.views.lamp import Lamp
from greenroom.home.views.material import Material
from greenroom.mentorships.models import Mentorship


def strip(material: Material, lamp: Lamp | None) -> list[Day]:
    """Monday to Sunday; what the lamp shines on is told once."""
    things = [*_lit(lamp), *_pairs(material, lamp), *_program(material), *_cohorts(material)]
    return week_of(material.today, things)


def _lit(lamp: Lamp | None) -> Iterator[Thing]:
    if lamp is not None and lamp.day is not None and lamp.short:
        yield Thing(day=lamp.day, text=lamp.short, is_lit=True)


def _pairs(material: Material, lamp: Lamp | None) -> Iterator[Thing]:
    zone = material.person.zone
    for mentorship in material.mentorships:
        name = {"name": material.partner_name(mentorship)}
        if mentorship.started_at is not None:
            started = mentorship.started_at.astimezone(zone).date()
            yield Thing(day=started, text=_("%(name)s and you said yes") % name)
        if mentorship.pause is not None and mentorship.pause.until is not None:
            yield Thing(day=mentorship.pause.until, text=_("You and %(name)s go on") % name)
        if lamp is None or lamp.about != mentorship:
            yield from _agreement(material, mentorship)


def _agreement(material: Material, mentorship: Mentorship) -> Iterator[Thing]:
    newest, due = mentorship.agreement, material.agreement_due(mentorship)
    name = {"name": material.partner_name(mentorship)}
    if newest is not None and newest.signed_at is not None:
        signed = newest.signed_at.astimezone(material.person.zone).date()
        yield Thing(day=signed, text=_("Agreement with %(name)s signed") % name)
    elif mentorship.is_living and due is not None:
        yield Thing(day=due, text=_("Agreement with %(name)s due") % name)


def _program(material: Material) -> Iterator[Thing]:
    """Milestones stand on the first day of their week."""
    if material.cohort is None:
        return
    for milestone in material.milestones:
        first = first_day_of(material.cohort.starts_on, week=milestone.week)
        yield Thing(day=first, text=_("Week %(week)s") % {"week": milestone.week}, detail=milestone.title)


def _cohorts(material: Material) -> Iterator[Thing]:
    for glance in material.glances:
        cohort = glance.cohort
        if cohort.apply_until is not None:
            yield Thing(day=cohort.apply_until, text=_("Applications close"), detail=str(cohort))
        yield Thing(day=cohort.starts_on, text=_("A cohort starts"), detail=str(cohort))
