import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from greenroom.base.tables import Cell, csv_chunks, neutralize, table_response, xlsx_chunks

FORMULA_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_cells(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_neutralize_text_that_starts_like_a_formula_puts_an_apostrophe_first(start: str) -> None:
    assert neutralize(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("", ""),
        ("Ada Lovelace", "Ada Lovelace"),
        ("2 + 2 = 4", "2 + 2 = 4"),
        ("well-known", "well-known"),
        ("  =1", "'  =1"),
        ("\xa0=1", "'\xa0=1"),
        ("'=1", "''=1"),
        ("a;=1", "a;'=1"),
        ("a, @b", "a,' @b"),
        ("a\n-b\n-c", "a\n'-b\n'-c"),
        ("\t=1", "'\t'=1"),
    ],
)
def test_neutralize_text_changes_only_what_would_run(text: str, harmless: str) -> None:
    assert neutralize(text) == harmless


@given(st.text(alphabet=st.sampled_from("ab=+-@＝'\t\r\n ,;|\"")))
@example("\r\n=1")
def test_neutralize_text_leaves_no_formula_wherever_a_reader_splits(text: str) -> None:
    pieces = [neutralize(text)]
    for separator in ",;|\t\r\n":
        pieces = [part for piece in pieces for part in piece.split(separator)]
    assert [piece for piece in pieces if piece.lstrip(" \xa0")[:1] in {"=", "+", "-", "@", "＝"}] == []
    assert neutralize(text)[:1] not in {"\t", "\r", "\n"}


def test_csv_chunks_write_every_kind_of_cell_as_text_or_number() -> None:
    moment = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    row: list[Cell] = ["Zoë", -3, 1.5, Decimal("2.50"), True, None, date(2026, 11, 23), moment, ["=a", "b"]]
    data = b"".join(csv_chunks(["name", "=n", "f", "d", "b", "e", "day", "at", "list"], [row]))
    assert data[:3] == b"\xef\xbb\xbf"
    assert read_csv(data) == [
        ["name", "'=n", "f", "d", "b", "e", "day", "at", "list"],
        ["Zoë", "-3", "1.5", "2.50", "yes", "", "2026-11-23", "2026-11-23 18:30+00:00", "'=a; b"],
    ]


def test_csv_chunks_of_many_rows_come_in_pieces() -> None:
    chunks = list(csv_chunks(["n"], ([number] for number in range(1_200))))
    assert len(chunks) == 3
    assert read_csv(b"".join(chunks))[-1] == ["1199"]


def test_xlsx_chunks_hold_no_formula_cell_in_header_or_rows() -> None:
    texts = [f"{start}1+1" for start in FORMULA_STARTS]
    cells = read_cells(b"".join(xlsx_chunks(texts, [texts], title="People")))
    assert [{cell.data_type for cell in row} for row in cells] == [{"s"}, {"s"}]
    assert [cell.value for cell in cells[0][:4]] == ["=1+1", "+1+1", "-1+1", "@1+1"]


def test_xlsx_chunks_keep_numbers_and_days_and_spell_control_characters() -> None:
    row: list[Cell] = [-3, Decimal("2.5"), date(2026, 11, 23), "a\x0bb", "_x0041_", True]
    cells = read_cells(b"".join(xlsx_chunks(["a"] * 6, [row], title="[bad]/title*" * 9)))
    assert [cell.value for cell in cells[1]] == [
        -3,
        2.5,
        datetime(2026, 11, 23),  # noqa: DTZ001 -- openpyxl gives days as naive datetimes
        "a_x000B_b",
        "_x005F_x0041_",
        "yes",
    ]


def test_xlsx_chunks_end_a_text_at_what_excel_can_hold() -> None:
    cells = read_cells(b"".join(xlsx_chunks(["story"], [["x" * 40_000]], title="People")))
    assert cells[1][0].value == "x" * 32_766 + "…"


def test_table_response_is_a_private_download_with_a_safe_name() -> None:
    response = table_response('Écoles "2026"\r\nX: y', ["name"], [["Ada"]])
    assert response["Content-Disposition"] == 'attachment; filename="ecoles-2026-x-y.csv"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response) == b"\xef\xbb\xbfname\r\nAda\r\n"


def test_table_response_as_xlsx_opens_as_a_workbook() -> None:
    response = table_response("People", ["name"], [["Ada"]], file_format="xlsx")
    assert [[cell.value for cell in row] for row in read_cells(b"".join(response))] == [
        ["name"],
        ["Ada"],
    ]
