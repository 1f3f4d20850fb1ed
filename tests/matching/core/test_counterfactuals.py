from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Cancelled,
    Forbid,
    Participant,
    Pin,
    Rules,
    Solution,
    compile_fits,
    price_of_forcing,
    price_of_parting,
    solve,
)
from greenroom.matching.core.questions import kept_pairs
from greenroom.matching.core.questions.counterfactuals import parting_prices
from tests.matching.core.people import constraint, mentee, mentor
from tests.matching.core.people import problem as problem_of
from tests.matching.core.problems import Small, small_problems

WAYS: tuple[dict[str, int], ...] = (
    {},  # all pairs kept
    {"ALL_KEPT": 0, "FOR_EACH": 1},  # some kept by the first pass, the rest by hubs
    {"ALL_KEPT": 0, "FOR_EACH": 1, "HUBS": 1},
    {"MOST": -1},  # too many to keep: searched over all pairs each time
)


def prices(small: Small, pair: tuple[int, int], *, forced: bool) -> tuple[int, int, int]:
    """Return the changes of places filled and promises kept and the drop, the same whichever way it is searched."""
    found = []
    for way in WAYS:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in way.items():
                patch.setattr(kept_pairs, name, value)
            problem = small.problem()
            solution = solve(problem)
            price = price_of_forcing if forced else price_of_parting
            answer = price(problem, solution, f"e{pair[0]}", f"o{pair[1]}")
        assert answer.is_possible
        assert round(answer.total_after) == round(solution.total - answer.drop)
        gains = sum((move.fit_after or 0) - (move.fit_before or 0) for move in answer.moves)
        assert round(gains) == -round(answer.drop)
        found.append((answer.matched_change, answer.promised_change, round(answer.drop)))
    assert len(set(found)) == 1
    return found[0]


def change(before: tuple[int, int, int], after: tuple[int, int, int]) -> tuple[int, int, int]:
    return after[0] - before[0], after[1] - before[1], before[2] - after[2]


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_price_of_forcing_equals_solving_again(small: Small, data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from(sorted(small.fits)))
    best, forced = small.best(), small.best(with_pair=pair)
    assume(forced is not None)
    assert best is not None
    assert forced is not None
    assert prices(small, pair, forced=True) == change(best, forced)


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_price_of_parting_equals_solving_again(small: Small, data: st.DataObject) -> None:
    made = solve(small.problem()).pairings
    pairing = data.draw(st.sampled_from(made))
    pair = int(pairing.mentee[1:]), int(pairing.mentor[1:])
    best, apart = small.best(), small.best(without=pair)
    assert best is not None
    assert apart is not None
    assert prices(small, pair, forced=False) == change(best, apart)


@settings(deadline=None, max_examples=60)
@given(small_problems(), st.data())
def test_prices_beside_pins_and_of_pins_equal_solving_again(small: Small, data: st.DataObject) -> None:
    pin = data.draw(st.sampled_from(sorted(small.fits)))
    pinned = replace(small, pins=(pin,))
    best, without = pinned.best(), replace(small, forbids=(pin,)).best()
    assert best is not None
    assert without is not None
    assert prices(pinned, pin, forced=False) == change(best, without)
    for pairing in solve(pinned.problem()).pairings:
        pair = int(pairing.mentee[1:]), int(pairing.mentor[1:])
        if pair != pin:
            apart = pinned.best(without=pair)
            assert apart is not None
            assert prices(pinned, pair, forced=False) == change(best, apart)


@settings(deadline=None, max_examples=60)
@given(small_problems(), st.integers(0, 1))
def test_parting_prices_are_the_price_of_parting_each_pair(small: Small, pins: int) -> None:
    problem = replace(small, pins=tuple(small.fits)[:pins]).problem()
    solution = solve(problem)
    told = {
        pair: (one.drop, one.drop_units, one.matched_change, one.promised_change)
        for pair, one in parting_prices(problem, solution).items()
    }
    assert told == {
        (one.mentee, one.mentor): (one.drop, one.drop_units, one.matched_change, one.promised_change)
        for one in (
            price_of_parting(problem, solution, pairing.mentee, pairing.mentor)
            for pairing in solution.pairings
        )
    }


@pytest.mark.parametrize(
    ("n", "m", "places", "seed"),
    [(90, 30, 2, 0), (60, 60, 1, 1), (40, 70, 1, 2), (70, 35, 2, 3), (61, 60, 1, 4)],
)
def test_prices_in_larger_problems_equal_solving_again(
    monkeypatch: pytest.MonkeyPatch, n: int, m: int, places: int, seed: int
) -> None:
    monkeypatch.setattr(kept_pairs, "ALL_KEPT", 0)
    monkeypatch.setattr(kept_pairs, "FOR_EACH", 3)
    draw = np.random.default_rng(seed)
    fits = [
        (f"e{i}", f"o{j}", Fraction(int(draw.integers(1000))))
        for i in range(n)
        for j in range(m)
        if draw.random() < 0.4
    ]
    mentees = [Participant(key=f"e{i}") for i in range(n)]
    mentors = [Participant(key=f"o{j}", capacity=places, minimum=int(draw.integers(2))) for j in range(m)]

    def solved(**rules: Any) -> Solution:
        return solve(compile_fits(fits, mentees=mentees, mentors=mentors, rules=Rules(**rules)))

    problem = compile_fits(fits, mentees=mentees, mentors=mentors)
    solution = solve(problem)
    for place in draw.choice(len(fits), 25, replace=False).tolist():
        mentee, mentor, _ = fits[place]
        found = price_of_forcing(problem, solution, mentee, mentor)
        other = solved(pins=[Pin(mentee=mentee, mentor=mentor)])
        assert (found.matched_change, found.drop_units) == (
            len(other.pairings) - len(solution.pairings),
            solution.total_units - other.total_units,
        )
    prices_of_all = parting_prices(problem, solution)
    for pairing in solution.pairings[:25]:
        price = prices_of_all[pairing.mentee, pairing.mentor]
        other = solved(forbids=[Forbid(mentee=pairing.mentee, mentor=pairing.mentor)])
        assert (price.matched_change, price.drop_units) == (
            len(other.pairings) - len(solution.pairings),
            solution.total_units - other.total_units,
        )


def test_parting_prices_tell_how_far_they_have_come_and_stop_when_asked() -> None:
    problem = Small(fits={(0, 0): 5, (1, 0): 6}, mentees=((1, 0), (1, 0)), mentors=((1, 0),)).problem()
    solution = solve(problem)
    shares: list[float] = []
    parting_prices(problem, solution, on_progress=lambda progress: shares.append(progress.share))
    assert shares == sorted(shares)
    assert shares
    with pytest.raises(Cancelled):
        parting_prices(problem, solution, is_cancelled=lambda: True)


def test_price_of_forcing_says_who_moves_where() -> None:
    # Ben has Ada, Bo has Ava. With Ben at Ava, Bo must go to Ada.
    small = Small(
        fits={(0, 0): 5, (0, 1): 6, (1, 0): 1, (1, 1): 6}, mentees=((1, 0), (1, 0)), mentors=((1, 0), (1, 0))
    )
    problem = small.problem()
    found = price_of_forcing(problem, solve(problem), "e0", "o1")
    assert (found.drop, found.total_before, found.total_after, found.ruled_out_by) == (4.0, 11.0, 7.0, ())
    assert [(move.mentee, move.before, move.after) for move in found.moves] == [
        ("e0", "o0", "o1"),
        ("e1", "o1", "o0"),
    ]
    assert [(move.fit_before, move.fit_after) for move in found.moves] == [(5.0, 6.0), (6.0, 1.0)]


def test_price_of_forcing_a_pair_that_is_ruled_out_says_by_what_and_what_it_would_cost() -> None:
    people = [mentee("ben", city="York"), mentee("bo", city="Leeds")]
    one = problem_of(
        people,
        [mentor("ada", city="York"), mentor("ava", city="Ely")],
        must=[constraint("different", "city")],
    )
    found = price_of_forcing(one, solve(one), "ben", "ada")
    assert (found.ruled_out_by, found.fit, found.drop, found.matched_change) == (
        ("must_different",),
        1.0,
        -1.0,
        0,
    )


def test_price_of_forcing_what_cannot_be_says_why() -> None:
    one = problem_of(
        [mentee("ada", city="York"), mentee("ben", city="York")],
        [mentor("ada", city="York"), mentor("ava", capacity=0)],
    )
    solution = solve(one)
    with_herself = price_of_forcing(one, solution, "ada", "ada")
    with_someone_away = price_of_forcing(one, solution, "ben", "ava")
    assert (with_herself.is_possible, with_herself.obstacle) == (False, "They are the same person.")
    assert (with_someone_away.is_possible, with_someone_away.obstacle) == (
        False,
        "Ava has no place that is not pinned or paused.",
    )


def test_price_of_parting_a_pinned_pair_is_what_the_pin_costs() -> None:
    pinned = Small(
        fits={(0, 0): 5, (0, 1): 6, (1, 0): 1, (1, 1): 6},
        mentees=((1, 0), (1, 0)),
        mentors=((1, 0), (1, 0)),
        pins=((0, 1),),
    )
    problem = pinned.problem()
    assert price_of_parting(problem, solve(problem), "e0", "o1").drop == -4.0


def test_prices_of_a_solution_of_another_problem_are_refused() -> None:
    one = problem_of([mentee("ben", city="York")], [mentor("ada", city="York")])
    other = problem_of([mentee("ben", city="York")], [mentor("ada", city="Ely")])
    with pytest.raises(ValueError, match="belongs to another problem"):
        price_of_parting(other, solve(one), "ben", "ada")
