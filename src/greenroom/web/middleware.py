"""How a refusal looks, and the headers that every answer carries."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from greenroom.base.errors import Refusal
from greenroom.web.refusals import show, show_refusal

Respond = Callable[[HttpRequest], HttpResponseBase]

HEADERS = {
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
    " payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class PlainTextMiddleware:
    """Refuses addresses that hold a NUL: PostgreSQL keeps and searches no text with one, SQLite does.

    Forms refuse it field by field, with what was typed kept.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a NUL.")
        return self.get_response(request)


class RefusalMiddleware:
    """Turns every `Refusal` that a view lets through into its answer, and gives a page to whoever only reads an address
    that takes a form: a reload, or a sign-in, may lead there.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        message = _(
            "This address only takes what a form sends. Go back and press the button there once more."
        )
        page = show(request, status=response.status_code, code="form_only", message=message)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return show_refusal(request, exception) if isinstance(exception, Refusal) else None


class HeadersMiddleware:
    """Closes what browsers leave open, and keeps signed-in pages out of every cache."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
