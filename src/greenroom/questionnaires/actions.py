from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.organizations.models import Organization
from greenroom.people.actions import change_profile
from greenroom.people.models import Person
from greenroom.questionnaires.core.answers import Answer, read_answers
from greenroom.questionnaires.errors import AnswersRefused
from greenroom.questionnaires.facts import QuestionnaireChanged, ResponseSaved
from greenroom.questionnaires.models import MOST_QUESTIONS, Question, Questionnaire, Response
from greenroom.questionnaires.permissions import may_answer, may_edit

EDITABLE = (
    "kind", "label", "help_text", "choices", "minimum", "maximum", "is_required", "audience", "fills",
)  # fmt: skip
KEY_LENGTH = 60


def make_questionnaire(
    organization: Organization,
    *,
    title: str,
    intro: str = "",
    questions: Sequence[Mapping[str, Any]] = (),
    by: Person | None,
) -> Questionnaire:
    """A new questionnaire with these questions, each a mapping of `Question` fields (`key` is made where none is given).

    Whoever calls has asked already whether `by` may: a questionnaire is made as part of something.
    """
    questionnaire = Questionnaire.objects.create(organization=organization, title=title, intro=intro)
    keys: set[str] = set()
    rows = []
    for position, fields in enumerate(questions, start=1):
        key = fields.get("key") or new_key(fields["label"], taken=keys)
        keys.add(key)
        rows.append(Question(questionnaire=questionnaire, **{**fields, "key": key, "position": position}))
    Question.objects.bulk_create(rows)
    _announce_changed(questionnaire, by=by)
    return questionnaire


@transaction.atomic
def change_questionnaire(
    questionnaire: Questionnaire, *, title: str, intro: str, by: Person
) -> Questionnaire:
    questionnaire = _editable(questionnaire, by=by)
    questionnaire.title, questionnaire.intro = title, intro
    questionnaire.save(update_fields=["title", "intro"])
    _announce_changed(questionnaire, by=by)
    return questionnaire


@transaction.atomic
def add_question(questionnaire: Questionnaire, *, fields: Mapping[str, Any], by: Person) -> Question:
    """A question at the end. `fields` are those of `EDITABLE`."""
    questionnaire = _editable(questionnaire, by=by)
    asked = questionnaire.questions.filter(removed_at=None)
    if asked.count() >= MOST_QUESTIONS:
        raise RuleBroken(
            "too_many_questions",
            _("There are %(limit)s questions already. Remove one before you add another.")
            % {"limit": MOST_QUESTIONS},
        )
    taken = set(questionnaire.questions.values_list("key", flat=True))
    last = questionnaire.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question(
        questionnaire=questionnaire,
        key=new_key(str(fields["label"]), taken=taken),
        position=last + 1,
        **_only_editable(fields),
    )
    question.full_clean(exclude=["questionnaire", "removed_at"])
    question.save()
    _announce_changed(questionnaire, by=by)
    return question


@transaction.atomic
def change_question(question: Question, *, fields: Mapping[str, Any], by: Person) -> Question:
    """Answers given before stay as they were, also where the choices have other words now."""
    questionnaire = _editable(question.questionnaire, by=by)
    question = locked(question)
    question.check_can_change()
    if fields.get("kind", question.kind) != question.kind:
        question.check_can_change_kind()
    for name, value in _only_editable(fields).items():
        setattr(question, name, value)
    question.full_clean(exclude=["questionnaire", "removed_at"])
    question.save()
    _announce_changed(questionnaire, by=by)
    return question


@transaction.atomic
def move_question(question: Question, *, places: int, by: Person) -> Question:
    """Up (-1) or down (1) among the questions that are asked; past an end nothing changes."""
    questionnaire = _editable(question.questionnaire, by=by)
    row = list(questionnaire.questions.filter(removed_at=None))
    here = next((place for place, other in enumerate(row) if other.pk == question.pk), None)
    if here is None:
        question.check_can_change()
        return question
    row.insert(max(0, min(len(row) - 1, here + places)), row.pop(here))
    for place, other in enumerate(row, start=1):
        other.position = place
    Question.objects.bulk_update(row, ["position"])
    _announce_changed(questionnaire, by=by)
    return question


@transaction.atomic
def remove_question(question: Question, *, by: Person) -> None:
    """No longer asked. Answers that were given are kept, and so are the words of their question."""
    questionnaire = _editable(question.questionnaire, by=by)
    question = locked(question)
    question.check_can_change()
    if question.is_answered:
        question.removed_at = clock.now()
        question.save(update_fields=["removed_at"])
    else:
        question.delete()
    _announce_changed(questionnaire, by=by)


@transaction.atomic
def save_response(
    questionnaire: Questionnaire,
    person: Person,
    *,
    answers: Mapping[str, object],
    response: Response | None = None,
    is_checked: bool = False,
    by: Person | None = None,
) -> Response:
    """Keep the answers, in a new response or in the one given, and fill the profile fields that the questions name.

    With `is_checked` the answers come from `check_answers` and are kept as they are, though the questions may have
    changed since. Raises AnswersRefused with every fault; then nothing is kept.
    """
    if not may_answer(person, questionnaire, by=by):
        raise NotAllowed("may_not_answer", _("Only the person themself answers these questions."))
    kept = dict(answers) if is_checked else check_answers(questionnaire, answers=answers)
    if response is None:
        response = Response(questionnaire=questionnaire, person=person)
    response.answers, response.updated_at = kept, clock.now()
    response.save()
    _fill_profile(questionnaire, person, answers=kept, by=by or person)
    announce(
        ResponseSaved(
            organization_id=questionnaire.organization_id, by_id=(by or person).pk, response_id=response.pk
        )
    )
    return response


def check_answers(questionnaire: Questionnaire, *, answers: Mapping[str, object]) -> dict[str, Answer]:
    """The answers as they are kept. Raises AnswersRefused with every fault."""
    questions = list(questionnaire.questions.filter(removed_at=None))
    kept, faults = read_answers([question.asked for question in questions], answers)
    if faults:
        raise AnswersRefused(faults, {question.key: question.label for question in questions})
    return kept


def new_key(label: str, *, taken: set[str]) -> str:
    """A short name that answers are kept under: of the label's first words, unlike those taken."""
    stem = slugify(label)[: KEY_LENGTH - 4].strip("-").replace("-", "_") or "question"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def _fill_profile(
    questionnaire: Questionnaire, person: Person, *, answers: Mapping[str, Any], by: Person
) -> None:
    """What a person left blank leaves the profile as it is."""
    fills = Question.Fills
    filled = {
        question.fills: answers[question.key]
        for question in questionnaire.questions.exclude(fills=fills.NOTHING)
        if question.key in answers
    }
    skills_offered = filled.pop(fills.SKILLS_OFFERED, None)
    skills_wanted = filled.pop(fills.SKILLS_WANTED, None)
    if fills.STAGE in filled:
        stage = stage_named(str(filled.pop(fills.STAGE)))
        if stage:
            filled[fills.STAGE] = stage
    if filled or skills_offered is not None or skills_wanted is not None:
        change_profile(
            person,
            changes={str(name): value for name, value in filled.items()},
            skills_offered=skills_offered,
            skills_wanted=skills_wanted,
            by=by,
        )


def stage_named(words: str) -> str:
    """The career stage that an answer's words name, or ""."""
    folded = words.casefold()
    return next(
        (stage.value for stage in Person.Stage if folded in (stage.value, str(stage.label).casefold())), ""
    )


def _editable(questionnaire: Questionnaire, *, by: Person) -> Questionnaire:
    if not may_edit(by, questionnaire):
        raise NotAllowed(
            "may_not_edit_questionnaire", _("Only coordinators of the program may change these questions.")
        )
    return locked(questionnaire)


def _only_editable(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in EDITABLE if name in fields}


def _announce_changed(questionnaire: Questionnaire, *, by: Person | None) -> None:
    announce(
        QuestionnaireChanged(
            organization_id=questionnaire.organization_id,
            by_id=by.pk if by else None,
            questionnaire_id=questionnaire.pk,
        )
    )
