"""Fits that someone has already: a table of mentee, mentor and fit, and one of capacities."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from greenroom.cli.sheets.faults import Unusable, at
from greenroom.cli.sheets.people import Sheet
from greenroom.imports.core.reading import words_of
from greenroom.imports.core.values import BadValue, Capacity, parse_capacity, parse_count
from greenroom.matching.core import Participant

FIT_WORDS: Final = r"\b(fit|fits|score|scores|weight|value|rating|compatibility|match|points|utility)\b"
MOST_DIGITS: Final = 300

Fits = list[tuple[str, str, Fraction]]


def read_fits(sheet: Sheet) -> Fits:
    """Read rows of mentee, mentor, fit. Raises `Unusable` with every row at fault."""
    mentee, mentor, fit = _columns(sheet)
    faults: list[str] = []
    fits: Fits = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in zip(sheet.table.numbers, sheet.table.rows, strict=True):
        pair = cells[mentee], cells[mentor]
        for column, text in ((mentee, pair[0]), (mentor, pair[1])):
            if not text:
                faults.append(
                    at(sheet.filename, number, sheet.table.header[column], "it is empty. Name someone.")
                )
        if not cells[fit]:
            continue  # no fit: the pair is not allowed
        try:
            value = number_of(cells[fit])
        except BadValue as error:
            faults.append(at(sheet.filename, number, sheet.table.header[fit], error.message))
            continue
        if pair in seen:
            message = f"the pair {pair[0]}, {pair[1]} has a fit in row {seen[pair]} already. Keep one."
            faults.append(at(sheet.filename, number, sheet.table.header[fit], message))
        seen.setdefault(pair, number)
        fits.append((*pair, value))
    if faults:
        raise Unusable(faults)
    if not fits:
        raise Unusable([f"{sheet.filename} has no fit in it."])
    return fits


def read_capacities(sheet: Sheet) -> dict[str, Participant]:
    """Read rows of mentor, capacity and maybe minimum and what a circle opens with. Raises `Unusable` with every row at fault."""
    header = [words_of(title) for title in sheet.table.header]
    capacity = _find(header, r"\b(capacity|capacities|places|max|maximum|slots|cap|quota|upper|mentees)\b")
    circle = _find(header, r"\b(circle|group|opens)\b", besides={capacity})
    minimum = _find(header, r"\b(min|minimum|lower|floor|least)\b", besides={capacity, circle})
    mentor = _find(header, r"\b(mentor|name|email|id|person)\b", besides={capacity, circle})
    mentor = 0 if mentor is None else mentor
    capacity = (1 if mentor == 0 else 0) if capacity is None else capacity
    if capacity >= len(header):
        raise Unusable([f"{sheet.filename} needs two columns: mentor and capacity."])
    faults: list[str] = []
    found: dict[str, Participant] = {}
    for number, cells in zip(sheet.table.numbers, sheet.table.rows, strict=True):
        name = cells[mentor]
        if not name or name in found:
            what = "it is empty. Name a mentor." if not name else f"{name} is listed twice. Keep one."
            faults.append(at(sheet.filename, number, sheet.table.header[mentor], what))
            continue
        try:
            said = parse_capacity(cells[capacity]) or Capacity(0, 1)
            low = said.minimum if minimum is None else max(said.minimum, parse_count(cells[minimum]) or 0)
            opens_with = 0 if circle is None else parse_count(cells[circle]) or 0
        except BadValue as error:
            faults.append(at(sheet.filename, number, sheet.table.header[capacity], error.message))
            continue
        if low > said.maximum:
            message = f"the smallest number ({low}) is above the largest ({said.maximum})."
            faults.append(at(sheet.filename, number, sheet.table.header[capacity], message))
        if opens_with > max(said.maximum, 1) and said.maximum:
            message = f"a circle that opens with {opens_with} cannot have {said.maximum} at most."
            faults.append(at(sheet.filename, number, sheet.table.header[capacity], message))
        found[name] = Participant(key=name, capacity=said.maximum, minimum=low, opens_with=opens_with)
    if faults:
        raise Unusable(faults)
    return found


def people_of_fits(
    fits: Fits, capacities: dict[str, Participant]
) -> tuple[list[Participant], list[Participant]]:
    """Return mentees with one place each and mentors with their capacity, 1 if none is given."""
    mentees = [Participant(key=key) for key in dict.fromkeys(mentee for mentee, _, _ in fits)]
    names = dict.fromkeys([*(mentor for _, mentor, _ in fits), *capacities])
    return mentees, [capacities.get(key) or Participant(key=key) for key in names]


def number_of(text: str) -> Fraction:
    """Read a number as people write it, exactly.

    >>> number_of("0,85"), number_of("85%"), number_of("1,234.5"), number_of("-3")
    (Fraction(17, 20), Fraction(17, 20), Fraction(2469, 2), Fraction(-3, 1))
    """
    said = re.sub(r"\s|[']", "", text.replace("−", "-"))
    percent = said.endswith("%")
    said = said.removesuffix("%")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+", said):
        said = said.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", said):
        said = said.replace(".", "").replace(",", ".")
    else:
        said = said.replace(",", ".")
    try:
        value = Decimal(said)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        raise BadValue(
            f"“{text}” is no number. Write one such as 0.85 or 72, or leave the cell empty to rule the pair out."
        )
    return Fraction(value) / (100 if percent else 1)


def _columns(sheet: Sheet) -> tuple[int, int, int]:
    header = [words_of(title) for title in sheet.table.header]
    fit = _find(header, FIT_WORDS)
    mentee = _find(header, r"\b(mentees?|proteges?|students?|applicants?)\b", besides={fit})
    mentor = _find(header, r"\b(mentors?|supervisors?|advis[eo]rs?)\b", besides={fit})
    if (
        mentee is None
        or mentor is None
        or fit is None
        or len({mentee, mentor, fit}) < len(("mentee", "mentor", "fit"))
    ):
        titles = ", ".join(f"“{title}”" for title in sheet.table.header)
        raise Unusable([f"{sheet.filename} needs the columns mentee, mentor and fit. It has {titles}."])
    return mentee, mentor, fit


def _find(header: Sequence[str], words: str, *, besides: Collection[int | None] = ()) -> int | None:
    """Return the first column whose title is one of the words, else the first that has one in it."""
    hits = [n for n, title in enumerate(header) if n not in besides and re.search(words, title)]
    exact = [n for n in hits if re.fullmatch(words, header[n])]
    return next(iter(exact or hits), None)
