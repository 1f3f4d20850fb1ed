from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.base.locks import locked
from greenroom.organizations.models import Organization
from greenroom.people.facts import SkillRenamed, SkillsMerged
from greenroom.people.models import LEVELS, Person, PersonSkill, Skill, skill_key
from greenroom.people.permissions import may_tidy_skills


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
def rename_skill(skill: Skill, *, name: str, by: Person) -> Skill:
    """Call a skill something else. Where the organization has the new name already, the two become one.

    Returns the skill that is left.
    """
    skill = locked(skill)
    _check_may_tidy(by, skill)
    plain = Skill.tidied_name(name)
    other = (
        Skill.objects.filter(organization=skill.organization_id, key=skill_key(plain))
        .exclude(pk=skill.pk)
        .first()
    )
    if other is not None:
        return merge_skills(skill, into=other, by=by)
    skill.name, skill.key = plain, skill_key(plain)
    skill.save(update_fields=["name", "key"])
    announce(SkillRenamed(organization_id=skill.organization_id, by_id=by.pk, skill_id=skill.pk))
    return skill


@transaction.atomic
def merge_skills(skill: Skill, *, into: Skill, by: Person) -> Skill:
    """Give the people of one skill the other instead, at the higher level where they have both."""
    skill, into = locked(skill), locked(into)
    _check_may_tidy(by, skill)
    if into.organization_id != skill.organization_id:
        raise NotFound("skill_not_found", _("There is no such skill here."))
    if skill.pk == into.pk:
        raise RuleBroken("same_skill", _("These are one skill already. Nothing has changed."))
    moved = PersonSkill.objects.filter(skill=skill)
    there = {
        (row.person_id, row.direction): row
        for row in PersonSkill.objects.filter(skill=into, person__skills__skill=skill)
    }
    raised = []
    for row in moved:
        twin = there.get((row.person_id, row.direction))
        if twin is not None and twin.level < row.level:
            twin.level = row.level
            raised.append(twin)
    PersonSkill.objects.bulk_update(raised, ["level"], batch_size=500)
    for direction in PersonSkill.Direction.values:
        having = PersonSkill.objects.filter(skill=into, direction=direction).values("person")
        moved.filter(direction=direction).exclude(person__in=having).update(skill=into)
    gone = skill.pk
    skill.delete()
    announce(SkillsMerged(organization_id=into.organization_id, by_id=by.pk, skill_id=gone, into_id=into.pk))
    return into


def _check_may_tidy(by: Person, skill: Skill) -> None:
    if not may_tidy_skills(by, skill.organization):
        raise NotAllowed("not_coordinator", _("Only coordinators can tidy the list of skills."))
