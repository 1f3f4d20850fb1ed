import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from django.conf import settings
from django.db.models import Count, F, OrderBy, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from greenroom.base import clock
from greenroom.organizations.models import Account, Organization, Role
from greenroom.organizations.queries import open_invitations
from greenroom.people.core.folding import folded
from greenroom.people.core.languages import NAMES
from greenroom.people.models import Person, PersonSkill, Skill, skill_key
from greenroom.web.fields import DAYS, HOURS_OF_DAY


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


def coordinates(person: Person) -> bool:
    """Is this person a named coordinator of a program that runs? Asked once a request."""
    if person.memo is None:
        return ties().coordinates(person)
    if "coordinates" not in person.memo:
        person.memo["coordinates"] = ties().coordinates(person)
    return person.memo["coordinates"]


def people_visible_to(person: Person) -> QuerySet[Person]:
    """Whose page this person may open. Contact and record have predicates of their own in `permissions`."""
    if not person.is_active:
        return Person.objects.none()
    everyone = Person.objects.filter(organization_id=person.organization_id)
    if person.is_owner or coordinates(person):
        return everyone
    return everyone.filter(Q(pk=person.pk) | Q(pk__in=ties().known_to(person), deactivated_at=None))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which people the list shows. Empty means any."""

    words: str = ""
    state: str = "active"
    stage: str = ""
    role: str = ""
    skill: str = ""
    part: str = ""


MOST_SUGGESTIONS = 300
STATES = ("active", "paused", "deactivated", "all")
ANYWHERE, NOWHERE = "any", "none"
SORTS: Mapping[str, str] = {
    "name": "search_line",
    "joined": "joined_at",
    "active": "last_active_at",
}


def directory(person: Person, wanted: Wanted, *, sort: str = "name") -> QuerySet[Person]:
    """The people visible to this person, narrowed and sorted. `sort` is a key of SORTS, reversed after a minus sign.

    People who were never here stand last in either order.
    """
    rows = _in_state(people_visible_to(person), wanted.state, today=clock.today(person.zone))
    for word in folded(wanted.words).split():
        rows = rows.filter(search_line__contains=word)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    if wanted.skill:
        having = PersonSkill.objects.filter(
            skill__organization_id=person.organization_id,
            skill__key=skill_key(wanted.skill),
            direction=PersonSkill.Direction.OFFERED,
        )
        rows = rows.filter(pk__in=having.values("person"))
    if wanted.part:
        part = "" if wanted.part in (ANYWHERE, NOWHERE) else wanted.part
        placed = Q(pk__in=ties().placed(person.organization, part=part))
        rows = rows.filter(~placed if wanted.part == NOWHERE else placed)
    return rows.order_by(*_order(sort))


def _in_state(rows: QuerySet[Person], state: str, *, today: dt.date) -> QuerySet[Person]:
    if state == "all":
        return rows
    if state == "deactivated":
        return rows.filter(deactivated_at__isnull=False)
    if state == "paused":
        return rows.filter(deactivated_at=None, paused_until__gt=today)
    return rows.filter(deactivated_at=None)


def _order(sort: str) -> list[OrderBy | str]:
    sign = "-" if sort.startswith("-") else ""
    column = SORTS[sort.removeprefix("-")]
    if column in ("search_line", "joined_at"):
        return [f"{sign}{column}", f"{sign}pk"]
    ordered = F(column).desc(nulls_last=True) if sign else F(column).asc(nulls_last=True)
    return [ordered, f"{sign}pk"]


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


def skills_in_words(people: Sequence[Person]) -> dict[int, dict[str, list[str]]]:
    """["Budgeting (5)", …] by direction by person id, the strongest first. One query."""
    rows = PersonSkill.objects.filter(person__in=people).order_by("-level", "skill__name")
    found: dict[int, dict[str, list[str]]] = {}
    for person, direction, level, name in rows.values_list("person_id", "direction", "level", "skill__name"):
        found.setdefault(person, {}).setdefault(direction, []).append(f"{name} ({level})")
    return found


def skills_in(organization: Organization, *, search: str = "") -> QuerySet[Skill]:
    """The organization's own list, by name."""
    return Skill.objects.filter(organization=organization, key__contains=folded(search)).order_by("key")


def people_with(skills: Sequence[Skill]) -> dict[int, dict[str, int]]:
    """How many people offer and want each of these skills, {skill id: {direction: count}}. One query."""
    counts: dict[int, dict[str, int]] = {skill.pk: {} for skill in skills}
    rows = (
        PersonSkill.objects.filter(skill__in=skills).values("skill", "direction").annotate(people=Count("pk"))
    )
    for row in rows.order_by():
        counts[row["skill"]][row["direction"]] = row["people"]
    return counts


def skill_names(organization: Organization) -> QuerySet[Skill, str]:
    """For suggestions: the first few hundred by name."""
    return Skill.objects.filter(organization=organization).values_list("name", flat=True)[:MOST_SUGGESTIONS]


def language_name(code: str) -> str:
    return _(NAMES[code]) if code in NAMES else code


def language_choices() -> list[tuple[str, str]]:
    """Every language, by its name in the reader's language."""
    return sorted(((code, language_name(code)) for code in NAMES), key=lambda choice: choice[1].casefold())


def reasons_not_to_invite(organization: Organization, emails: Sequence[str]) -> dict[str, str]:
    """Why some of these (plain) addresses need no invitation, in words, by address. Two queries."""
    reasons: dict[str, str] = {}
    people = Person.objects.filter(organization=organization, email__in=emails)
    for person in people:
        if not person.is_active:
            reasons[person.email] = _("%(email)s is deactivated here. Reactivate them instead.") % {
                "email": person.email
            }
        elif person.account_id is not None and person.last_active_at is not None:
            reasons[person.email] = _("%(email)s belongs here already.") % {"email": person.email}
    for invitation in open_invitations(organization).filter(email__in=emails, expires_at__gt=clock.now()):
        reasons.setdefault(
            invitation.email,
            _("%(email)s has an open invitation. Send that again instead.") % {"email": invitation.email},
        )
    return reasons


def hours_in_words(hours: Sequence[int]) -> list[str]:
    """Runs of free hours by day, in the person's own zone: ["Mon 18:00–21:00", "Sat 10:00–12:00"]."""
    runs: list[list[int]] = []
    for hour in sorted(hours):
        if runs and hour == runs[-1][1] and hour % HOURS_OF_DAY:
            runs[-1][1] = hour + 1
        else:
            runs.append([hour, hour + 1])
    return [
        f"{DAYS[first // HOURS_OF_DAY][0]} {first % HOURS_OF_DAY:02}:00–{(last - 1) % HOURS_OF_DAY + 1:02}:00"
        for first, last in runs
    ]
