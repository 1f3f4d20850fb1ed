"""One row of a table as one person's entry, and everything that is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from greenroom.imports.core.meanings import Field
from greenroom.imports.core.reading import BadValue, plain
from greenroom.imports.core.stages import parse_stage
from greenroom.imports.core.values import (
    CAPACITY_LIMIT,
    Part,
    parse_capacity,
    parse_count,
    parse_email,
    parse_hours,
    parse_languages,
    parse_list,
    parse_part,
    parse_skills,
    parse_time_zone,
    parse_years,
    parse_yes_no,
)

DEFAULT_LEVEL = 3
SHOWN_VALUE = 120
_BROKEN_CELLS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """What one column of the table is taken for. `question` is the label under which an ANSWER is kept."""

    index: int
    name: str
    field: Field
    rank: int | None = None
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong, where, in words for people. One that does not block leaves its cell out."""

    row: int
    column: str
    value: str
    message: str
    blocks: bool = True


@dataclass(kw_only=True)
class Entry:
    """What one row says of one person. None or empty is "not said", which changes nothing."""

    row: int
    email: str = ""
    external_id: str = ""
    name: str = ""
    parts: tuple[str, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)
    """Fields of the profile by the name they have there."""
    capacity: int | None = None
    minimum: int = 0
    opens_with: int | None = None
    """What a mentor's circle opens with; None where the file says nothing of it."""
    skills: dict[str, dict[str, int]] = field(default_factory=dict)
    """"offered" and "wanted" to {name: level}."""
    wishes: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    """Names or addresses of people: wished for, in order; not to be paired with; to be paired with."""
    answers: dict[str, str] = field(default_factory=dict)
    """Raw text by the label of the question."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the rows of one file are read. `limits` gives the most characters of the profile's texts."""

    columns: Sequence[Column]
    default_part: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)

    def entry(self, number: int, cells: Sequence[str]) -> tuple[Entry, list[Fault]]:
        """The person of a row, and every cell at fault."""
        return _RowReader(self, number).read(cells)


_PROFILE_TEXTS = {
    Field.PRONOUNS: "pronouns",
    Field.HEADLINE: "headline",
    Field.BIOGRAPHY: "story",
    Field.JOB_TITLE: "job_title",
    Field.EMPLOYER: "employer",
    Field.DEPARTMENT: "department",
    Field.PLACE: "place",
}
_PROFILE_VALUES: dict[Field, tuple[str, Callable[[str], Any]]] = {
    Field.STAGE: ("stage", parse_stage),
    Field.YEARS: ("years", parse_years),
    Field.TIME_ZONE: ("time_zone", parse_time_zone),
    Field.LANGUAGES: ("languages", parse_languages),
    Field.AVAILABILITY: ("free_hours", lambda text: sorted(parse_hours(text))),
}
_DIRECTIONS = {Field.SKILLS_OFFERED: "offered", Field.SKILLS_WANTED: "wanted"}
_PEOPLE = {Field.CHOICE: "wishes", Field.MUST_NOT_PAIR: "unwanted", Field.MUST_PAIR: "required"}


class _RowReader:
    def __init__(self, reading: Reading, number: int) -> None:
        self._reading = reading
        self._entry = Entry(row=number)
        self._faults: list[Fault] = []
        self._said: dict[Field, Any] = {}
        self._choices: list[tuple[int, list[str]]] = []

    def read(self, cells: Sequence[str]) -> tuple[Entry, list[Fault]]:
        for column in self._reading.columns:
            text = cells[column.index]
            if text and column.field is not Field.IGNORE:
                try:
                    self._read_cell(column, text)
                except BadValue as bad:
                    self._fault(column.name, text, bad.message)
        self._settle()
        return self._entry, self._faults

    def _read_cell(self, column: Column, text: str) -> None:
        kind = column.field
        if text[0] == "#" and text.casefold() in _BROKEN_CELLS:
            raise BadValue(
                f"“{text}” is an error of the spreadsheet program. Mend its formula or empty the cell."
            )
        if kind in _PROFILE_TEXTS or kind in _PROFILE_VALUES:
            self._read_profile(kind, text)
        elif kind in _DIRECTIONS:
            self._read_skills(_DIRECTIONS[kind], text)
        elif kind in _PEOPLE:
            self._read_people(column, text)
        elif kind in _SINGLE:
            self._said[kind] = _cached(_SINGLE[kind], text)
        else:
            self._read_plain(column, text)

    def _read_profile(self, kind: Field, text: str) -> None:
        if kind in _PROFILE_TEXTS:
            name = _PROFILE_TEXTS[kind]
            self._entry.profile[name] = self._within(name, text)
            return
        name, parse = _PROFILE_VALUES[kind]
        value = _cached(parse, text)
        if value not in (None, []):
            self._entry.profile[name] = value

    def _read_skills(self, direction: str, text: str) -> None:
        skills = self._entry.skills.setdefault(direction, {})
        for skill in _cached(parse_skills, text):
            skills.setdefault(self._within("skill", skill.name), skill.level or DEFAULT_LEVEL)

    def _read_plain(self, column: Column, text: str) -> None:
        entry, kind = self._entry, column.field
        if kind is Field.EMAIL:
            entry.email = parse_email(text) or ""
        elif kind is Field.EXTERNAL_ID:
            entry.external_id = self._within("external_id", text)
        elif kind in (Field.FIRST_NAME, Field.LAST_NAME, Field.FULL_NAME):
            self._said[kind] = " ".join(text.split())
        else:
            entry.answers[column.question or column.name] = text

    def _read_people(self, column: Column, text: str) -> None:
        names = parse_list(text) if "," not in text or ";" in text or column.rank is None else [text]
        if column.field is Field.CHOICE:
            self._choices.append((column.rank or 0, names))
        else:
            getattr(self._entry, _PEOPLE[column.field]).extend(names)

    def _settle(self) -> None:
        """What takes more than one cell: the name, the parts, the places."""
        said, entry = self._said, self._entry
        parts = [said.get(Field.FIRST_NAME, ""), said.get(Field.LAST_NAME, "")]
        entry.name = self._short_name(said.get(Field.FULL_NAME) or " ".join(part for part in parts if part))
        entry.wishes = [
            name for _, names in sorted(self._choices, key=lambda choice: choice[0]) for name in names
        ]
        entry.parts = self._parts()
        self._settle_places()
        if not entry.email and not entry.external_id and not any(fault.column for fault in self._faults):
            self._fault("", "", "This row has no e-mail address, so nobody can be told apart by it. Add one.")

    def _short_name(self, name: str) -> str:
        try:
            return self._within("name", name)
        except BadValue as bad:
            self._fault("", name, bad.message)
            return ""

    def _parts(self) -> tuple[str, ...]:
        part = self._said.get(Field.PART)
        if self._said.get(Field.BOTH_PARTS) or part is Part.BOTH:
            return (Part.MENTOR.value, Part.MENTEE.value)
        if part is not None:
            return (str(part.value),)
        if flagged := self._flagged():
            return flagged
        if self._reading.default_part:
            return (self._reading.default_part,)
        if not any(fault.column for fault in self._faults):
            self._fault(
                "",
                "",
                "This row does not say whether the person is a mentor or a mentee. Fill in that column.",
            )
        return ()

    def _flagged(self) -> tuple[str, ...]:
        """Parts from columns such as “Mentor?”: where only one part has a column, no means the other."""
        flags = {Field.IS_MENTOR: Part.MENTOR, Field.IS_MENTEE: Part.MENTEE}
        there = [field for field in flags if any(column.field is field for column in self._reading.columns)]
        said = {field: self._said.get(field) for field in there}
        if len(there) == 1 and said[there[0]] is False:
            return tuple(str(part.value) for field, part in flags.items() if field not in there)
        return tuple(str(flags[field].value) for field in there if said[field])

    def _settle_places(self) -> None:
        said, entry = self._said, self._entry
        capacity = said.get(Field.CAPACITY)
        minimum, maximum = said.get(Field.MINIMUM), said.get(Field.MAXIMUM)
        entry.opens_with = said.get(Field.CIRCLE_FROM)
        if capacity is None and minimum is None and maximum is None:
            if entry.opens_with is not None and entry.opens_with > 1:
                self._fault(
                    "",
                    str(entry.opens_with),
                    f"A circle that opens with {entry.opens_with} needs a largest number too. Fill in how many at most.",
                )
            return
        least = minimum if minimum is not None else (capacity.minimum if capacity else 0)
        most = maximum if maximum is not None else (capacity.maximum if capacity else CAPACITY_LIMIT)
        if least > most:
            self._fault(
                "",
                f"{least}-{most}",
                f"At least {least} people and at most {most} cannot both hold. Correct one.",
            )
            return
        if (entry.opens_with or 0) > max(most, 1):
            self._fault(
                "",
                f"{entry.opens_with}-{most}",
                f"A circle that opens with {entry.opens_with} cannot have {most} at most. Correct one.",
            )
            return
        entry.capacity, entry.minimum = most, least

    def _within(self, name: str, text: str) -> str:
        limit = self._reading.limits.get(name)
        if limit is not None and len(text) > limit:
            raise BadValue(
                f"This text has {len(text):,} characters, and {limit:,} is the most that can be kept. Shorten it."
            )
        return text

    def _fault(self, column: str, value: str, message: str) -> None:
        self._faults.append(
            Fault(row=self._entry.row, column=column, value=value[:SHOWN_VALUE], message=message)
        )


_SINGLE: dict[Field, Callable[[str], Any]] = {
    Field.PART: parse_part,
    Field.BOTH_PARTS: parse_yes_no,
    Field.IS_MENTOR: parse_yes_no,
    Field.IS_MENTEE: parse_yes_no,
    Field.CAPACITY: parse_capacity,
    Field.MINIMUM: parse_count,
    Field.MAXIMUM: parse_count,
    Field.CIRCLE_FROM: parse_count,
}


@lru_cache(maxsize=8_192)
def _outcome(parse: Callable[[str], Any], text: str) -> tuple[Any, str]:
    """Many rows say the same: the value, or the message of what is wrong with it."""
    try:
        return parse(text), ""
    except BadValue as bad:
        return None, bad.message


def _cached(parse: Callable[[str], Any], text: str) -> Any:
    value, message = _outcome(parse, text)
    if message:
        raise BadValue(message)
    return value


def same_name(name: str) -> str:
    """What makes two spellings of a person's name one; "Lovelace, Ada" is "Ada Lovelace"."""
    last, comma, first = name.partition(",")
    return plain(f"{first} {last}" if comma else name)
