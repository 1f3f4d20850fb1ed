"""The look a person chose, the pages that say no, and the gallery of components."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from greenroom.web import gallery
from greenroom.web.refusals import show
from greenroom.web.theme import save_theme


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen light and go back to where the person was."""
    response = HttpResponseRedirect(_safe_next(request))
    save_theme(request, response, theme=request.POST.get("theme", ""))
    return response


@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Only where people build or try the product."""
    if not (settings.DEBUG or getattr(settings, "GREENROOM_DEMO", False)):
        raise Http404
    return render(request, "web/gallery.html", gallery.contents())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    return show(
        request, status=400, code="bad_request", message=_("Go back, look the form over, and send it again.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    message = _(
        "Your part in this organization doesn’t reach this page. Ask a coordinator if you think it should."
    )
    return show(request, status=403, code="forbidden", message=message)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    message = _("The page has moved, or it was never here, or it belongs to people you don’t share it with.")
    return show(request, status=404, code="not_found", message=message)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Needs no database and no session: either may be what broke."""
    return HttpResponse(render_to_string("web/broken.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    message = _(
        "We couldn’t tell that the form came from this page, so nothing was changed. It may have been open for long,"
        " or in another tab you signed out. Go back, reload the page, and send it again."
    )
    return show(request, status=403, code="csrf", title=_("Please send that once more"), message=message)


def _safe_next(request: HttpRequest) -> str:
    wanted: Any = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    return str(wanted) if is_ours else "/"
