"""Inviting people, and the invitations that are still open."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from greenroom.base.errors import NotAllowed, NotFound
from greenroom.organizations.models import Invitation, Role
from greenroom.organizations.queries import open_invitations
from greenroom.people.actions import invite_people, revoke_invitation, send_invitation_again
from greenroom.people.errors import CannotInvite
from greenroom.people.forms.invitations import InvitationsForm
from greenroom.people.middleware import PersonRequest
from greenroom.people.permissions import may_invite

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: PersonRequest) -> HttpResponse:
    _check_may_invite(request)
    form = InvitationsForm(
        request.POST if request.method == "POST" else None, may_invite_owners=request.person.is_owner
    )
    if request.method == "POST" and form.is_valid():
        invited = {line.email: line.name for line in form.cleaned_data["addresses"]}
        try:
            sent = invite_people(
                request.organization,
                invited,
                role=form.cleaned_data.get("role", Role.MEMBER),
                note=form.cleaned_data["note"],
                by=request.person,
            )
        except CannotInvite as refusal:
            for line in form.cleaned_data["addresses"]:
                if line.email in refusal.faults:
                    words = _("Line %(line)s: %(words)s")
                    form.add_error(
                        "addresses", words % {"line": line.line, "words": refusal.faults[line.email]}
                    )
        else:
            count = len(sent)
            words = ngettext(
                "One invitation is on its way.", "%(count)s invitations are on their way.", count
            )
            messages.success(request, words % {"count": count})
            return HttpResponseRedirect(reverse("people:invitations"))
    page = Paginator(open_invitations(request.organization), PER_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.is_bound else 200
    return render(request, "people/invitations.html", {"form": form, "page": page}, status=status)


@require_POST
def revocation(request: PersonRequest, key: int) -> HttpResponse:
    invitation = revoke_invitation(_invitation(request, key), by=request.person)
    messages.success(
        request, _("The link sent to %(email)s opens nothing any more.") % {"email": invitation.email}
    )
    return HttpResponseRedirect(reverse("people:invitations"))


@require_POST
def dispatch(request: PersonRequest, key: int) -> HttpResponse:
    invitation = send_invitation_again(_invitation(request, key), by=request.person)
    messages.success(
        request, _("The invitation is on its way to %(email)s again.") % {"email": invitation.email}
    )
    return HttpResponseRedirect(reverse("people:invitations"))


def _invitation(request: PersonRequest, key: int) -> Invitation:
    _check_may_invite(request)
    found = open_invitations(request.organization).select_related("organization").filter(pk=key).first()
    if found is None:
        raise NotFound("invitation_not_found", _("There is no such open invitation."))
    return found


def _check_may_invite(request: PersonRequest) -> None:
    if not may_invite(request.person, request.organization, role=Role.MEMBER):
        raise NotAllowed("may_not_invite", _("Only owners and coordinators can invite people."))
