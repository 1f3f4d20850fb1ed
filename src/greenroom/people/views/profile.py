"""A person's page, as others see it and as they write it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.people.actions import change_profile, remove_picture, set_picture
from greenroom.people.forms.fields import OFFERED_LEVELS, WANTED_LEVELS
from greenroom.people.forms.profile import PictureForm, ProfileForm, TimeZoneForm
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import Person
from greenroom.people.permissions import (
    may_edit_profile,
    may_manage_person,
    may_see_contact,
    may_see_directory,
    may_see_record,
)
from greenroom.people.queries import hours_in_words, language_name, skills_of, ties
from greenroom.people.views import person_or_refusal


@require_safe
def person(request: PersonRequest, key: int) -> HttpResponse:
    """What each reader may read of a person: everyone who may be here the profile, some the contact and the record."""
    viewer, seen = request.person, person_or_refusal(request.person, key)
    skills = skills_of(seen)
    sees_contact, sees_record = may_see_contact(viewer, seen), may_see_record(viewer, seen)
    context = {
        "seen": seen,
        "is_me": viewer.pk == seen.pk,
        "languages": [language_name(code) for code in seen.languages],
        "offered": [(row, dict(OFFERED_LEVELS)[row.level]) for row in skills["offered"]],
        "wanted": [(row, dict(WANTED_LEVELS)[row.level]) for row in skills["wanted"]],
        "sees_contact": sees_contact,
        "sees_record": sees_record,
        "hours": hours_in_words(seen.free_hours) if sees_contact else [],
        "places": ties().places_of([seen]).get(seen.pk, ()) if sees_record else (),
        "may_edit": may_edit_profile(viewer, seen),
        "may_manage": may_manage_person(viewer, seen),
        "sees_directory": may_see_directory(viewer),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest, key: int) -> HttpResponse:
    """Write a profile. When someone else saved it meanwhile, nothing is saved and both texts are shown."""
    edited = _editable(request, key)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=edited)
    if request.method != "POST":
        return _shown(request, edited, form)
    if not form.is_valid():
        return _shown(request, edited, form, status=422)
    try:
        change_profile(
            edited,
            changes=form.changes,
            skills_offered=form.cleaned_data["skills_offered"],
            skills_wanted=form.cleaned_data["skills_wanted"],
            version=form.cleaned_data["version"],
            by=request.person,
        )
    except RuleBroken as refusal:
        if refusal.code != "profile_changed_meanwhile":
            raise
        return _both_texts(request, key, form)
    messages.success(request, _("The profile is saved."))
    return HttpResponseRedirect(reverse("people:person", args=[key]))


def _both_texts(request: PersonRequest, key: int, sent: ProfileForm) -> HttpResponse:
    """The form as it was sent, ready to be saved over the newer profile, with the newer text beside each field."""
    saved = person_or_refusal(request.person, key)
    data = request.POST.copy()
    data["version"] = str(saved.version)
    theirs = ProfileForm(instance=saved)
    newer = [
        (field.label, _in_words(theirs[name].initial))
        for name, field in sent.fields.items()
        if name != "version" and sent.cleaned_data[name] != _kept(theirs, name)
    ]
    return _shown(request, saved, ProfileForm(data, instance=saved), status=409, newer=newer)


def _kept(form: ProfileForm, name: str) -> Any:
    """What the profile holds, in the shape that a cleaned form has it."""
    value = form[name].initial
    return getattr(form.fields[name], "empty_value", None) if value is None else value


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} ({level})" for name, level in value.items())
    if isinstance(value, list):
        if value and isinstance(value[0], int):
            return ", ".join(hours_in_words(value))
        return ", ".join(language_name(item) for item in value)
    return "" if value is None else str(value)


def _shown(
    request: PersonRequest, edited: Person, form: ProfileForm, *, status: int = 200, newer: Any = ()
) -> HttpResponse:
    # The form has put what was typed into its instance: the page’s own words come from what is kept.
    kept = Person.objects.only("name", "picture").get(pk=edited.pk)
    context = {
        "form": form,
        "kept": kept,
        "is_me": request.person.pk == edited.pk,
        "newer": newer,
        "picture_form": PictureForm(),
    }
    return render(request, "people/profile.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: PersonRequest, key: int) -> HttpResponseBase:
    if request.method != "POST":
        return _picture_file(person_or_refusal(request.person, key))
    edited = _editable(request, key)
    back = HttpResponseRedirect(reverse("people:profile", args=[key]))
    if "remove" in request.POST:
        remove_picture(edited, by=request.person)
        messages.success(request, _("The picture is gone."))
        return back
    form = PictureForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            set_picture(edited, form.cleaned_data["picture"], by=request.person)
            messages.success(request, _("The picture is saved."))
            return back
    except ValidationError as fault:
        form.add_error("picture", fault)
    context = {
        "form": ProfileForm(instance=edited),
        "kept": edited,
        "is_me": request.person.pk == edited.pk,
        "picture_form": form,
    }
    return render(request, "people/profile.html", context, status=422)


def _picture_file(seen: Person) -> FileResponse:
    """Always a JPEG that we drew, whatever was sent; nothing in it can run."""
    if not seen.picture:
        raise NotFound("no_picture", _("There is no picture here."))
    try:
        file = seen.picture.open("rb")
    except FileNotFoundError:
        raise NotFound("no_picture", _("There is no picture here.")) from None
    response = FileResponse(file, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """One's own: the light, the time zone, the ways to sign in."""
    me = request.person
    form = TimeZoneForm(request.POST if request.method == "POST" else None, person=me)
    if request.method == "POST" and form.is_valid():
        change_profile(me, changes={"time_zone": form.cleaned_data["time_zone"]}, by=me)
        messages.success(request, _("Your time zone is saved."))
        return HttpResponseRedirect(reverse("people:settings"))
    status = 422 if form.is_bound else 200
    return render(request, "people/settings.html", {"form": form}, status=status)


def _editable(request: PersonRequest, key: int) -> Person:
    edited = person_or_refusal(request.person, key)
    if not may_edit_profile(request.person, edited):
        raise NotAllowed("not_your_profile", _("Only they and their coordinators can change this profile."))
    return edited
