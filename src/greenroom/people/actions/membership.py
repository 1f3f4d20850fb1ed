from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.organizations import actions as organizations
from greenroom.organizations.models import Account, Organization, Role, plain_email
from greenroom.people.core.folding import tidied
from greenroom.people.facts import PersonDeactivated, PersonJoined, PersonReactivated, RoleChanged
from greenroom.people.models import Person
from greenroom.people.permissions import may_manage_organization, may_manage_person
from greenroom.people.queries import owners_of


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
        clean(first, ("email", "name", "role"))
        person, is_new = Person.objects.get_or_create(
            organization=organization,
            email=address,
            defaults={"account": account, "name": first.name, "role": role},
        )
        if is_new:
            announce(PersonJoined(organization_id=organization.pk, by_id=id_of(by), person_id=person.pk))
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
def follow_address(account: Account, *, old: str, new: str) -> int:
    """The account has another address now: so have its people, except where that address is someone else's.

    Returns how many were changed.
    """
    changed = 0
    for person in Person.objects.filter(account=account, email=plain_email(old)):
        taken = Person.objects.filter(organization_id=person.organization_id, email=plain_email(new))
        if taken.exclude(pk=person.pk).exists():
            continue
        person.email = plain_email(new)
        person.save(update_fields=["email"])
        changed += 1
    return changed


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


def _check_may_manage(by: Person, person: Person) -> None:
    if not may_manage_person(by, person):
        raise NotAllowed("not_owner", _("Only an owner can change who belongs here, and as what."))


def clean(person: Person, names: Iterable[str]) -> None:
    """Raises ValidationError by field; only the fields named are looked at."""
    person.clean_fields(exclude={field.name for field in Person._meta.fields} - set(names))  # noqa: SLF001 - public by Django's docs


def id_of(person: Person | None) -> int | None:
    return None if person is None else person.pk
