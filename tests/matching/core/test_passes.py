"""Passes over all pairs: the same finds on any workers and in tiles of any size, and covers that hold."""

import dataclasses
import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import Cancelled, Problem, Progress, certify
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.given.progress import Watch
from greenroom.matching.core.pairs import passes as passes_module
from greenroom.matching.core.pairs.cover import Cover
from greenroom.matching.core.pairs.executors import Workers, workers_on
from greenroom.matching.core.pairs.one_thread import one_thread
from greenroom.matching.core.pairs.passes import Search, ask_for, best_of_rows, find_best
from greenroom.matching.core.solving import candidates as candidates_module
from greenroom.matching.core.solving.best_total import BestTotal
from greenroom.matching.core.solving.solution import Solution
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem


def crowd(n: int, m: int, *, seed: int, steps: int = 40) -> Problem:
    """Make a problem with terms and rulings of every kind; fewer ``steps`` make more equals."""
    draw = np.random.default_rng(seed)

    def some(most: int) -> frozenset[str]:
        return frozenset(f"s{k}" for k in draw.choice(20, draw.integers(1, most), replace=False))

    def answers(low: int, high: int) -> dict[str, Any]:
        return {
            "skills": some(7),
            "years": float(draw.integers(low, high)),
            "city": f"city {draw.integers(150)}",
            "free": frozenset(int(k) for k in draw.choice(168, 30, replace=False)),
        }

    mentees = [mentee(f"e{i}", **answers(0, 1 + steps // 4)) for i in range(n)]
    mentors = [mentor(f"o{j}", capacity=1 + j % 2, **answers(5, 6 + steps)) for j in range(m)]
    return problem(
        mentees,
        mentors,
        criterion("skills", "skills", 3),
        criterion("ladder", "years", 2, best=[5, 15], reach=10),
        criterion("hours", "free", 1, enough=4),
        must=[constraint("different", "city"), constraint("hours", "free", at_least=2)],
    )


def solved(one: Problem, executor: Executor | None = None, *, seed: int = 3) -> Solution:
    work = BestTotal(dataclasses.replace(one, memo={}), seed, executor=executor)
    work.run()
    return work.solution("best_total")


@pytest.fixture(scope="module")
def some_people() -> Problem:
    return crowd(420, 310, seed=1)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_solve_on_any_number_of_threads_gives_the_same_answer(some_people: Problem, count: int) -> None:
    with ThreadPoolExecutor(count) as executor:
        assert solved(some_people, executor) == solved(some_people)


def test_solve_on_other_processes_gives_the_same_answer(some_people: Problem) -> None:
    with ProcessPoolExecutor(2) as executor:
        assert solved(some_people, executor) == solved(some_people)


@pytest.mark.parametrize(("rows", "columns"), [(64, 100), (200, 4096), (1, 7)])
def test_solve_in_tiles_of_any_size_gives_the_same_answer(
    monkeypatch: pytest.MonkeyPatch, rows: int, columns: int
) -> None:
    one = crowd(330, 220, seed=2, steps=4)
    before = solved(one)
    monkeypatch.setattr(passes_module, "TILE_ROWS", rows)
    monkeypatch.setattr(passes_module, "TILE_COLUMNS", columns)
    monkeypatch.setattr(passes_module, "KEPT_AT_ONCE", 12)
    assert solved(one) == before


def test_solve_from_a_sample_of_people_is_proven_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates_module, "FEW_PAIRS", 0)
    monkeypatch.setattr("greenroom.matching.core.solving.best_total.FEW_PAIRS", 0)
    one = crowd(420, 330, seed=4)
    sampled = solved(one)
    monkeypatch.undo()
    assert certify(one, sampled).is_best
    assert sampled.total_units == solved(one).total_units


def plain_best(one: Problem, less: Ints, rows: Ints, floor: Ints | None) -> dict[int, list[tuple[int, int]]]:
    """Return (value, column) of all open pairs above the floor, best first, by trying all."""
    found: dict[int, list[tuple[int, int]]] = {}
    columns = np.arange(one.blocks.m)
    for place, row in enumerate(rows.tolist()):
        both = np.full(len(columns), row), columns
        values = one.blocks.units(*both) - less
        keep = ~one.blocks.is_out(*both)
        if floor is not None:
            keep &= values > floor[place]
        found[row] = sorted(
            ((int(values[j]), int(j)) for j in columns[keep]), key=lambda pair: (-pair[0], pair[1])
        )
    return found


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.booleans())
def test_best_of_rows_equals_trying_all_pairs(number: int, most: int, has_floor: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    one = crowd(40, 60, seed=11)
    draw = np.random.default_rng(number)
    less = draw.integers(0, 300_000, one.blocks.m)
    rows = np.sort(draw.choice(one.blocks.n, 25, replace=False))
    floor = draw.integers(0, 600_000, len(rows)) if has_floor else None
    ask = ask_for(one.tiles, less, seed=number, nudge=False)
    with workers_on(None, lambda: None) as workers:
        jobs = list(
            best_of_rows(workers, one.tiles, ask, rows=rows, width=one.blocks.m, most=most, floor=floor)
        )
    expected = plain_best(one, less, rows, floor)
    for some, found in jobs:
        for place, row in enumerate(some.tolist()):
            mine = found.rows == row
            values = found.units[mine] - less[found.columns[mine]]
            got = sorted(
                zip(values.tolist(), found.columns[mine].tolist(), strict=True), key=lambda p: (-p[0], p[1])
            )
            assert got == expected[row][:most]
            rest = [value for value, _ in expected[row][most:]]
            assert not rest or found.level[place] >= rest[0]


def test_find_best_of_both_has_a_pair_for_each_mentor_whom_anyone_may_meet(some_people: Problem) -> None:
    tiles = some_people.tiles
    ask = ask_for(tiles, np.zeros(tiles.m, dtype=np.int64), seed=0)
    found = find_best(tiles, ask, Search(rows=np.arange(tiles.n), most=1, of_both=True))
    assert set(found.columns.tolist()) == set(range(tiles.m))
    assert (found.units == some_people.blocks.units(found.rows, found.columns)).all()
    assert not some_people.blocks.is_out(found.rows, found.columns).any()


def test_ask_for_numbers_too_large_to_be_exact_is_refused(some_people: Problem) -> None:
    with pytest.raises(ValueError, match="too large to be exact"):
        ask_for(some_people.tiles, np.full(some_people.blocks.m, 2**52), seed=0)


def test_cover_proves_prices_that_moved_less_than_its_room() -> None:
    cover = Cover(2, 2)
    left, right = np.array([10, 12]), np.array([5, 0])
    assert not cover.proves(left, right)
    assert cover.again(left, right).is_whole
    cover.everything(left - 3, right)
    assert cover.proves(left, right)
    assert cover.proves(left + 1, right - 4)
    assert not cover.proves(left, right - np.array([4, 0]))
    assert cover.most_over(left, right - np.array([4, 0])).tolist() == [1, 1]


def test_cover_sends_back_only_to_those_whose_price_fell_too_far() -> None:
    cover = Cover(100, 100)
    left, right = np.full(100, 50), np.full(100, 20)
    cover.everything(left - 5, right)
    fallen = right.copy()
    fallen[7] -= 9
    left[3] -= 6
    again = cover.again(left, fallen)
    assert (again.rows.tolist(), again.columns.tolist(), again.is_whole) == ([3], [7], False)


class Failing(Executor):
    """Runs jobs at once; the third one has no memory left."""

    threads = 1

    def __init__(self) -> None:
        self.count = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        self.count += 1
        future: Future[Any] = Future()
        if self.count == len("abc"):
            future.set_exception(MemoryError())
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_solve_without_memory_raises_and_the_next_solve_is_whole() -> None:
    one = crowd(420, 310, seed=1)
    with pytest.raises(MemoryError):
        solved(one, Failing())
    assert certify(one, solved(one)).is_best


def test_solve_cancelled_in_a_pass_calls_the_other_jobs_off(some_people: Problem) -> None:
    told: list[Progress] = []
    work = BestTotal(
        dataclasses.replace(some_people, memo={}),
        0,
        Watch(told.append, lambda: any(one.phase == "proof" for one in told)),
    )
    with pytest.raises(Cancelled):
        work.run()
    assert told[-1].phase == "proof"


def test_run_calls_off_what_has_not_begun() -> None:
    begun: list[int] = []

    def give_up() -> None:
        raise Cancelled

    with ThreadPoolExecutor(1) as executor, pytest.raises(Cancelled):
        list(Workers(executor, give_up).run(begun.append, ((number,) for number in range(100))))
    assert len(begun) < len(range(100))


def test_one_thread_restores_what_was_set_before() -> None:
    with one_thread(), one_thread():
        product = np.ones((300, 300)) @ np.ones((300, 300))
    assert (product == len(product)).all()
    with one_thread():
        pass
    from greenroom.matching.core.pairs.one_thread import _openblas

    library = _openblas()
    if library is not None and os.environ.get("OPENBLAS_NUM_THREADS") is None:
        with one_thread():
            assert library[0]() == 1
