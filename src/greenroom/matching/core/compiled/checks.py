"""What must hold before a problem can be solved: people, pins, and at least one pair that is allowed."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from greenroom.matching.core.compiled.circle_trees import LARGEST, weights_of
from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.given.faults import Faults, Side
from greenroom.matching.core.given.people import MAX_CAPACITY, Participant
from greenroom.matching.core.given.rules import Rules
from greenroom.matching.core.pairs.blocks import Blocks

People = Sequence[Participant]
SAMPLED = 300


def check_side(side: Side, people: People, faults: Faults) -> None:
    """Check the people of one side: someone there, each with a key of their own and sound numbers."""
    if not people:
        faults.add(f"no_{side}", "", f"There are no {side}.", f"Add {side} before matching.", side=side)
        return
    seen: set[str] = set()
    for person in people:
        if not person.key.strip():
            faults.add("no_key", person.called, "has no key.", "Give each person a key.", side=side)
        elif person.key in seen:
            what = f"is listed twice among the {side}."
            faults.add("duplicate_key", person.key, what, "Keep one of them.", side=side)
        seen.add(person.key)
        _check_places(side, person, faults)
    if not any(is_whole(one.capacity) and one.capacity > 0 for one in people):
        remedy = "Give someone a capacity of 1 or more."
        faults.add(f"no_places_{side}", "", f"None of the {side} has a place.", remedy, side=side)


def _check_places(side: Side, person: Participant, faults: Faults) -> None:
    if not is_whole(person.capacity) or not 0 <= person.capacity <= MAX_CAPACITY:
        what = f"`capacity` of Participant must be an int in [0, {MAX_CAPACITY}]. Got {person.capacity!r}."
        faults.add("capacity", person.called, what, "Correct the number of places.", side=side)
    elif not is_whole(person.minimum) or not 0 <= person.minimum <= person.capacity:
        what = f"`minimum` of Participant must be an int in [0, {person.capacity}]. Got {person.minimum!r}."
        faults.add(
            "minimum", person.called, what, "Promise no more partners than there are places.", side=side
        )
    elif not is_whole(person.opens_with) or person.opens_with < 0:
        what = f"`opens_with` of Participant must be an int from 0. Got {person.opens_with!r}."
        faults.add("opens_with", person.called, what, "Correct the size of the circle.", side=side)
    elif not is_whole(person.already) or person.already < 0:
        what = f"`already` of Participant must be an int from 0. Got {person.already!r}."
        faults.add("already", person.called, what, "Say how many partners they have.", side=side)
    elif side == "mentees" and person.opens_with > 1:
        what = f"`opens_with` is for mentors. Got {person.opens_with} for a mentee."
        faults.add("opens_with", person.called, what, "Take it away.", side=side)
    elif person.opens_with > max(person.capacity, 1) and person.capacity:
        what = f"opens with {person.opens_with} people and takes {person.capacity}."
        remedy = "Give the circle as many places as it needs to open, or let it open with fewer."
        faults.add("opens_with", person.called, what, remedy, side=side)


def check_pairs(
    mentees: People, mentors: People, rules: Rules, same_people: AbstractSet[tuple[str, str]], faults: Faults
) -> tuple[Ints, Ints]:
    """Check pins and forbidden pairs against the people and each other; return the pins’ rows and columns."""
    row = {person.key: i for i, person in enumerate(mentees)}
    column = {person.key: j for j, person in enumerate(mentors)}
    named = [("a forbidden pair", one.mentee, one.mentor) for one in rules.forbids]
    named += [("a pin", one.mentee, one.mentor) for one in rules.pins]
    for what, mentee, mentor in named:
        for key, known, side in ((mentee, row, "mentees"), (mentor, column, "mentors")):
            if key not in known:
                remedy = "Correct the name, or take the pair out of the rules."
                faults.add(
                    "unknown_person", key, f"{what} names them, and they are not among the {side}.", remedy
                )
    pins = [
        pair
        for pair in dict.fromkeys((pin.mentee, pin.mentor) for pin in rules.pins)
        if pair[0] in row and pair[1] in column
    ]
    forbidden = {(forbid.mentee, forbid.mentor) for forbid in rules.forbids}
    for mentee, mentor in pins:
        if (mentee, mentor) in forbidden:
            who = f"{mentees[row[mentee]].called} and {mentors[column[mentor]].called}"
            what = "the pair is pinned and forbidden at once."
            faults.add("pinned_and_forbidden", who, what, "Take one of the two back.")
    _check_load("mentees", mentees, pins, faults)
    _check_load("mentors", mentors, [(mentor, mentee) for mentee, mentor in pins], faults)
    names = {person.key: person.called for person in mentees}
    also_mentee = {mentor: mentee for mentee, mentor in same_people}
    for circle in circles(
        [(mentee, also_mentee[mentor]) for mentee, mentor in pins if mentor in also_mentee]
    ):
        what = "these pins go round in a circle, each the mentor of the one before."
        who = " → ".join(names[key] for key in circle)
        faults.add("pins_in_a_circle", who, what, "Take one of them back.")
    return (
        np.array([row[mentee] for mentee, _ in pins], dtype=np.int64),
        np.array([column[mentor] for _, mentor in pins], dtype=np.int64),
    )


def _check_load(side: Side, people: People, pins: Sequence[tuple[str, str]], faults: Faults) -> None:
    partners: dict[str, list[str]] = {}
    for key, partner in pins:
        partners.setdefault(key, []).append(partner)
    for person in people:
        pinned = partners.get(person.key, [])
        if pinned and is_whole(person.capacity) and len(pinned) > person.capacity:
            takes = f"{person.capacity} partner{'' if person.capacity == 1 else 's'}"
            what = f"is pinned to {len(pinned)} people ({', '.join(pinned)}) and takes {takes}."
            remedy = "Unpin some, or raise the capacity."
            faults.add("pins_over_capacity", person.called, what, remedy, side=side)


def circles(pins: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield each round of people who would each be the mentor of the one before.

    >>> list(circles([("ana", "ben"), ("ben", "cai"), ("cai", "ana"), ("dee", "ana")]))
    [['ana', 'ben', 'cai', 'ana']]
    """
    mentors_of: dict[str, list[str]] = {}
    for mentee, mentor in pins:
        mentors_of.setdefault(mentee, []).append(mentor)
    done: set[str] = set()
    for start in sorted(mentors_of):
        if start not in done:
            yield from _rounds(start, mentors_of, done)


def _rounds(start: str, mentors_of: Mapping[str, list[str]], done: set[str]) -> Iterator[list[str]]:
    """Walk depth first from one person; ``path`` is the way there."""
    path = [start]
    open_ = [iter(mentors_of[start])]
    while path:
        following = next(open_[-1], None)
        if following is None:
            done.add(path.pop())
            open_.pop()
        elif following in path:
            yield [*path[path.index(following) :], following]
        elif following not in done:
            path.append(following)
            open_.append(iter(mentors_of.get(following, ())))


def check_pins_allowed(problem: Problem, faults: Faults) -> None:
    """Refuse pins that a constraint rules out, unless they were made despite the rules."""
    for pin in problem.rules.pins:
        reasons = problem.ruled_out_by(pin.mentee, pin.mentor)
        if {"self", "capacity"} & set(reasons) or (reasons and not pin.despite_rules):
            names = ", ".join(f"“{problem.label_of(key)}”" for key in reasons)
            i, j = problem.place(pin.mentee, pin.mentor)
            who = f"{problem.mentees[i].called} and {problem.mentors[j].called}"
            remedy = "Unpin them, change the rule, or pin them despite the rules."
            faults.add("pin_ruled_out", who, f"pinned, but ruled out by {names}.", remedy)


def check_circles(blocks: Blocks, faults: Faults) -> None:
    """Refuse circles among so many people that whole numbers could not rank the answers exactly."""
    if len(blocks.circles) and weights_of(blocks).place > LARGEST:
        what = "there are too many people and promises to choose exactly which circles open."
        faults.add("circles_too_large", "", what, "Match in parts, or without promised minimums.")


def check_some_pair(problem: Problem, faults: Faults) -> None:
    """Refuse a problem in which every pair is ruled out; say by what, counted on up to 300 people a side."""
    if len(problem.blocks.pins[0]):
        return
    for _, _, tile in problem.tiles.scan():
        if problem.tiles.is_allowed(tile).any():
            return
    n, m = min(problem.blocks.n, SAMPLED), min(problem.blocks.m, SAMPLED)
    rows, columns = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    counts = {key: int(mask.sum()) for key, mask in problem.blocks.ruled_out(rows, columns).items()}
    reasons = "; ".join(
        f"“{problem.label_of(key)}” rules out {count:,} of {n * m:,}"
        for key, count in sorted(counts.items(), key=lambda item: -item[1])
        if count
    )
    faults.add("all_ruled_out", "", f"Every pair is ruled out: {reasons}.", "Loosen one of these rules.")


def is_whole(value: object) -> bool:
    """Tell whether a value is an int and no bool."""
    return isinstance(value, int) and not isinstance(value, bool)
