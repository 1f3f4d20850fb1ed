"""The questions of a cohort, and what a file answers to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from greenroom.imports.core.reading import BadValue
from greenroom.imports.core.rows import Entry, Fault
from greenroom.imports.core.values import parse_hours, parse_languages, parse_list, parse_skills
from greenroom.people.core.folding import folded
from greenroom.people.models import Person
from greenroom.programs.models import Part, Program
from greenroom.questionnaires.actions import add_question
from greenroom.questionnaires.core.answers import Answer, Asked, BadAnswer, clean_text, read_answer
from greenroom.questionnaires.errors import words_for
from greenroom.questionnaires.models import LONG_LENGTH, SHORT_LENGTH, Question, Questionnaire

PARTS = (Part.MENTOR.value, Part.MENTEE.value)


@dataclass(kw_only=True)
class PartQuestions:
    """What one part is asked: by the folded label or key, and by the profile field that an answer fills."""

    questionnaire: Questionnaire
    by_name: dict[str, Asked] = field(default_factory=dict)
    by_fills: dict[str, Asked] = field(default_factory=dict)

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "PartQuestions":
        questions = cls(questionnaire=questionnaire)
        for question in questionnaire.questions.filter(removed_at=None):
            asked = question.asked
            questions.by_name.setdefault(folded(question.label), asked)
            questions.by_name.setdefault(folded(question.key), asked)
            if question.fills:
                questions.by_fills[question.fills] = asked
        return questions


@dataclass(kw_only=True)
class Questions:
    """The questions of both parts, and those that the file would add: {(part, label): longest answer}."""

    parts: dict[str, PartQuestions]
    missing: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program) -> "Questions":
        return cls(parts={part: PartQuestions.of(program.questionnaire_for(part)) for part in PARTS})

    def answers(self, entry: Entry, part: str, *, capacity: int | None) -> tuple[dict[str, Any], list[Fault]]:
        """The answers as a `Response` keeps them; those to questions still missing stand under their label."""
        asked_of = self.parts[part]
        kept: dict[str, Any] = {}
        faults = []
        for label, text in entry.answers.items():
            asked = asked_of.by_name.get(_folded(label))
            try:
                answer = (
                    self._new(part, label, text)
                    if asked is None
                    else read_answer(asked, _raw(asked.kind, text))
                )
            except BadAnswer as bad:
                faults.append(_fault(entry, label, text, words_for(bad.code, bad.facts)))
            except BadValue as bad:
                faults.append(_fault(entry, label, text, bad.message))
            else:
                if answer is not None:
                    kept[asked.key if asked else label] = answer
        return {**_filled(asked_of, entry, part, capacity=capacity), **kept}, faults

    def take_missing(self, found: Iterable[Sequence[Any]]) -> None:
        """What an earlier reading found missing: [part, label, longest answer]."""
        self.missing = {(str(part), str(label)): int(longest) for part, label, longest in found}

    def _new(self, part: str, label: str, text: str) -> Answer:
        answer = clean_text(text, limit=LONG_LENGTH)
        self.missing[part, label] = max(self.missing.get((part, label), 0), len(answer))
        return answer


def add_missing(questions: Questions, *, by: Person) -> None:
    """Ask what the file answers and nobody asked yet; only coordinators see those answers."""
    for (part, label), longest in questions.missing.items():
        asked_of = questions.parts[part]
        if folded(label) in asked_of.by_name:
            continue
        kind = Question.Kind.SHORT if longest <= SHORT_LENGTH else Question.Kind.LONG
        question = add_question(
            asked_of.questionnaire, fields={"label": label[:SHORT_LENGTH], "kind": kind, "choices": []}, by=by
        )
        asked_of.by_name[folded(label)] = question.asked
    questions.missing.clear()


def _filled(asked_of: PartQuestions, entry: Entry, part: str, *, capacity: int | None) -> dict[str, Any]:
    """What the profile's own columns answer. A question that does not take such a value is left unanswered."""
    known: dict[str, Any] = {**entry.profile}
    if entry.profile.get("stage"):
        known["stage"] = str(Person.Stage(entry.profile["stage"]).label)
    if part == Part.MENTOR and capacity is not None:
        known["capacity"] = capacity
    for direction, skills in entry.skills.items():
        known[f"skills_{direction}"] = skills
    kept = {}
    for name, value in known.items():
        asked = asked_of.by_fills.get(name)
        if asked is not None:
            try:
                kept[asked.key] = read_answer(asked, value)
            except BadAnswer:
                continue
    return {key: answer for key, answer in kept.items() if answer is not None}


def _raw(kind: str, text: str) -> Any:
    """The text of a cell as the reader of answers takes it."""
    match kind:
        case "multiple":
            return parse_list(text)
        case "skills":
            return [(skill.name, skill.level) for skill in parse_skills(text)]
        case "languages":
            return parse_languages(text)
        case "hours":
            return sorted(parse_hours(text))
        case _:
            return text


_folded = lru_cache(maxsize=1_024)(folded)


def _fault(entry: Entry, column: str, text: str, message: str) -> Fault:
    return Fault(row=entry.row, column=column, value=text[:120], message=message)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered before stays where the file says nothing."""
    return {**old, **new}
