"""A CSV or XLSX file as a table of clean text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple


class UnreadableTable(Exception):
    """The file is no table that can be read. `message` says what happened and what to do.

    `code` is one of: empty, too_large, wrong_type, old_excel, zip_bomb, nul, encoding, unclosed_quote, long_cell,
    long_row, duplicate_header, too_many_columns, too_many_rows, header_only, no_sheet, damaged. `facts` holds the
    numbers and names that the message speaks of.
    """

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts


class Row(NamedTuple):
    """One row with something in it; `number` is the one a spreadsheet shows beside it (the header is mostly 1)."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A whole table in memory. Every row has exactly one cell for each header, stripped and in Unicode NFC; "" if empty.

    Rows without any text are left out, so `numbers[i]` says which row of the spreadsheet `rows[i]` is.
    `encoding` and `separator` are None for XLSX; `sheet` and `sheets` are None and () for CSV.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    encoding: str | None
    separator: str | None
    sheet: str | None
    sheets: tuple[str, ...]

    @property
    def first_number(self) -> int:
        """The spreadsheet's number of the first row below the header."""
        return self.numbers[0]


@dataclass(frozen=True)
class TableReader:
    """A table read row by row: iterating starts from the first row each time and keeps one row in memory."""

    header: tuple[str, ...]
    encoding: str | None
    separator: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    header_number: int
    _source: BinaryIO = field(repr=False)

    def __iter__(self) -> Iterator[Row]:
        """Raise `UnreadableTable` at the row that cannot be read; rows longer than the header are named at the end."""
        raise NotImplementedError


def open_table(
    source: bytes | BinaryIO,
    *,
    filename: str,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> TableReader:
    """Find out the kind of the file, its encoding, separator or sheet and its header; read no more than that.

    `filename` is only for messages: the kind of the file is read from its content. What is given is not guessed.
    """
    raise NotImplementedError


def read_table(
    source: bytes | BinaryIO,
    *,
    filename: str,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Read the whole table; raises `UnreadableTable`."""
    raise NotImplementedError
