"""Finding what an address names, for who asks. What they may not know of is not there (404)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenroom.base.errors import Refusal
from greenroom.people.middleware import PersonRequest
from greenroom.programs.models import Cohort, Enrollment, Program
from greenroom.programs.queries import (
    cohort_places,
    cohorts_coordinated_by,
    enrollments_coordinated_by,
    programs_coordinated_by,
)

UNPROCESSABLE = 422


def coordinated_program(request: PersonRequest, pk: int) -> Program:
    return get_object_or_404(programs_coordinated_by(request.person).select_related("organization"), pk=pk)


def coordinated_cohort(request: PersonRequest, pk: int) -> Cohort:
    cohorts = cohorts_coordinated_by(request.person).select_related("program__organization")
    return get_object_or_404(cohorts, pk=pk)


def coordinated_enrollment(request: PersonRequest, pk: int) -> Enrollment:
    rows = enrollments_coordinated_by(request.person).select_related(
        "person", "cohort__program__organization"
    )
    return get_object_or_404(rows, pk=pk)


def cohort_page(
    request: HttpRequest,
    template: str,
    cohort: Cohort,
    context: dict[str, Any],
    *,
    tab: str,
    status: int = 200,
) -> HttpResponse:
    """A page among a cohort's tabs."""
    words = {
        "cohort": cohort,
        "program": cohort.program,
        "places": cohort_places(),
        "tab": tab,
        "nav_current": "cohort",
        "masthead_program": str(cohort),
    }
    return render(request, template, {**words, **context}, status=status)


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form: 422 when what was sent needs another look."""
    form: BaseForm = context["form"]
    return render(request, template, context, status=UNPROCESSABLE if form.is_bound and form.errors else 200)


def note_fault(form: BaseForm, fault: ValidationError | Refusal) -> None:
    """Say what an action refused beside the fields that it names, so that nothing typed is lost."""
    if isinstance(fault, Refusal):
        form.add_error(None, fault.message)
        return
    if hasattr(fault, "error_dict"):
        for name, errors in fault.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return
    form.add_error(None, fault)


def say(request: HttpRequest, words: str) -> None:
    messages.success(request, words)
