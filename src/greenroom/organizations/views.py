from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from greenroom.base.errors import Refusal
from greenroom.organizations import actions
from greenroom.organizations.errors import ForAnotherAddress, SignInFirst
from greenroom.organizations.models import Account, Invitation
from greenroom.organizations.queries import account_with, invitation_with_token


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the mail opens. Looking changes nothing: mail scanners open it too."""
    opened = _opened(token)
    try:
        opened.check_can_accept()
        if isinstance(request.user, Account):
            if not actions.has_address(request.user, opened.email):
                raise ForAnotherAddress
        else:
            known = account_with(opened.email)
            if known is not None and not known.is_untouched:
                raise SignInFirst
    except Refusal as refusal:
        return _refused(request, opened, refusal)
    return render(request, "organizations/invitation.html", {"invitation": opened})


@require_POST
def acceptance(request: HttpRequest, token: str) -> HttpResponse:
    opened = _opened(token)
    visitor = request.user if isinstance(request.user, Account) else None
    try:
        account = actions.accept_invitation(opened, account=visitor)
    except Refusal as refusal:
        return _refused(request, opened, refusal)
    if visitor is None:
        get_adapter(request).login(request, account)
    messages.success(request, _("Welcome to %(name)s.") % {"name": opened.organization.name})
    return HttpResponseRedirect(f"/o/{opened.organization.slug}/")


def _opened(token: str) -> Invitation:
    found = invitation_with_token(token)
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, opened: Invitation, refusal: Refusal) -> HttpResponse:
    """A page in the same place: sign in first (200, the way goes on), not yours (403), or gone (410)."""
    if isinstance(refusal, SignInFirst):
        status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.CONFLICT
    elif isinstance(refusal, ForAnotherAddress):
        status = HTTPStatus.FORBIDDEN
    else:
        status = HTTPStatus.GONE
    context = {"invitation": opened, "refusal": refusal}
    return render(request, "organizations/invitation_refused.html", context, status=status)
