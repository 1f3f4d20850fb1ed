"""Where matching starts: the cohorts, one cohort's rules and drafts, and a new draft."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from greenroom.matching.actions import request_run
from greenroom.matching.queries import cohorts_to_match, rules_for
from greenroom.matching.queries.drafts import drafts_of, head_counts
from greenroom.matching.queries.places import limits_of
from greenroom.matching.queries.review import words_set
from greenroom.matching.queries.summaries import criteria_in_short, places_of, rules_in_short
from greenroom.matching.views.places import cohort_for, page
from greenroom.people.middleware import PersonRequest

DRAFTS_SHOWN = 50


@require_safe
def home(request: PersonRequest) -> HttpResponseBase:
    """Straight to the cohort when there is only one that is open; else a list to choose from."""
    cohorts = list(cohorts_to_match(request.person)[:200])
    still_open = [cohort for cohort in cohorts if cohort.closed_at is None]
    if len(still_open) == 1:
        return redirect("matching:cohort", still_open[0].pk)
    return render(request, "matching/cohorts.html", {"cohorts": cohorts})


@require_safe
def cohort(request: PersonRequest, cohort_id: int) -> HttpResponse:
    found = cohort_for(request, cohort_id)
    rules, version = rules_for(found)
    runs = list(drafts_of(found)[:DRAFTS_SHOWN])
    context = {
        "counts": head_counts(found),
        "places": places_of(found),
        "limits": limits_of(found),
        "criteria": criteria_in_short(rules),
        "rules": rules_in_short(rules),
        "is_default": version == 0,
        "words": words_set(found),
        "runs": runs,
        "newest": next((run for run in runs if run.is_solved and not run.faults), None),
        "published": next((run for run in runs if run.state == run.State.PUBLISHED), None),
    }
    return page(request, "matching/cohort.html", context, cohort=found)


@require_POST
def runs(request: PersonRequest, cohort_id: int) -> HttpResponseBase:
    """Ask for a new draft and go to it."""
    run = request_run(cohort_for(request, cohort_id), by=request.person)
    return redirect("matching:draft", run.pk)
