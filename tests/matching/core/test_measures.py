"""The same yardstick for every policy, against counting everything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import POLICIES, GroupFit, Problem, fits_by_group, measure, solve
from tests.matching.core.people import criterion, mentee, mentor, problem
from tests.matching.core.problems import Small, pairs_of, small_problems, with_living_pairs

MANY = settings(deadline=None, max_examples=150, derandomize=True)


@MANY
@given(st.one_of(small_problems(), with_living_pairs()), st.sampled_from(POLICIES))
def test_measure_small_problem_equals_counting(small: Small, policy: str) -> None:
    one = small.problem()
    solution = solve(one, policy=policy)
    found, made = measure(one, solution), pairs_of(solution)
    fits = [small.fits[pair] for pair in made]
    assert (found.filled, found.matched) == (len(made), len({i for i, _ in made}))
    assert (found.total, found.lowest) == (sum(fits), min(fits, default=None))
    assert found.average == (sum(fits) / len(fits) if fits else None)
    blocking = small.blocking(made)
    assert found.blocking_pairs == len(blocking)
    named = {(int(pair.mentee[1:]), int(pair.mentor[1:])) for pair in found.examples}
    assert named <= blocking
    assert len(found.examples) == min(5, len(blocking))


def test_measure_example_says_whom_each_would_leave() -> None:
    fits = {(0, 0): 9, (0, 1): 8, (1, 0): 8, (1, 1): 2}
    small = Small(fits=fits, mentees=((1, 0),) * 2, mentors=((1, 0), (2, 0)))
    one = small.problem()
    (example,) = measure(one, solve(one)).examples
    assert (example.mentee, example.mentor, example.fit) == ("e0", "o0", 9.0)
    assert (example.instead_of_mentor, example.instead_of_mentee) == ("o1", "e1")


def crowd(sizes: dict[str, int]) -> tuple[Problem, dict[str, str]]:
    """As many mentees of each group as said, of whom every other one fits the one mentor."""
    keys = [(f"{group}{k:02}", group, k) for group, size in sizes.items() for k in range(size)]
    mentees = [mentee(key, city="York" if k % 2 else "Leeds") for key, _, k in keys]
    one = problem(mentees, [mentor("ada", 50, city="York")], criterion("same", "city"))
    return one, {key: group for key, group, _ in keys}


def test_fits_by_group_gives_people_matched_average_and_lowest() -> None:
    one, groups = crowd({"a": 20, "b": 9})
    assert fits_by_group(one, solve(one), groups) == [
        GroupFit(group="a", people=20, matched=20, average=0.5, lowest=0.0),
        GroupFit(group="b", people=9, matched=9, average=4 / 9, lowest=0.0),
    ]


def test_fits_by_group_hides_a_small_group_and_the_next_smallest_since_the_total_would_tell() -> None:
    one, groups = crowd({"a": 20, "b": 9, "c": 3})
    shown = {
        fit.group: (fit.is_hidden, fit.people, fit.average) for fit in fits_by_group(one, solve(one), groups)
    }
    assert shown == {"a": (False, 20, 0.5), "b": (True, None, None), "c": (True, None, None)}


def test_fits_by_group_hides_small_groups_alone_where_they_are_many_enough_together() -> None:
    one, groups = crowd({"a": 20, "b": 9, "c": 4, "d": 5})
    assert [fit.group for fit in fits_by_group(one, solve(one), groups) if fit.is_hidden] == ["c", "d"]


def test_fits_by_group_counts_the_unlabeled_as_hidden() -> None:
    one, groups = crowd({"a": 20, "b": 9, "c": 2})
    labeled = {key: group for key, group in groups.items() if group != "c"}
    assert [fit.group for fit in fits_by_group(one, solve(one), labeled) if fit.is_hidden] == ["b"]


@pytest.mark.parametrize("least", [4, 0, -1])
def test_fits_by_group_never_shows_fewer_than_five(least: int) -> None:
    one, groups = crowd({"a": 20})
    with pytest.raises(ValueError, match=r"`least` must be 5 or more"):
        fits_by_group(one, solve(one), groups, least=least)


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 14), min_size=1), st.integers(5, 9))
def test_fits_by_group_shows_no_small_group_and_hides_nobody_alone(sizes: dict[str, int], least: int) -> None:
    one, groups = crowd(sizes)
    found = fits_by_group(one, solve(one), groups, least=least)
    assert all((fit.people or 0) >= least for fit in found if not fit.is_hidden)
    hidden = [sizes[fit.group] for fit in found if fit.is_hidden]
    assert not hidden or sum(hidden) >= least or len(hidden) == len(sizes)
