"""Living pairs: bonds that exist already, among the people who are matched.

They stand like pins. A rule that would rule such a pair out today does not end it, nor does a capacity that was
lowered since: the two keep their places until a coordinator forbids the pair or it ends by itself.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.given.faults import Faults, Side
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.rules import Rules
from greenroom.matching.core.pairs.blocks import Blocks

People = Sequence[Participant]


def living_pairs(
    people: tuple[People, People], rules: Rules, notes: list[str], faults: Faults
) -> list[tuple[int, int]]:
    """Return (row, column) of each living pair that is not pinned besides, in order, each once.

    A pair that the coordinator forbids ends, with a note. Unknown people, and a pin for which living pairs leave
    no place, are faults.
    """
    row, column = ({person.key: k for k, person in enumerate(side)} for side in people)
    pinned = {(pin.mentee, pin.mentor) for pin in rules.pins}
    forbidden = {(forbid.mentee, forbid.mentor) for forbid in rules.forbids}
    found: set[tuple[int, int]] = set()
    for one in rules.standing:
        for key, known, side in ((one.mentee, row, "mentees"), (one.mentor, column, "mentors")):
            if key not in known:
                what = f"a living pair names them, and they are not among the {side}."
                faults.add("unknown_person", key, what, "Add the person, or take the pair out of the rules.")
        if one.mentee not in row or one.mentor not in column or (one.mentee, one.mentor) in pinned:
            continue
        if (one.mentee, one.mentor) in forbidden:
            names = people[0][row[one.mentee]].called, people[1][column[one.mentor]].called
            notes.append(f"{names[0]} and {names[1]} are a living pair, and you forbid it: it ends.")
            continue
        found.add((row[one.mentee], column[one.mentor]))
    _check_pins_beside(people, rules, found, faults)
    return sorted(found)


def _check_pins_beside(
    people: tuple[People, People], rules: Rules, living: set[tuple[int, int]], faults: Faults
) -> None:
    pins = {(pin.mentee, pin.mentor) for pin in rules.pins}
    if not living or not pins:
        return
    names: tuple[tuple[int, Side], tuple[int, Side]] = ((0, "mentees"), (1, "mentors"))
    for side, name in names:
        stands, pinned = Counter(pair[side] for pair in living), Counter(pair[side] for pair in pins)
        for number, stand in sorted(stands.items()):
            person = people[side][number]
            more = pinned[person.key]
            if more and stand + more > person.capacity >= more:
                bonds = f"{stand} living pair{'' if stand == 1 else 's'}"
                what = f"has {bonds}, is pinned to {more} more and takes {person.capacity}."
                remedy = "Unpin, raise the capacity, or forbid the living pair."
                faults.add("pins_over_capacity", person.called, what, remedy, side=name)


def with_standing(blocks: Blocks, living: Sequence[tuple[int, int]]) -> tuple[Blocks, tuple[Ints, Ints]]:
    """Return the blocks with living pairs among the pins and a place for each, and the pairs' rows and columns."""
    rows, columns = (np.array([pair[side] for pair in living], dtype=np.int64) for side in (0, 1))
    if not living:
        return blocks, (rows, columns)
    pins = np.concatenate([blocks.pins[0], rows]), np.concatenate([blocks.pins[1], columns])
    left, right = (
        np.maximum(blocks.places[side], np.bincount(pins[side], minlength=len(blocks.places[side])))
        for side in (0, 1)
    )
    return replace(blocks, pins=pins, places=(left, right)), (rows, columns)
