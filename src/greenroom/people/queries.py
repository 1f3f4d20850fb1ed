from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from greenroom.organizations.models import Account, Organization, Role
from greenroom.people.core.languages import NAMES
from greenroom.people.models import Person, PersonSkill, Skill


class Ties(Protocol):
    """What the floors above know about people, and this floor must ask: `config/ties.py` answers."""

    def coordinates(self, person: Person) -> bool:
        """Is this person a named coordinator of a program?"""

    def are_partners(self, one: Person, other: Person, *, started: bool = False) -> bool:
        """Are the two in a mentorship that is under way or (unless `started`) proposed?"""

    def are_fellows(self, one: Person, other: Person) -> bool:
        """Are both accepted into one cohort?"""

    def known_to(self, person: Person) -> QuerySet[Any, int]:
        """Ids of their partners and fellows."""

    def placed(self, organization: Organization, *, part: str) -> QuerySet[Any, int]:
        """Ids of the people with an accepted place in an open cohort, in this part or ("") in any."""

    def places_of(self, people: Sequence[Person]) -> Mapping[int, Sequence[str]]:
        """Their accepted places in open cohorts, in words, by person id. One query."""


def ties() -> Ties:
    return cast("Ties", import_string(settings.GREENROOM_TIES))


def people_visible_to(person: Person) -> QuerySet[Person]:
    """Whose page this person may open. Contact and record have predicates of their own in `permissions`."""
    if not person.is_active:
        return Person.objects.none()
    everyone = Person.objects.filter(organization_id=person.organization_id)
    if person.is_owner or ties().coordinates(person):
        return everyone
    return everyone.filter(Q(pk=person.pk) | Q(pk__in=ties().known_to(person), deactivated_at=None))


def person_of(account: Account, organization: Organization) -> Person | None:
    """The account's active person in the organization."""
    person = Person.objects.filter(account=account, organization=organization, deactivated_at=None).first()
    if person is not None:
        person.organization = organization
    return person


def owners_of(organization: Organization) -> QuerySet[Person]:
    return Person.objects.filter(organization=organization, role=Role.OWNER, deactivated_at=None).order_by(
        "pk"
    )


def skills_of(person: Person) -> dict[str, list[PersonSkill]]:
    """By direction, the strongest first. One query."""
    rows = PersonSkill.objects.filter(person=person).select_related("skill").order_by("-level", "skill__name")
    found: dict[str, list[PersonSkill]] = {direction: [] for direction in PersonSkill.Direction.values}
    for row in rows:
        found[row.direction].append(row)
    return found


def skills_in(organization: Organization) -> QuerySet[Skill]:
    """The organization's own list, with how many people offer and want each."""
    return Skill.objects.filter(organization=organization).annotate(
        offered=Count("people", filter=Q(people__direction=PersonSkill.Direction.OFFERED)),
        wanted=Count("people", filter=Q(people__direction=PersonSkill.Direction.WANTED)),
    )


def skill_names(organization: Organization) -> QuerySet[Skill, str]:
    return Skill.objects.filter(organization=organization).values_list("name", flat=True)


def language_name(code: str) -> str:
    return _(NAMES[code]) if code in NAMES else code


def language_choices() -> list[tuple[str, str]]:
    """Every language, by its name in the reader's language."""
    return sorted(((code, language_name(code)) for code in NAMES), key=lambda choice: choice[1].casefold())
