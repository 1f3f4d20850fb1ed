"""How a refusal looks: a page, a fragment for htmx, or problem details (RFC 9457) for programs. Same words, same code."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import reselect, reswap, retarget

from greenroom.base.errors import Refusal

HTML, PROBLEM, JSON = "text/html", "application/problem+json", "application/json"

TITLES: dict[int, str | Promise] = {
    400: gettext_lazy("We couldn’t read that"),
    403: gettext_lazy("This isn’t open to you"),
    404: gettext_lazy("There’s nothing here"),
    405: gettext_lazy("There’s nothing to read here"),
    409: gettext_lazy("That can’t be done as things stand"),
    413: gettext_lazy("That’s too large"),
    429: gettext_lazy("That’s a lot at once"),
    500: gettext_lazy("Something broke on our side"),
}


@dataclass(frozen=True, kw_only=True)
class ShownRefusal:
    """What the page and the fragment say."""

    status: int
    code: str
    title: str
    message: str
    kicker: str
    back: str
    back_label: str


def show_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
    return show(
        request, status=refusal.status, code=refusal.code, message=refusal.message, facts=refusal.facts
    )


def show(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    message: str,
    title: str = "",
    facts: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """Answer in the form that the client asked for."""
    title = title or str(TITLES.get(status, TITLES[400]))
    if _wants_problem(request):
        return _problem(
            request, status=status, code=code, title=title, detail=str(message), facts=facts or {}
        )
    back = _page_before(request)
    shown = ShownRefusal(
        status=status,
        code=code,
        title=title,
        message=str(message),
        kicker=_("Error %(status)s") % {"status": status},
        back=back or "/",
        back_label=_("Back to the page before") if back else _("Go to the first page"),
    )
    if _wants_fragment(request):
        fragment = render(request, "web/refusal_fragment.html", {"refusal": shown}, status=status)
        return reselect(reswap(retarget(fragment, "#messages"), "innerHTML"), ".notice")
    return render(request, "web/error.html", {"refusal": shown}, status=status)


def _wants_fragment(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted)


def _wants_problem(request: HttpRequest) -> bool:
    return request.get_preferred_type([HTML, PROBLEM, JSON]) in {PROBLEM, JSON}


def _problem(
    request: HttpRequest, *, status: int, code: str, title: str, detail: str, facts: dict[str, Any]
) -> HttpResponse:
    body = {
        **{name: str(value) for name, value in facts.items()},
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
    }
    return JsonResponse(body, status=status, content_type=PROBLEM)


def _page_before(request: HttpRequest) -> str:
    """The address in our own house that the person came from, or ""."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.get_host() or (request.method == "GET" and referrer.path == request.path):
        return ""
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")
