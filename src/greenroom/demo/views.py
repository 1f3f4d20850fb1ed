"""The demo's doors. Outside a demo there is nothing here."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from greenroom.demo.applicants import FILE_NAME, as_csv
from greenroom.demo.build import demo_people
from greenroom.demo.links import PARTS, address_for, part_in, person_in, player

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button on the page signs in."""
    _check_is_demo()
    person = person_in(token)
    if person is None or person.account is None:
        raise Http404
    if request.method != "POST":
        people, part = demo_people(), part_in(token)
        others = [(other, player(people, other), address_for(other)) for other in PARTS if other != part]
        return render(request, "demo/sign_in.html", {"player": person, "part": part, "others": others})
    login(request, person.account, backend=BACKEND)
    return HttpResponseRedirect(f"/o/{person.organization.slug}/")


@require_safe
def applicants(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The sample spreadsheet, to save and import."""
    _check_is_demo()
    response = HttpResponse(as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _check_is_demo() -> None:
    if not settings.GREENROOM_DEMO:
        raise Http404
