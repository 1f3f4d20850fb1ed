"""What people write in cells, read as values.

Every parser takes the text of one cell and returns None (or an empty collection) where the cell is empty; it raises
`BadValue`, whose message says what happened and what to do, where it cannot be read.
"""

from dataclasses import dataclass
from enum import StrEnum

CAPACITY_LIMIT = 50


class BadValue(ValueError):
    """A cell that cannot be read as what its column means."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Part(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


@dataclass(frozen=True)
class Capacity:
    """How many partners: 0 <= minimum <= maximum <= CAPACITY_LIMIT."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class Skill:
    name: str
    level: int | None = None
    """1 (beginner) to 5 (expert), None where none is said."""


def parse_yes_no(text: str) -> bool | None:
    raise NotImplementedError


def parse_capacity(text: str) -> Capacity | None:
    """ "3" is Capacity(0, 3); "1-2" Capacity(1, 2); "at least 1" Capacity(1, CAPACITY_LIMIT); "none" Capacity(0, 0)."""
    raise NotImplementedError


def parse_count(text: str) -> int | None:
    """A whole number from 0 to CAPACITY_LIMIT (a minimum, a maximum or years in a column of its own)."""
    raise NotImplementedError


def parse_list(text: str) -> list[str]:
    raise NotImplementedError


def parse_level(text: str) -> int | None:
    """1 to 5."""
    raise NotImplementedError


def parse_skills(text: str) -> list[Skill]:
    raise NotImplementedError


def parse_time_zone(text: str) -> str | None:
    """An IANA name such as "Europe/Berlin" or "Etc/GMT-2" (which is UTC+2)."""
    raise NotImplementedError


def parse_email(text: str) -> str | None:
    """Trimmed, NFC, lower case."""
    raise NotImplementedError


def parse_languages(text: str) -> list[str]:
    """ISO 639-1 codes where the language is known ("Deutsch" is "de"), else the words as they stand."""
    raise NotImplementedError


def parse_hours(text: str) -> frozenset[int]:
    """Hours of a local week, 0 (Monday 00:00 to 01:00) to 167 (Sunday 23:00 to 24:00)."""
    raise NotImplementedError


def parse_part(text: str) -> Part | None:
    raise NotImplementedError
