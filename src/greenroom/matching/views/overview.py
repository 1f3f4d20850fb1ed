"""Where matching starts: the cohorts, one cohort's rules and drafts, and a new draft."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from greenroom.matching.actions import remove_pair_rule, request_run
from greenroom.matching.forms import RematchForm
from greenroom.matching.models import PairRule, Policy
from greenroom.matching.queries import cohorts_to_match, rules_for
from greenroom.matching.queries.drafts import drafts_of, head_counts
from greenroom.matching.queries.review import words_set
from greenroom.matching.queries.summaries import criteria_in_short, places_of, rules_in_short
from greenroom.matching.views.places import cohort_for, page
from greenroom.mentorships.queries import limits_of
from greenroom.people.middleware import PersonRequest
from greenroom.programs.models import Cohort

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
    return _cohort_page(request, cohort_for(request, cohort_id), form=RematchForm())


def _cohort_page(request: PersonRequest, found: Cohort, *, form: RematchForm) -> HttpResponse:
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
        "rematch": form,
        "week": found.week_on(found.today),
    }
    status = 422 if form.errors else 200
    return page(request, "matching/cohort.html", context, cohort=found, status=status)


@require_POST
def runs(request: PersonRequest, cohort_id: int) -> HttpResponseBase:
    """Ask for a new draft and go to it; with `living`, for a re-match."""
    found = cohort_for(request, cohort_id)
    if "living" not in request.POST:
        return redirect("matching:draft", request_run(found, by=request.person).pk)
    form = RematchForm(request.POST)
    if not form.is_valid():
        return _cohort_page(request, found, form=form)
    run = request_run(found, policy=Policy.REMATCH, moving_price=form.moving_price, by=request.person)
    return redirect("matching:draft", run.pk)


@require_POST
def removal(request: PersonRequest, cohort_id: int, rule_id: int) -> HttpResponseBase:
    """Take a pin or a forbid back; the next draft is solved without it."""
    found = cohort_for(request, cohort_id)
    rule = get_object_or_404(
        PairRule.objects.select_related("cohort__program__organization", "mentor__person", "mentee__person"),
        pk=rule_id,
        cohort=found,
    )
    remove_pair_rule(rule, by=request.person)
    messages.info(
        request,
        _("%(mentee)s and %(mentor)s are free again, from the next draft on.")
        % {"mentee": rule.mentee.person.name, "mentor": rule.mentor.person.name},
    )
    return redirect("matching:cohort", found.pk)
