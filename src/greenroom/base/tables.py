"""Rows written as CSV or XLSX for people who open them in a spreadsheet program.

Text that a spreadsheet would run as a formula is made harmless: CSV gets an apostrophe in front of it (also after a
separator or a line break inside a cell, because the reader may split there), XLSX gets text cells marked as such.
Reading the file back with `greenroom.imports` gives the original text.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from django.http import StreamingHttpResponse

Cell = str | int | float | Decimal | bool | date | datetime | Sequence[str] | None
Format = Literal["csv", "xlsx"]

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_STARTS = "=+\\-@＝＋－＠"
_FORMULA = re.compile(rf"^'*(?=[ \xa0]*[{_STARTS}]|[\t\r\n])|(?<=[,;|\t\r\n])'*(?=[ \xa0]*[{_STARTS}])")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|^[\t\n ]|_(?=x[0-9A-Fa-f]{4}_)")
_XLSX_TEXT_LIMIT = 32_767
_XLSX_TITLE_LIMIT = 31
_LINES_A_CHUNK = 500
_BYTES_A_CHUNK = 64 * 1024


def neutralize(text: str) -> str:
    """Put one apostrophe before whatever a spreadsheet would take for a formula; other text is unchanged."""
    return _FORMULA.sub(lambda match: "'" + match.group(), text)


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, which Excel needs; memory does not grow with the rows."""
    lines: list[str] = ["\ufeff"]
    writer = csv.writer(_Lines(lines))
    writer.writerow([neutralize(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
        if len(lines) >= _LINES_A_CHUNK:
            yield "".join(lines).encode(errors="replace")
            lines.clear()
    yield "".join(lines).encode(errors="replace")


def xlsx_chunks(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> Iterator[bytes]:
    """One sheet with a fixed header row, written through a temporary file. Texts end at Excel's 32,767 characters."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(sheet, name) for name in header])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    with TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while chunk := file.read(_BYTES_A_CHUNK):
            yield chunk


def table_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, file_format: Format = "csv"
) -> "StreamingHttpResponse":
    """A download named `name` and the format's ending. `rows` are read while the answer is sent.

    Datetimes are written in ISO 8601 with their offset, truth as yes and no, lists with semicolons between.
    """
    from django.http import StreamingHttpResponse  # the command writes tables without Django

    chunks = csv_chunks(header, rows) if file_format == "csv" else xlsx_chunks(header, rows, title=name)
    response = StreamingHttpResponse(chunks, content_type=MEDIA_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(name)}.{file_format}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class _Lines:
    """What `csv.writer` takes for a file: each line goes to a list."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _plain(cell: Cell) -> str | int | float | Decimal | date:
    """The cell as a number, a day or text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, str | int | float | Decimal | date):
        return cell
    return "; ".join(cell)


def _csv_cell(cell: Cell) -> str:
    plain = _plain(cell)
    if isinstance(plain, str):
        return neutralize(str(plain))  # str() also turns a lazy translation or a SafeString into plain text
    return plain.isoformat() if isinstance(plain, date) else str(plain)


def _xlsx_cell(sheet: Any, cell: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    plain: Any = _plain(cell)
    if not isinstance(plain, str):
        return WriteOnlyCell(sheet, value=plain)
    written = WriteOnlyCell(sheet, value=_xlsx_text(plain))
    if _FORMULA.match(plain):
        written.data_type = "s"
        written.quotePrefix = True  # Excel keeps it text after someone edits it
    return written


def _xlsx_text(text: str) -> str:
    """Control characters and leading blanks as _xHHHH_, which is how the format itself spells them."""
    written = _NOT_IN_XML.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return written if len(written) <= _XLSX_TEXT_LIMIT else written[: _XLSX_TEXT_LIMIT - 1] + "…"


def _sheet_title(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]\x00-\x1f']", " ", title).strip()[:_XLSX_TITLE_LIMIT] or "Table"


def _file_name(name: str) -> str:
    """ASCII letters, digits, dots and dashes: the same name on every system, and no way to break the header."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.").lower() or "table"
