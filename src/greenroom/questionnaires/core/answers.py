"""Reading answers: from what a form or a file gives to what is kept.

Each reader takes raw input (text, numbers, lists of either) and returns the value that `Response.answers` keeps, None
where nothing was answered, or raises `BadAnswer` with a code that `questionnaires.errors` puts into words.
"""

import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Answer = str | int | list[str] | list[int] | dict[str, int]

HOURS_OF_WEEK = 168
TOP_LEVEL = 5
DEFAULT_LEVEL = 3
SKILL_LENGTH = 80
LANGUAGE_LENGTH = 60
MOST_SKILLS = 40
MOST_LANGUAGES = 20
MOST_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as the reader needs it. `form` narrows a text further: only "time_zone" is known.

    `languages` maps what people may give (a code, a name in lower case) to the code that is kept.
    """

    key: str
    kind: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    is_required: bool = False
    max_length: int = 4000
    form: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)


class BadAnswer(ValueError):
    """An answer that cannot be kept: `code` and the `facts` that its words need."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with the answer to one question."""

    key: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def read_answer(asked: Asked, raw: object) -> Answer | None:
    """The answer to one question, or None where none was given. Raises BadAnswer."""
    answer = _READERS[asked.kind](asked, raw)
    if answer in ("", [], {}):
        answer = None
    if answer is None and asked.is_required:
        raise BadAnswer("required")
    return answer


def read_answers(
    questions: Iterable[Asked], raw: Mapping[str, object]
) -> tuple[dict[str, Answer], list[Fault]]:
    """All answers that could be read, and a fault for each that could not. Keys that nobody asked are left out."""
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for asked in questions:
        try:
            answer = read_answer(asked, raw.get(asked.key))
        except BadAnswer as bad:
            faults.append(Fault(key=asked.key, code=bad.code, facts=bad.facts))
        else:
            if answer is not None:
                answers[asked.key] = answer
    return answers, faults


def clean_text(raw: object, *, limit: int) -> str:
    """Trimmed and in one Unicode form. Raises BadAnswer for what is no text, too long, or no database keeps."""
    if raw is None:
        return ""
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise BadAnswer("not_text")
    text = unicodedata.normalize("NFC", str(raw).replace("\r\n", "\n")).strip()
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise BadAnswer("unreadable")
    if len(text) > limit:
        raise BadAnswer("too_long", limit=limit, length=len(text))
    return text


def _read_text(asked: Asked, raw: object) -> str:
    text = clean_text(raw, limit=asked.max_length)
    if asked.kind == "short":
        text = " ".join(text.split())
    if text and asked.form == "time_zone" and text not in zoneinfo.available_timezones():
        raise BadAnswer("time_zone", value=text)
    return text


def _read_single(asked: Asked, raw: object) -> str:
    """One of the choices; letter case does not matter."""
    text = clean_text(raw, limit=asked.max_length)
    return _chosen(asked, text) if text else ""


def _read_multiple(asked: Asked, raw: object) -> list[str]:
    """Several of the choices, each once, in the order in which they are offered."""
    texts = [clean_text(item, limit=asked.max_length) for item in _items(raw)]
    chosen = {_chosen(asked, text) for text in texts if text}
    return [choice for choice in asked.choices if choice in chosen]


def _chosen(asked: Asked, text: str) -> str:
    if text in asked.choices:
        return text
    folded = text.casefold()
    for choice in asked.choices:
        if choice.casefold() == folded:
            return choice
    raise BadAnswer("not_a_choice", value=text)


def _read_number(asked: Asked, raw: object) -> int | None:
    if raw is None or raw == "":
        return None
    number = _whole(raw)
    if asked.minimum is not None and number < asked.minimum:
        raise BadAnswer("too_low", minimum=asked.minimum)
    if asked.maximum is not None and number > asked.maximum:
        raise BadAnswer("too_high", maximum=asked.maximum)
    return number


def _whole(raw: object) -> int:
    if isinstance(raw, bool):
        raise BadAnswer("not_a_number")
    if isinstance(raw, int):
        number = raw
    else:
        text = clean_text(raw, limit=100).replace("\u2212", "-")
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
            raise BadAnswer("not_a_number")
        number = int(text)
    if abs(number) >= 10**MOST_DIGITS:
        raise BadAnswer("not_a_number")
    return number


def _read_skills(asked: Asked, raw: object) -> dict[str, int]:  # noqa: ARG001 - one shape for every reader
    """{name: level 1..5}, from a mapping or from pairs. The first of two spellings of a name stays."""
    pairs = raw.items() if isinstance(raw, Mapping) else _items(raw)
    skills: dict[str, int] = {}
    seen: set[str] = set()
    for pair in pairs:
        name, level = _skill(pair)
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            skills[name] = level
    if len(skills) > MOST_SKILLS:
        raise BadAnswer("too_many", limit=MOST_SKILLS)
    return skills


def _skill(pair: object) -> tuple[str, int]:
    given_name, given_level = pair if isinstance(pair, tuple | list) and len(pair) == 2 else (pair, None)  # noqa: PLR2004 - a pair
    name = " ".join(clean_text(given_name, limit=SKILL_LENGTH).split())
    if given_level in (None, ""):
        return name, DEFAULT_LEVEL
    try:
        level = _whole(given_level)
    except BadAnswer:
        level = 0
    if not 1 <= level <= TOP_LEVEL:
        raise BadAnswer("level", skill=name)
    return name, level


def _read_languages(asked: Asked, raw: object) -> list[str]:
    """Codes of languages, each once, in the order given."""
    codes: dict[str, None] = {}
    for item in _items(raw):
        text = " ".join(clean_text(item, limit=LANGUAGE_LENGTH).split())
        code = asked.languages.get(text.casefold())
        if text and code is None:
            raise BadAnswer("language", value=text)
        if code is not None:
            codes[code] = None
    if len(codes) > MOST_LANGUAGES:
        raise BadAnswer("too_many", limit=MOST_LANGUAGES)
    return list(codes)


def _read_hours(asked: Asked, raw: object) -> list[int]:  # noqa: ARG001 - one shape for every reader
    """Whole hours of the week, 0 = Monday 00:00 in the person's own zone, ascending, each once."""
    try:
        hours = {_whole(item) for item in _items(raw)}
    except BadAnswer as bad:
        raise BadAnswer("hours") from bad
    if any(not 0 <= hour < HOURS_OF_WEEK for hour in hours):
        raise BadAnswer("hours")
    return sorted(hours)


def _items(raw: object) -> Sequence[object]:
    if raw is None or raw == "":
        return []
    if isinstance(raw, list | tuple):
        return raw
    if isinstance(raw, set | frozenset):
        return sorted(raw, key=str)
    if isinstance(raw, Mapping):
        raise BadAnswer("not_text")
    return [raw]


_READERS: Mapping[str, Callable[[Asked, object], Answer | None]] = {
    "single": _read_single,
    "multiple": _read_multiple,
    "scale": _read_number,
    "number": _read_number,
    "short": _read_text,
    "long": _read_text,
    "skills": _read_skills,
    "languages": _read_languages,
    "hours": _read_hours,
}
