"""What the columns of a spreadsheet mean, guessed from their names and from what stands in them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from greenroom.imports.core.flags import all_say_yes_or_no, flag_of
from greenroom.imports.core.meanings import BY_NAME, PATTERNS, REPEATABLE, Field
from greenroom.imports.core.reading import BadValue, words_of
from greenroom.imports.core.values import (
    Part,
    parse_capacity,
    parse_email,
    parse_hours,
    parse_part,
    parse_time_zone,
    parse_years,
    parse_yes_no,
)

__all__ = ["ColumnGuess", "Field", "guess_mapping"]

_SAMPLE = 200
_EXACT, _CONTENT, _UNSURE = 0.95, 0.8, 0.4
_MOST = 0.7
_WORDS_OF_A_NAME = 7
_FEW_WORDS = 2
_LETTERS_OF_A_NUMBER = 20
_ORDINALS = {
    **{
        word: rank
        for rank, word in enumerate(
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
        )
    },
    **{word: rank for rank, word in enumerate(["erste", "zweite", "dritte", "vierte", "funfte"], 1)},
    **{
        word: rank
        for rank, word in enumerate(["premier", "deuxieme", "troisieme", "quatrieme", "cinquieme"], 1)
    },
    **{word: rank for rank, word in enumerate(["primera", "segunda", "tercera", "cuarta", "quinta"], 1)},
}
_RANKED = re.compile(
    r"\b(choice|preference|pref|wish|rank|wahl|wunsch|choix|opcion|preferencia|option|pick|ranked|ranking|top)\b"
)
_RANKED_PERSON = re.compile(
    r"\b(preferred|requested|desired|top|wunsch) ?(mentor|mentee|partner)s?\b|\b(mentor|mentee) (\d+|choice)\b"
)
_NOT_A_PERSON = re.compile(
    r"\b(skill|topic|industry|language|time|day|field|goal|area|gender|subject|interest|event|format)s?\b"
)


@dataclass(frozen=True)
class ColumnGuess:
    index: int
    column: str
    field: Field
    confidence: float
    """0 to 1: 0.9 and more is by an exact name, below 0.5 a person should look."""
    why: str
    """One plain phrase for the page, such as "the name says so"."""
    rank: int | None = None


def guess_mapping(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[ColumnGuess]:
    """One guess for each column, in the order of the header; no single-valued field is guessed twice.

    `rows` may be a sample: the first 200 are enough.
    """
    columns = [
        [row[index] for row in rows[:_SAMPLE] if index < len(row) and row[index]]
        for index in range(len(header))
    ]
    guesses = [_guess(index, name, columns[index]) for index, name in enumerate(header)]
    guesses = _each_once(guesses)
    return _without_needless(guesses, columns)


def _guess(index: int, name: str, values: Sequence[str]) -> ColumnGuess:
    part = flag_of(name)
    if part is not None and all_say_yes_or_no(values):
        flag = Field.IS_MENTOR if part is Part.MENTOR else Field.IS_MENTEE
        return ColumnGuess(index, name, flag, _CONTENT, "its name is a part, and its cells say yes or no")
    guess = _by_name(index, name)
    if guess.field in _TAKEN_FOR_PART and values and _mostly(_says_part, values):
        return replace(guess, field=Field.PART, confidence=_CONTENT, why="its cells say mentor or mentee")
    check = _CHECKS.get(guess.field)
    if guess.field not in (Field.ANSWER, Field.IGNORE) and check and values and not _mostly(check, values):
        return ColumnGuess(
            index,
            name,
            Field.ANSWER,
            _UNSURE,
            f"the name says {guess.field.replace('_', ' ')}, its cells do not",
        )
    if guess.confidence >= _CONTENT or not values:
        return guess
    return _by_content(guess, values) or guess


def _by_name(index: int, name: str) -> ColumnGuess:
    words = words_of(name)
    bare = words_of(re.sub(r"\(.*?\)|\[.*?\]|\*|:", " ", name))
    if ranked := _ranked(index, name, words):
        return ranked
    for candidate in (words, bare):
        if candidate in BY_NAME:
            return ColumnGuess(index, name, BY_NAME[candidate], _EXACT, "the name says so")
    for pattern in PATTERNS:
        if pattern.words.search(words) and not (pattern.unless and pattern.unless.search(words)):
            return ColumnGuess(index, name, pattern.field, pattern.confidence, "the name suggests it")
    return ColumnGuess(index, name, Field.ANSWER, _UNSURE, "no field has this name")


def _ranked(index: int, name: str, words: str) -> ColumnGuess | None:
    """A column such as "2nd choice", "Mentor preference 3", "Who would you like? [First choice]"."""
    if not (_RANKED.search(words) or _RANKED_PERSON.search(words)) or _NOT_A_PERSON.search(words):
        return None
    digits = re.search(r"\b(\d{1,2})(?:st|nd|rd|th|er|re|e|a|o)?\b", words)
    rank = (
        int(digits[1])
        if digits
        else next((_ORDINALS[word] for word in words.split() if word in _ORDINALS), None)
    )
    if rank is None or not 1 <= rank <= len(_ORDINALS):
        return None
    return ColumnGuess(index, name, Field.CHOICE, _EXACT, "the name says which choice it is", rank)


def _by_content(guess: ColumnGuess, values: Sequence[str]) -> ColumnGuess | None:
    for field, check, why in _SIGNS:
        if _mostly(check, values):
            return replace(guess, field=field, confidence=_CONTENT, why=why)
    return None


def _each_once(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """The surest column keeps the field, of equals the first; the others become answers."""
    taken: set[object] = set()
    kept = list(guesses)
    for guess in sorted(guesses, key=lambda guess: (-guess.confidence, guess.index)):
        key = (guess.field, guess.rank) if guess.field is Field.CHOICE and guess.rank else guess.field
        if key in taken and (guess.field not in REPEATABLE or isinstance(key, tuple)):
            kept[guess.index] = replace(
                guess,
                field=Field.ANSWER,
                confidence=_UNSURE,
                why="another column fits this field better",
                rank=None,
            )
        taken.add(key)
    return kept


def _without_needless(guesses: list[ColumnGuess], columns: Sequence[Sequence[str]]) -> list[ColumnGuess]:
    """A full name beside first and last name adds nothing; an empty column is nothing."""
    fields = {guess.field for guess in guesses}
    result = []
    for guess, values in zip(guesses, columns, strict=True):
        if guess.field is Field.FULL_NAME and {Field.FIRST_NAME, Field.LAST_NAME} <= fields:
            result.append(replace(guess, field=Field.IGNORE, why="first and last name say it already"))
        elif not values and guess.field is Field.ANSWER:
            result.append(replace(guess, field=Field.IGNORE, why="every cell is empty"))
        else:
            result.append(guess)
    return result


def _mostly(check: Callable[[str], bool], values: Sequence[str]) -> bool:
    return sum(map(check, values)) >= _MOST * len(values)


def _reads(parse: Callable[[str], Any]) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            parse(value)
        except BadValue:
            return False
        return True

    return check


def _is_email(value: str) -> bool:
    return "@" in value and _reads(parse_email)(value)


def _is_official_zone(value: str) -> bool:
    return bool(re.match(r"[A-Za-z]+/[A-Za-z_]+|\(?(UTC|GMT)[+-]", value)) and _reads(parse_time_zone)(value)


def _is_weekly(value: str) -> bool:
    return (
        bool(re.search(r"\d|morning|evening|afternoon", value, re.IGNORECASE))
        and bool(re.search(r"\b(mon|tue|wed|thu|fri|sat|sun|week)", value, re.IGNORECASE))
        and _reads(parse_hours)(value)
    )


def _or_digits(parse: Callable[[str], Any]) -> Callable[[str], bool]:
    reads = _reads(parse)
    return lambda value: (len(value) <= _LETTERS_OF_A_NUMBER and any(map(str.isdigit, value))) or reads(value)


def _or_few_words(parse: Callable[[str], Any]) -> Callable[[str], bool]:
    reads = _reads(parse)
    return lambda value: len(value.split()) <= _FEW_WORDS or reads(value)


def _is_short(value: str) -> bool:
    return len(value.split()) <= _WORDS_OF_A_NAME


def _is_part(value: str) -> bool:
    return _is_short(value) and _reads(parse_part)(value)


def _says_part(value: str) -> bool:
    return _is_part(value) and bool(re.search(r"ment[eo]|prot[eé]g|both", value.casefold()))


_TAKEN_FOR_PART = frozenset(
    {Field.JOB_TITLE, Field.STAGE, Field.DEPARTMENT, Field.PROFESSION, Field.ANSWER, Field.IGNORE}
)
"""Fields whose names ("role", "type", "group", "status") are also used for the part in the program."""

_CHECKS: dict[Field, Callable[[str], bool]] = {
    Field.EMAIL: lambda value: "@" in value or " " not in value,
    Field.PART: _or_few_words(parse_part),
    Field.BOTH_PARTS: _or_few_words(parse_yes_no),
    Field.WANTS_SIMILAR: _or_few_words(parse_yes_no),
    Field.CAPACITY: _or_digits(parse_capacity),
    Field.MINIMUM: _or_digits(parse_capacity),
    Field.MAXIMUM: _or_digits(parse_capacity),
    Field.CIRCLE_FROM: _or_digits(parse_capacity),
    Field.YEARS: _or_digits(parse_years),
    Field.TIME_ZONE: _or_few_words(parse_time_zone),
    Field.AVAILABILITY: _reads(parse_hours),
    Field.FIRST_NAME: _is_short,
    Field.LAST_NAME: _is_short,
    Field.FULL_NAME: _is_short,
}
"""What the cells of a column must be for its name to be believed; where most are not, the name means something else.

A wrong number under "capacity" is still meant as one: it must become a fault, and never quietly an answer."""

_SIGNS: tuple[tuple[Field, Callable[[str], bool], str], ...] = (
    (Field.EMAIL, _is_email, "its cells are e-mail addresses"),
    (Field.TIME_ZONE, _is_official_zone, "its cells are time zones"),
    (Field.AVAILABILITY, _is_weekly, "its cells are days and times"),
)
"""By what stands in its cells a column is known whose name is not."""
