"""What kind of file it is, by its first bytes and never by its name."""

import re
from typing import BinaryIO, Literal

from greenroom.imports.core.unreadable import MAX_BYTES, UnreadableTable

Kind = Literal["delimited", "workbook"]

_HEAD = 8_192
_ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.01


def kind_of(source: BinaryIO, *, filename: str) -> Kind:
    """Read the first 8 kB and the size; raise `UnreadableTable` for whatever is neither text nor a zip."""
    source.seek(0)
    head = source.read(_HEAD)
    if not head.strip():
        raise UnreadableTable("empty", f"{filename} is empty. Choose the file that holds your table.")
    _refuse_other_kinds(head, filename=filename)
    size = source.seek(0, 2)
    source.seek(0)
    if size > MAX_BYTES:
        raise UnreadableTable(
            "too_large",
            f"{filename} has {size // 1024**2} MB, and {MAX_BYTES // 1024**2} MB is the most that can be read. "
            "Remove columns that you do not need, or split it into several files.",
            size=size,
        )
    return "workbook" if head.startswith(_ZIP) else "delimited"


def is_wide(head: bytes) -> bool:
    """Whether this is UTF-16: by its mark, or because nearly every other byte is NUL and the rest is not."""
    return head[:2] in _WIDE_MARKS or wide_order(head) is not None


def wide_order(head: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """Which UTF-16 it is where no mark says so, judged from mostly Latin text."""
    pairs = len(head) // 2
    first, second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs and second > pairs * 0.7 and first < pairs * 0.1:
        return "utf-16-le"
    if pairs and first > pairs * 0.7 and second < pairs * 0.1:
        return "utf-16-be"
    return None


def _refuse_other_kinds(head: bytes, *, filename: str) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(
            "old_excel",
            f"{filename} is an Excel file of the old format (.xls), or one with a password. "
            "Open it and save it as an Excel workbook (.xlsx) without a password, or as CSV.",
        )
    for mark, what in _OTHER_KINDS:
        if head.startswith(mark):
            raise _wrong_type(filename, what)
    if head.startswith(_ZIP) or is_wide(head):
        return
    if b"\0" in head:
        raise UnreadableTable(
            "nul",
            f"{filename} holds empty bytes (NUL), so it is no text; it may be damaged. "
            "Save it again as CSV (UTF-8) or as an Excel workbook (.xlsx).",
        )
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        raise _wrong_type(filename, "a web page")
    if opening.startswith((b"<?xml", b"<!doctype", b"<workbook", b"<svg")):
        raise _wrong_type(filename, "an XML document")
    if re.match(rb'[\[{]\s*[\[{"]', opening):
        raise _wrong_type(filename, "a JSON document")
    if len(_CONTROLS.findall(head)) > _CONTROL_SHARE * len(head):
        raise _wrong_type(filename, "no text and no Excel workbook")


def _wrong_type(filename: str, what: str) -> UnreadableTable:
    return UnreadableTable(
        "wrong_type",
        f"{filename} is {what}. Save your table as CSV or as an Excel workbook (.xlsx) and choose that file.",
        kind=what,
    )
