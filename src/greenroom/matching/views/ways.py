"""The ways to choose beside a draft: worked out, stopped, chosen; what they mean for groups, and who would rather."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from greenroom.matching.actions import ask_to_compare, choose_policy, stop_comparing
from greenroom.matching.models import Policy
from greenroom.matching.queries.comparisons import comparisons, rather_in, ways_of
from greenroom.matching.queries.groups import groups_in
from greenroom.matching.views.places import answered_run_for, page, run_for
from greenroom.people.middleware import PersonRequest


@require_safe
def ways(request: PersonRequest, run_id: int) -> HttpResponse:
    """The comparison alone, for htmx to ask for while one is being worked out."""
    run = answered_run_for(request, run_id)
    context = {
        "run": run,
        "summary": run.summary,
        "is_draft": run.state == run.State.READY,
        "ways": ways_of(run),
    }
    return render(request, "matching/spread.html", context)


@require_POST
def way(request: PersonRequest, run_id: int, policy: str) -> HttpResponseBase:
    """Work one way out, or take it up again."""
    run = run_for(request, run_id)
    ask_to_compare(run, policy=policy, by=request.person)
    return redirect(_at_ways(run.pk))


@require_POST
def stop(request: PersonRequest, run_id: int, policy: str) -> HttpResponseBase:
    run = run_for(request, run_id)
    comparison = get_object_or_404(
        comparisons().select_related("run__cohort__program__organization"), run=run, policy=policy
    )
    stop_comparing(comparison, by=request.person)
    messages.info(request, _("Stopped. Nothing of it is kept, and you can start it again."))
    return redirect(_at_ways(run.pk))


@require_POST
def choice(request: PersonRequest, run_id: int) -> HttpResponseBase:
    """Make a draft of the way that was picked."""
    run = run_for(request, run_id)
    following = choose_policy(run, policy=request.POST.get("policy", ""), by=request.person)
    return redirect("matching:draft", following.pk)


@require_safe
def groups(request: PersonRequest, run_id: int) -> HttpResponse:
    """Fit by group, each way to choose beside the others."""
    run = answered_run_for(request, run_id)
    context = {"run": run, "groups": groups_in(run, question=request.GET.get("by", ""))}
    return page(request, "matching/groups.html", context, cohort=run.cohort)


@require_safe
def rather(request: PersonRequest, run_id: int) -> HttpResponse:
    """Some of the people who would both rather have each other, and a pin for them."""
    run = answered_run_for(request, run_id)
    policy = request.GET.get("policy", run.policy)
    if policy not in Policy.values:
        raise Http404
    found = rather_in(run, policy=Policy(policy))
    if found is None:
        raise Http404
    context = {"run": run, "found": found, "is_draft": run.state == run.State.READY}
    return page(request, "matching/rather.html", context, cohort=run.cohort)


def _at_ways(run_id: int) -> str:
    return f"{reverse('matching:draft', args=[run_id])}#ways"
