"""Criteria guessed from the columns that are there, for someone who has written none."""

from collections.abc import Iterable, Sequence
from typing import Final

from greenroom.cli.sheets.parts import says_yes_or_no
from greenroom.cli.sheets.people import Person, Sheet
from greenroom.imports.core.mapping import Field
from greenroom.imports.core.reading import plain
from greenroom.imports.core.values import BadValue, parse_list, parse_years
from greenroom.matching.core import CRITERION_KINDS, Criterion, Rules
from greenroom.matching.core.criteria.features import tidy
from greenroom.matching.core.criteria.places import coordinates_in
from greenroom.matching.core.given.rules import slug

LADDERS: Final = (
    ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"),
    ("Intern", "Junior", "Mid", "Senior", "Lead", "Principal", "Director"),
    ("Entry", "Mid", "Senior", "Executive"),
    ("Early career", "Mid career", "Senior", "Executive"),
    ("Early", "Mid", "Late"),
    ("Student", "Graduate", "Early career", "Mid career", "Senior"),
    ("Freshman", "Sophomore", "Junior", "Senior", "Graduate"),
    ("First year", "Second year", "Third year", "Fourth year", "Graduate"),
    ("Beginner", "Intermediate", "Advanced", "Expert"),
    ("Associate", "Manager", "Senior manager", "Director", "Partner"),
)
"""Ladders that organizations use; one is taken if it has every step that occurs."""

LEFT_OUT: Final = frozenset(
    {
        Field.SKILLS_WANTED,
        Field.SKILLS_OFFERED,
        Field.LANGUAGES,
        Field.TIME_ZONE,
        Field.EMPLOYER,
        Field.DEPARTMENT,
        Field.JOB_TITLE,
        Field.PROFESSION,
        Field.STAGE,
        Field.YEARS,
        Field.PLACE,
        Field.BIOGRAPHY,
        Field.GOALS,
        Field.AVAILABILITY,
        Field.CHARACTERISTICS,
        Field.WANTED_CHARACTERISTICS,
        Field.ANSWER,
    }
)
"""What a criterion could look at; names, places and wishes have their own use."""

LONG_TEXT: Final = 40
SOME_WORDS: Final = 3
SOME: Final = 0.3


def guess_rules(mentees: Sequence[Person], mentors: Sequence[Person]) -> Rules:
    """Return criteria for every pair of columns that can be compared; none if there is no such pair."""
    found: list[Criterion] = []
    left, right = _sheet(mentees), _sheet(mentors)
    if left is None or right is None:
        return Rules()
    used: set[int] = set()
    found += _skills(left, right, used)
    for meaning, kind in (
        (Field.LANGUAGES, "shared"),
        (Field.AVAILABILITY, "hours"),
        (Field.TIME_ZONE, "time_zone"),
        (Field.PROFESSION, "same"),
        (Field.PLACE, "same"),
    ):
        columns = _both(left, right, meaning)
        if columns is not None:
            used.add(columns[0])
            options: dict[str, object] = {"enough": 1} if meaning is Field.LANGUAGES else {}
            found.append(_criterion(kind, left, right, columns, options))
    found += _ladders(mentees, mentors, left, right, used)
    found += _texts(mentees, mentors, left, right)
    found += _identities(left, right)
    found += _same_titles(mentees, mentors, left, right, used)
    if left.columns_of(Field.CHOICE) or right.columns_of(Field.CHOICE):
        weight = CRITERION_KINDS["wishes"].default_weight * 2
        found.append(Criterion(key="wishes", kind="wishes", weight=weight, label="Wishes"))
    return Rules(criteria=tuple(found))


def not_compared(mentees: Sequence[Person], mentors: Sequence[Person], rules: Rules) -> list[str]:
    """Return the titles of columns that might matter and that the rules do not look at."""
    used = {name for one in rules.criteria for name in (one.mentee_answer, one.mentor_answer)}
    titles: dict[str, None] = {}
    for sheet in (_sheet(mentees), _sheet(mentors)):
        for guess in sheet.guesses if sheet is not None else ():
            if guess.field in LEFT_OUT and guess.column not in used:
                titles[guess.column] = None
    return list(titles)


def rules_as_toml(rules: Rules) -> str:
    """Write criteria as a file that can be saved and changed."""
    blocks = []
    for criterion in rules.to_dict()["criteria"]:
        lines = ["[[criteria]]"]
        for name in ("kind", "mentee", "mentor", "weight", "private", "enough", "steps", "best", "reach"):
            value = criterion.get(name)
            if value not in (None, "", False):
                lines.append(f"{name} = {_toml(value)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sheet(people: Sequence[Person]) -> Sheet | None:
    return people[0].sheet if people else None


def _both(left: Sheet, right: Sheet, meaning: Field) -> tuple[int, int] | None:
    columns = left.columns_of(meaning), right.columns_of(meaning)
    return (columns[0][0], columns[1][0]) if columns[0] and columns[1] else None


def _criterion(
    kind: str, left: Sheet, right: Sheet, columns: tuple[int, int], options: dict[str, object] | None = None
) -> Criterion:
    mentee, mentor = left.table.header[columns[0]], right.table.header[columns[1]]
    return Criterion(
        key=slug(mentee),
        kind=kind,
        weight=CRITERION_KINDS[kind].default_weight,
        mentee_answer=mentee,
        mentor_answer=mentor,
        options=options or {},
    )


def _skills(left: Sheet, right: Sheet, used: set[int]) -> list[Criterion]:
    wanted = left.columns_of(Field.SKILLS_WANTED) or left.columns_of(Field.SKILLS_OFFERED)
    offered = right.columns_of(Field.SKILLS_OFFERED) or right.columns_of(Field.SKILLS_WANTED)
    if not wanted or not offered or (left is right and wanted[0] == offered[0]):
        return []
    used.add(wanted[0])
    return [_criterion("skills", left, right, (wanted[0], offered[0]))]


def _ladders(
    mentees: Sequence[Person], mentors: Sequence[Person], left: Sheet, right: Sheet, used: set[int]
) -> list[Criterion]:
    found = []
    columns = _both(left, right, Field.STAGE)
    if columns is not None:
        values = [_cell(person, columns[0]) for person in mentees]
        values += [_cell(person, columns[1]) for person in mentors]
        steps = _ladder_of(values)
        used.add(columns[0])
        if steps is not None:
            options: dict[str, object] = {"steps": list(steps), "best": [1, 2], "reach": 3}
            found.append(_criterion("ladder", left, right, columns, options))
        elif _are_numbers(values):
            found.append(_criterion("ladder", left, right, columns, {"best": [1, 2], "reach": 3}))
    columns = _both(left, right, Field.YEARS)
    if columns is not None:
        used.add(columns[0])
        found.append(_criterion("ladder", left, right, columns, {"best": [3, 15], "reach": 10}))
    return found


def _ladder_of(values: Iterable[str]) -> tuple[str, ...] | None:
    occurring = {tidy(value) for value in values if value}
    for ladder in LADDERS:
        if occurring and occurring <= {tidy(step) for step in ladder}:
            return ladder
    return None


def _are_numbers(values: Iterable[str]) -> bool:
    try:
        return any([parse_years(value) is not None for value in values])  # noqa: C419 - every one must be read
    except BadValue:
        return False


def _identities(left: Sheet, right: Sheet) -> list[Criterion]:
    wanted, own = left.columns_of(Field.WANTED_CHARACTERISTICS), right.columns_of(Field.CHARACTERISTICS)
    if not wanted or not own:
        return []
    criterion = _criterion("shared", left, right, (wanted[0], own[0]))
    return [Criterion(**(vars(criterion) | {"private": True}))]


def _texts(
    mentees: Sequence[Person], mentors: Sequence[Person], left: Sheet, right: Sheet
) -> list[Criterion]:
    """Compare what mentees hope for with what mentors write of themselves, where both are more than a word or two."""
    hopes = left.columns_of(Field.GOALS) or left.columns_of(Field.BIOGRAPHY)
    told = right.columns_of(Field.BIOGRAPHY) or right.columns_of(Field.GOALS)
    if not hopes or not told:
        return []
    for people, column in ((mentees, hopes[0]), (mentors, told[0])):
        lengths = sorted(len(text.split()) for person in people if (text := _cell(person, column)))
        if not lengths or lengths[len(lengths) // 2] < SOME_WORDS:
            return []
    return [_criterion("text", left, right, (hopes[0], told[0]))]


def _same_titles(
    mentees: Sequence[Person], mentors: Sequence[Person], left: Sheet, right: Sheet, used: set[int]
) -> list[Criterion]:
    """Compare other questions that both sides were asked, where the answers are short and recur."""
    found = []
    for guess in left.guesses:
        if guess.field is not Field.ANSWER or guess.index in used:
            continue
        other = next(
            (
                one.index
                for one in right.guesses
                if one.field is Field.ANSWER and plain(one.column) == plain(guess.column)
            ),
            None,
        )
        if other is None:
            continue
        kind = _kind_of(
            [text for person in mentees if (text := _cell(person, guess.index))],
            [text for person in mentors if (text := _cell(person, other))],
        )
        if says_yes_or_no(left.table, guess.index) and says_yes_or_no(right.table, other):
            kind = "same"
        if kind is not None:
            found.append(_criterion(kind, left, right, (guess.index, other)))
    return found


def _kind_of(left: Sequence[str], right: Sequence[str]) -> str | None:
    """Return how two columns can be compared: not if they are prose, or if hardly anyone named what others named."""
    if left and right and all(coordinates_in(text) for text in (*left, *right)):
        return "distance"
    named = [[tidy(word) for word in parse_list(text)] for text in left]
    others = [[tidy(word) for word in parse_list(text)] for text in right]
    known = {word for words in others for word in words}
    in_common = [words for words in named if known.intersection(words)]
    if not named or len(in_common) < SOME * len(named):
        return None
    if max(len(word) for words in (*named, *others) for word in words) > LONG_TEXT:
        return None
    if len(known | {word for words in named for word in words}) == 1:
        return None
    return "shared" if any(len(words) > 1 for words in (*named, *others)) else "same"


def _cell(person: Person, column: int) -> str:
    return person.cells[column].strip()
