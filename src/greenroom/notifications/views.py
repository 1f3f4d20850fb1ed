"""The mailbox of the demo, where every outgoing mail can be read, and the mails that failed, in every installation."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from greenroom.notifications import actions
from greenroom.notifications.permissions import may_see_failed_mails
from greenroom.notifications.queries import failed_mails_of, mails_of
from greenroom.outbox.models import Message
from greenroom.people.middleware import PersonRequest
from greenroom.programs.permissions import may_coordinate_any
from greenroom.web.listing import listing

SORTS = {"written": ("created_at",), "to": ("to_name",), "subject": ("subject",)}
STATES = {
    "waiting": Q(sent_at=None, failed_at=None, is_parked=False),
    "sent": Q(sent_at__isnull=False),
    "failed": Q(failed_at__isnull=False) | Q(is_parked=True, sent_at=None),
}
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
POLICY_OF_HTML_PART = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    f"sandbox {SANDBOX}"
)
NEW_TAB = '<head>\n<base target="_blank">'


@require_safe
def mailbox(request: PersonRequest) -> HttpResponse:
    """Every mail that has been written, newest first: found by name, address or subject, and by what became of it."""
    mails = _readable(request)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    fitting = mails.filter(STATES.get(state, Q()))
    if words:
        fitting = fitting.filter(
            Q(to_name__icontains=words) | Q(to_address__icontains=words) | Q(subject__icontains=words)
        )
    shown = listing(request, fitting.defer("text", "html"), sorts=SORTS, default="-written")
    context = {
        "page": shown.page,
        "sort": shown.sort,
        "words": words,
        "state": state,
        "states": [
            ("", _("Any state")),
            ("waiting", _("Waiting")),
            ("sent", _("Sent")),
            ("failed", _("Not sent")),
        ],
        "is_narrowed": bool(words or state),
    }
    with timezone.override(request.person.zone):
        return render(request, "notifications/mailbox.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # its type knows no further arguments of a view
def mail(request: PersonRequest, pk: int) -> HttpResponse:
    """One mail as its recipient sees it: head, text, and the HTML part in a frame that can do nothing."""
    found = get_object_or_404(_readable(request), pk=pk)
    headers = [("Message-ID", found.message_id), *sorted(found.headers.items())]
    with timezone.override(request.person.zone):
        return render(
            request, "notifications/mail.html", {"mail": found, "headers": headers, "sandbox": SANDBOX}
        )


@require_safe
@xframe_options_sameorigin
def html_part(request: PersonRequest, pk: int) -> HttpResponse:
    """The HTML part by itself. Inline styles work here and nowhere else; scripts, pictures and forms do not.

    A link opens in a new tab, because this frame may not go anywhere.
    """
    found = get_object_or_404(_readable(request), pk=pk)
    return HttpResponse(
        found.html.replace("<head>", NEW_TAB, 1), headers={"Content-Security-Policy": POLICY_OF_HTML_PART}
    )


@require_safe
def failed(request: PersonRequest) -> HttpResponse:
    """What did not arrive and why: to whom, about what, but not what it said."""
    _check_owner(request)
    shown = listing(
        request, failed_mails_of(request.organization).defer("text", "html"), sorts=SORTS, default="-written"
    )
    with timezone.override(request.person.zone):
        return render(request, "notifications/failed.html", {"page": shown.page, "sort": shown.sort})


@require_POST
def attempt(request: PersonRequest, pk: int) -> HttpResponse:
    _check_owner(request)
    found = get_object_or_404(mails_of(request.organization), pk=pk)
    actions.resend(found, by=request.person)
    messages.success(
        request, _("The mail to %(address)s is on its way again.") % {"address": found.to_address}
    )
    return HttpResponseRedirect(reverse("notifications:failed"))


def _readable(request: PersonRequest) -> QuerySet[Message]:
    """Other people’s mail is read in the demo alone, and there by those who run a program."""
    if not settings.GREENROOM_DEMO or not may_coordinate_any(request.person):
        raise Http404
    return mails_of(request.organization)


def _check_owner(request: PersonRequest) -> None:
    if not may_see_failed_mails(request.person):
        raise Http404
