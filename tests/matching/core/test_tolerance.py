from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import Pin, solve
from greenroom.matching.core.questions.tolerance import tolerance, what_would_change
from tests.matching.core.people import constraint, criterion, mentee, mentor
from tests.matching.core.people import problem as problem_of
from tests.matching.core.problems import Small, small_problems

Pair = tuple[int, int]


def has(small: Small, pair: Pair) -> tuple[bool, bool]:
    """Tell whether some best answer has the pair, and whether every one has, by trying all of them."""
    best = small.best()
    return small.best(with_pair=pair) == best, small.best(without=pair) != best


def with_fit(small: Small, pair: Pair, fit: int) -> Small:
    return replace(small, fits=small.fits | {pair: fit})


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_a_pair_stands_until_its_fit_has_fallen_by_its_tolerance(small: Small, data: st.DataObject) -> None:
    small = replace(
        small, fits={pair: fit * 2 for pair, fit in small.fits.items()}
    )  # so that halves are whole
    problem = small.problem()
    solution = solve(problem)
    made = data.draw(st.sampled_from(solution.pairings))
    pair = int(made.mentee[1:]), int(made.mentor[1:])
    found = tolerance(problem, solution, made.mentee, made.mentor)
    if found.fall is None:
        lowest = min(small.fits.values())  # a fit cannot fall under the lowest there is
        assert has(with_fit(small, pair, lowest), pair)[0]
        return
    assert found.lowest == found.fit - found.fall
    fall = round(found.fall)
    assert has(with_fit(small, pair, small.fits[pair] - fall), pair)[0]
    assert not has(with_fit(small, pair, small.fits[pair] - fall - 1), pair)[0]
    if fall:
        assert has(with_fit(small, pair, small.fits[pair] - fall + 1), pair)[1]


@settings(deadline=None, max_examples=80)
@given(small_problems(), st.data())
def test_a_pair_is_chosen_once_its_fit_has_risen_by_more_than_what_would_change_it(
    small: Small, data: st.DataObject
) -> None:
    problem = small.problem()
    solution = solve(problem)
    chosen = {(one.mentee, one.mentor) for one in solution.pairings}
    others = [pair for pair in sorted(small.fits) if (f"e{pair[0]}", f"o{pair[1]}") not in chosen]
    assume(others)
    pair = data.draw(st.sampled_from(others))
    found = what_would_change(problem, solution, f"e{pair[0]}", f"o{pair[1]}")
    if found.rise is None:
        assert found.code == "counts"
        assert not has(with_fit(small, pair, 1000), pair)[0]
        return
    rise = round(found.rise)
    assert has(with_fit(small, pair, small.fits[pair] + rise), pair)[0]
    assert has(with_fit(small, pair, small.fits[pair] + rise + 1), pair)[1]
    if rise:
        assert not has(with_fit(small, pair, small.fits[pair] + rise - 1), pair)[0]
    assert (found.code == "too_far") == (small.fits[pair] + rise >= max(small.fits.values()))


CITY, FREE = criterion("same", "city", 2, label="City"), criterion("hours", "free", 3, enough=2)
AMARA = mentee("amara", city="York", free=frozenset({1, 2}))
BO = mentee("bo", city="Leeds", free=frozenset({3, 4}))
DESMOND = mentor("desmond", city="Leeds", free=frozenset({2, 3}))
INGRID = mentor("ingrid", city="York", free=frozenset({9}))


def test_what_would_change_names_each_criterion_that_alone_would_do() -> None:
    problem = problem_of([AMARA], [DESMOND, INGRID], CITY, FREE)
    found = what_would_change(problem, solve(problem), "amara", "desmond")
    assert (found.code, found.rise) == ("fit", 0.1)
    assert [(lift.criterion, lift.room, lift.is_enough) for lift in found.lifts] == [
        ("city", 0.4, True),
        ("free", 0.3, True),
    ]
    assert found.lifts[1].sentence == "If their free hours overlapped fully, Desmond would be Amara’s match."
    assert found.sentence == (
        "Their fit would have to rise by more than 0.10. "
        "If both had given the same answer on “City”, Desmond would be Amara’s match."
    )


def test_what_would_change_says_when_no_fit_would_do() -> None:
    must = [constraint("same", "city", label="One city")]
    problem = problem_of([AMARA, BO], [DESMOND, INGRID], FREE, must=must)
    solution = solve(problem)
    apart = what_would_change(problem, solution, "amara", "desmond")
    assert (apart.code, apart.rise, apart.rules) == ("fit", 0.0, ("One city",)) or apart.code in {
        "counts",
        "rule",
    }
    assert "One city" in apart.sentence
    assert what_would_change(problem, solution, "amara", "ingrid").code == "stands"
    lone = problem_of([AMARA], [DESMOND, mentor("ava", capacity=0)], CITY)
    assert what_would_change(lone, solve(lone), "amara", "ava").code == "impossible"


def test_what_would_change_says_when_lifting_a_rule_would_do() -> None:
    alone = problem_of(
        [AMARA],
        [mentor("ada", city="Ely", free=frozenset({1, 2})), INGRID],
        FREE,
        CITY,
        must=[constraint("same", "city", label="One city")],
    )
    found = what_would_change(alone, solve(alone), "amara", "ada")
    assert (found.code, found.sentence) == ("rule", "Without “One city” Ada would be Amara’s match.")


def test_a_pinned_pair_stands_at_any_fit_and_a_pair_that_is_none_has_no_tolerance() -> None:
    problem = problem_of([AMARA], [DESMOND, INGRID], CITY, FREE, pins=[Pin(mentee="amara", mentor="desmond")])
    solution = solve(problem)
    found = tolerance(problem, solution, "amara", "desmond")
    assert (found.fall, found.next_mentor, found.price) == (None, "ingrid", -0.1)
    with pytest.raises(ValueError, match="not a pair"):
        tolerance(problem, solution, "amara", "ingrid")


def test_tolerance_names_the_next_mentor_and_what_it_costs() -> None:
    small = Small(fits={(0, 0): 6, (0, 1): 4, (1, 1): 1}, mentees=((1, 0), (1, 0)), mentors=((2, 0), (2, 0)))
    problem = small.problem()
    found = tolerance(problem, solve(problem), "e0", "o0")
    assert (found.fall, found.lowest, found.next_mentor, found.next_fit) == (2.0, 4.0, "o1", 4.0)
    assert Fraction(found.price) == 2
