"""What the columns of a spreadsheet mean, guessed from their names and from what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column can mean. ANSWER is the answer to a question whose words are the column's name."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    EXTERNAL_ID = "external_id"
    PART = "part"
    BOTH_PARTS = "both_parts"
    CAPACITY = "capacity"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SKILLS_WANTED = "skills_wanted"
    SKILLS_OFFERED = "skills_offered"
    LANGUAGES = "languages"
    TIME_ZONE = "time_zone"
    EMPLOYER = "employer"
    DEPARTMENT = "department"
    JOB_TITLE = "job_title"
    PROFESSION = "profession"
    STAGE = "stage"
    YEARS = "years"
    PLACE = "place"
    BIOGRAPHY = "biography"
    GOALS = "goals"
    AVAILABILITY = "availability"
    CHOICE = "choice"
    """A ranked wish: ColumnGuess.rank says which one (1 is the first)."""
    MUST_PAIR = "must_pair"
    MUST_NOT_PAIR = "must_not_pair"
    CHARACTERISTICS = "characteristics"
    """Who I am (identity); kept as an answer."""
    WANTED_CHARACTERISTICS = "wanted_characteristics"
    """Whom I would like to meet (identity to match); kept as an answer."""
    WANTS_SIMILAR = "wants_similar"
    """Yes or no: match me with someone of the identity I named; kept as an answer."""
    ANSWER = "answer"
    IGNORE = "ignore"


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
    raise NotImplementedError
