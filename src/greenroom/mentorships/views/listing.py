"""The coordinators' list of mentorships, on a page and as a spreadsheet."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound
from greenroom.base.tables import MEDIA_TYPES, Cell, table_response
from greenroom.mentorships.forms import ListForm
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import (
    batches_of,
    mentorships_of,
    mentorships_overseen_by,
    narrowed,
    rows_of,
    state_counts,
    with_agreement_signed_at,
    with_state,
)
from greenroom.mentorships.views.navigation import coordinates
from greenroom.people.middleware import PersonRequest
from greenroom.programs.queries import cohorts_coordinated_by
from greenroom.web.listing import listing

SORTS = {
    "mentor": ("mentor__name",),
    "mentee": ("mentee__name",),
    "cohort": ("cohort__starts_on",),
    "proposed": ("proposed_at",),
    "started": ("started_at",),
}


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """Fifty at a time; what the page shows of them is read after the page is cut out."""
    _check_may_list(request)
    form = _form(request)
    overseen = mentorships_overseen_by(request.person)
    today = clock.today(request.person.zone)
    fitting = narrowed(overseen, today=today, asked=form.asked)
    shown = listing(request, fitting.only("pk"), sorts=SORTS, default="-proposed")
    counts = state_counts(overseen)
    context = {
        "form": form,
        "asked": form.asked,
        "page": shown.page,
        "sort": shown.sort,
        "rows": [_row(mentorship, today) for mentorship in rows_of(shown.page)],
        "total": sum(counts.values()),
        "counts": counts,
        "ended": counts["declined"] + counts["closed"],
        "states": [("", _("Any state")), *Mentorship.State.choices],
        "weeks": [("", _("Any week")), *ListForm.WEEKS],
        "needs": [("", _("Open or not")), *ListForm.NEEDS],
        "cohorts": [("", _("Every cohort")), *((cohort.pk, str(cohort)) for cohort in form.cohorts)],
        "query": request.GET.urlencode(),
    }
    with timezone.override(request.person.zone):
        return render(request, "mentorships/list.html", context)


@require_safe
def own(request: PersonRequest) -> HttpResponse:
    """Every mentorship that the reader is or was in, the newest first."""
    person, today = request.person, clock.today(request.person.zone)
    mine = rows_of(mentorships_of(person).order_by("-proposed_at", "-pk"))
    rows = [{**_row(mentorship, today), "partner": mentorship.partner_of(person)} for mentorship in mine]
    with timezone.override(person.zone):
        return render(request, "mentorships/own.html", {"rows": rows, "nav_current": "pair"})


@require_safe
def export(request: PersonRequest, file_format: str) -> StreamingHttpResponse:
    """Everything that the list shows, as narrowed, for a spreadsheet program. No private words are in it."""
    _check_may_list(request)
    if file_format not in MEDIA_TYPES:
        raise NotFound("format_not_found", _("There is an export as csv and one as xlsx."))
    today = clock.today(request.person.zone)
    fitting = narrowed(mentorships_overseen_by(request.person), today=today, asked=_form(request).asked)
    rows = with_agreement_signed_at(with_state(fitting))
    return table_response(
        _("mentorships"),
        _header(),
        _cells(request, batches_of(rows)),
        file_format=file_format,
    )


def _check_may_list(request: PersonRequest) -> None:
    if not coordinates(request):
        raise NotAllowed("mentorships_list", _("The list of all mentorships is for coordinators."))


def _form(request: PersonRequest) -> ListForm:
    cohorts = cohorts_coordinated_by(request.person).select_related("program")
    return ListForm(request.GET, cohorts=cohorts)


def _row(mentorship: Any, today: dt.date) -> dict[str, Any]:
    """A mentorship of `rows_of`, with what that query added, as its row shows it."""
    is_living = mentorship.state_now in (Mentorship.State.ACTIVE, Mentorship.State.PAUSED)
    is_signed = mentorship.agreement_signed_at is not None
    return {
        "mentorship": mentorship,
        "state": mentorship.state_now,
        "week": mentorship.week_on(today),
        "is_living": is_living,
        "is_signed": is_signed,
        "is_late": is_living and not is_signed and mentorship.is_agreement_due(today),
        "silent": [
            person
            for person in (mentorship.mentor, mentorship.mentee)
            if mentorship.answer_of(person) is None
        ],
    }


def _header() -> list[str]:
    return [
        _("Mentor"),
        _("Mentor’s e-mail"),
        _("Mentee"),
        _("Mentee’s e-mail"),
        _("Program"),
        _("Cohort"),
        _("Formality"),
        _("State"),
        _("Proposed"),
        _("Started"),
        _("Agreement signed by both"),
    ]


def _cells(request: PersonRequest, mentorships: Iterator[Any]) -> Iterator[list[Cell]]:
    zone = request.person.zone
    for row in mentorships:
        yield [
            row.mentor.name,
            row.mentor.email,
            row.mentee.name,
            row.mentee.email,
            row.cohort.program.name if row.cohort else "",
            row.cohort.name if row.cohort else "",
            row.get_formality_display(),
            str(Mentorship.State(row.state_now).label),
            row.proposed_at.astimezone(zone),
            row.started_at.astimezone(zone) if row.started_at else None,
            row.agreement_signed_at.astimezone(zone) if row.agreement_signed_at else None,
        ]
