"""Text of one cell made clean, and headers made sure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from greenroom.imports.core.unreadable import MAX_CELL, MAX_COLUMNS, UnreadableTable, column_letter

_STARTS = "=+\\-@＝＋－＠"
_GUARD = re.compile(rf"^'+(?=[ \xa0]*[{_STARTS}]|[\t\r\n])|(?<=[,;|\t\r\n])'+(?=[ \xa0]*[{_STARTS}])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_INVISIBLE_EDGES = "\ufeff\u200b\u2060"
_HEADER_WITHIN = 20
_WIDE_ROW = 3


class Header(NamedTuple):
    number: int
    names: tuple[str, ...]


def clean(text: str) -> str:
    """Stripped, in NFC, with line feeds alone for line breaks."""
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.strip(_INVISIBLE_EDGES).strip())
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def without_guard(text: str) -> str:
    """Take away the apostrophes that `greenroom.base.tables` puts before what looks like a formula."""
    return _GUARD.sub(lambda match: match.group()[1:], text) if "'" in text else text


def check_cells(cells: Sequence[str], *, number: int, filename: str) -> None:
    """Refuse a row with a cell that no person typed."""
    for index, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            raise long_cell(filename, number=number, column=column_letter(index))


def long_cell(filename: str, *, number: int, column: str | None = None) -> UnreadableTable:
    place = f"The cell {column}{number}" if column else f"A cell in row {number}"
    return UnreadableTable(
        "long_cell",
        f"{place} of {filename} is longer than {MAX_CELL:,} characters. "
        'Mostly a quotation mark (") opens there and never closes; otherwise shorten the text.',
        row=number,
        column=column,
    )


def find_header(rows: Iterable[tuple[int, Sequence[str]]], *, filename: str) -> Header:
    """The first row with text, or the one below a title that stands alone above the table."""
    first = [(number, cells) for number, cells in islice(rows, _HEADER_WITHIN) if any(cells)]
    if not first:
        raise UnreadableTable("empty", f"{filename} has no row with text in it.")
    widths = [sum(map(bool, cells)) for _, cells in first]
    at = 0
    while at + 1 < len(first) and widths[at] == 1 and max(widths[at + 1 :]) >= _WIDE_ROW:
        at += 1
    number, cells = first[at]
    return Header(number, _names(cells, number=number, filename=filename))


def _names(cells: Sequence[str], *, number: int, filename: str) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise UnreadableTable(
            "too_many_columns",
            f"{filename} has {len(names):,} columns, and {MAX_COLUMNS} is the most that can be read. "
            "Remove the columns that you do not need.",
            columns=len(names),
        )
    if any(_EMAIL.fullmatch(name) for name in names):
        raise UnreadableTable(
            "no_header",
            f"Row {number} of {filename} should hold the names of the columns, but it holds an e-mail address. "
            "Add a row on top with a name for each column.",
            row=number,
        )
    names = [name or f"Column {column_letter(index)}" for index, name in enumerate(names)]
    _refuse_twins(names, filename=filename)
    return tuple(names)


def _refuse_twins(names: Sequence[str], *, filename: str) -> None:
    places: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        places.setdefault(name.casefold(), []).append(index)
    twins = [indexes for indexes in places.values() if len(indexes) > 1]
    if twins:
        listed = "; ".join(
            f"“{names[indexes[0]]}” (columns {', '.join(column_letter(index) for index in indexes)})"
            for indexes in twins
        )
        raise UnreadableTable(
            "duplicate_header",
            f"Columns of {filename} have the same name: {listed}. Give each column a name of its own.",
            columns=[names[indexes[0]] for indexes in twins],
        )
