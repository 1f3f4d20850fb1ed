"""Circles (so many or none) against brute force, their certificates, and what stops a search."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Cancelled,
    InvalidProblem,
    Participant,
    Pin,
    Problem,
    Progress,
    Rules,
    Solution,
    certify,
    compile_fits,
    compile_problem,
    price_of_forcing,
    price_of_parting,
    solve,
    verify_certificate,
    why_unmatched,
)
from greenroom.matching.core.solving import circle_flows, circles
from tests.matching.core.people import criterion
from tests.matching.core.problems import Small, small_problems
from tests.matching.core.test_solver import value_of

QUICK = settings(deadline=None, max_examples=80)


@st.composite
def small_circles(draw: st.DrawFn) -> Small:
    small = draw(small_problems())
    sizes = tuple(draw(st.integers(0, capacity)) for capacity, _ in small.mentors)
    pins: tuple[tuple[int, int], ...] = ()
    if draw(st.booleans()):
        pins = (draw(st.sampled_from(sorted(small.fits))),)
    return dataclasses.replace(small, opens_with=sizes, pins=pins)


def fits_of(seed: int, n: int, circles: list[tuple[int, int]], *, share: float = 1.0) -> Problem:
    """Draw fits of n mentees with circles (from, up to)."""
    draw = np.random.default_rng(seed)
    fits = draw.integers(0, 1000, (n, len(circles)))
    open_ = draw.random((n, len(circles))) < share
    return compile_fits(
        [
            (f"e{i:03}", f"o{j:02}", int(fits[i, j]))
            for i in range(n)
            for j in range(len(circles))
            if open_[i, j]
        ],
        mentees=[Participant(key=f"e{i:03}") for i in range(n)],
        mentors=[
            Participant(key=f"o{j:02}", capacity=most, opens_with=least)
            for j, (least, most) in enumerate(circles)
        ],
    )


def loads(solution: Solution) -> dict[str, int]:
    found: dict[str, int] = {}
    for pairing in solution.pairings:
        found[pairing.mentor] = found.get(pairing.mentor, 0) + 1
    return found


@QUICK
@given(small_circles())
def test_solve_with_circles_equals_trying_everything(small: Small) -> None:
    problem = small.problem()
    solution = solve(problem)
    assert value_of(problem, solution) == small.best()


@settings(deadline=None, max_examples=40)
@given(small_circles(), st.integers(1, 6))
def test_solve_with_a_small_pool_prices_all_pairs_and_finds_the_same(small: Small, few: int) -> None:
    problem = small.problem()
    before = circle_flows.POOL, circle_flows.FOR_MENTEE, circle_flows.FOR_MENTOR
    circle_flows.POOL, circle_flows.FOR_MENTEE, circle_flows.FOR_MENTOR = 0, 1 + few // 4, 1  # type: ignore[misc]
    try:
        solution = solve(problem)
    finally:
        circle_flows.POOL, circle_flows.FOR_MENTEE, circle_flows.FOR_MENTOR = before  # type: ignore[misc]
    assert value_of(problem, solution) == small.best()


@settings(deadline=None, max_examples=50)
@given(small_circles(), st.data())
def test_price_of_forcing_or_parting_with_circles_equals_trying_everything(
    small: Small, data: st.DataObject
) -> None:
    problem = small.problem()
    solution = solve(problem)
    i, j = data.draw(st.sampled_from(sorted(small.fits)))
    forced = price_of_forcing(problem, solution, f"e{i}", f"o{j}")
    best = small.best(with_pair=(i, j))
    if forced.is_possible:
        assert best is not None
        after = len(solution.pairings) + forced.matched_change, round(forced.total_after)
        assert (after, forced.is_exact) == ((best[0], best[2]), True)
    elif small.mentees[i][0] and small.mentors[j][0]:
        assert best is None
    if (i, j) not in small.pins:
        parted = price_of_parting(problem, solution, f"e{i}", f"o{j}")
        best = small.best(without=(i, j))
        assert best is not None
        assert len(solution.pairings) + parted.matched_change == best[0]
        assert round(parted.total_after) == best[2]


def test_two_small_circles_for_four_mentees_become_one() -> None:
    problem = fits_of(3, 4, [(3, 4), (3, 4)])
    solution = solve(problem)
    assert set(loads(solution).values()) == {4}
    assert solution.circles is not None
    assert len(solution.circles.opened) == len(solution.circles.closed) == 1
    assert solution.free_places == {solution.circles.closed[0]: 4}


def test_a_circle_that_nobody_could_fill_stays_shut_and_its_promise_is_named() -> None:
    fits = [("ben", "ada", 5), ("eve", "ada", 3), ("eve", "olga", 1)]
    mentors = [Participant(key="ada", capacity=4, opens_with=3, minimum=1), Participant(key="olga")]
    problem = compile_fits(fits, mentees=[Participant(key="ben"), Participant(key="eve")], mentors=mentors)
    solution = solve(problem)
    assert [(one.mentee, one.mentor) for one in solution.pairings] == [("eve", "olga")]
    (unmet,) = solution.unmet_minimums
    assert (unmet.key, unmet.got, unmet.eligible, unmet.because_of_circles) == ("ada", 0, 2, True)
    assert Solution.from_dict(json.loads(json.dumps(solution.to_dict()))) == solution


def test_a_pin_opens_its_circle_despite_its_size_and_the_rest_is_said() -> None:
    fits = [("ben", "ada", 5), ("eve", "ada", 3), ("eve", "olga", 9)]
    mentors = [Participant(key="ada", capacity=4, opens_with=3), Participant(key="olga")]
    problem = compile_fits(
        fits,
        mentees=[Participant(key="ben"), Participant(key="eve")],
        mentors=mentors,
        rules=Rules(pins=[Pin(mentee="ben", mentor="ada")]),
    )
    solution = solve(problem)
    assert [(one.mentee, one.mentor) for one in solution.pairings] == [("ben", "ada"), ("eve", "ada")]
    assert solution.circles is not None
    assert solution.circles.short == ("ada",)
    assert certify(problem, solution).is_best


def test_a_circle_takes_mentees_with_two_mentors_once_each() -> None:
    mentees = [Participant(key=f"e{i}", capacity=2) for i in range(3)]
    mentors = [Participant(key=f"o{j}", capacity=3, opens_with=3) for j in range(3)]
    fits = [(one.key, other.key, 1) for one in mentees for other in mentors]
    solution = solve(compile_fits(fits, mentees=mentees, mentors=mentors))
    assert sorted(loads(solution).values()) == [3, 3]
    assert (solution.matched, len(solution.pairings)) == (3, 6)


def test_a_search_that_is_stopped_keeps_its_best_answer_and_never_calls_it_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = fits_of(1, 100, [(4, 6)] * 30, share=0.5)
    monkeypatch.setattr(circles, "CIRCLE_NODES", 60)
    solution = solve(problem)
    assert solution.circles is not None
    assert not solution.circles.is_best
    assert solution.circles.nodes <= 60
    certificate = certify(problem, solution)
    assert certificate.findings.broken == ()
    assert not certificate.is_best
    assert certificate.findings.filled == certificate.findings.most_filled
    assert certificate.gap > 0
    assert solution.circles.most_units == certificate.findings.bound_units
    verdict = verify_certificate(certificate.to_json())
    assert not verdict.holds
    assert verdict.reasons == (
        "The numbers are right, but they do not prove that the answer is the best there is.",
    )


def test_a_tree_that_is_not_whole_or_lies_proves_nothing() -> None:
    problem = fits_of(1, 30, [(4, 8)] * 8)
    solution = solve(problem)
    tree = solution.circles.tree if solution.circles else ()
    assert "circle" in tree[0]
    assert solution.circles is not None
    for wrong in (
        ({"circle": tree[0]["circle"], "shut": 1, "open": 1}, *tree[1:]),
        ({"circle": 99, "shut": 1, "open": 2}, *tree[1:]),
        ({"circle": tree[0]["circle"], "shut": 0, "open": 2}, *tree[1:]),
        tuple(node if "circle" in node else dict(node) | {"cannot": True} for node in tree),
    ):
        lying = dataclasses.replace(solution, circles=dataclasses.replace(solution.circles, tree=wrong))
        with pytest.raises(ValueError, match=r"tree|prove|fit"):
            certify(problem, lying)
    small = dataclasses.replace(solution, pairings=solution.pairings[1:])
    certificate = certify(problem, small)
    assert not certificate.is_best


def test_solving_circles_tells_how_far_it_is_and_can_be_cancelled() -> None:
    problem = fits_of(1, 30, [(4, 8)] * 8)
    told: list[Progress] = []
    solution = solve(problem, on_progress=told.append)
    assert {"circles", "done"} <= {one.phase for one in told}
    assert all(one.bound is None or one.total is None or one.bound >= one.total for one in told)
    asked = iter([False] * 5 + [True] * 1000)
    with pytest.raises(Cancelled):
        solve(problem, is_cancelled=lambda: next(asked))
    assert solve(problem, seed=5).total_units == solution.total_units


@pytest.mark.parametrize(
    ("mentees", "mentors", "what"),
    [
        ([Participant(key="ben")], [Participant(key="ada", capacity=2, opens_with=3)], "opens with 3"),
        ([Participant(key="ben")], [Participant(key="ada", opens_with=-1)], "must be an int from 0"),
        ([Participant(key="ben", capacity=2, opens_with=2)], [Participant(key="ada")], "is for mentors"),
    ],
)
def test_sizes_that_cannot_be_are_refused(
    mentees: list[Participant], mentors: list[Participant], what: str
) -> None:
    with pytest.raises(InvalidProblem, match=what) as error:
        compile_problem(mentees, mentors, Rules(criteria=[criterion("same", "city")]))
    assert "opens_with" in {fault.code for fault in error.value.faults}


def test_circles_among_more_people_than_whole_numbers_can_rank_are_refused() -> None:
    mentees = [Participant(key=f"e{i:05}", capacity=50, minimum=50) for i in range(12_000)]
    mentors = [Participant(key=f"o{j:05}", capacity=50, opens_with=2) for j in range(12_000)]
    fits = [(f"e{i:05}", f"o{i:05}", fit) for i, fit in enumerate((0, 1, 999_999))]
    with pytest.raises(InvalidProblem, match="too many people"):
        compile_fits(fits, mentees=mentees, mentors=mentors)


def test_a_problem_without_circles_keeps_its_fingerprint_and_is_solved_as_before() -> None:
    plain = fits_of(2, 6, [(0, 3), (1, 3)])
    assert plain.blocks.opens_with is None
    assert "opens_with" not in plain.blocks.to_plain()
    assert solve(plain).circles is None
    assert np.array_equal(plain.blocks.circles, [])


@pytest.mark.parametrize("policy", ["best_total", "fairest", "stable"])
def test_every_policy_keeps_to_the_circles_that_the_best_total_opens(policy: str) -> None:
    problem = fits_of(1, 30, [(4, 8)] * 8)
    best = solve(problem)
    solution = solve(problem, policy=policy)
    assert solution.circles is not None
    assert best.circles is not None
    assert solution.circles.opened == best.circles.opened
    assert set(loads(solution)) <= set(solution.circles.opened)
    sizes = {key: load for key, load in loads(solution).items() if load < 4}
    assert set(solution.circles.short) == set(sizes)
    certificate = certify(problem, solution)
    assert certificate.holds
    assert verify_certificate(certificate.to_json()).reasons == ()


def test_who_has_a_mentor_already_comes_after_those_who_have_none_and_is_never_called_unmatched() -> None:
    fits = [("ben", "ada", 9), ("eve", "ada", 1)]
    mentees = [Participant(key="ben", already=1), Participant(key="eve")]
    solution = solve(compile_fits(fits, mentees=mentees, mentors=[Participant(key="ada")]))
    assert [(one.mentee, one.mentor) for one in solution.pairings] == [("eve", "ada")]
    assert solution.unmatched == ()
    alone = solve(
        compile_fits(
            fits, mentees=[Participant(key="ben"), Participant(key="eve")], mentors=[Participant(key="ada")]
        )
    )
    assert [one.mentee for one in alone.pairings] == ["ben"]
    assert alone.unmatched == ("eve",)


def test_why_unmatched_names_the_circle_that_did_not_open() -> None:
    fits = [("ben", "ada", 5)]
    problem = compile_fits(
        fits,
        mentees=[Participant(key="ben", name="Ben")],
        mentors=[Participant(key="ada", name="Ada", capacity=4, opens_with=3)],
    )
    why = why_unmatched(problem, solve(problem), "ben")
    assert (why.code, why.eligible) == ("circles_closed", 1)
    assert why.sentence == (
        "Ben has no mentor because too few people could be brought together for the circle of Ada."
    )


def test_a_pair_cannot_be_forced_into_a_circle_that_would_stay_too_small() -> None:
    fits = [("ben", "ada", 5), ("ben", "olga", 1), ("eve", "ada", 5)]
    mentors = [
        Participant(key="ada", name="Ada", capacity=4, opens_with=3),
        Participant(key="olga", name="Olga"),
    ]
    problem = compile_fits(fits, mentees=[Participant(key="ben"), Participant(key="eve")], mentors=mentors)
    found = price_of_forcing(problem, solve(problem), "ben", "ada")
    assert not found.is_possible
    assert found.obstacle == ("Ada’s circle opens with 3 people, and so many cannot be found for it.")
