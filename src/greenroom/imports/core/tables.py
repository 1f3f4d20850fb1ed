"""A CSV or XLSX file as a table of clean text."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from greenroom.imports.core import delimited, workbooks
from greenroom.imports.core.cells import find_header
from greenroom.imports.core.delimited import SEPARATORS
from greenroom.imports.core.encodings import ENCODINGS, checked_encoding, find_encoding
from greenroom.imports.core.signatures import kind_of
from greenroom.imports.core.unreadable import MAX_ROWS, UnreadableTable

__all__ = [
    "ENCODINGS",
    "SEPARATORS",
    "Row",
    "Table",
    "TableReader",
    "UnreadableTable",
    "open_table",
    "read_table",
]

_NAMED_LONG_ROWS = 20


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
    filename: str
    _raw_rows: Callable[[], Iterator[tuple[int, list[str]]]] = field(repr=False)

    def __iter__(self) -> Iterator[Row]:
        """Raise `UnreadableTable` at the row that cannot be read; rows longer than the header are named at the end."""
        width = len(self.header)
        count = 0
        too_long: list[int] = []
        for number, cells in self._raw_rows():
            if number <= self.header_number or not any(cells):
                continue
            count += 1
            if count > MAX_ROWS:
                raise UnreadableTable(
                    "too_many_rows",
                    f"{self.filename} has more than {MAX_ROWS:,} rows. Split it into several files.",
                )
            if any(cells[width:]):
                too_long.append(number)
            yield Row(number, cells[:width] + [""] * (width - len(cells)))
        if too_long:
            raise self._long_rows(too_long)

    def _long_rows(self, numbers: list[int]) -> UnreadableTable:
        listed = ", ".join(map(str, numbers[:_NAMED_LONG_ROWS])) + (
            " …" if len(numbers) > _NAMED_LONG_ROWS else ""
        )
        rows = "One row" if len(numbers) == 1 else f"{len(numbers):,} rows"
        return UnreadableTable(
            "long_row",
            f"{rows} of {self.filename} with more cells than the header has names ({len(self.header)}): row {listed}. "
            "Mostly a separator stands in a text without quotation marks around it, or a column has no name.",
            rows=numbers,
        )


def open_table(
    source: bytes | BinaryIO,
    *,
    filename: str,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> TableReader:
    """Find out the kind of the file, its encoding, separator or sheet and its header, and that a row follows.

    `filename` is only for messages: the kind of the file is read from its content. What is given is not guessed.
    """
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    sheets: tuple[str, ...] = ()
    if kind_of(file, filename=filename) == "workbook":
        workbooks.check_package(file, filename=filename)
        sheets = workbooks.sheet_names(file, filename=filename)
        encoding = separator = None
        sheet = (
            workbooks.checked_sheet(sheet, filename=filename, sheets=sheets)
            if sheet
            else workbooks.find_sheet(file, filename=filename, sheets=sheets)
        )
    else:
        sheet = None
        encoding = checked_encoding(encoding) if encoding else find_encoding(file, filename=filename)
        separator = (
            delimited.checked_separator(separator)
            if separator
            else delimited.find_separator(file, filename=filename, encoding=encoding)
        )

    def raw_rows() -> Iterator[tuple[int, list[str]]]:
        if encoding and separator:
            return delimited.rows_of(file, filename=filename, encoding=encoding, separator=separator)
        return workbooks.rows_of(file, filename=filename, sheet=sheet or "")

    header = find_header(raw_rows(), filename=filename)
    reader = TableReader(header.names, encoding, separator, sheet, sheets, header.number, filename, raw_rows)
    if next(iter(reader), None) is None:
        raise UnreadableTable("header_only", f"{filename} has the names of columns, but no row below them.")
    return reader


def read_table(
    source: bytes | BinaryIO,
    *,
    filename: str,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Read the whole table; raises `UnreadableTable`."""
    reader = open_table(source, filename=filename, encoding=encoding, separator=separator, sheet=sheet)
    rows = list(reader)
    return Table(
        header=reader.header,
        rows=[row.cells for row in rows],
        numbers=[row.number for row in rows],
        encoding=reader.encoding,
        separator=reader.separator,
        sheet=reader.sheet,
        sheets=reader.sheets,
    )
