"""What is open for a person, worked out from records: nobody ticks it off, doing it does."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.dateformat import format as format_day
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.home.views.material import Material
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person


@dataclasses.dataclass(frozen=True, kw_only=True)
class Todo:
    """One open or just finished thing. `due` is a day, `note` the words under it; someone waits for a pressing one."""

    text: str
    href: str
    note: str = ""
    due: dt.date | None = None
    is_pressing: bool = False
    is_late: bool = False
    is_done: bool = False


def todos(material: Material) -> list[Todo]:
    """Open ones first, of these the pressing ones, then the soonest due; at the end what is done."""
    found = [*_answers(material), *_coordinating(material), *_agreements(material), *_profile(material)]
    return sorted(found, key=lambda todo: (todo.is_done, not todo.is_pressing, todo.due or dt.date.max))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Side:
    """How things stand with a partner."""

    partner: Person
    words: str


def partners_side(material: Material) -> Side | None:
    """What the other one has done, or has yet to do, in the first mentorship where that can be told."""
    for mentorship in material.mentorships:
        partner, newest = mentorship.partner_of(material.person), mentorship.agreement
        words = ""
        if mentorship.is_proposed:
            words = _("said yes.") if mentorship.answer_of(partner) else _("no answer yet.")
        elif mentorship.is_living and newest is not None and newest.signed_at is None:
            number = {"version": newest.version}
            signed = newest.signature_of(partner) is not None
            words = (
                _("signed version %(version)s.") if signed else _("has not signed version %(version)s yet.")
            )
            words %= number
        if words:
            return Side(partner=partner, words=words)
    return None


def day_words(day: dt.date, today: dt.date) -> str:
    """As “today”, “tomorrow”, a weekday within the week, else the date."""
    ahead = (day - today).days
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    if 1 < ahead < 7:  # noqa: PLR2004 - a week has seven days
        return format_day(day, "l")
    return date_format(day, "MONTH_DAY_FORMAT")


def _answers(material: Material) -> Iterator[Todo]:
    zone = material.person.zone
    for mentorship in material.to_answer:
        asked = mentorship.proposed_at.astimezone(zone).date()
        yield Todo(
            text=_("Answer whether you would like to meet %(name)s")
            % {"name": material.partner_name(mentorship)},
            href=_page(mentorship),
            note=_("Asked on %(day)s") % {"day": date_format(asked, "MONTH_DAY_FORMAT")},
            is_pressing=True,
        )


def _coordinating(material: Material) -> Iterator[Todo]:
    """What only the coordinator of a cohort can settle. What others leave open stands beside the cohort itself."""
    for glance in material.glances:
        if glance.ready_run is not None:
            yield Todo(
                text=_("Look through the draft and publish it"),
                href=reverse("matching:draft", args=[glance.ready_run]),
                note=str(glance.cohort),
                is_pressing=True,
            )
        if glance.waiting:
            text = ngettext("Answer %(count)s application", "Answer %(count)s applications", glance.waiting)
            applied = reverse("programs:enrollments", args=[glance.cohort.pk]) + "?status=applied"
            yield Todo(
                text=text % {"count": glance.waiting},
                href=applied,
                note=str(glance.cohort),
                is_pressing=True,
            )


def _agreements(material: Material) -> Iterator[Todo]:
    for mentorship in material.to_write:
        yield _agreement(
            material,
            mentorship,
            text=_("Write down with %(name)s what you are doing this for"),
            href=reverse("mentorships:agreement", args=[mentorship.pk]),
        )
    for mentorship in material.to_sign:
        newest = mentorship.agreement
        assert newest is not None  # noqa: S101 - `to_sign` holds only those with a version
        yield _agreement(
            material,
            mentorship,
            text=_("Read and sign your agreement with %(name)s"),
            href=reverse("mentorships:version", args=[mentorship.pk, newest.version]),
        )
    for mentorship in material.mentorships:
        newest = mentorship.agreement
        if mentorship.is_living and newest is not None and newest.signed_at is not None:
            signed = newest.signed_at.astimezone(material.person.zone).date()
            if material.today - signed < dt.timedelta(weeks=1):
                yield Todo(
                    text=_("Agreement with %(name)s") % {"name": material.partner_name(mentorship)},
                    href=_page(mentorship),
                    note=_("Signed by you both on %(day)s") % {"day": format_day(signed, "l")},
                    is_done=True,
                )


def _agreement(material: Material, mentorship: Mentorship, *, text: str, href: str) -> Todo:
    due = material.agreement_due(mentorship)
    is_late = due is not None and due < material.today
    note = ""
    if due is not None:
        words = _("It was due on %(day)s") if is_late else _("By %(day)s")
        note = words % {"day": day_words(due, material.today)}
    return Todo(
        text=text % {"name": material.partner_name(mentorship)},
        href=href,
        note=note,
        due=due,
        is_late=is_late,
    )


def _profile(material: Material) -> Iterator[Todo]:
    person = material.person
    missing = [
        word
        for word, has_it in (
            (_("a headline"), person.headline),
            (_("your time zone"), person.time_zone),
            (_("your languages"), person.languages),
            (_("hours you are free"), person.free_hours),
            (_("skills"), material.has_skills),
        )
        if not has_it
    ]
    if missing:
        yield Todo(
            text=_("Complete your profile"),
            href=reverse("people:profile", args=[person.pk]),
            note=_("Still missing: %(things)s") % {"things": ", ".join(missing)},
        )


def _page(mentorship: Mentorship) -> str:
    return reverse("mentorships:page", args=[mentorship.pk])
