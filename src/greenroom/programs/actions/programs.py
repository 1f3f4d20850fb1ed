from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.core.templates import TEMPLATES, ProgramTemplate
from greenroom.programs.facts import ProgramChanged, ProgramCreated
from greenroom.programs.models import Enrollment, Milestone, Part, Program
from greenroom.programs.permissions import may_coordinate, may_manage_programs
from greenroom.questionnaires.actions import make_questionnaire

CHANGEABLE = (
    "name", "purpose", "eligibility", "weeks", "cadence_days", "rematch_until_week", "introductions_target",
    "events_target", "mentors_each", "opens_with", "asks_wishes",
)  # fmt: skip
MOST_MILESTONES = 120


@transaction.atomic
def create_program(
    organization: Organization, *, template: str, name: str, by: Person | None, **changes: Any
) -> Program:
    """A program with its plan and its two questionnaires, as the template has them; `changes` are fields of its own.

    `template` is a key of `programs.core.templates.TEMPLATES`. `by=None` is the system (the demo, the command).
    """
    if by is not None and not may_manage_programs(by, organization):
        raise NotAllowed("may_not_manage_programs", _("Only owners of the organization make programs."))
    plan = TEMPLATES[template]
    check_name_is_free(organization, name=name)
    mentors, mentees = (
        make_questionnaire(organization, title=title, intro=intro, questions=[*questions], by=by)
        for title, intro, questions in (
            (
                _("%(program)s: questions to mentors") % {"program": name[:120]},
                plan.mentor_intro,
                plan.mentor_questions,
            ),
            (
                _("%(program)s: questions to mentees") % {"program": name[:120]},
                plan.mentee_intro,
                plan.mentee_questions,
            ),
        )
    )
    program = Program(
        organization=organization,
        name=name,
        template=template,
        mentor_questionnaire=mentors,
        mentee_questionnaire=mentees,
        **{**_defaults(plan), **_only_changeable(changes)},
    )
    program.full_clean(exclude=["archived_at"])
    program.save()
    Milestone.objects.bulk_create(
        Milestone(program=program, week=entry.week, title=entry.title, detail=entry.detail)
        for entry in plan.milestones
    )
    announce(
        ProgramCreated(organization_id=organization.pk, by_id=by.pk if by else None, program_id=program.pk)
    )
    return program


@transaction.atomic
def change_program(program: Program, *, changes: Mapping[str, Any], by: Person) -> Program:
    """Purpose, who it is for, length, cadence and targets. Cohorts that run already keep their own dates.

    Mentees of open cohorts who have as many mentors as the program said follow it; mentors keep their places.
    """
    program = _coordinated(program, by=by)
    if "name" in changes and changes["name"] != program.name:
        check_name_is_free(program.organization, name=changes["name"])
    mentors_each = program.mentors_each
    for field, value in _only_changeable(changes).items():
        setattr(program, field, value)
    program.full_clean(exclude=["archived_at"])
    program.save()
    if program.mentors_each != mentors_each:
        following = Enrollment.objects.filter(
            cohort__program=program, cohort__closed_at=None, part=Part.MENTEE, capacity=mentors_each
        )
        following.update(
            capacity=program.mentors_each, minimum=Least(F("minimum"), Value(program.mentors_each))
        )
    _announce_changed(program, by=by)
    return program


@transaction.atomic
def archive_program(program: Program, *, is_archived: bool, by: Person) -> Program:
    """Put a program away (members no longer see it), or bring it back."""
    if not may_manage_programs(by, program.organization):
        raise NotAllowed("may_not_manage_programs", _("Only owners of the organization archive programs."))
    program = locked(program)
    if is_archived and program.cohorts.filter(closed_at=None).exists():
        raise RuleBroken(
            "program_has_open_cohort", _("Close its open cohorts first, then archive the program.")
        )
    program.archived_at = clock.now() if is_archived else None
    program.save(update_fields=["archived_at"])
    _announce_changed(program, by=by)
    return program


@transaction.atomic
def add_milestone(program: Program, *, week: int, title: str, detail: str = "", by: Person) -> Milestone:
    program = _coordinated(program, by=by)
    if program.milestones.count() >= MOST_MILESTONES:
        raise RuleBroken(
            "too_many_milestones",
            _("The plan has %(limit)s steps already. Remove one before you add another.")
            % {"limit": MOST_MILESTONES},
        )
    milestone = Milestone(program=program, week=week, title=title, detail=detail)
    milestone.full_clean()
    milestone.save()
    _announce_changed(program, by=by)
    return milestone


@transaction.atomic
def change_milestone(milestone: Milestone, *, week: int, title: str, detail: str, by: Person) -> Milestone:
    program = _coordinated(milestone.program, by=by)
    milestone = locked(milestone)
    milestone.week, milestone.title, milestone.detail = week, title, detail
    milestone.full_clean()
    milestone.save()
    _announce_changed(program, by=by)
    return milestone


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Person) -> None:
    program = _coordinated(milestone.program, by=by)
    Milestone.objects.filter(pk=milestone.pk).delete()
    _announce_changed(program, by=by)


def check_name_is_free(organization: Organization, *, name: str) -> None:
    if Program.objects.filter(organization=organization, name=name).exists():
        raise ValidationError({"name": _("There is a program with this name already. Choose another name.")})


def _coordinated(program: Program, *, by: Person) -> Program:
    if not may_coordinate(by, program):
        raise NotAllowed("may_not_coordinate", _("Only coordinators of this program may change it."))
    return locked(program)


def _defaults(plan: ProgramTemplate) -> dict[str, Any]:
    return {
        "purpose": plan.purpose,
        "eligibility": plan.eligibility,
        "weeks": plan.weeks,
        "cadence_days": plan.cadence_days,
        "rematch_until_week": plan.rematch_until_week,
        "introductions_target": plan.introductions_target,
        "events_target": plan.events_target,
        "mentors_each": plan.mentors_each,
        "opens_with": plan.opens_with,
    }


def _only_changeable(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: changes[name] for name in CHANGEABLE if name in changes}


def _announce_changed(program: Program, *, by: Person) -> None:
    announce(ProgramChanged(organization_id=program.organization_id, by_id=by.pk, program_id=program.pk))
