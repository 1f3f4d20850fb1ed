import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import counterfactuals, price_of_forcing, price_of_parting, solve
from tests.matching.core.people import constraint, mentee, mentor
from tests.matching.core.people import problem as problem_of
from tests.matching.core.problems import Small, small_problems


def prices(small: Small, pair: tuple[int, int], *, forced: bool) -> tuple[int, int]:
    """Return change of places filled and drop, and hold the search without the kept graph to the same."""
    found = []
    for most in (counterfactuals.GRAPH_OF, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counterfactuals, "GRAPH_OF", most)
            problem = small.problem()
            solution = solve(problem)
            price = price_of_forcing if forced else price_of_parting
            answer = price(problem, solution, f"e{pair[0]}", f"o{pair[1]}")
        assert answer.is_possible
        assert round(answer.total_after) == round(solution.total - answer.drop)
        gains = sum((move.fit_after or 0) - (move.fit_before or 0) for move in answer.moves)
        assert round(gains) == -round(answer.drop)
        found.append((answer.matched_change, round(answer.drop)))
    assert found[0] == found[1]
    return found[0]


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_price_of_forcing_equals_solving_again(small: Small, data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from(sorted(small.fits)))
    best, forced = small.best(), small.best(with_pair=pair)
    assume(forced is not None)
    assert best is not None
    assert forced is not None
    assert prices(small, pair, forced=True) == (forced[0] - best[0], best[2] - forced[2])


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_price_of_parting_equals_solving_again(small: Small, data: st.DataObject) -> None:
    made = solve(small.problem()).pairings
    pairing = data.draw(st.sampled_from(made))
    pair = int(pairing.mentee[1:]), int(pairing.mentor[1:])
    best, apart = small.best(), small.best(without=pair)
    assert best is not None
    assert apart is not None
    assert prices(small, pair, forced=False) == (apart[0] - best[0], best[2] - apart[2])


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
