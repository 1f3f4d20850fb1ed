"""How many partners someone takes, in the ways that people write it."""

import re
from dataclasses import dataclass

from greenroom.imports.core.reading import NOTHING, BadValue, plain, shown

CAPACITY_LIMIT = 50
YEARS_LIMIT = 80
_LONGEST = 200

_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "zero nil null",
            "one a single un une uno una ein eine einen eins um uma",
            "two couple pair deux dos zwei due dois",
            "three trois tres drei tre",
            "four quatre cuatro vier",
            "five cinq cinco funf",
            "six seis sechs",
            "seven sept siete sieben",
            "eight huit ocho acht",
            "nine neuf nueve neun",
            "ten dix diez zehn",
        )
    )
    for word in words.split()
    if word not in {"a", "null"}
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
_WITHOUT_LIMIT = re.compile(
    r"\b(unlimited|no limit|without limit|as many as|no max(imum)?|unbegrenzt|illimite|ilimitado)\b|∞"
)
_NOBODY = frozenset(
    {
        "none",
        "no",
        "nobody",
        "no one",
        "0",
        "not this time",
        "not available",
        "keine",
        "keiner",
        "aucun",
        "ninguno",
    }
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|"
    r"\b(\d{1,2}[- ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[- ]?\d)"
)
_HOURS = re.compile(r"\b(hours?|hrs?|h|minutes?|mins|stunden|heures|horas)\b")
_NOUN = re.compile(
    r"(?<!')\b(a|mentees?|mentors?|people|persons?|students?|places?|slots?|proteges?|apprentices?|matches|match|learners?|"
    r"partners?|individuals?|at a time|per cohort|each|in total|total|of|only|just|about|maybe|i can take|take)\b"
)
_MOST = r"(?:up to|upto|max(?:imum|imal)?\.?|at most|no more than|not more than|<=|≤|bis zu|hochstens|jusqu'a|hasta|maximo)"
_LEAST = r"(?:at least|min(?:imum|imal|destens)?\.?|no less than|>=|≥|au moins|al menos|por lo menos|minimo)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:between )?(\d+) ?(?:-|to|or|bis|oder|a|ou|o|and|~) ?(\d+)"), "range"),
    (re.compile(rf"{_MOST} ?:? ?(\d+)|(\d+) ?(?:max(?:imum|imal)?\.?|at most|or fewer|or less)"), "most"),
    (re.compile(r"(?:fewer than|less than|<) ?(\d+)"), "below"),
    (
        re.compile(
            rf"{_LEAST} ?:? ?(\d+)|(\d+) ?(?:\+|min(?:imum|imal)?\.?|at least|or more|and more|oder mehr)"
        ),
        "least",
    ),
    (re.compile(r"(?:more than|>) ?(\d+)"), "above"),
    (re.compile(r"(?:exactly|genau|exactement|exactamente|=) ?(\d+)"), "exactly"),
    (re.compile(r"(\d+)"), "plain"),
)


@dataclass(frozen=True)
class Capacity:
    """How many partners: 0 <= minimum <= maximum <= CAPACITY_LIMIT."""

    minimum: int
    maximum: int


def parse_capacity(text: str) -> Capacity | None:
    """Read "3" as Capacity(0, 3), "1-2" as (1, 2), "at least 1" as (1, CAPACITY_LIMIT), "none" as (0, 0)."""
    said = plain(text)
    if said in NOTHING:
        return None
    if len(said) > _LONGEST:
        raise _no_capacity(text)
    if said in _NOBODY:
        return Capacity(0, 0)
    if _WITHOUT_LIMIT.search(said):
        return Capacity(0, CAPACITY_LIMIT)
    _refuse_dates_and_hours(said, text)
    said = _whole_numbers(said, text)
    minimum, maximum = _bounds(said, text)
    if minimum > maximum:
        raise BadValue(f"{shown(text)} has a smallest number above its largest. Write it like “1-2”.")
    return Capacity(minimum, maximum)


def parse_count(text: str) -> int | None:
    """A whole number from 0 to CAPACITY_LIMIT, for a smallest or largest number in a column of its own."""
    capacity = parse_capacity(text)
    if capacity is None:
        return None
    if capacity.minimum not in (0, capacity.maximum):
        raise BadValue(f"{shown(text)} is two numbers, and one is expected here.")
    return capacity.maximum


def parse_years(text: str) -> int | None:
    """Years of experience: "5", "10+ years", "3-5" (the lower), "<1" (0)."""
    said = plain(text)
    if said in NOTHING:
        return None
    said = _NUMBER_WORD.sub(lambda match: _NUMBERS[match.group()], said)
    if re.match(r"(<|less than|under|none|no )", said):
        return 0
    match = re.search(r"-?\d{1,9}(?:[.,]\d{1,9})?", said)
    years = int(float(match.group().replace(",", "."))) if match else -1
    if not 0 <= years <= YEARS_LIMIT:
        raise BadValue(f"{shown(text)} is no number of years from 0 to {YEARS_LIMIT}. Write a whole number.")
    return years


def _refuse_dates_and_hours(said: str, text: str) -> None:
    if _DATE.search(said):
        raise BadValue(
            f"{shown(text)} is a date: a spreadsheet program makes dates of numbers such as 1-2. "
            "Write “1 to 2”, or “up to 2”."
        )
    if _HOURS.search(said):
        raise BadValue(
            f"{shown(text)} speaks of hours, and this column says how many people. Write a number of people."
        )


def _whole_numbers(said: str, text: str) -> str:
    """Number words as digits, 2.0 as 2; refuses halves, minus signs and numbers too long to be meant."""
    said = _NUMBER_WORD.sub(lambda match: _NUMBERS[match.group()], said)
    said = re.sub(r"(?<=\d)[.,]0{1,2}\b", "", said)
    if re.match(r"- ?\d", said) or re.search(r"\d[.,^/ ]\d|\d ?e ?\+?\d|\d{4}", said):
        raise _no_capacity(text)
    return " ".join(_NOUN.sub(" ", re.sub(r"[()]", " ", said)).split())


def _bounds(said: str, text: str) -> tuple[int, int]:
    minimum, maximum = 0, CAPACITY_LIMIT
    found = False
    for pattern, kind in _RULES:
        while not (found and kind == "plain") and (match := pattern.search(said)):
            found = True
            numbers = [int(group) for group in match.groups() if group]
            if max(numbers) > CAPACITY_LIMIT:
                raise _no_capacity(text)
            minimum, maximum = _narrowed(minimum, maximum, kind=kind, numbers=numbers)
            said = said[: match.start()] + " " + said[match.end() :]
    if not found or re.sub(r"[\W_]", "", said):
        raise _no_capacity(text)
    return minimum, maximum


def _narrowed(minimum: int, maximum: int, *, kind: str, numbers: list[int]) -> tuple[int, int]:
    first, last = numbers[0], numbers[-1]
    match kind:
        case "range" | "exactly":
            return first, last
        case "most" | "plain":
            return minimum, min(maximum, last)
        case "below":
            return minimum, min(maximum, max(0, last - 1))
        case "least":
            return max(minimum, first), maximum
        case _:
            return max(minimum, first + 1), maximum


def _no_capacity(text: str) -> BadValue:
    return BadValue(
        f"{shown(text)} is no number of people from 0 to {CAPACITY_LIMIT}. Write a whole number such as 2, or “1-3”, or “up to 3”."
    )
