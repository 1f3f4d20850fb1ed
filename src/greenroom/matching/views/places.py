"""What an address names, for this person; 404 for whatever they do not coordinate."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenroom.matching.models import MatchingRun
from greenroom.matching.queries import cohorts_to_match, runs_visible_to, with_records
from greenroom.people.middleware import PersonRequest
from greenroom.programs.models import Cohort


def cohort_for(request: PersonRequest, cohort_id: int) -> Cohort:
    return get_object_or_404(cohorts_to_match(request.person), pk=cohort_id)


def run_for(request: PersonRequest, run_id: int) -> MatchingRun:
    return get_object_or_404(with_records(runs_visible_to(request.person)), pk=run_id)


def page(
    request: PersonRequest, template: str, context: dict[str, Any], *, cohort: Cohort, status: int = 200
) -> HttpResponse:
    """A page of one cohort: the masthead names it, and the navigation stands at matching."""
    known = {"cohort": cohort, "masthead_program": str(cohort), "nav_current": "matching"}
    return render(request, template, {**known, **context}, status=status)


def answered_run_for(request: PersonRequest, run_id: int) -> MatchingRun:
    """A draft that has its answer; there is nothing of the others to read."""
    run = run_for(request, run_id)
    if not run.is_solved or run.faults:
        raise Http404
    return run


def number_from(request: PersonRequest, name: str) -> int | None:
    """A number from the address, None for anything else."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < len("9" * 18) else None
