from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from greenroom.people.models import Person
from greenroom.people.queries import language_name
from greenroom.questionnaires.core.words import hours_in_words
from greenroom.questionnaires.models import Question, Questionnaire, Response

DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))

Home = Callable[[Questionnaire], "tuple[str, str] | None"]
_homes: list[Home] = []


def tell_home(home: Home) -> None:
    """Whoever uses questionnaires tells here, at start-up, the name and address of the page that one belongs to."""
    if home not in _homes:
        _homes.append(home)


def home_of(questionnaire: Questionnaire) -> tuple[str, str] | None:
    return next((found for home in _homes if (found := home(questionnaire)) is not None), None)


def questionnaires_visible_to(person: Person) -> QuerySet[Questionnaire]:
    """Questions are no secret inside the organization: applicants read them all."""
    if person.deactivated_at is not None:
        return Questionnaire.objects.none()
    return Questionnaire.objects.filter(organization_id=person.organization_id)


def questions_visible_to(person: Person) -> QuerySet[Question]:
    return Question.objects.filter(questionnaire__in=questionnaires_visible_to(person), removed_at=None)


def asked_questions(questionnaire: Questionnaire) -> list[Question]:
    """The questions as they are asked now, in order."""
    return list(questionnaire.questions.filter(removed_at=None))


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question and what was answered, as lines to read; no lines where it was left blank."""

    question: Question
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        return "; ".join(self.lines)


def answered(response: Response, *, audience: str = "", blanks: bool = True) -> list[Answered]:
    """What was asked and answered, in order; questions removed since stay where they were answered.

    With `audience` "partner" only what the partner may read.
    """
    rows = [
        Answered(question=question, lines=answer_lines(question, response.answers.get(question.key)))
        for question in response.questionnaire.questions.all()
        if audience in ("", question.audience)
        and (question.removed_at is None or question.key in response.answers)
    ]
    return rows if blanks else [row for row in rows if row.lines]


def answer_lines(question: Question, answer: Any) -> tuple[str, ...]:
    """One answer as lines to read."""
    kinds = Question.Kind
    if answer in (None, "", [], {}):
        return ()
    if question.kind == kinds.HOURS:
        return tuple(hours_in_words(_whole_numbers(answer), days=_day_names(get_language())))
    if question.kind == kinds.LANGUAGES:
        return tuple(language_name(str(code)) for code in answer)
    if question.kind == kinds.SKILLS and isinstance(answer, dict):
        return tuple(f"{name} ({level})" for name, level in sorted(answer.items(), key=lambda pair: -pair[1]))
    if isinstance(answer, list):
        return tuple(str(item) for item in answer)
    return tuple(str(answer).splitlines())


@lru_cache
def _day_names(_language: str | None) -> Sequence[str]:
    """The days in the reader's language; an export asks a hundred thousand times."""
    return tuple(str(day) for day in DAYS)


def _whole_numbers(answer: Iterable[Any]) -> list[int]:
    return [hour for hour in answer if isinstance(hour, int)]
