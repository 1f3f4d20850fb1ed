"""Rows of a spreadsheet as people: who they are, on which side, how many partners, whom they name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from greenroom.cli.sheets.faults import Unusable, at
from greenroom.cli.sheets.parts import guess_columns, part_columns
from greenroom.imports.core.mapping import ColumnGuess, Field
from greenroom.imports.core.meanings import BY_NAME
from greenroom.imports.core.reading import words_of
from greenroom.imports.core.tables import Table, UnreadableTable, read_table
from greenroom.imports.core.values import (
    BadValue,
    Capacity,
    parse_capacity,
    parse_count,
    parse_email,
    parse_yes_no,
)

SIDES: Final = ("mentees", "mentors")
_PLACES: Final = frozenset({Field.CAPACITY, Field.MINIMUM, Field.MAXIMUM, Field.CIRCLE_FROM})
TOP_CHOICE: Final = re.compile(r"\b(top|favou?rite|best|number one) (choice|pick|mentor|mentee|preference)\b")


@dataclass(frozen=True)
class Sheet:
    """A table with what its columns mean."""

    filename: str
    table: Table
    guesses: Sequence[ColumnGuess]

    def columns_of(self, meaning: Field) -> list[int]:
        """Return the columns that mean something, ranked choices in their order."""
        found = [guess for guess in self.guesses if guess.field is meaning]
        return [guess.index for guess in sorted(found, key=lambda guess: (guess.rank or 0, guess.index))]

    def column_named(self, name: str) -> int | None:
        """Find a column by its title, or by what it means ("skills_offered")."""
        wanted = _plain(name)
        for index, title in enumerate(self.table.header):
            if _plain(title) == wanted:
                return index
        for guess in self.guesses:
            if _plain(guess.field.value) == wanted and guess.field not in {Field.ANSWER, Field.IGNORE}:
                return guess.index
        return None

    def meaning_of(self, index: int) -> Field:
        return self.guesses[index].field


@dataclass
class Person:
    """One row on one side; ``cells`` are the row's texts by column."""

    sheet: Sheet
    side: str
    row: int
    cells: Sequence[str]
    key: str
    name: str
    email: str
    external_id: str
    says_both: bool
    is_of_both: bool = False
    """Whether the file has both sides, so that its capacities are the mentors’."""
    capacity: int = 1
    minimum: int = 0
    opens_with: int = 0
    wishes: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)

    def first(self, meaning: Field) -> tuple[int | None, str]:
        """Return the column and text of the first column with this meaning."""
        return _first(self.sheet, self.cells, meaning)

    def fault(self, column: int | None, message: str) -> str:
        title = "" if column is None else self.sheet.table.header[column]
        return at(self.sheet.filename, self.row, title, message)


def read_sheet(path: str) -> Sheet:
    """Read a CSV or XLSX file. Raises `Unusable`."""
    filename = Path(path).name
    try:
        with Path(path).open("rb") as file:
            table = read_table(file, filename=filename)
    except UnreadableTable as error:
        raise Unusable([error.message]) from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise Unusable([f"{path}: {reason}. Check the name of the file."]) from error
    return Sheet(filename, table, _named_places(guess_columns(table)))


def _named_places(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """Keep a column that is called capacity one, even if most of its cells are wrong: they are told, not passed over.

    A “top choice” is the first.
    """
    known = {guess.field for guess in guesses}
    has_first = any(guess.field is Field.CHOICE and guess.rank in {None, 1} for guess in guesses)
    named = []
    for guess in guesses:
        meaning = BY_NAME.get(words_of(guess.column))
        is_places = meaning in _PLACES and meaning not in known
        says_so = re.search(
            r"\b(capacity|min|minimum|max|maximum|quota|load|circle|group)\b", words_of(guess.column)
        )
        if guess.field is Field.ANSWER and meaning is not None and is_places and says_so:
            named.append(replace(guess, field=meaning))
        elif guess.field is Field.ANSWER and not has_first and TOP_CHOICE.search(words_of(guess.column)):
            named.append(replace(guess, field=Field.CHOICE, rank=1))
            has_first = True
        else:
            named.append(guess)
    return named


def people_of_side(sheet: Sheet, side: str) -> list[Person]:
    """Read a file of one side. Raises `Unusable` with every row at fault."""
    faults: list[str] = []
    people = [
        person
        for number, cells in zip(sheet.table.numbers, sheet.table.rows, strict=True)
        if (person := _person(sheet, side, number, cells, faults)) is not None
    ]
    faults += _doubled(people)
    if faults:
        raise Unusable(faults)
    return people


def people_of_both_sides(sheet: Sheet) -> tuple[list[Person], list[Person]]:
    """Read one file of mentees and mentors. Raises `Unusable` with every row at fault."""
    parts = part_columns(sheet.table, sheet.guesses, sheet.filename)
    titles = " and ".join(sheet.table.header[column] for column in parts.columns)
    faults: list[str] = []
    sides: dict[str, list[Person]] = {side: [] for side in SIDES}
    for number, cells in zip(sheet.table.numbers, sheet.table.rows, strict=True):
        try:
            said = parts.read(cells)
        except BadValue as error:
            faults.append(at(sheet.filename, number, titles, error.message))
            continue
        is_both = _says_yes(sheet, cells, number, faults)
        for side, takes_part in zip(SIDES, said, strict=True):
            person = (
                _person(sheet, side, number, cells, faults, is_of_both=True)
                if takes_part or is_both
                else None
            )
            if person is not None:
                sides[side].append(person)
    faults += _doubled(sides["mentees"]) + _doubled(sides["mentors"])
    if faults:
        raise Unusable(faults)
    return sides["mentees"], sides["mentors"]


def _person(
    sheet: Sheet, side: str, number: int, cells: Sequence[str], faults: list[str], *, is_of_both: bool = False
) -> Person | None:
    email_column, email_text = _first(sheet, cells, Field.EMAIL)
    try:
        email = parse_email(email_text) or ""
    except BadValue as error:
        title = "" if email_column is None else sheet.table.header[email_column]
        faults.append(at(sheet.filename, number, title, error.message))
        return None
    parts = [_first(sheet, cells, one)[1] for one in (Field.FIRST_NAME, Field.LAST_NAME)]
    name = " ".join(part for part in parts if part) or _first(sheet, cells, Field.FULL_NAME)[1]
    external_id = _first(sheet, cells, Field.EXTERNAL_ID)[1]
    key = email or external_id or name
    if not key:
        message = "there is no e-mail address, id or name to know this person by. Add one."
        faults.append(at(sheet.filename, number, "", message))
        return None
    person = Person(
        sheet=sheet,
        side=side,
        row=number,
        cells=cells,
        key=key,
        name=name or key,
        email=email,
        external_id=external_id,
        says_both=_says_yes(sheet, cells, number, faults),
        is_of_both=is_of_both,
    )
    _set_places(person, faults)
    return person


def _set_places(person: Person, faults: list[str]) -> None:
    """Read capacity, largest and smallest number, in one column or several."""
    low, high, opens_with = 0, None, 0
    if person.side == "mentees" and person.is_of_both and person.sheet.columns_of(Field.CAPACITY):
        return  # the places are the mentors’
    for meaning in (Field.CAPACITY, Field.MAXIMUM, Field.MINIMUM, Field.CIRCLE_FROM):
        column, text = person.first(meaning)
        try:
            if meaning is Field.MINIMUM:
                low = max(low, parse_count(text) or 0)
                continue
            if meaning is Field.CIRCLE_FROM:
                opens_with = parse_count(text) or 0
                continue
            said = parse_capacity(text)
        except BadValue as error:
            faults.append(person.fault(column, error.message))
            continue
        if said is not None:
            low = max(low, said.minimum)
            high = said.maximum if high is None else min(high, said.maximum)
    places = Capacity(low, max(1, low, opens_with) if high is None else high)
    if places.minimum > places.maximum:
        column = person.first(Field.MINIMUM)[0]
        message = f"the smallest number ({places.minimum}) is above the largest ({places.maximum})."
        faults.append(person.fault(column, message))
        return
    if person.side == "mentors" and opens_with > max(places.maximum, 1) and places.maximum:
        column = person.first(Field.CIRCLE_FROM)[0]
        message = f"a circle that opens with {opens_with} cannot have {places.maximum} at most."
        faults.append(person.fault(column, message))
        return
    person.minimum, person.capacity = places.minimum, places.maximum
    person.opens_with = opens_with if person.side == "mentors" else 0


def _says_yes(sheet: Sheet, cells: Sequence[str], number: int, faults: list[str]) -> bool:
    column, text = _first(sheet, cells, Field.BOTH_PARTS)
    try:
        return parse_yes_no(text) is True
    except BadValue as error:
        title = "" if column is None else sheet.table.header[column]
        faults.append(at(sheet.filename, number, title, error.message))
        return False


def _first(sheet: Sheet, cells: Sequence[str], meaning: Field) -> tuple[int | None, str]:
    columns = sheet.columns_of(meaning)
    return (columns[0], cells[columns[0]]) if columns else (None, "")


def _doubled(people: Sequence[Person]) -> list[str]:
    seen: dict[str, Person] = {}
    faults = []
    for person in people:
        other = seen.setdefault(_plain(person.key), person)
        if other is not person:
            message = f"“{person.key}” is in row {other.row} already. Keep one of the two rows."
            faults.append(person.fault(None, message))
    return faults


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
