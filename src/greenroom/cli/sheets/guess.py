"""Criteria guessed from the columns that are there, for someone who has written none."""

from collections.abc import Iterable, Sequence
from typing import Final

from greenroom.cli.sheets.people import Person, Sheet
from greenroom.imports.core.mapping import Field
from greenroom.imports.core.reading import plain
from greenroom.imports.core.values import BadValue, parse_list, parse_years
from greenroom.matching.core import CRITERION_KINDS, Criterion, Rules
from greenroom.matching.core.features import tidy
from greenroom.matching.core.rules import slug

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

LONG_TEXT: Final = 40
MANY_VALUES: Final = 0.6


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
    found += _identities(left, right)
    found += _same_titles(mentees, mentors, left, right, used)
    if left.columns_of(Field.CHOICE) or right.columns_of(Field.CHOICE):
        weight = CRITERION_KINDS["wishes"].default_weight * 2
        found.append(Criterion(key="wishes", kind="wishes", weight=weight, label="Wishes"))
    return Rules(criteria=tuple(found))


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
        texts = [_cell(person, guess.index) for person in mentees] + [
            _cell(person, other) for person in mentors
        ]
        kind = _kind_of([text for text in texts if text])
        if kind is not None:
            found.append(_criterion(kind, left, right, (guess.index, other)))
    return found


def _kind_of(texts: Sequence[str]) -> str | None:
    if not texts or sum(map(len, texts)) / len(texts) > 2 * LONG_TEXT:
        return None
    lists = [parse_list(text) for text in texts]
    words = [tidy(word) for items in lists for word in items]
    if len(set(words)) > MANY_VALUES * len(words) or max(map(len, words), default=0) > LONG_TEXT:
        return None
    return "shared" if any(len(items) > 1 for items in lists) else "same" if len(set(words)) > 1 else None


def _cell(person: Person, column: int) -> str:
    return person.cells[column].strip()
