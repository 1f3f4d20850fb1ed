"""An answer put into people's terms, whichever policy chose the pairs."""

from dataclasses import replace

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.solving.solution import Pairing, Proof, Solution, UnmetMinimum


def answer_of(
    problem: Problem, chosen: tuple[Ints, Ints], *, policy: str, seed: int, rounds: int, proof: Proof
) -> Solution:
    """Return the solution with the pinned pairs of the problem and ``chosen`` (rows, columns) besides."""
    blocks = problem.blocks
    pins = blocks.pins
    rows, columns = np.concatenate([pins[0], chosen[0]]), np.concatenate([pins[1], chosen[1]])
    units = blocks.units(rows, columns)
    pairings = [
        Pairing(
            mentee=problem.mentees[int(i)].key,
            mentor=problem.mentors[int(j)].key,
            fit=problem.number_of(int(value)),
            units=int(value),
            is_pinned=place < len(pins[0]),
        )
        for place, (i, j, value) in enumerate(zip(rows, columns, units, strict=True))
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
            unmet_minimums=tuple(unmet(problem, load, taken)),
            matched=int((load > 0).sum()),
            total=problem.number_of(total, len(rows)),
            total_units=total,
            rounds=rounds,
            proof=proof,
        ),
    )


def unmet(problem: Problem, load: Ints, taken: Ints) -> list[UnmetMinimum]:
    """Return the promises that an answer does not keep which does not aim at them: there is no group to blame."""
    found: list[UnmetMinimum] = []
    sides = (
        ("mentors", taken, problem.mentors, problem.tiles_by_mentor),
        ("mentees", load, problem.mentees, problem.tiles),
    )
    for side, got, people, tiles in sides:
        short = np.flatnonzero(got < np.array([one.minimum for one in people], dtype=np.int64))
        if not len(short):
            continue
        eligible = _eligible(tiles, short)
        found += [
            UnmetMinimum(
                key=people[int(one)].key,
                side=side,
                promised=people[int(one)].minimum,
                got=int(got[one]),
                eligible=eligible[int(one)],
                group=(),
                group_eligible=0,
            )
            for one in short
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
