"""The organization's own settings, and its list of skills."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from greenroom.base.errors import NotAllowed, NotFound
from greenroom.organizations.models import Organization
from greenroom.people.actions import change_organization, rename_skill
from greenroom.people.forms.organization import OrganizationForm, SkillForm
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import Skill
from greenroom.people.permissions import may_manage_organization, may_tidy_skills
from greenroom.people.queries import people_with, skills_in

PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def organization(request: PersonRequest) -> HttpResponse:
    if not may_manage_organization(request.person, request.organization):
        raise NotAllowed("not_owner", _("Only an owner can change the organization."))
    # The form writes what was typed into its instance: it gets one of its own, so that the frame keeps what is saved.
    form = OrganizationForm(
        request.POST if request.method == "POST" else None,
        instance=Organization.objects.get(pk=request.organization.pk),
    )
    if request.method == "POST" and form.is_valid():
        change_organization(request.organization, changes=form.cleaned_data, by=request.person)
        messages.success(request, _("The organization’s settings are saved."))
        return HttpResponseRedirect(reverse("people:organization"))
    return render(request, "people/organization.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def skills(request: PersonRequest) -> HttpResponse:
    _check_may_tidy(request)
    search = request.GET.get("q", "")[:80]
    page = Paginator(skills_in(request.organization, search=search), PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = people_with(list(page.object_list))
    rows = [
        {
            "skill": skill,
            "offered": counts[skill.pk].get("offered", 0),
            "wanted": counts[skill.pk].get("wanted", 0),
        }
        for skill in page.object_list
    ]
    return render(request, "people/skills.html", {"page": page, "rows": rows, "search": search})


@require_POST
def skill(request: PersonRequest, key: int) -> HttpResponse:
    """Rename a skill; the name of another one merges the two."""
    _check_may_tidy(request)
    found = Skill.objects.filter(organization=request.organization, pk=key).first()
    if found is None:
        raise NotFound("skill_not_found", _("There is no such skill here."))
    form = SkillForm(request.POST)
    if form.is_valid():
        before = found.name
        left = rename_skill(found, name=form.cleaned_data["name"], by=request.person)
        words = (
            _("“%(before)s” is called “%(after)s” now.")
            if left.pk == key
            else _("“%(before)s” and “%(after)s” are one skill now.")
        )
        messages.success(request, words % {"before": before, "after": left.name})
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["name"]))
    return HttpResponseRedirect(reverse("people:skills"))


def _check_may_tidy(request: PersonRequest) -> None:
    if not may_tidy_skills(request.person, request.organization):
        raise NotAllowed("not_coordinator", _("Only coordinators can tidy the list of skills."))
