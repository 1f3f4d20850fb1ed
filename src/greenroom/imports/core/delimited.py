"""Rows of a CSV file: text with one character between the cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO

from greenroom.imports.core.cells import check_cells, clean, long_cell, without_guard
from greenroom.imports.core.unreadable import UnreadableTable

SEPARATORS: dict[str, str] = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}

_MAX_LINE = 2_000_000
_SAMPLE_CHARACTERS = 64 * 1024
_SAMPLE_ROWS = 50
_END = "\ue000the end\ue000"
"""A row that we add: where it does not come out of the parser by itself, a quotation mark was never closed."""


def rows_of(
    source: BinaryIO, *, filename: str, encoding: str, separator: str
) -> Iterator[tuple[int, list[str]]]:
    """Clean cells with the number that a spreadsheet gives the row; blank rows too."""
    number = 0
    lines = _lines(source, filename=filename, encoding=encoding)
    parser = csv.reader(_with_end(lines, separator=separator), delimiter=separator)
    try:
        for number, cells in enumerate(parser, start=1):
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                break
            check_cells(cells, number=number, filename=filename)
            yield number, [without_guard(clean(cell)) for cell in cells]
    except csv.Error:
        raise long_cell(filename, number=number + 1) from None
    raise UnreadableTable(
        "unclosed_quote",
        f'In row {number} of {filename} a quotation mark (") opens a cell and never closes. '
        "Close it, or remove it, or save the file again from your spreadsheet program.",
        row=number,
    )


def find_separator(source: BinaryIO, *, filename: str, encoding: str) -> str:
    """The separator under which the rows have one width, as wide as the header; a comma for a single column."""
    lines: list[str] = []
    size = 0
    for line in _lines(source, filename=filename, encoding=encoding):
        lines.append(line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    if lines and (told := _told_separator(lines[0])):
        return told
    return max(SEPARATORS, key=lambda separator: _evenness(lines, separator))


def checked_separator(separator: str) -> str:
    if separator in SEPARATORS:
        return separator
    raise UnreadableTable(
        "separator", f"“{separator}” is no separator that can be chosen.", separator=separator
    )


def _lines(source: BinaryIO, *, filename: str, encoding: str) -> Iterator[str]:
    source.seek(0)
    text = io.TextIOWrapper(source, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")
    number = 0
    try:
        while line := text.readline(_MAX_LINE):
            number += 1
            if len(line) == _MAX_LINE:
                raise long_cell(filename, number=number)
            if "\0" in line:
                raise UnreadableTable(
                    "nul",
                    f"Line {number} of {filename} holds an empty byte (NUL), which no text can hold. "
                    "Remove it, or save the file again from your spreadsheet program.",
                    row=number,
                )
            yield line
    except UnicodeError:
        raise UnreadableTable(
            "encoding",
            f"{filename} cannot be read as {encoding} after line {number}: it may be cut off. "
            "Choose another encoding, or save the file again as CSV (UTF-8).",
            row=number,
            encoding=encoding,
        ) from None
    finally:
        with suppress(ValueError):  # the source may have been closed before a reader that nobody finished
            text.detach()


def _with_end(lines: Iterable[str], *, separator: str) -> Iterator[str]:
    """The lines without Excel's own “sep=;” on top, and with `_END` behind."""
    for index, line in enumerate(lines):
        if index or _told_separator(line) != separator:
            yield line
    yield _END


def _told_separator(line: str) -> str | None:
    """What Excel's first line “sep=;” says."""
    told = line.removeprefix("\ufeff").rstrip("\r\n")
    return told[4] if told[:4].lower() == "sep=" and told[4:] in SEPARATORS else None


def _evenness(lines: list[str], separator: str) -> tuple[float, int]:
    try:
        rows = [
            row
            for row in islice(csv.reader(lines, delimiter=separator), _SAMPLE_ROWS)
            if any(map(str.strip, row))
        ]
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in rows)
    if not widths:
        return (0, 0)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width == 1:
        return (0, 0)
    share = times / len(rows)
    return (share if len(rows[0]) == width else share / 2, width)
