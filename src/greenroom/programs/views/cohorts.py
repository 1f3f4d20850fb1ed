from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from greenroom.base.tables import Cell, Format, table_response
from greenroom.people.middleware import PersonRequest
from greenroom.programs import actions
from greenroom.programs.forms.programs import CohortForm
from greenroom.programs.models import Cohort, in_words
from greenroom.programs.queries import capacity_meter, cohort_counts, next_step, planned_steps
from greenroom.programs.views.lookups import (
    cohort_page,
    coordinated_cohort,
    coordinated_program,
    form_page,
    note_fault,
    say,
)

FORM = ["GET", "HEAD", "POST"]


@require_safe
def cohort(request: PersonRequest, pk: int) -> HttpResponse:
    """A coordinator's overview: what week it is, who is there, what to do next, the link, the plan."""
    row = coordinated_cohort(request, pk)
    today = row.today
    counts, meter, steps = (
        cohort_counts(row),
        capacity_meter(row, by_skill=False),
        planned_steps(row, today=today),
    )
    step = next_step(row, counts=counts, meter=meter, steps=steps)
    context = {
        "counts": counts,
        "meter": meter,
        "steps": steps,
        "next_step": step,
        "next_url": reverse(f"programs:{step.page}", args=[row.pk]),
        "week": in_words(row.week_on(today)),
        "weeks_to_go": max(0, 1 - row.week_on(today)),
        "apply_url": settings.GREENROOM_URL + reverse("programs:apply", args=[row.link_key]),
    }
    return cohort_page(request, "programs/cohort.html", row, context, tab="overview")


@require_http_methods(FORM)
def new_cohort(request: PersonRequest, pk: int) -> HttpResponse:
    program = coordinated_program(request, pk)
    form = CohortForm(request.POST if request.method == "POST" else None, instance=Cohort(program=program))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.open_cohort(program, **form.cleaned_data, by=request.person)
        except ValidationError as fault:
            note_fault(form, fault)
        else:
            say(request, _("The cohort is open. Share its link, or invite the first mentors."))
            return redirect("programs:cohort", pk=row.pk)
    return form_page(
        request, "programs/cohort_dates.html", {"form": form, "program": program, "cohort": None}
    )


@require_http_methods(FORM)
def dates(request: PersonRequest, pk: int) -> HttpResponse:
    row = coordinated_cohort(request, pk)
    form = CohortForm(
        request.POST if request.method == "POST" else None, instance=Cohort.objects.get(pk=row.pk)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_cohort(row, changes=form.cleaned_data, by=request.person)
        except ValidationError as fault:
            note_fault(form, fault)
        else:
            say(request, _("Saved."))
            return redirect("programs:cohort", pk=row.pk)
    return form_page(
        request, "programs/cohort_dates.html", {"form": form, "program": row.program, "cohort": row}
    )


@require_http_methods(FORM)
def closure(request: PersonRequest, pk: int) -> HttpResponse:
    row = coordinated_cohort(request, pk)
    if request.method == "POST":
        actions.close_cohort(row, by=request.person)
        say(request, _("The cohort is closed. Everything in it stays readable."))
        return redirect("programs:cohort", pk=row.pk)
    return render(request, "programs/closure.html", {"cohort": row, "program": row.program})


@require_safe
def capacity(request: PersonRequest, pk: int) -> HttpResponse:
    """Mentor places against mentees, in all and by skill."""
    row = coordinated_cohort(request, pk)
    return cohort_page(request, "programs/capacity.html", row, {"meter": capacity_meter(row)}, tab="capacity")


@require_safe
def capacity_file(request: PersonRequest, pk: int, file_format: Format) -> HttpResponseBase:
    row = coordinated_cohort(request, pk)
    levels = capacity_meter(row).skills
    header = [_("Skill"), _("Mentees who want it"), _("Mentor places that offer it"), _("Difference")]
    rows: list[list[Cell]] = [[level.skill, level.mentees, level.places, level.surplus] for level in levels]
    return table_response(f"{row} places and demand", header, rows, file_format=file_format)
