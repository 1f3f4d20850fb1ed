"""Which encoding a file of text is in."""

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

from greenroom.imports.core.signatures import wide_order
from greenroom.imports.core.unreadable import UnreadableTable

ENCODINGS: dict[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little end first)",
    "utf-16-be": "Unicode (UTF-16, big end first)",
    "cp1252": "Western European (Windows)",
    "mac-roman": "Western European (Macintosh)",
    "cp850": "Western European (DOS)",
    "cp1250": "Central European (Windows)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "cp1251": "Cyrillic (Windows)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "cp1257": "Baltic (Windows)",
    "cp932": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC)",
    "gb18030": "Chinese (simplified)",
    "big5": "Chinese (traditional)",
    "cp949": "Korean",
}
"""Python's name of each encoding that can be chosen, and what people call it."""

_CHUNK = 1024 * 1024
_SAMPLE = 32 * 1024
_LINE_WITH_HIGH_BYTES = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_ODD_AT_MOST = 0.1
_ICELANDIC = frozenset("áíóúæÁÍÓÚÆ")
_TYPOGRAPHY = frozenset("’‘“”„‚«»‹›–—…•·°§€£ªº¿¡´¨©®™½¼¾²³×\xa0\xad")


def _letters(lower: str) -> frozenset[str]:
    return frozenset(lower + lower.upper())


_WEST = _letters("àâäáãåæçèéêëíìîïñóòôöõøœùúûüßðþýÿ")
_CYRILLIC = _letters("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ№")
_USUAL: dict[str, frozenset[str]] = {
    "cp1252": _WEST,
    "cp1250": _letters("ąćęłńóśźżáčďéěíňřšťúůýžľĺŕôäöüőűßđâăîşţ"),
    "cp1254": (_WEST - set("ðþýÐÞÝ")) | set("ğışĞİŞ"),
    "mac-roman": _WEST,
    "cp850": _WEST,
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "cp1253": _letters("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"),
}
"""The letters that people write in each encoding; charset-normalizer cannot tell these apart in a short file. Where two
fit equally well, the first is taken."""


def find_encoding(source: BinaryIO, *, filename: str) -> str:
    """A name of `ENCODINGS`. A mark at the start decides, then strict UTF-8, then statistics of the odd lines."""
    source.seek(0)
    head = source.read(8_192)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if order := wide_order(head):
        return order
    failed_at = _first_byte_that_is_no_utf8(source)
    if failed_at is None:
        return "utf-8"
    sample = _lines_with_high_bytes(source)
    if _is_mostly_utf8(sample):
        raise UnreadableTable(
            "encoding",
            f"{filename} is Unicode (UTF-8) text, but byte {failed_at + 1} cannot be read: it may be cut off, or "
            "put together from several files. Save it again as CSV (UTF-8), or choose its encoding.",
            byte=failed_at + 1,
        )
    return _guess(sample)


def checked_encoding(name: str) -> str:
    """The name as `ENCODINGS` spells it; refuses what is no encoding of text."""
    try:
        wanted = codecs.lookup(name).name
    except (LookupError, ValueError):
        wanted = ""
    for known in ENCODINGS:
        if codecs.lookup(known).name == wanted:
            return known
    raise UnreadableTable("encoding", f"“{name}” is no encoding that can be chosen.", encoding=name)


def _first_byte_that_is_no_utf8(source: BinaryIO) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    source.seek(0)
    position = 0
    while True:
        chunk = source.read(_CHUNK)
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return position - pending + error.start
        if not chunk:
            return None
        position += len(chunk)


def _lines_with_high_bytes(source: BinaryIO) -> bytes:
    source.seek(0)
    lines: list[bytes] = []
    size = 0
    while size < _SAMPLE and (chunk := source.read(_CHUNK)):
        for line in _LINE_WITH_HIGH_BYTES.findall(chunk):
            lines.append(line[:_SAMPLE])
            size += len(line)
            if size >= _SAMPLE:
                break
    return b"\n".join(lines)


def _is_mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - broken
    return whole > broken


def _guess(sample: bytes) -> str:
    share, name = min((round(_odd_share(sample, name), 2), place) for place, name in enumerate(_USUAL))
    if share <= _ODD_AT_MOST:
        return list(_USUAL)[name]
    others = [name for name in ENCODINGS if not name.startswith("utf")]
    best = from_bytes(sample, cp_isolation=others).best()
    return checked_encoding(best.encoding) if best else "cp1252"


def _odd_share(sample: bytes, encoding: str) -> float:
    """How many of the characters beyond ASCII no writer of these languages would put where they stand."""
    text = sample.decode(encoding, errors="replace")
    usual = _USUAL[encoding]
    if encoding == "cp1252" and not _ICELANDIC.intersection(text):
        usual -= set("ðþýÐÞÝ")  # which Turkish text shows when it is taken for Western
    places = [index for index, character in enumerate(text) if not character.isascii()]
    odd = sum(
        _is_odd(text[index], text[index - 1 : index], text[index + 1 : index + 2], usual) for index in places
    )
    return odd / len(places)


def _is_odd(character: str, before: str, after: str, usual: frozenset[str]) -> bool:
    if not character.isalpha() or character in "ªº":
        return character not in _TYPOGRAPHY or (
            character not in "’‘·\xad" and before.isalpha() and after.isalpha()
        )
    if character not in usual or (character.isupper() and before.islower()):
        return True
    if character in "ìù" and "à" in usual and after.isalpha():
        return True  # they end words of Italian and French; inside one they are Czech ě and ů
    if character in "õÕ" and after.casefold() not in {"e", "o"}:
        return True  # Portuguese ões; else it is Hungarian ő
    if "à" not in usual and "ą" not in usual:
        return (before.isascii() and before.isalpha()) or (
            after.isascii() and after.isalpha()
        )  # two scripts in a word
    pair = before.isalpha() and not before.isascii() and before.casefold() != character.casefold()
    icelandic = {character.casefold(), before.casefold()} <= set("áéíóúýðþæö")
    return pair and "à" in usual and not icelandic
