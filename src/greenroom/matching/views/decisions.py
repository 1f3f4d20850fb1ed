"""What a coordinator decides about a draft: stop it, take it up again, pin and forbid, note, publish."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from greenroom.matching.actions import cancel_run, decide_pair, note_pairing, publish, start_again
from greenroom.matching.forms import NoteForm, PairRuleForm
from greenroom.matching.queries import pairings_visible_to
from greenroom.matching.queries.drafts import endings_of
from greenroom.matching.queries.review import left_in
from greenroom.matching.views.places import answered_run_for, page, run_for
from greenroom.people.middleware import PersonRequest

NAMED = 3


@require_POST
def cancellation(request: PersonRequest, run_id: int) -> HttpResponseBase:
    run = run_for(request, run_id)
    cancel_run(run, by=request.person)
    messages.info(request, _("Draft %(number)s was stopped. Nothing of it is kept.") % {"number": run.number})
    return redirect("matching:cohort", run.cohort_id)


@require_POST
def attempt(request: PersonRequest, run_id: int) -> HttpResponseBase:
    """Take up a draft whose work was interrupted."""
    run = start_again(run_for(request, run_id), by=request.person)
    return redirect("matching:draft", run.pk)


@require_POST
def pair_rules(request: PersonRequest, run_id: int) -> HttpResponseBase:
    """Pin, forbid or free two people; the next draft is asked for at once and shows the same mentee."""
    run = run_for(request, run_id)
    form = PairRuleForm(request.POST, cohort=run.cohort)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    following = decide_pair(
        run,
        mentor=data["mentor"],
        mentee=data["mentee"],
        kind=data["kind"],
        despite_rules=data["despite_rules"],
        reason=data["reason"],
        by=request.person,
    )
    return redirect(f"{reverse('matching:draft', args=[following.pk])}?mentee={data['mentee'].pk}")


@require_POST
def note(request: PersonRequest, pairing_id: int) -> HttpResponseBase:
    pairing = get_object_or_404(pairings_visible_to(request.person), pk=pairing_id)
    form = NoteForm(request.POST, instance=pairing)
    if not form.is_valid():
        return page(
            request,
            "matching/note.html",
            {"form": form, "pairing": pairing},
            cohort=pairing.run.cohort,
            status=422,
        )
    note_pairing(pairing, note=form.cleaned_data["note"], by=request.person)
    messages.success(request, _("Your note is kept."))
    return redirect(f"{reverse('matching:draft', args=[pairing.run_id])}?mentee={pairing.mentee_id}#why")


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: PersonRequest, run_id: int) -> HttpResponse | HttpResponseBase:
    """Who hears what, on a page of its own; and the act itself."""
    run = answered_run_for(request, run_id)
    if request.method == "POST":
        publish(run, by=request.person)
        messages.success(
            request,
            _("Draft %(number)s is published. Both sides of every pair are told today.")
            % {"number": run.number},
        )
        return redirect("matching:draft", run.pk)
    context = {
        "run": run,
        "summary": run.summary,
        "endings": endings_of(run) if run.moving_price is not None else None,
        "left": list(left_in(run)[:NAMED]),
        "left_in_all": run.summary["mentees"] - run.summary["matched"],
    }
    return page(request, "matching/publication.html", context, cohort=run.cohort)
