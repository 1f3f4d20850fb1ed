import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix

from greenroom.base import clock
from greenroom.organizations.models import Account, Organization
from greenroom.people.models import Person

PREFIX = re.compile(r"^/o/([-a-z0-9_]+)(?=/)")
ACTIVE_EVERY = dt.timedelta(hours=1)
NOT_THERE = "There is no such page, or it is not yours to see."

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request inside an organization, by someone who belongs to it."""

    person: Person
    organization: Organization
    user: Account


def open_to_visitors(view: View) -> View:
    """Mark a view inside an organization that people who are not signed in may open (application pages)."""
    view.open_to_visitors = True  # type: ignore[attr-defined] # a mark that the middleware reads
    return view


class PersonMiddleware:
    """Takes `/o/<slug>` off the path, as a server takes off a script's name, so that every `reverse()` puts it back.

    Inside an organization `request.organization` is set, and `request.person` is the signed-in member: a stranger
    gets the 404 of a place that is not there, a visitor is asked to sign in. Outside, both are None. To visitors and
    strangers the organization is set on pages open to them alone, so that no other page tells its name.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organization = request.person = request.entered = None  # type: ignore[attr-defined] # set for every request here
        before = get_script_prefix()
        try:
            self._enter(request)
            return self.answer(request)
        finally:
            set_script_prefix(before)

    def _enter(self, request: HttpRequest) -> None:
        match = PREFIX.match(request.path_info)
        if match is None:
            return
        organization = Organization.objects.filter(slug=match[1]).first()
        if organization is None:
            raise Http404(NOT_THERE)
        request.entered = organization  # type: ignore[attr-defined]
        request.path_info = request.path_info[match.end() :]
        request.META["SCRIPT_NAME"] = match[0]
        set_script_prefix(f"{match[0]}/")
        if isinstance(request.user, Account):
            request.person = self._person(request.user, organization)  # type: ignore[attr-defined]
        if request.person is not None:  # type: ignore[attr-defined]
            request.organization = organization  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: View, *_: object) -> HttpResponse | None:
        if request.person is not None:  # type: ignore[attr-defined]
            return None
        if request.entered is None:  # type: ignore[attr-defined]
            self._check_outside(view)
            return None
        if getattr(view, "open_to_visitors", False) or view.__module__.startswith("allauth."):
            request.organization = request.entered  # type: ignore[attr-defined]
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404(NOT_THERE)

    def _check_outside(self, view: View) -> None:
        """Without `/o/<slug>` only the slices named in the settings have pages; the others need someone to be in."""
        _package, _dot, slice_name = view.__module__.partition("greenroom.")
        if slice_name and slice_name.partition(".")[0] not in settings.GREENROOM_OUTSIDE:
            raise Http404(NOT_THERE)

    def _person(self, account: Account, organization: Organization) -> Person | None:
        person = Person.objects.filter(
            account=account, organization=organization, deactivated_at=None
        ).first()
        if person is not None:
            person.organization = organization
            person.memo = {}
            now = clock.now()
            if person.last_active_at is None or now - person.last_active_at > ACTIVE_EVERY:
                Person.objects.filter(pk=person.pk).update(last_active_at=now)
        return person
