"""Whether someone belongs here, and as what: the owners’ part."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from greenroom.organizations.models import Role
from greenroom.people.actions import change_role, deactivate, reactivate
from greenroom.people.middleware import PersonRequest
from greenroom.people.views import person_or_refusal


@require_POST
def role(request: PersonRequest, key: int) -> HttpResponse:
    wanted = Role.OWNER if request.POST.get("role") == Role.OWNER else Role.MEMBER
    changed = change_role(person_or_refusal(request.person, key), role=wanted, by=request.person)
    words = _("%(name)s is an owner now.") if changed.role == Role.OWNER else _("%(name)s is a member now.")
    messages.success(request, words % {"name": changed.name})
    return _back(key)


@require_POST
def deactivation(request: PersonRequest, key: int) -> HttpResponse:
    gone = deactivate(person_or_refusal(request.person, key), by=request.person)
    messages.success(
        request, _("%(name)s has no access from now on. Nothing of theirs is lost.") % {"name": gone.name}
    )
    return (
        HttpResponseRedirect(reverse("people:list"))
        if gone.pk != request.person.pk
        else HttpResponseRedirect("/")
    )


@require_POST
def reactivation(request: PersonRequest, key: int) -> HttpResponse:
    back = reactivate(person_or_refusal(request.person, key), by=request.person)
    messages.success(request, _("%(name)s has access again.") % {"name": back.name})
    return _back(key)


def _back(key: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("people:person", args=[key]))
