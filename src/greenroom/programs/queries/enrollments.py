from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from greenroom.base.tables import Cell
from greenroom.people.core.folding import folded
from greenroom.people.models import PersonSkill, Skill
from greenroom.programs.models import Cohort, Enrollment, Part
from greenroom.questionnaires.models import Question
from greenroom.questionnaires.queries import answer_lines

EXPORT_CHUNK = 1000
SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("person__search_line",),
    "applied": ("applied_at",),
    "part": ("part", "status"),
    "status": ("status", "part"),
    "places": ("capacity",),
}


@dataclass(frozen=True, kw_only=True)
class EnrollmentFilter:
    """What a list of enrollments is narrowed to; empty means everything. `skill` is the id of a skill."""

    search: str = ""
    part: str = ""
    status: str = ""
    skill: int | None = None


def enrollment_rows(cohort: Cohort, *, narrowed: EnrollmentFilter) -> QuerySet[Enrollment]:
    """A cohort's enrollments, found by every word searched for in what a person's search line holds."""
    rows = Enrollment.objects.filter(cohort=cohort)
    if narrowed.search:
        for word in folded(narrowed.search).split():
            rows = rows.filter(person__search_line__contains=word)
    if narrowed.part:
        rows = rows.filter(part=narrowed.part)
    if narrowed.status:
        rows = rows.filter(status=narrowed.status)
    if narrowed.skill is not None:
        rows = rows.filter(
            Exists(PersonSkill.objects.filter(person=OuterRef("person"), skill=narrowed.skill))
        )
    return rows


def with_people(rows: Iterable[Enrollment]) -> list[Enrollment]:
    """The same rows in the same order, read whole with their people. One query.

    Sorting a hundred thousand wide rows to show fifty is slow, so a page is cut from bare ids first.
    """
    ids = [row.pk for row in rows]
    found = Enrollment.objects.select_related("person").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def skills_by_person(rows: Sequence[Enrollment]) -> dict[tuple[int, str], list[str]]:
    """Skill names by (person id, direction), the strongest first. One query."""
    found: dict[tuple[int, str], list[str]] = {}
    skills = (
        PersonSkill.objects.filter(person__in={row.person_id for row in rows})
        .order_by("-level", "skill__name")
        .values_list("person_id", "direction", "skill__name")
    )
    for person_id, direction, name in skills:
        found.setdefault((person_id, direction), []).append(name)
    return found


def skills_in_cohort(cohort: Cohort) -> list[tuple[int, str]]:
    """(id, name) of the organization's skills, for a filter. One query."""
    return list(
        Skill.objects.filter(organization_id=cohort.program.organization_id).values_list("pk", "name")[:1000]
    )


def export_header(questions: Sequence[Question]) -> list[str]:
    return [
        _("Name"), _("E-mail"), _("Part"), _("Status"), _("Places"), _("At least"), _("Circle from"), _("Applied at"), _("Came by"),
        _("Can share"), _("Wants to learn"), *(question.label for question in questions),
    ]  # fmt: skip


def export_questions(cohort: Cohort) -> list[Question]:
    """Every question of both parts, once for each key; whatever was removed stays readable."""
    questions: dict[str, Question] = {}
    for questionnaire in (cohort.program.mentor_questionnaire, cohort.program.mentee_questionnaire):
        for question in questionnaire.questions.all():
            questions.setdefault(question.key, question)
    return list(questions.values())


def export_rows(rows: QuerySet[Enrollment], *, questions: Sequence[Question]) -> Iterator[list[Cell]]:
    """The rows of the download, read in chunks, so that memory does not grow with them."""
    rows = rows.select_related("person", "response").prefetch_related("person__skills__skill")
    parts, statuses, sources = (
        {value: str(label) for value, label in choices.choices}
        for choices in (Part, Enrollment.Status, Enrollment.Source)
    )
    for row in rows.iterator(chunk_size=EXPORT_CHUNK):
        skills: dict[str, list[str]] = {}
        for item in row.person.skills.all():
            skills.setdefault(item.direction, []).append(f"{item.skill.name} ({item.level})")
        answers = row.response.answers if row.response else {}
        yield [
            row.person.name,
            row.person.email,
            parts[row.part],
            statuses[row.status],
            row.capacity if row.part == Part.MENTOR else None,
            row.minimum or None,
            row.opens_with or None,
            row.applied_at,
            sources[row.source],
            skills.get(PersonSkill.Direction.OFFERED, []),
            skills.get(PersonSkill.Direction.WANTED, []),
            *(
                _cell(question, answers[question.key]) if question.key in answers else None
                for question in questions
            ),
        ]


def _cell(question: Question, answer: object) -> Cell:
    if isinstance(answer, int) and not isinstance(answer, bool):
        return answer
    lines = answer_lines(question, answer)
    return (
        lines[0]
        if len(lines) == 1
        else "\n".join(lines)
        if question.kind == Question.Kind.LONG
        else list(lines)
    )
