from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.organizations import actions as organizations
from greenroom.organizations.models import Account, Organization, Role, plain_email
from greenroom.people.core import pictures
from greenroom.people.core.folding import tidied
from greenroom.people.facts import (
    PersonDeactivated,
    PersonJoined,
    PersonReactivated,
    ProfileChanged,
    RoleChanged,
)
from greenroom.people.models import LEVELS, Person, PersonSkill, Skill, skill_key
from greenroom.people.permissions import may_edit_profile, may_manage_organization, may_manage_person
from greenroom.people.queries import owners_of

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
def found_organization(name: str, slug: str, *, owner_email: str, owner_name: str, **fields: Any) -> Person:
    """A new organization and its first owner, who is returned. `fields` are further fields of the organization."""
    organization = organizations.open_organization(name, slug, **fields)
    account = organizations.account_for(owner_email, name=owner_name)
    return join(organization, account, email=owner_email, name=owner_name, role=Role.OWNER, by=None)


@transaction.atomic
def join(
    organization: Organization,
    account: Account | None = None,
    *,
    email: str,
    name: str = "",
    role: str = Role.MEMBER,
    by: Person | None = None,
) -> Person:
    """The person with this account or address in the organization, made if there is none.

    Someone who is there keeps name and role, and gains the account if they had none; whoever was deactivated stays
    so. Raises RuleBroken when the address belongs to a person with another account.
    """
    address = plain_email(email)
    person = _person_with(organization, account, address)
    if person is None:
        first = Person(
            organization=organization, account=account, email=address, name=tidied(name) or address, role=role
        )
        _clean(first, ("email", "name", "role"))
        person, is_new = Person.objects.get_or_create(
            organization=organization,
            email=address,
            defaults={"account": account, "name": first.name, "role": role},
        )
        if is_new:
            announce(PersonJoined(organization_id=organization.pk, by_id=_id(by), person_id=person.pk))
    if account is not None and person.account_id != account.pk:
        if person.account_id is not None:
            raise RuleBroken(
                "address_taken",
                _("%(email)s belongs to someone else in %(organization)s. Ask an owner to sort this out.")
                % {"email": address, "organization": organization.name},
            )
        person.account = account
        person.role = Role.OWNER if role == Role.OWNER else person.role
        person.save(update_fields=["account", "role"])
    return person


def _person_with(organization: Organization, account: Account | None, email: str) -> Person | None:
    people = Person.objects.filter(organization=organization)
    mine = people.filter(account=account).first() if account is not None else None
    return mine or people.filter(email=email).first()


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
    _clean(person, changes)
    person.version += 1
    person.save(update_fields=[*changes, "version"])
    if skills_offered is not None:
        set_skills(person, PersonSkill.Direction.OFFERED, skills_offered)
    if skills_wanted is not None:
        set_skills(person, PersonSkill.Direction.WANTED, skills_wanted)
    announce(ProfileChanged(organization_id=person.organization_id, by_id=_id(by), person_id=person.pk))
    return person


@transaction.atomic
def set_skills(person: Person, direction: str, levels: Mapping[str, int]) -> None:
    """All skills of one direction, {name: level 1..5}; names new to the organization join its list.

    Part of `change_profile` and of imports, which have asked who may and announce the change.
    """
    wanted = {skill_named(person.organization, name).pk: level for name, level in levels.items()}
    if any(type(level) is not int or level not in LEVELS for level in wanted.values()):
        raise ValidationError(_("Choose a level from 1 to 5 for each skill."), code="level")
    rows = PersonSkill.objects.filter(person=person, direction=direction)
    rows.exclude(skill__in=wanted).delete()
    PersonSkill.objects.bulk_create(
        [
            PersonSkill(person=person, skill_id=key, direction=direction, level=level)
            for key, level in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "skill", "direction"],
        update_fields=["level"],
    )


def skill_named(organization: Organization, name: str) -> Skill:
    """The organization's skill of this name, whatever its case and blanks, added if it is new."""
    plain = Skill.tidied_name(name)
    return Skill.objects.get_or_create(
        organization=organization, key=skill_key(plain), defaults={"name": plain}
    )[0]


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
    announce(ProfileChanged(organization_id=person.organization_id, by_id=_id(by), person_id=person.pk))


PICTURE_FAULTS = {
    "not_a_picture": gettext_lazy("That file is not a picture we can read. Choose a JPEG, PNG or WebP."),
    "too_many_pixels": gettext_lazy(
        "That picture is larger than 50 megapixels. Make it smaller, or choose another."
    ),
    "too_large": gettext_lazy("That file is larger than 10 MB. Make it smaller, or choose another."),
}


@transaction.atomic
def change_role(person: Person, *, role: str, by: Person) -> Person:
    """Make someone an owner or a member. The last owner stays one."""
    locked(person.organization)  # one change of owners at a time, so that two cannot both step down
    person = locked(person)
    _check_may_manage(by, person)
    person.check_active()
    if role not in Role.values:
        raise ValidationError(_("Choose owner or member."), code="role")
    if role == person.role:
        return person
    if role != Role.OWNER:
        person.check_can_stop_owning(other_owners=_other_owners(person))
    person.role = role
    person.save(update_fields=["role"])
    announce(RoleChanged(organization_id=person.organization_id, by_id=by.pk, person_id=person.pk, role=role))
    return person


@transaction.atomic
def deactivate(person: Person, *, by: Person) -> Person:
    """From the next request on they have no access here; nothing of theirs is lost."""
    locked(person.organization)
    person = locked(person)
    _check_may_manage(by, person)
    person.check_active()
    person.check_can_stop_owning(other_owners=_other_owners(person))
    person.deactivated_at = clock.now()
    person.save(update_fields=["deactivated_at"])
    announce(PersonDeactivated(organization_id=person.organization_id, by_id=by.pk, person_id=person.pk))
    return person


@transaction.atomic
def reactivate(person: Person, *, by: Person) -> Person:
    person = locked(person)
    _check_may_manage(by, person)
    person.check_can_reactivate()
    person.deactivated_at = None
    person.save(update_fields=["deactivated_at"])
    announce(PersonReactivated(organization_id=person.organization_id, by_id=by.pk, person_id=person.pk))
    return person


def change_organization(
    organization: Organization, *, changes: Mapping[str, Any], by: Person
) -> Organization:
    if not may_manage_organization(by, organization):
        raise NotAllowed("not_owner", _("Only an owner can change the organization."))
    return organizations.change_organization(organization, changes=changes, by_id=by.pk)


def _other_owners(person: Person) -> int:
    return owners_of(person.organization).exclude(pk=person.pk).exclude(account=None).count()


def _check_may_edit(by: Person | None, person: Person) -> None:
    if by is not None and not may_edit_profile(by, person):
        raise NotAllowed("not_your_profile", _("Only they and their coordinators can change this profile."))


def _check_may_manage(by: Person, person: Person) -> None:
    if not may_manage_person(by, person):
        raise NotAllowed("not_owner", _("Only an owner can change who belongs here, and as what."))


def _clean(person: Person, names: Iterable[str]) -> None:
    """Raises ValidationError by field; only the fields named are looked at."""
    person.clean_fields(exclude={field.name for field in Person._meta.fields} - set(names))  # noqa: SLF001 - public by Django's docs


def _id(person: Person | None) -> int | None:
    return None if person is None else person.pk
