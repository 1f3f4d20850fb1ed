from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from greenroom.base.errors import NotAllowed
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import Person
from greenroom.programs import actions
from greenroom.programs.core.templates import TEMPLATES
from greenroom.programs.forms.programs import CoordinatorForm, MilestoneForm, NewProgramForm, ProgramForm
from greenroom.programs.models import Cohort, Enrollment, Milestone, Program
from greenroom.programs.permissions import may_coordinate, may_manage_programs, may_name_coordinators
from greenroom.programs.queries import milestones_coordinated_by, programs_visible_to
from greenroom.programs.views.lookups import coordinated_program, form_page, note_fault, say

FORM = ["GET", "HEAD", "POST"]


@require_safe
def programs(request: PersonRequest) -> HttpResponse:
    """What the organization offers, and the places that the reader has in it."""
    places = (
        Enrollment.objects.filter(person=request.person)
        .select_related("cohort__program")
        .order_by("-cohort__starts_on", "-pk")
    )
    context = {
        "programs": programs_visible_to(request.person)
        .order_by("archived_at", "name")
        .prefetch_related("cohorts"),
        "places": places,
        "may_manage": may_manage_programs(request.person),
    }
    return render(request, "programs/programs.html", context)


@require_http_methods(FORM)
def new_program(request: PersonRequest) -> HttpResponse:
    if not may_manage_programs(request.person):
        raise NotAllowed("may_not_manage_programs", _("Only owners of the organization make programs."))
    form = NewProgramForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            program = actions.create_program(
                request.organization,
                template=form.cleaned_data["template"],
                name=form.cleaned_data["name"],
                by=request.person,
            )
        except ValidationError as fault:
            note_fault(form, fault)
        else:
            say(
                request,
                _("%(program)s is made. Look through its plan and its questions.") % {"program": program},
            )
            return redirect("programs:program", pk=program.pk)
    return form_page(request, "programs/new_program.html", {"form": form, "templates": TEMPLATES})


@require_safe
def program(request: PersonRequest, pk: int) -> HttpResponse:
    rows = programs_visible_to(request.person).select_related("mentor_questionnaire", "mentee_questionnaire")
    row = get_object_or_404(rows, pk=pk)
    row.organization = request.organization
    coordinators = Person.objects.filter(coordinations__program=row, deactivated_at=None).order_by(
        "name", "pk"
    )
    context = {
        "program": row,
        "milestones": list(row.milestones.all()),
        "cohorts": [_under(cohort, row) for cohort in row.cohorts.all()],
        "coordinators": coordinators,
        "may_coordinate": may_coordinate(request.person, row),
        "may_name": may_name_coordinators(request.person, row),
    }
    return render(request, "programs/program.html", context)


def _under(cohort: Cohort, program: Program) -> Cohort:
    cohort.program = program
    return cohort


@require_http_methods(FORM)
def details(request: PersonRequest, pk: int) -> HttpResponse:
    """Purpose, who it is for, length, cadence, targets."""
    row = coordinated_program(request, pk)
    form = ProgramForm(
        request.POST if request.method == "POST" else None, instance=Program.objects.get(pk=row.pk)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_program(row, changes=form.cleaned_data, by=request.person)
        except ValidationError as fault:
            note_fault(form, fault)
        else:
            say(request, _("Saved."))
            return redirect("programs:program", pk=row.pk)
    return form_page(request, "programs/details.html", {"form": form, "program": row})


@require_POST
def archive(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the program away (`is_archived=yes`), or bring it back."""
    row = coordinated_program(request, pk)
    is_archived = request.POST.get("is_archived") == "yes"
    actions.archive_program(row, is_archived=is_archived, by=request.person)
    say(request, _("The program is put away.") if is_archived else _("The program is back."))
    return redirect("programs:program", pk=row.pk)


@require_http_methods(FORM)
def new_milestone(request: PersonRequest, pk: int) -> HttpResponse:
    row = coordinated_program(request, pk)
    form = MilestoneForm(request.POST if request.method == "POST" else None, instance=Milestone(program=row))
    if request.method == "POST" and form.is_valid():
        actions.add_milestone(row, **form.cleaned_data, by=request.person)
        say(request, _("The step is in the plan."))
        return redirect("programs:program", pk=row.pk)
    return form_page(request, "programs/milestone.html", {"form": form, "program": row, "milestone": None})


@require_http_methods(FORM)
def milestone(request: PersonRequest, pk: int) -> HttpResponse:
    row = _milestone(request, pk)
    form = MilestoneForm(
        request.POST if request.method == "POST" else None, instance=Milestone.objects.get(pk=row.pk)
    )
    if request.method == "POST" and form.is_valid():
        actions.change_milestone(row, **form.cleaned_data, by=request.person)
        say(request, _("Saved."))
        return redirect("programs:program", pk=row.program_id)
    return form_page(
        request, "programs/milestone.html", {"form": form, "program": row.program, "milestone": row}
    )


@require_POST
def milestone_removal(request: PersonRequest, pk: int) -> HttpResponse:
    row = _milestone(request, pk)
    actions.remove_milestone(row, by=request.person)
    say(request, _("“%(title)s” is no longer in the plan.") % {"title": row.title})
    return redirect("programs:program", pk=row.program_id)


def _milestone(request: PersonRequest, pk: int) -> Milestone:
    rows = milestones_coordinated_by(request.person).select_related("program__organization")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(FORM)
def coordinators(request: PersonRequest, pk: int) -> HttpResponse:
    row = coordinated_program(request, pk)
    form = CoordinatorForm(request.POST if request.method == "POST" else None, program=row)
    if request.method == "POST" and form.is_valid() and form.person is not None:
        actions.name_coordinator(row, form.person, by=request.person)
        say(
            request,
            _("%(name)s coordinates %(program)s now.") % {"name": form.person.name, "program": row.name},
        )
        return redirect("programs:coordinators", pk=row.pk)
    context = {
        "form": form,
        "program": row,
        "coordinations": row.coordinations.select_related("person").order_by("person__name", "pk"),
        "may_name": may_name_coordinators(request.person, row),
    }
    return form_page(request, "programs/coordinators.html", context)


@require_POST
def coordinator_removal(request: PersonRequest, pk: int, person_pk: int) -> HttpResponse:
    row = coordinated_program(request, pk)
    person = get_object_or_404(Person, pk=person_pk, coordinations__program=row)
    actions.remove_coordinator(row, person, by=request.person)
    say(
        request, _("%(name)s no longer coordinates %(program)s.") % {"name": person.name, "program": row.name}
    )
    return redirect("programs:coordinators", pk=row.pk)
