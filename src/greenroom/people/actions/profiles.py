from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.audit.actions import announce
from greenroom.base.errors import NotAllowed
from greenroom.base.locks import locked
from greenroom.people.actions.membership import clean, id_of
from greenroom.people.actions.skills import set_skills
from greenroom.people.core import pictures
from greenroom.people.core.folding import tidied
from greenroom.people.facts import PeopleExported, ProfileChanged
from greenroom.people.models import Person, PersonSkill
from greenroom.people.permissions import may_edit_profile, may_see_directory

PROFILE_FIELDS = (
    "name",
    "pronouns",
    "headline",
    "story",
    "stage",
    "years",
    "job_title",
    "employer",
    "department",
    "place",
    "time_zone",
    "languages",
    "free_hours",
    "capacity",
    "paused_until",
    "links",
)
ONE_LINE = ("name", "pronouns", "headline", "job_title", "employer", "department", "place")


@transaction.atomic
def change_profile(
    person: Person,
    *,
    changes: Mapping[str, Any],
    skills_offered: Mapping[str, int] | None = None,
    skills_wanted: Mapping[str, int] | None = None,
    version: int | None = None,
    by: Person | None,
) -> Person:
    """Set the given fields (`PROFILE_FIELDS`) and, where given, all skills of a direction as {name: level}.

    `version` is that of the profile the changes were made from: when it has moved on, RuleBroken
    `profile_changed_meanwhile` and nothing is saved. `by` None is the system itself. Raises NotAllowed,
    ValidationError with the fields at fault, and ValueError for a field that is not of the profile.
    """
    unknown = set(changes) - set(PROFILE_FIELDS)
    if unknown:
        raise ValueError(f"`changes` of a person must be among {PROFILE_FIELDS}. Got {sorted(unknown)}.")
    person = locked(person)
    _check_may_edit(by, person)
    if version is not None:
        person.check_version(version)
    for name, value in changes.items():
        setattr(person, name, tidied(value) if name in ONE_LINE else value)
    clean(person, changes)
    person.version += 1
    person.save(update_fields=[*changes, "version"])
    if skills_offered is not None:
        set_skills(person, PersonSkill.Direction.OFFERED, skills_offered)
    if skills_wanted is not None:
        set_skills(person, PersonSkill.Direction.WANTED, skills_wanted)
    announce(ProfileChanged(organization_id=person.organization_id, by_id=id_of(by), person_id=person.pk))
    return person


@transaction.atomic
def set_picture(person: Person, data: bytes, *, by: Person | None) -> Person:
    """Keep a picture, drawn anew at a sane size without its metadata. Raises ValidationError for what is none."""
    person = locked(person)
    _check_may_edit(by, person)
    try:
        drawn = pictures.drawn_anew(data)
    except pictures.PictureError as error:
        raise ValidationError(PICTURE_FAULTS[error.code], code=error.code) from None
    old = person.picture.name
    person.picture.save(f"{person.pk}.jpg", ContentFile(drawn), save=False)
    _keep_picture(person, old=old, by=by)
    return person


@transaction.atomic
def remove_picture(person: Person, *, by: Person | None) -> Person:
    person = locked(person)
    _check_may_edit(by, person)
    old = person.picture.name
    person.picture = ""
    _keep_picture(person, old=old, by=by)
    return person


def _keep_picture(person: Person, *, old: str | None, by: Person | None) -> None:
    person.save(update_fields=["picture"])
    if old:
        storage = Person.picture.field.storage
        transaction.on_commit(lambda: storage.delete(old))
    announce(ProfileChanged(organization_id=person.organization_id, by_id=id_of(by), person_id=person.pk))


PICTURE_FAULTS = {
    "not_a_picture": gettext_lazy("That file is not a picture we can read. Choose a JPEG, PNG or WebP."),
    "too_many_pixels": gettext_lazy(
        "That picture is larger than 50 megapixels. Make it smaller, or choose another."
    ),
    "too_large": gettext_lazy("That file is larger than 10 MB. Make it smaller, or choose another."),
}


@transaction.atomic
def record_export(organization_id: int, *, rows: int, by: Person) -> None:
    """Written down before the first row leaves the house. Raises NotAllowed."""
    if by.organization_id != organization_id or not may_see_directory(by):
        raise NotAllowed("not_coordinator", _("Only coordinators can take the list of people with them."))
    announce(PeopleExported(organization_id=organization_id, by_id=by.pk, rows=rows))


def _check_may_edit(by: Person | None, person: Person) -> None:
    if by is not None and not may_edit_profile(by, person):
        raise NotAllowed("not_your_profile", _("Only they and their coordinators can change this profile."))
