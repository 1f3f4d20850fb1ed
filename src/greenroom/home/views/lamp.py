"""The one lit thing of the page: what matters most to this person now."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from greenroom.home.core.week import first_day_of
from greenroom.home.queries import CohortCounts
from greenroom.home.views.material import Material
from greenroom.mentorships.core import first_meeting
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment, Milestone, Part


@dataclasses.dataclass(frozen=True, kw_only=True)
class Lamp:
    """`big` stands where a call time would, `short` on the week's strip; `points` is the agenda of a first meeting;
    `address` is whom to write to; `about` is the mentorship that it speaks of.
    """

    title: str
    big: str
    line: str = ""
    person: Person | None = None
    note: str = ""
    points: tuple[first_meeting.Point, ...] = ()
    href: str = ""
    press: str = ""
    address: str = ""
    day: dt.date | None = None
    short: str = ""
    about: Mentorship | None = None


def lamp(material: Material) -> Lamp | None:
    """The first that applies: answer, sign, meet, run a cohort, wait, apply, look ahead. None for an empty page."""
    found = (*_own(material), *_coordinating(material), *_waiting(material), *_ahead(material))
    return next(iter(found), None)


def _own(material: Material) -> Iterator[Lamp]:
    for mentorship in material.to_answer:
        yield _answer(material, mentorship)
    for mentorship in material.to_sign:
        yield _sign(material, mentorship)
    for mentorship in material.mentorships:
        if mentorship.is_living and mentorship.pause is None and mentorship.agreement_in_force is None:
            yield _meet(material, mentorship)


def _answer(material: Material, mentorship: Mentorship) -> Lamp:
    partner = mentorship.partner_of(material.person)
    is_mentor = partner.pk == mentorship.mentor_id
    part = _("your mentor, if you like") if is_mentor else _("your mentee, if you like")
    return Lamp(
        title=_("You have been put together"),
        big=partner.short_name,
        line=str(mentorship.cohort) if mentorship.cohort else _("A personal, informal mentorship"),
        person=partner,
        note=part,
        href=_page(mentorship),
        press=_("Read why, and answer"),
        day=material.today,
        short=_("Answer: %(name)s") % {"name": partner.short_name},
        about=mentorship,
    )


def _sign(material: Material, mentorship: Mentorship) -> Lamp:
    partner, newest = mentorship.partner_of(material.person), mentorship.agreement
    assert newest is not None  # noqa: S101 - `to_sign` holds only those with a version
    due = material.agreement_due(mentorship)
    is_ahead = due is not None and due >= material.today
    line = _("Written by %(name)s on %(day)s") % {
        "name": newest.writer_name,
        "day": date_format(newest.written_at.astimezone(material.person.zone), "MONTH_DAY_FORMAT"),
    }
    return Lamp(
        title=_("Your agreement waits for your name"),
        big=_("Version %(version)s") % {"version": newest.version},
        line=line,
        person=partner,
        note=_("Read it through, change what you like, or sign it."),
        href=reverse("mentorships:version", args=[mentorship.pk, newest.version]),
        press=_("Read it and sign"),
        day=due if is_ahead else material.today,
        short=_("Sign with %(name)s") % {"name": partner.short_name},
        about=mentorship,
    )


def _meet(material: Material, mentorship: Mentorship) -> Lamp:
    partner = mentorship.partner_of(material.person)
    return Lamp(
        title=_("Your first meeting"),
        big=_("%(minutes)s min") % {"minutes": first_meeting.MINUTES},
        line=_("Find a date with %(name)s. This is one way to spend the hour.")
        % {"name": partner.short_name},
        person=partner,
        note=partner.email,
        points=first_meeting.POINTS,
        href=_page(mentorship),
        press=_("Open your page"),
        address=partner.email,
        day=material.today,
        short=_("Find a date with %(name)s") % {"name": partner.short_name},
        about=mentorship,
    )


def _coordinating(material: Material) -> Iterator[Lamp]:
    for glance in material.glances:
        if glance.ready_run is not None:
            yield Lamp(
                title=_("A draft is ready to look through"),
                big=_("%(count)s mentees") % {"count": glance.mentees},
                line=str(glance.cohort),
                note=_("Nobody hears of it before you publish."),
                href=reverse("matching:draft", args=[glance.ready_run]),
                press=_("Review the pairs"),
                day=material.today,
                short=_("A draft to review"),
            )
    for glance in material.glances:
        if glance.waiting:
            yield _screening(material, glance)


def _screening(material: Material, glance: CohortCounts) -> Lamp:
    return Lamp(
        title=_("Waiting for a word from you"),
        big=_("%(count)s applied") % {"count": glance.waiting},
        line=str(glance.cohort),
        note=_("The sooner they hear, the more of them stay."),
        href=reverse("programs:enrollments", args=[glance.cohort.pk]),
        press=_("Read the applications"),
        day=material.today,
        short=_("Applications to read"),
    )


def _waiting(material: Material) -> Iterator[Lamp]:
    for mentorship in material.waiting_for_partner:
        partner = mentorship.partner_of(material.person)
        yield Lamp(
            title=_("Waiting for an answer"),
            big=partner.short_name,
            line=_("You said yes. You’ll hear either way."),
            person=partner,
            href=_page(mentorship),
            press=_("See the proposal"),
        )
    with_someone = {row.cohort_id for row in material.mentorships}
    for place in material.places:
        words = _application(place, material.today)
        if place.cohort_id not in with_someone and words is not None:
            title, big, line = words
            yield Lamp(title=title, big=big, line=line, note=str(place.cohort))


def _application(place: Enrollment, today: dt.date) -> tuple[str, str, str] | None:
    """Title, big word and line for a place that has no partner yet; None where there is nothing to wait for."""
    cohort = place.cohort
    if place.status == Enrollment.Status.APPLIED:
        return (
            _("Your application"),
            _("Sent"),
            _("A coordinator reads it and answers you by e-mail and on this page."),
        )
    if place.status == Enrollment.Status.WAITING:
        return _("Your application"), _("Waiting list"), _("You’ll hear as soon as a place comes free.")
    if place.status != Enrollment.Status.ACCEPTED or place.part == Part.SPONSOR:
        return None
    if cohort.starts_on > today:
        line = _("Your cohort starts on this day. Whom you are paired with comes by e-mail.")
        return _("You are in"), date_format(cohort.starts_on, "MONTH_DAY_FORMAT"), line
    return (
        _("You are in"),
        _("Not paired yet"),
        _("Whom you are paired with comes by e-mail and stands on this page."),
    )


def _ahead(material: Material) -> Iterator[Lamp]:
    milestone = next_milestone(material)
    if milestone is not None and material.cohort is not None:
        first = first_day_of(material.cohort.starts_on, week=milestone.week)
        yield Lamp(
            title=_("Coming up in your program"),
            big=_("Week %(week)s") % {"week": milestone.week},
            line=milestone.title,
            note=milestone.detail or date_format(first, "MONTH_DAY_FORMAT"),
            day=first,
        )


def next_milestone(material: Material) -> Milestone | None:
    """The milestone of the present week, else the next one to come."""
    if material.cohort is None:
        return None
    now = material.cohort.week_on(material.today)
    return next((milestone for milestone in material.milestones if milestone.week >= now), None)


def _page(mentorship: Mentorship) -> str:
    return reverse("mentorships:page", args=[mentorship.pk])
