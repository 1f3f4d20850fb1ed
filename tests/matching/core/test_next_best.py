import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import Problem, solve
from greenroom.matching.core.questions import kept_pairs
from greenroom.matching.core.questions.next_best import next_best
from tests.matching.core.problems import Small, small_problems

Value = tuple[int, int, int]


def all_answers(small: Small) -> list[Value]:
    """Return (places filled, promises kept, total) of every answer there is, the best first."""
    several = max(capacity for capacity, _ in small.mentees) > 1
    sides = (small.mentees, small.mentors)
    low = [
        [max(low, min(c, 1)) if several and not side else low for c, low in sides[side]] for side in (0, 1)
    ]
    open_ = [pair for pair in small.fits if pair not in small.pins]
    found = []
    for size in range(len(open_) + 1):
        for some in itertools.combinations(open_, size):
            pairs = [*small.pins, *some]
            loads = [
                [sum(pair[side] == k for pair in pairs) for k in range(len(sides[side]))] for side in (0, 1)
            ]
            if any(load > sides[side][k][0] for side in (0, 1) for k, load in enumerate(loads[side])):
                continue
            kept = sum(min(load, low[side][k]) for side in (0, 1) for k, load in enumerate(loads[side]))
            found.append((len(pairs), kept, sum(small.fits[pair] for pair in pairs)))
    return sorted(found, reverse=True)


def in_units(problem: Problem, change: int, more: int) -> int:
    """Return a change of the total in units, where so many more pairs have it."""
    return int((change - more * problem.zero) / problem.unit)


@settings(deadline=None, max_examples=150)
@given(small_problems(), st.integers(0, 1), st.integers(1, 12))
def test_next_best_equals_all_answers_in_order(small: Small, pins: int, many: int) -> None:
    small = replace(small, pins=tuple(small.fits)[:pins])
    problem = small.problem()
    solution = solve(problem)
    best, *others = all_answers(small)
    for most in (kept_pairs.ALL_KEPT, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept_pairs, "ALL_KEPT", most)
            patch.setattr(kept_pairs, "FOR_EACH", 1)
            problem.memo.clear()
            found = next_best(problem, solution, count=many)
        changes = [(one.matched_change, one.promised_change, -one.loss_units) for one in found]
        assert changes == [
            (filled - best[0], kept - best[1], in_units(problem, total - best[2], filled - best[0]))
            for filled, kept, total in others[:many]
        ]
        assert [one.rank for one in found] == list(range(1, len(found) + 1))
        told = {frozenset((move.mentee, move.before, move.after) for move in one.moves) for one in found}
        assert len(told) == len(found)
        assert frozenset() not in told


def test_next_best_tells_who_moves_and_what_the_total_loses() -> None:
    small = Small(
        fits={(0, 0): 5, (0, 1): 6, (1, 0): 1, (1, 1): 6}, mentees=((1, 0), (1, 0)), mentors=((1, 0), (1, 0))
    )
    problem = small.problem()
    first, second, *_ = next_best(problem, solve(problem), count=3)
    assert (first.loss, first.total, first.matched_change) == (4.0, 7.0, 0)
    assert [(move.mentee, move.before, move.after) for move in first.moves] == [
        ("e0", "o0", "o1"),
        ("e1", "o1", "o0"),
    ]
    assert (second.matched_change, second.total) == (-1, 6.0)


def test_next_best_is_refused_where_answers_are_not_ranked_by_total() -> None:
    problem = Small(fits={(0, 0): 5}, mentees=((1, 0),), mentors=((1, 0),)).problem()
    with pytest.raises(ValueError, match="best total only"):
        next_best(problem, solve(problem, policy="stable"))
