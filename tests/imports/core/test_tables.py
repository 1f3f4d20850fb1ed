import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from greenroom.base.tables import csv_chunks, xlsx_chunks
from greenroom.imports.core.tables import Table, UnreadableTable, open_table, read_table


def read(source: bytes | str, **chosen: str) -> Table:
    data = source.encode() if isinstance(source, str) else source
    return read_table(data, filename="people.csv", **chosen)


def refusal(source: bytes | str, **chosen: str) -> UnreadableTable:
    with pytest.raises(UnreadableTable) as caught:
        read(source, **chosen)
    return caught.value


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_read_table_of_any_separator_and_encoding_gives_the_same_cells(separator: str, encoding: str) -> None:
    text = "name*note\r\nZoë Peña*“a”\r\nJosé*b\r\n".replace("*", separator)
    table = read(text.encode(encoding))
    assert table.header == ("name", "note")
    assert table.rows == [["Zoë Peña", "“a”"], ["José", "b"]]
    assert table.numbers == [2, 3]
    assert table.first_number == 2
    assert table.separator == separator


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nom;Ville\nChloé Lefèvre;Besançon", "cp1252"),
        ("Nom;Ville\nChloé Lefèvre;Besançon", "mac-roman"),
        ("Nom;Ville\nChloé Lefèvre;Besançon", "cp850"),
        ("a;b\nSøren Jørgensen;Ærøskøbing", "cp1252"),
        ("a;b\nPeña;Niño", "cp1252"),
        ("a;b\nGunnar Þórðarson;Reykjavík\nSigríður;Ísafjörður", "cp1252"),
        ("jméno;město\nJiří Dvořák;Plzeň\nŽofie Řeháková;Ústí nad Labem", "cp1250"),
        ("imię;miasto\nZbigniew Wiśniewski;Łódź\nMałgorzata Dąbrowska;Kraków", "cp1250"),
        ("név;város\nKovács Győző;Székesfehérvár\nŐry Ágnes;Győr", "cp1250"),
        ("İsim;Şehir\nÇağrı Yılmaz;İstanbul\nGüneş Öztürk;Eskişehir", "cp1254"),
        ("имя;город\nАнна;Москва\nИван;Санкт-Петербург", "cp1251"),
        ("имя;город\nАнна;Москва\nИван;Санкт-Петербург", "koi8-r"),
        ("Όνομα;Πόλη\nΓιώργος;Αθήνα", "cp1253"),
        ("名前,都市\n田中さくら,東京\n佐藤健,大阪", "cp932"),
        ("名字,城市\n王小明,北京\n李娜,上海", "gb18030"),
        ("이름,도시\n김민수,서울", "cp949"),
    ],
)
def test_read_table_in_an_old_encoding_finds_it_out(text: str, encoding: str) -> None:
    table = read(text.encode(encoding))
    assert [list(table.header), *table.rows] == [
        line.replace(",", ";").split(";") for line in text.splitlines()
    ]
    assert table.encoding == encoding


def test_read_table_in_a_chosen_encoding_and_separator_takes_them() -> None:
    table = read("a;b,c\nŽ;1,2\n".encode("cp1250"), encoding="cp1250", separator=",")
    assert (table.header, table.rows) == (("a;b", "c"), [["Ž;1", "2"]])


def test_read_table_keeps_quotes_line_breaks_and_composes_letters() -> None:
    table = read('\ufeff"a","b ""c"""\r\n"x\r\ny","Jose\u0301 "\r\n')
    assert (table.header, table.rows) == (("a", 'b "c"'), [["x\ny", "José"]])


def test_read_table_with_title_blank_rows_and_short_rows_finds_the_header() -> None:
    table = read("Applicants 2026\n\na,b,c,,\n1,2\n,,\n\n3,4,5,,\n")
    assert (table.header, table.rows, table.numbers) == (
        ("a", "b", "c"),
        [["1", "2", ""], ["3", "4", "5"]],
        [4, 7],
    )


def test_read_table_whose_first_line_tells_the_separator_obeys_it() -> None:
    table = read("sep=;\na;b,c\n1;2\n")
    assert (table.header, table.rows, table.numbers) == (("a", "b,c"), [["1", "2"]], [2])


def test_read_table_names_a_column_without_a_name_by_its_letter() -> None:
    assert read("a,,c\n1,2,3\n").header == ("a", "Column B", "c")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b" \r\n \r\n", "empty"),
        (b",,\n,,\n", "empty"),
        (b"%PDF-1.7\n...", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n", "wrong_type"),
        (b"\xff\xd8\xff\xe0abc", "wrong_type"),
        (b"<!DOCTYPE html><html></html>", "wrong_type"),
        (b"\xef\xbb\xbf<html><table>", "wrong_type"),
        (b'<?xml version="1.0"?><a/>', "wrong_type"),
        (b'[{"name": "Ada"}]', "wrong_type"),
        (b"\x01\x02\x03\x04binary\x05\x06", "wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"PK\x03\x04 no zip at all", "damaged"),
        (b"a,b\n1,\x002\n", "nul"),
        (b"a,b\n" + b"1,2\n" * 9_000 + b"3,\x004\n", "nul"),
        (b"a,b\n", "header_only"),
        (b"a,b\n,\n", "header_only"),
        (b"ada@school.example,mentor\nben@school.example,mentee\n", "no_header"),
        ("a,b\nZoë,Peña\n".encode()[:-1] + "Zoë\n".encode("cp1252"), "encoding"),
    ],
)
def test_read_table_that_is_none_is_refused(source: bytes, code: str) -> None:
    assert refusal(source).code == code


def test_read_table_with_an_unclosed_quote_names_its_row() -> None:
    refused = refusal('a,b\n1,2\n3,"4\n5,6\n')
    assert (refused.code, refused.facts) == ("unclosed_quote", {"row": 3})


@pytest.mark.parametrize(
    "source", [b"a,b\n1,2\n3," + b"x" * 10_000_000 + b"\n", b'a,b\n1,2\n3,"' + b"x\n" * 5_000_000]
)
def test_read_table_with_a_cell_of_ten_megabytes_names_its_row(source: bytes) -> None:
    refused = refusal(source)
    assert (refused.code, refused.facts["row"]) == ("long_cell", 3)


def test_read_table_with_columns_of_one_name_names_them() -> None:
    refused = refusal("Email,Name,email,x,x\n1,2,3,4,5\n")
    assert (refused.code, refused.facts) == ("duplicate_header", {"columns": ["Email", "x"]})
    assert "“Email” (columns A, C); “x” (columns D, E)" in refused.message


def test_read_table_with_a_thousand_columns_is_refused() -> None:
    refused = refusal(",".join(f"c{number}" for number in range(1_000)) + "\n1\n")
    assert (refused.code, refused.facts) == ("too_many_columns", {"columns": 1_000})


def test_read_table_with_rows_longer_than_its_header_names_them_all() -> None:
    refused = refusal("a,b\n1,2,3\n4,5\n6,7,8\n")
    assert (refused.code, refused.facts) == ("long_row", {"rows": [2, 4]})


@pytest.mark.parametrize(
    "chosen", [{"encoding": "base64"}, {"encoding": "nonsense"}, {"encoding": "ascii\0"}]
)
def test_read_table_in_no_encoding_of_text_is_refused(chosen: dict[str, str]) -> None:
    assert refusal("a,b\n1,2\n", **chosen).code == "encoding"


def test_read_table_with_a_separator_that_cannot_be_chosen_is_refused() -> None:
    assert refusal("a,b\n1,2\n", separator="x").code == "separator"


def test_read_table_in_the_wrong_chosen_encoding_is_refused() -> None:
    assert refusal("a,b\n1,ü\n".encode("cp1252"), encoding="utf-8").code == "encoding"


def test_read_table_of_two_hundred_megabytes_of_nul_is_refused_at_once() -> None:
    class Zeros(io.RawIOBase):
        """200 MB that are never made; counts what is read."""

        at = 0
        given = 0

        def readinto(self, buffer: Any) -> int:
            size = min(len(buffer), 200 * 1024**2 - self.at)
            buffer[:size] = bytes(size)
            self.at += size
            self.given += size
            return size

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = offset if whence == 0 else 200 * 1024**2 + offset
            return self.at

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

    source = Zeros()
    with pytest.raises(UnreadableTable) as caught:
        read_table(io.BufferedReader(source), filename="nulls.csv")
    assert caught.value.code == "nul"
    assert source.given < 100_000


def test_open_table_reads_again_from_the_start_each_time() -> None:
    reader = open_table(b"a\n1\n2\n", filename="people.csv")
    assert [row.cells for row in reader] == [row.cells for row in reader] == [["1"], ["2"]]


def test_read_workbook_gives_clean_text_for_every_kind_of_cell() -> None:
    rows: list[list[Any]] = [
        ["name", "n", "f", "day", "at", "time", "yes"],
        [" Zoë ", 3, 0.1 + 0.2, datetime(2026, 1, 2), datetime(2026, 1, 2, 18, 30), clock_time(18, 0), True],  # noqa: DTZ001 -- cells have no zone
        [None] * 7,
        ["a_x000D_b", -1, 2.0, None, None, None, False],
    ]
    table = read(workbook(("People", rows)))
    assert table.rows == [
        ["Zoë", "3", "0.3", "2026-01-02", "2026-01-02 18:30", "18:00", "yes"],
        ["a\rb", "-1", "2", "", "", "", "no"],
    ]
    assert (table.numbers, table.sheet, table.sheets, table.encoding) == ([2, 4], "People", ("People",), None)


def test_read_workbook_passes_over_a_title_page_to_the_table() -> None:
    data = workbook(
        ("Read me", [["Spring intake"], ["Ask Cleo before you change it"]]),
        ("Responses", [["Name", "E-mail"], ["Ada", "ada@example.org"]]),
    )
    table = read(data)
    assert (table.sheet, table.header, table.sheets) == (
        "Responses",
        ("Name", "E-mail"),
        ("Read me", "Responses"),
    )


def test_read_workbook_takes_the_first_sheet_with_text_or_the_chosen_one() -> None:
    data = workbook(("Empty", []), ("Mentors", [["a"], ["1"]]), ("Mentees", [["b"], ["2"]]))
    assert read(data).header == ("a",)
    assert read(data, sheet="Mentees").header == ("b",)
    assert refusal(data, sheet="Nobody").code == "no_sheet"


def test_read_workbook_without_text_is_refused() -> None:
    assert refusal(workbook(("Empty", []))).code == "empty"


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def test_read_archive_that_is_no_workbook_is_refused() -> None:
    assert refusal(zipped({"a.txt": b"a"})).code == "wrong_type"
    assert refusal(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})).facts == {
        "kind": "an OpenDocument or Numbers file"
    }


def test_read_workbook_that_would_unpack_to_gigabytes_is_refused_before_unpacking() -> None:
    data = zipped({"xl/workbook.xml": b" ", **{f"xl/{part}.xml": bytes(50 * 1024**2) for part in range(9)}})
    assert refusal(data).code == "zip_bomb"


def damage(parts: dict[str, bytes], name: str, change: Callable[[bytes], bytes]) -> bytes:
    return zipped({**parts, name: change(parts[name])})


def test_read_workbook_with_entities_or_broken_parts_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(("People", [["a"], ["1"]])))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refusal(damage(parts, sheet, lambda xml: bomb + xml)).code == "damaged"
    assert refusal(damage(parts, sheet, lambda xml: xml[: len(xml) // 2])).code == "damaged"
    assert refusal(damage(parts, "xl/workbook.xml", lambda _: b"<x/>")).code == "damaged"
    assert refusal(zipped({name: data for name, data in parts.items() if name != sheet})).code == "damaged"


def test_read_workbook_that_lies_of_its_size_reads_what_is_there() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(("People", [["a"], ["1"]])))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    lie = damage(
        parts, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    )
    assert read(lie).rows == [["1"]]


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@＝'\";,|\t\n ab_x0041"), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=20,
)


def kept(text: str) -> str:
    """What reading makes of any text: stripped and composed."""
    import unicodedata

    stripped = unicodedata.normalize("NFC", text.strip().strip("\ufeff\u200b\u2060").strip())
    return stripped.replace("\r\n", "\n").replace("\r", "\n")


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_export_and_read_again_gives_the_original_back(rows: list[list[str]]) -> None:
    rows = [["start", kept(one), kept(other)] for one, other in rows]
    data = b"".join(csv_chunks(["=key", "a", "b"], rows))
    table = read_table(data, filename="people.csv", separator=",")
    assert (table.header, table.rows) == (("=key", "a", "b"), rows)


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 170", "-3", "@ada", "＝1", "'=1", "_x0041_", "a;=b", "a\n- b", "a\x0bb"]
)
def test_export_as_workbook_and_read_again_gives_the_original_back(text: str) -> None:
    data = b"".join(xlsx_chunks(["=key", "text"], [["start", text]], title="People"))
    assert read(data).rows == [["start", text]]
    assert read(b"".join(csv_chunks(["=key", "text"], [["start", text]]))).rows == [["start", text]]


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n-1"])
def test_export_of_text_that_begins_with_a_control_character_comes_back(text: str) -> None:
    assert read(b"".join(csv_chunks(["key", "text"], [["start", text]]))).rows == [
        ["start", text.replace("\r", "\n")]
    ]


@pytest.mark.parametrize(("spelled", "code"), [(b"_x0000_", "nul"), (b"_xD800_", "half_sign")])
def test_read_workbook_with_a_sign_that_no_text_holds_is_refused_with_its_row(
    spelled: bytes, code: str
) -> None:
    changed = io.BytesIO()
    made = workbook(("People", [["Email", "Name"], ["zoe@new.example", "Zoe MARK"]]))
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"MARK", spelled))
    refused = refusal(changed.getvalue())
    assert (refused.code, refused.facts) == (code, {"row": 2})
