"""An answer put into people's terms, whichever policy chose the pairs."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.solving.reach import Reached
from greenroom.matching.core.solving.solution import Pairing, Proof, Solution, UnmetMinimum


def answer_of(
    problem: Problem,
    chosen: tuple[Ints, Ints],
    *,
    policy: str,
    seed: int,
    rounds: int,
    proof: Proof,
    cuts: Mapping[str, Reached] | None = None,
) -> Solution:
    """Return the solution with the pinned pairs of the problem and ``chosen`` (rows, columns) besides.

    ``cuts`` are the people reached on either side from promises that cannot be kept, where that was looked for.
    """
    blocks = problem.blocks
    pins = blocks.pins
    rows, columns = np.concatenate([pins[0], chosen[0]]), np.concatenate([pins[1], chosen[1]])
    units = blocks.units(rows, columns)
    found = zip(rows.tolist(), columns.tolist(), units.tolist(), problem.numbers_of(units), strict=True)
    pairings = [
        Pairing(
            mentee=problem.mentees[i].key,
            mentor=problem.mentors[j].key,
            fit=fit,
            units=value,
            is_pinned=place < len(pins[0]),
        )
        for place, (i, j, value, fit) in enumerate(found)
    ]
    load, taken = np.bincount(rows, minlength=blocks.n), np.bincount(columns, minlength=blocks.m)
    free = blocks.places[1] - taken
    lonely = np.flatnonzero((load == 0) & (blocks.places[0] > 0))
    total = int(units.sum())
    return with_standing_marked(
        problem,
        Solution(
            fingerprint=problem.fingerprint,
            policy=policy,
            seed=seed,
            pairings=tuple(sorted(pairings, key=lambda pairing: (pairing.mentee, pairing.mentor))),
            unmatched=tuple(problem.mentees[int(i)].key for i in lonely),
            free_places={problem.mentors[int(j)].key: int(free[j]) for j in np.flatnonzero(free > 0)},
            unmet_minimums=tuple(unmet(problem, load, taken, cuts or {})),
            matched=int((load > 0).sum()),
            total=problem.number_of(total, len(rows)),
            total_units=total,
            rounds=rounds,
            proof=proof,
        ),
    )


def unmet(problem: Problem, load: Ints, taken: Ints, cuts: Mapping[str, Reached]) -> list[UnmetMinimum]:
    """Return the promises that an answer does not keep; an answer that does not aim at them has no group to blame."""
    found: list[UnmetMinimum] = []
    for side, got, people in (("mentors", taken, problem.mentors), ("mentees", load, problem.mentees)):
        short = np.flatnonzero(got < np.array([one.minimum for one in people], dtype=np.int64))
        if not len(short):
            continue
        eligible = _eligible(problem.tiles_by_mentor if side == "mentors" else problem.tiles, short)
        cut = cuts.get(f"promised_{side}")
        group = () if cut is None else tuple(people[j].key for j in np.flatnonzero(cut.left).tolist())
        found += [
            UnmetMinimum(
                key=people[one].key,
                side=side,
                promised=people[one].minimum,
                got=int(got[one]),
                eligible=eligible[one],
                group=group,
                group_eligible=0 if cut is None else int(cut.right.sum()),
            )
            for one in short.tolist()
        ]
    return found


def _eligible(tiles: Tiles, rows: Ints) -> dict[int, int]:
    count = dict.fromkeys(rows.tolist(), 0)
    for some, _, tile in tiles.scan(rows=rows):
        for row, number in zip(some.tolist(), tiles.is_allowed(tile).sum(axis=1).tolist(), strict=True):
            count[row] += number
    return count


def places_of(problem: Problem, solution: Solution) -> tuple[Ints, Ints]:
    """Return rows and columns of all pairs of an answer, in its order. Raises KeyError for unknown people."""
    places = [problem.place(one.mentee, one.mentor) for one in solution.pairings]
    return (
        np.array([i for i, _ in places], dtype=np.int64),
        np.array([j for _, j in places], dtype=np.int64),
    )


def besides_pins(problem: Problem, solution: Solution) -> tuple[Ints, Ints]:
    """Return rows and columns of the pairs of an answer that are no pins of the problem."""
    rows, columns = places_of(problem, solution)
    m, pins = problem.blocks.m, problem.blocks.pins
    loose = ~np.isin(rows * m + columns, pins[0] * m + pins[1])
    return rows[loose], columns[loose]


def with_standing_marked(problem: Problem, solution: Solution) -> Solution:
    """Return the answer with its living pairs marked as such, and nobody called unmatched who has someone already."""
    lonely = [key for key in solution.unmatched if not problem.mentees[problem.row[key]].already]
    if len(lonely) < len(solution.unmatched):
        solution = replace(solution, unmatched=tuple(lonely))
    living = {
        (problem.mentees[i].key, problem.mentors[j].key)
        for i, j in zip(*(side.tolist() for side in problem.standing), strict=True)
    }
    if not living:
        return solution
    pairings = [replace(one, is_standing=(one.mentee, one.mentor) in living) for one in solution.pairings]
    return replace(solution, pairings=tuple(pairings))
