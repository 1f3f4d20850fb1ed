from hypothesis import assume, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import price_of_forcing, price_of_parting, solve
from tests.matching.core.problems import Small, small_problems


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_price_of_forcing_equals_solving_again(small: Small, data: st.DataObject) -> None:
    i, j = data.draw(st.sampled_from(sorted(small.fits)))
    problem = small.problem()
    solution = solve(problem)
    best, forced = small.best(), small.best(with_pair=(i, j))
    assume(forced is not None)
    assert best is not None
    assert forced is not None
    found = price_of_forcing(problem, solution, f"e{i}", f"o{j}")
    assert found.matched_change == forced[0] - best[0]
    assert round(found.total_after) == forced[2]
    assert round(found.drop) == best[2] - forced[2]


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_price_of_parting_equals_solving_again(small: Small, data: st.DataObject) -> None:
    problem = small.problem()
    solution = solve(problem)
    pairing = data.draw(st.sampled_from(solution.pairings))
    pair = int(pairing.mentee[1:]), int(pairing.mentor[1:])
    best, apart = small.best(), small.best(without=pair)
    assert best is not None
    assert apart is not None
    found = price_of_parting(problem, solution, pairing.mentee, pairing.mentor)
    assert found.matched_change == apart[0] - best[0]
    assert round(found.drop) == best[2] - apart[2]
    assert {move.mentee for move in found.moves} >= {pairing.mentee}
