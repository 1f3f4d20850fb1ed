"""Rest, end and return of a mentorship."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from greenroom.base.errors import RuleBroken
from greenroom.mentorships import actions, permissions
from greenroom.mentorships.forms import ClosureForm, FitForm, PauseForm
from greenroom.mentorships.views import pair
from greenroom.mentorships.views.found import back, found
from greenroom.people.middleware import PersonRequest


@require_POST
def pause(request: PersonRequest, pk: int) -> HttpResponse:
    mentorship = found(request, pk)
    form = PauseForm(request.POST)
    if not form.is_valid():
        return pair.shown(request, mentorship, pause_form=form, status=422)
    try:
        actions.pause(mentorship, **form.cleaned_data, by=request.person)
    except RuleBroken as refusal:
        form.add_error(None, refusal.message)
        return pair.shown(request, mentorship, pause_form=form, status=refusal.status)
    return back(
        request, mentorship, _("Paused. Neither of you will be reminded of anything until you go on.")
    )


@require_POST
def resumption(request: PersonRequest, pk: int) -> HttpResponse:
    mentorship = actions.resume(found(request, pk), by=request.person)
    return back(request, mentorship, _("You’re under way again."))


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: PersonRequest, pk: int) -> HttpResponse:
    """The closing page, and the closing."""
    mentorship = found(request, pk)
    mentorship.check_can_close()
    form = ClosureForm(request.POST or None)
    is_one = permissions.may_take_part(request.person, mentorship)
    is_asked = mentorship.is_living and permissions.may_tell_fit(request.person, mentorship)
    fit_form = FitForm(request.POST or None, is_required=False) if is_asked else None
    forms = [form] if fit_form is None else [form, fit_form]
    validity = [one.is_valid() for one in forms]
    if request.method == "POST" and all(validity):
        told = fit_form.cleaned_data if fit_form else {}
        fit = {"fit": told.get("fit"), "fit_comment": told.get("comment", "")}
        actions.close(mentorship, **form.cleaned_data, **fit, by=request.person)
        return back(
            request, mentorship, _("Closed, without fault. Everything you agreed stays here to read.")
        )
    context = {
        "mentorship": mentorship,
        "form": form,
        "fit_form": fit_form,
        "partner": mentorship.partner_of(request.person) if is_one else None,
    }
    status = 422 if any(one.errors for one in forms) else 200
    return render(request, "mentorships/closure.html", context, status=status)


@require_POST
def reopening(request: PersonRequest, pk: int) -> HttpResponse:
    mentorship = actions.reopen(found(request, pk), by=request.person)
    return back(request, mentorship, _("Open again. The closing stays in the record."))
