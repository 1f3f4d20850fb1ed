"""Rows of an Excel workbook (.xlsx)."""

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

from greenroom.imports.core.cells import check_cells, clean
from greenroom.imports.core.unreadable import MAX_COLUMNS, MAX_UNPACKED_BYTES, UnreadableTable

_MAX_PARTS = 5_000
_LOOKED_AT = 100  # rows, to tell a table from a title page
_LEAST_ROWS = 2  # a header and somebody
_LEAST_COLUMNS = 2
_BATCH = 500
_SPELLED = re.compile("_x([0-9A-Fa-f]{4})_")
_EXACT_FLOAT = 1e15


def check_package(source: BinaryIO, *, filename: str) -> None:
    """Refuse a zip that is no workbook, or that would unpack to more than fits, before anything is unpacked.

    The sizes are those of the zip's directory; reading never gives more than they say.
    """
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _damaged(filename) from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or len(parts) > _MAX_PARTS:
        raise UnreadableTable(
            "zip_bomb",
            f"{filename} would unpack to {unpacked // 1024**2:,} MB in {len(parts):,} parts, which is more than a "
            "table needs. Save only the sheet with your table, or save it as CSV.",
            unpacked=unpacked,
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        what = (
            "an OpenDocument or Numbers file" if "mimetype" in names or "Index.zip" in names else "an archive"
        )
        raise UnreadableTable(
            "wrong_type",
            f"{filename} is {what} and no Excel workbook. Save your table as CSV or as an Excel workbook (.xlsx).",
            kind=what,
        )


def sheet_names(source: BinaryIO, *, filename: str) -> tuple[str, ...]:
    """The visible sheets in their order."""
    with _opened(source, filename=filename) as workbook:
        return tuple(sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible")


def find_sheet(source: BinaryIO, *, filename: str, sheets: tuple[str, ...]) -> str:
    """The first visible sheet that looks like a table, else the first with text in it.

    A workbook often opens with a title page or a page of explanations.
    """
    if not sheets:
        raise _damaged(filename)
    first_with_text = None
    for name in sheets:
        widths = [
            sum(map(bool, cells))
            for _, cells in islice(rows_of(source, filename=filename, sheet=name), _LOOKED_AT)
        ]
        wide = [width for width in widths if width >= _LEAST_COLUMNS]
        if len(wide) >= _LEAST_ROWS:
            return name
        if first_with_text is None and any(widths):
            first_with_text = name
    if first_with_text is None:
        raise UnreadableTable("empty", f"No sheet of {filename} has text in it.")
    return first_with_text


def checked_sheet(name: str, *, filename: str, sheets: tuple[str, ...]) -> str:
    if name in sheets:
        return name
    listed = ", ".join(f"“{sheet}”" for sheet in sheets)
    raise UnreadableTable(
        "no_sheet", f"{filename} has no sheet “{name}”. Its sheets are {listed}.", sheet=name
    )


def rows_of(source: BinaryIO, *, filename: str, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Clean cells with the number of the row; blank rows too. Formulas give the value that was last worked out."""
    with _opened(source, filename=filename) as workbook:
        worksheet = workbook[sheet]
        worksheet.reset_dimensions()  # what the file says of its own size is not to be trusted
        values = enumerate(worksheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 500), start=1)
        while batch := _next_batch(values, filename=filename):
            for number, row in batch:
                cells = [_text(value) for value in row]
                check_cells(cells, number=number, filename=filename)
                if any("\0" in cell for cell in cells):
                    raise UnreadableTable(
                        "nul", f"Row {number} of {filename} holds an empty byte (NUL). Remove it.", row=number
                    )
                if any(_has_half_sign(cell) for cell in cells):
                    raise UnreadableTable(
                        "half_sign",
                        f"Row {number} of {filename} holds half of a sign, which no text can hold. "
                        "Type that cell anew.",
                        row=number,
                    )
                yield number, cells


def _has_half_sign(cell: str) -> bool:
    """A lone surrogate: a workbook can spell one as _xD800_, and no database keeps it."""
    return not cell.isascii() and any("\ud800" <= sign <= "\udfff" for sign in cell)


def _next_batch(
    values: Iterator[tuple[int, tuple[Any, ...]]], *, filename: str
) -> list[tuple[int, tuple[Any, ...]]]:
    with _quiet(filename):
        return list(islice(values, _BATCH))


@contextmanager
def _opened(source: BinaryIO, *, filename: str) -> Iterator[Any]:
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError(
            "openpyxl must find defusedxml, or a workbook could expand XML entities without end."
        )
    source.seek(0)
    with _quiet(filename):
        workbook = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
    try:
        yield workbook
    finally:
        workbook.close()


@contextmanager
def _quiet(filename: str) -> Iterator[None]:
    """Without openpyxl's warnings of styles and extensions; whatever breaks it is a damaged file."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            yield
        except UnreadableTable:
            raise
        except Exception as error:  # a hostile file raises anything: KeyError, ParseError, zlib.error …
            raise _damaged(filename) from error


def _damaged(filename: str) -> UnreadableTable:
    return UnreadableTable(
        "damaged",
        f"{filename} is damaged, so it cannot be read as an Excel workbook. "
        "Open it in your spreadsheet program and save it again, or save it as CSV.",
    )


def _text(value: Any) -> str:
    """What a person sees in the cell, without its number format."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = str(int(value)) if value.is_integer() and abs(value) < _EXACT_FLOAT else f"{value:.15g}"
        case dt.datetime() if value.time() == dt.time():
            text = value.date().isoformat()
        case dt.datetime():
            text = value.isoformat(sep=" ", timespec="minutes")
        case dt.time():
            text = value.isoformat(timespec="minutes")
        case _:
            text = clean(str(value))
    if "_x" in text:
        text = _SPELLED.sub(lambda spelled: chr(int(spelled.group(1), 16)), text)
    return text
