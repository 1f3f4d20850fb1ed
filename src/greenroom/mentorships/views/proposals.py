"""Putting two people together: a coordinator proposes, a member asks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from greenroom.base.errors import Refusal
from greenroom.mentorships import actions
from greenroom.mentorships.forms import AskForm, ProposalForm
from greenroom.mentorships.views.found import back
from greenroom.mentorships.views.navigation import coordinates as is_coordinator
from greenroom.people.middleware import PersonRequest
from greenroom.people.queries import people_visible_to
from greenroom.programs.queries import cohorts_coordinated_by


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: PersonRequest) -> HttpResponse:
    """Coordinators name both people and a cohort, members whom they ask. The address may fill in names."""
    coordinates = is_coordinator(request)
    form = _form(request, coordinates=coordinates)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = actions.propose(request.organization, **form.proposal, by=request.person)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                return back(request, made, _("Asked. You’ll see here when there is an answer."))
        else:
            status = 422
    context = {"form": form, "coordinates": coordinates}
    return render(request, "mentorships/proposal.html", context, status=status)


def _form(request: PersonRequest, *, coordinates: bool) -> ProposalForm | AskForm:
    data = request.POST if request.method == "POST" else None
    asked = {
        name: request.GET[name] for name in ("mentor", "mentee", "cohort", "person") if name in request.GET
    }
    options: dict[str, Any] = {
        "data": data,
        "initial": {"part": "mentee", **asked},
        "people": people_visible_to(request.person).filter(deactivated_at=None),
    }
    if coordinates:
        cohorts = cohorts_coordinated_by(request.person).filter(closed_at=None).select_related("program")
        return ProposalForm(**options, cohorts=cohorts)
    return AskForm(**options, asker=request.person)
