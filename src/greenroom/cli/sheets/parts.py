"""Who is a mentor and who a mentee in a file of both: one column that says which, or two with yes and no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from greenroom.cli.sheets.faults import Unusable
from greenroom.imports.core.flags import all_say_yes_or_no, flag_of
from greenroom.imports.core.mapping import ColumnGuess, Field, guess_mapping
from greenroom.imports.core.tables import Table
from greenroom.imports.core.values import BadValue, Part, parse_part, parse_yes_no

Sides = tuple[bool, bool]
"""Whether someone is a mentee, and whether a mentor."""


@dataclass(frozen=True)
class PartColumns:
    """How a file says it: the columns, and what a row's cells in them say. Raises BadValue for cells that do not."""

    columns: Sequence[int]
    read: Callable[[Sequence[str]], Sides]


def guess_columns(table: Table) -> list[ColumnGuess]:
    """Guess what columns mean; one that says yes or no is never a name, whatever it is called."""
    header = list(table.header)
    rows = [list(row) for row in table.rows]
    for index in range(len(header)):
        if says_yes_or_no(table, index) and flag_of(header[index]) is not None:
            for row in rows:
                row[index] = (
                    ""  # without cells and with a name that means nothing it cannot take another's place
                )
            header[index] = f"yes or no {index}"
    guesses = guess_mapping(header, rows)
    return [
        guess
        if header[guess.index] == title
        else ColumnGuess(guess.index, title, Field.IGNORE, 1.0, "it says the part")
        for guess, title in zip(guesses, table.header, strict=True)
    ]


def says_yes_or_no(table: Table, column: int) -> bool:
    """Tell whether every cell that is not empty says yes or no, in whatever words."""
    return all_say_yes_or_no([row[column] for row in table.rows])


def part_columns(table: Table, guesses: Sequence[ColumnGuess], filename: str) -> PartColumns:
    """Find how a file of both sides says who is who. Raises `Unusable` if it does not."""
    one = next((guess.index for guess in guesses if guess.field is Field.PART), None)
    if one is not None:
        return PartColumns([one], lambda cells: _said(cells[one]))
    flags: dict[Part, int] = {}
    for guess in guesses:
        part = flag_of(guess.column)
        if part is not None and says_yes_or_no(table, guess.index):
            flags.setdefault(part, guess.index)
    if len(flags) == len((Part.MENTEE, Part.MENTOR)):
        mentee, mentor = flags[Part.MENTEE], flags[Part.MENTOR]
        return PartColumns([mentee, mentor], lambda cells: (_is_yes(cells[mentee]), _is_yes(cells[mentor])))
    if flags:
        ((part, column),) = flags.items()
        is_mentee = part is Part.MENTEE
        return PartColumns(
            [column], lambda cells: (_is_yes(cells[column]) == is_mentee, _is_yes(cells[column]) != is_mentee)
        )
    what = f"{filename} has no column that says who is a mentor and who a mentee."
    remedy = (
        "Add one named “part” with mentor, mentee or both, or give two files with --mentors and --mentees."
    )
    raise Unusable([f"{what} {remedy}"])


def _said(text: str) -> Sides:
    part = parse_part(text)
    if part is None:
        raise BadValue("it is empty. Write mentor, mentee or both.")
    return part is not Part.MENTOR, part is not Part.MENTEE


def _is_yes(text: str) -> bool:
    return parse_yes_no(text) is True
