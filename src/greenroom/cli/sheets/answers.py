"""Cells as answers: read in the way that the criterion or constraint which compares them needs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from greenroom.cli.sheets.faults import Unusable
from greenroom.cli.sheets.parts import says_yes_or_no
from greenroom.cli.sheets.people import Person
from greenroom.imports.core.languages import CODES
from greenroom.imports.core.mapping import Field
from greenroom.imports.core.reading import NOTHING, plain
from greenroom.imports.core.values import (
    BadValue,
    parse_hours,
    parse_languages,
    parse_list,
    parse_skills,
    parse_time_zone,
    parse_years,
    parse_yes_no,
)
from greenroom.matching.core import (
    CONSTRAINT_KINDS,
    Answer,
    Constraint,
    Criterion,
    Participant,
    Rules,
)
from greenroom.matching.core.criteria.features import BadOption, tidy
from greenroom.matching.core.criteria.places import coordinates_in
from greenroom.matching.core.criteria.scores import offsets
from greenroom.matching.core.criteria.styles import scales_of

HOURS: Final = 168
STEPPED: Final = frozenset({"ladder", "curve"})
Rule = TypeVar("Rule", Criterion, Constraint)


def participants(
    mentees: Sequence[Person], mentors: Sequence[Person], rules: Rules
) -> tuple[list[Participant], list[Participant], Rules]:
    """Read the answers that the rules compare. Raises `Unusable` with every row and column at fault.

    The rules come back with the answers named by how they were read.
    """
    reader = _Reader(mentees, mentors)
    criteria = [reader.criterion(criterion) for criterion in rules.criteria]
    constraints = [reader.constraint(constraint) for constraint in rules.constraints]
    if reader.faults:
        raise Unusable(reader.faults)
    read = replace(rules, criteria=tuple(criteria), constraints=tuple(constraints))
    return reader.participants(mentees), reader.participants(mentors), read


class _Reader:
    def __init__(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> None:
        self.people = {"mentees": mentees, "mentors": mentors}
        self.answers: dict[int, dict[str, Answer]] = {id(one): {} for one in (*mentees, *mentors)}
        self.faults: list[str] = []
        self.done: set[tuple[str, str]] = set()

    def criterion(self, rule: Criterion) -> Criterion:
        if rule.kind == "wishes":
            return rule
        if rule.kind == "style":
            return replace(rule, options=self.scales(rule.options))
        left, right = self.read_sides(rule, rule.kind)
        rule = self.with_unless(rule)
        return replace(rule, label=rule.label or _title(rule), mentee_answer=left, mentor_answer=right)

    def constraint(self, rule: Constraint) -> Constraint:
        kind = str(rule.options.get("criterion", "")) if rule.kind == "score" else rule.kind
        if kind == "style":
            return replace(rule, options=self.scales(rule.options))
        left, right = self.read_sides(rule, kind)
        rule = self.with_unless(rule)
        label = rule.label or (
            CONSTRAINT_KINDS[rule.kind].label if rule.kind in CONSTRAINT_KINDS else rule.kind
        )
        named = label if rule.label else f"{label}: {_title(rule)}"
        return replace(rule, label=named, mentee_answer=left, mentor_answer=right)

    def scales(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Read the columns of several scales; the options come back with the answers' names."""
        called: dict[str, str] = {}
        try:
            scales, _opposites = scales_of(options)
        except BadOption as error:
            self.faults.append(str(error))
            return dict(options)
        for name in scales:
            rule = Criterion(key=name, kind="curve", weight=0, mentee_answer=name, mentor_answer=name)
            called[name], _ = self.read_sides(rule, "curve")
        return {
            **options,
            **{
                name: [called.get(one, one) for one in options[name]]
                for name in ("scales", "opposites")
                if name in options
            },
        }

    def with_unless(self, rule: Rule) -> Rule:
        """Read the column that can say that distance does not matter, on the sides that have it."""
        name = rule.options.get("unless")
        if rule.kind != "distance" or not isinstance(name, str) or not name:
            return rule
        called = name
        for side in ("mentees", "mentors"):
            if any(person.sheet.column_named(name) is not None for person in self.people[side]):
                called = self.read_side(side, name, "shared", rule, is_flag=False)
        return replace(rule, options={**rule.options, "unless": called})

    def read_sides(self, rule: Criterion | Constraint, kind: str) -> tuple[str, str]:
        sides = (("mentees", rule.mentee_answer), ("mentors", rule.mentor_answer))
        is_flag = all(self.is_flag(side, name) for side, name in sides)  # “Y” and “true” are the same answer
        left, right = (self.read_side(side, name, kind, rule, is_flag=is_flag) for side, name in sides)
        return left, right

    def is_flag(self, side: str, name: str) -> bool:
        sheets = {id(person.sheet): person.sheet for person in self.people[side]}.values()
        columns = [(sheet, sheet.column_named(name)) for sheet in sheets]
        return all(column is not None and says_yes_or_no(sheet.table, column) for sheet, column in columns)

    def read_side(
        self, side: str, name: str, kind: str, rule: Criterion | Constraint, *, is_flag: bool
    ) -> str:
        steps = rule.options.get("steps")
        extra = ("" if steps is None else f", {len(steps)} steps") + (", yes or no" if is_flag else "")
        called = f"{name} ({kind}{extra})"
        if (side, called) in self.done:
            return called
        self.done.add((side, called))
        people = self.people[side]
        columns: dict[int, int] = {}
        for sheet in {id(person.sheet): person.sheet for person in people}.values():
            column = sheet.column_named(name)
            if column is None:
                titles = ", ".join(f"“{title}”" for title in sheet.table.header)
                self.faults.append(
                    f"{sheet.filename} has no column “{name}”, which the criteria compare. It has {titles}."
                )
            else:
                columns[id(sheet)] = column
        for person in people:
            column = columns.get(id(person.sheet), -1)
            if column >= 0:
                self.read_cell(person, column, called, kind, steps=steps, is_flag=is_flag)
        return called

    def read_cell(
        self, person: Person, column: int, called: str, kind: str, *, steps: Any, is_flag: bool
    ) -> None:
        text = person.cells[column].strip()
        if plain(text) in NOTHING or _is_withheld(person, column):
            return
        try:
            answer = _READ.get(kind, _text)(text, person, column)
            if kind in {"same", "different"} and is_flag:
                answer = "yes" if parse_yes_no(text) else "no"
            if kind in STEPPED and steps is not None:
                answer = _step(text, steps)
            elif kind in STEPPED:
                answer = _number(text, person, column)
        except BadValue as error:
            self.faults.append(person.fault(column, error.message))
            return
        self.answers[id(person)][called] = answer

    def participants(self, people: Sequence[Person]) -> list[Participant]:
        return [
            Participant(
                key=person.key,
                name=person.name,
                capacity=person.capacity,
                minimum=person.minimum,
                opens_with=person.opens_with,
                answers=self.answers[id(person)],
                wishes=tuple(person.wishes),
                unwanted=tuple(person.unwanted),
            )
            for person in people
        ]


def _title(rule: Criterion | Constraint) -> str:
    both = rule.mentee_answer, rule.mentor_answer
    return both[0] if both[0] == both[1] else f"{both[0]} and {both[1]}"


def _is_withheld(person: Person, column: int) -> bool:
    """Tell whether someone named an identity to match and said that it need not count."""
    if person.sheet.meaning_of(column) is not Field.WANTED_CHARACTERISTICS:
        return False
    _, text = person.first(Field.WANTS_SIMILAR)
    try:
        return parse_yes_no(text) is False
    except BadValue:
        return False


def _text(text: str, _person: Person, _column: int) -> Answer:
    return text


def _skills(text: str, person: Person, _column: int) -> Answer:
    skills = parse_skills(text)
    if all(skill.level is None for skill in skills):
        return frozenset(skill.name for skill in skills)
    unsaid = 1 if person.side == "mentees" else 5
    return {skill.name: skill.level or unsaid for skill in skills}


def _words(text: str, person: Person, column: int) -> Answer:
    if person.sheet.meaning_of(column) is Field.LANGUAGES:
        return frozenset(_LANGUAGES.get(word, word) for word in parse_languages(text))
    return frozenset(parse_list(text))


def _hours(text: str, person: Person, _column: int) -> Answer:
    """Return free hours in UTC; local hours without a time zone are taken as they stand."""
    local = parse_hours(text)
    zone_column, zone_text = person.first(Field.TIME_ZONE)
    try:
        zone = parse_time_zone(zone_text)
    except BadValue as error:
        title = "" if zone_column is None else person.sheet.table.header[zone_column]
        raise BadValue(f"the hours need the “{title}” of this row, and there {error.message}") from error
    if zone is None:
        return local
    (offset,) = offsets([Participant(key="", answers={"zone": zone})], "zone", {})
    return in_utc(local, offset or 0.0)


def in_utc(local: frozenset[int], offset: float) -> frozenset[int]:
    """Move hours of a local week to UTC; of a zone with half hours only hours that are wholly free remain.

    >>> sorted(in_utc(frozenset({1, 2}), 2.0)), sorted(in_utc(frozenset({10, 11}), 5.5))
    ([0, 167], [5])
    """
    whole = int(offset // 1)
    is_whole = offset == whole
    return frozenset(
        hour
        for hour in range(HOURS)
        if (hour + whole) % HOURS in local and (is_whole or (hour + whole + 1) % HOURS in local)
    )


def _zone(text: str, _person: Person, _column: int) -> Answer:
    return parse_time_zone(text) or ""


def _coordinates(text: str, _person: Person, _column: int) -> Answer:
    if coordinates_in(text) is None:
        raise BadValue(f"“{text}” is no latitude and longitude. Write it as 51.45, -2.59.")
    return text


def _step(text: str, steps: Sequence[Any]) -> Answer:
    if tidy(text) not in {tidy(str(step)) for step in steps}:
        known = ", ".join(str(step) for step in steps)
        raise BadValue(f"“{text}” is not a step of the ladder ({known}). Correct it, or add it to the steps.")
    return text


def _number(text: str, person: Person, column: int) -> Answer:
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", text):
        return float(text.replace(",", "."))
    if person.sheet.meaning_of(column) in {Field.YEARS, Field.ANSWER}:
        return float(parse_years(text) or 0)
    raise BadValue(f"“{text}” is no number. Give the ladder’s `steps` in the criteria file, from the bottom.")


_LANGUAGES: Final = {code: name.title() for name, code in reversed(CODES.items()) if name != code}
"""Language codes by the first name in the list, which is the English one."""

_READ: Final[dict[str, Callable[[str, Person, int], Answer]]] = {
    "skills": _skills,
    "shared": _words,
    "hours": _hours,
    "time_zone": _zone,
    "reporting_line": _words,
    "prior_ties": _words,
    "distance": _coordinates,
}
