"""The first page: a welcome, a choice of organizations, or a person's call sheet."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from greenroom.home.queries import coordinators_of_programs, people_of
from greenroom.home.views.ahead import steps
from greenroom.home.views.lamp import lamp
from greenroom.home.views.material import Material
from greenroom.home.views.strip import strip
from greenroom.home.views.todo import Todo, day_words, partners_side, todos
from greenroom.mentorships.views.navigation import coordinates, keep_own_mentorships
from greenroom.organizations.models import Account
from greenroom.people.models import Person


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    person: Person | None = getattr(request, "person", None)
    if person is not None:
        return _call_sheet(request, person)
    if not isinstance(request.user, Account):
        return render(request, "home/welcome.html")
    belongs = list(people_of(request.user))
    if len(belongs) == 1:
        return redirect(f"/o/{belongs[0].organization.slug}/")
    return render(request, "home/organizations.html", {"belongs": belongs})


def _call_sheet(request: HttpRequest, person: Person) -> HttpResponse:
    material = Material(person, coordinates=coordinates(request))
    keep_own_mentorships(request, material.mentorships)
    with timezone.override(person.zone):
        return render(request, "home/call_sheet.html", _sheet(material))


def _sheet(material: Material) -> dict[str, Any]:
    lit, things = lamp(material), todos(material)
    open_things = [thing for thing in things if not thing.is_done]
    context = {
        "person": material.person,
        "kicker": _kicker(material),
        "lead": _lead(material, open_things),
        "days": strip(material, lit),
        "lamp": lit,
        "todos": things,
        "todo_title": _todo_title(open_things),
        "open_count": len(open_things),
        "side": partners_side(material),
        "pairs": [
            {
                "mentorship": row,
                "partner": row.partner_of(material.person),
                "state": row.state,
                "in_force": row.agreement_in_force,
                "newest": row.agreement,
                "is_theirs_to_answer": row.answer_of(material.person) is not None,
            }
            for row in material.mentorships
        ],
        "steps": steps(material),
        "cohort": material.cohort,
        "glances": material.glances,
        "coordinates": material.coordinates,
        "sponsoring": material.sponsoring,
        "open_cohorts": material.open_cohorts,
        "masthead_program": str(material.cohort) if material.cohort else "",
        "nav_current": "home",
    }
    if material.sponsoring:
        program_ids = {place.cohort.program_id for place in material.sponsoring}
        context["sponsor_contact"] = next(iter(coordinators_of_programs(program_ids).values()), None)
    return context


def _kicker(material: Material) -> str:
    day = _("%(weekday)s, %(day)s") % {
        "weekday": date_format(material.today, "l"),
        "day": date_format(material.today, "MONTH_DAY_FORMAT"),
    }
    cohort = material.cohort
    if cohort is None:
        return day
    week, weeks = cohort.week_on(material.today), cohort.program.weeks
    if week < 1:
        ahead = (cohort.starts_on - material.today).days
        return ngettext(
            "%(day)s, %(ahead)s day before it starts", "%(day)s, %(ahead)s days before it starts", ahead
        ) % {
            "day": day,
            "ahead": ahead,
        }
    if weeks is None:
        return _("%(day)s, week %(week)s") % {"day": day, "week": week}
    if week > weeks:
        return _("%(day)s, after the last of %(weeks)s weeks") % {"day": day, "weeks": weeks}
    return _("%(day)s, week %(week)s of %(weeks)s") % {"day": day, "week": week, "weeks": weeks}


def _lead(material: Material, open_things: list[Todo]) -> str:
    """The page in a sentence."""
    count = len(open_things)
    words = {"count": capfirst(str(apnumber(count)))}
    if any(thing.is_late for thing in open_things):
        return (
            ngettext(
                "One thing is waiting, and it is late.",
                "%(count)s things are waiting, one of them late.",
                count,
            )
            % words
        )
    due = min((thing.due for thing in open_things if thing.due and thing.due >= material.today), default=None)
    if due is not None:
        words["day"] = day_words(due, material.today)
        return (
            ngettext(
                "One thing is waiting for you, by %(day)s.",
                "%(count)s things are waiting, the first by %(day)s.",
                count,
            )
            % words
        )
    if open_things:
        return (
            ngettext("One thing is waiting for you.", "%(count)s things are waiting for you.", count) % words
        )
    if material.mentorships or material.places or material.glances:
        return _("Nothing is waiting for you today.")
    return _("This page fills up as things begin.")


def _todo_title(open_things: list[Todo]) -> str:
    return _("To do") if open_things else _("All done")
