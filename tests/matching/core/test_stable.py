"""Deferred acceptance against published instances and against every stable answer there is."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Cancelled,
    Criterion,
    Forbid,
    Participant,
    Pin,
    Problem,
    Progress,
    Rules,
    Standing,
    compile_problem,
    measure,
    solve,
)
from tests.matching.core.problems import Pair, Small, pairs_of, small_problems
from tests.matching.core.proving import proven

MANY = settings(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WISHES = Criterion(key="w", kind="wishes", weight=1)


def ranked(
    proposers: Mapping[str, Sequence[str]],
    others: Mapping[str, Sequence[str]],
    places: Mapping[str, int] | None = None,
    **more: Any,
) -> Problem:
    """Make a problem of two sides’ rankings; whom one of the two does not rank, nobody is paired with."""
    forbids = [
        Forbid(mentee=one, mentor=two)
        for one, two in itertools.product(proposers, others)
        if two not in proposers[one] or one not in others[two]
    ]
    return compile_problem(
        [Participant(key=key, wishes=list(names)) for key, names in proposers.items()],
        [
            Participant(key=key, wishes=list(names), capacity=(places or {}).get(key, 1))
            for key, names in others.items()
        ],
        Rules(criteria=[WISHES], forbids=forbids, **more),
    )


def matched(problem: Problem, **how: Any) -> dict[str, str]:
    solution = solve(problem, policy="stable", **how)
    assert proven(problem, solution).claims == {"blocking_pairs": 0}
    return {one.mentee: one.mentor for one in solution.pairings}


def test_stable_gale_and_shapley_example_1_gives_every_man_his_first_choice() -> None:
    # D. Gale, L. S. Shapley, “College Admissions and the Stability of Marriage” (1962), example 1.
    men = {"α": "ABC", "β": "BCA", "γ": "CAB"}
    women = {"A": "βγα", "B": "γαβ", "C": "αβγ"}
    assert matched(ranked(men, women)) == {"α": "A", "β": "B", "γ": "C"}
    assert matched(ranked(women, men)) == {"A": "β", "B": "γ", "C": "α"}


def test_stable_gale_and_shapley_example_2_has_only_one_stable_answer() -> None:
    # The same paper, example 2: the one stable set of marriages, whoever proposes.
    men = {"α": "ABCD", "β": "ADCB", "γ": "BACD", "δ": "DBCA"}
    women = {"A": "δγαβ", "B": "βδαγ", "C": "δαβγ", "D": "γβαδ"}
    assert matched(ranked(men, women)) == {"α": "C", "β": "D", "γ": "A", "δ": "B"}
    assert matched(ranked(women, men)) == {"C": "α", "D": "β", "A": "γ", "B": "δ"}


def test_stable_nrmp_example_of_two_places_each_reaches_its_published_outcome() -> None:
    # National Resident Matching Program, “How the Matching Algorithm Works”: five applicants, three programs.
    applicants = {
        "Anderson": ["City"],
        "Chen": ["City", "Mercy"],
        "Ford": ["City", "General", "Mercy"],
        "Davis": ["Mercy", "City", "General"],
        "Eastman": ["City", "Mercy", "General"],
    }
    programs = {
        "Mercy": ["Chen", "Ford"],
        "City": ["Eastman", "Anderson", "Chen", "Davis", "Ford"],
        "General": ["Eastman", "Anderson", "Ford", "Davis"],
    }
    assert matched(ranked(applicants, programs, dict.fromkeys(programs, 2))) == {
        "Anderson": "City",
        "Chen": "Mercy",
        "Ford": "General",
        "Davis": "General",
        "Eastman": "City",
    }


@pytest.fixture
def with_short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write lists of two, so that they end and are written anew."""
    monkeypatch.setattr("greenroom.matching.core.solving.stable.LIST", 2)


@st.composite
def rankings(
    draw: st.DrawFn,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, int]]:
    """Two sides, each ranking all of the other strictly, and places."""
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    mentees, mentors = [f"e{i}" for i in range(n)], [f"o{j}" for j in range(m)]
    left = {key: tuple(draw(st.permutations(mentors))) for key in mentees}
    right = {key: tuple(draw(st.permutations(mentees))) for key in mentors}
    return left, right, {key: draw(st.integers(1, 2)) for key in mentors}


def stable_answers(
    left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]], places: Mapping[str, int]
) -> list[dict[str, str]]:
    """Return every stable answer, by trying all answers."""
    found = []
    for choice in itertools.product([None, *right], repeat=len(left)):
        pairs = {one: two for one, two in zip(left, choice, strict=True) if two is not None}
        held = {two: [one for one in pairs if pairs[one] == two] for two in right}
        if any(len(held[two]) > places[two] for two in right):
            continue
        if not any(_blocks(one, two, (left, right), (pairs, held), places) for one in left for two in right):
            found.append(pairs)
    return found


def _blocks(
    one: str,
    two: str,
    ranks: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]],
    answer: tuple[Mapping[str, str], Mapping[str, Sequence[str]]],
    places: Mapping[str, int],
) -> bool:
    (left, right), (pairs, held) = ranks, answer
    if pairs.get(one) == two:
        return False
    rather = one not in pairs or left[one].index(two) < left[one].index(pairs[one])
    worst = max((right[two].index(other) for other in held[two]), default=-1)
    return rather and (len(held[two]) < places[two] or right[two].index(one) < worst)


@pytest.mark.usefixtures("with_short_lists")
@MANY
@given(rankings(), st.integers(0, 3))
def test_stable_is_the_best_of_all_stable_answers_for_every_mentee(
    market: tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, int]], seed: int
) -> None:
    left, right, places = market
    mine = matched(ranked(left, right, places), seed=seed)
    stable = stable_answers(left, right, places)
    assert mine in stable
    for one, order in left.items():
        reached = [order.index(answer[one]) for answer in stable if one in answer]
        assert (one in mine) == bool(reached)  # Roth 1986: who is matched is the same in all of them
        if reached:
            assert order.index(mine[one]) == min(reached)


@pytest.mark.usefixtures("with_short_lists")
@MANY
@given(small_problems(), st.integers(0, 3), st.integers(0, 1))
def test_stable_with_ties_and_several_places_has_no_blocking_pair(small: Small, seed: int, pins: int) -> None:
    if pins:
        small = Small(**(vars(small) | {"pins": (min(small.fits),)}))
    one = small.problem()
    solution = solve(one, policy="stable", seed=seed)
    proven(one, solution)
    assert small.blocking(pairs_of(solution)) == set()
    assert set(small.pins) <= pairs_of(solution)


@MANY
@given(small_problems(), st.randoms(use_true_random=False))
def test_stable_permuted_people_changes_nothing(small: Small, shuffle: Any) -> None:
    one = small.problem()
    pairs = list(small.fits.items())
    shuffle.shuffle(pairs)
    two = Small(**(vars(small) | {"fits": dict(pairs)})).problem()
    assert solve(one, policy="stable") == solve(two, policy="stable")


def test_stable_equals_are_told_apart_by_the_seed() -> None:
    people = [Participant(key=key, answers={"city": "York"}) for key in "abcdef"]
    one = compile_problem(
        people,
        [Participant(key="ada", answers={"city": "York"})],
        Rules(
            criteria=[Criterion(key="c", kind="same", weight=1, mentee_answer="city", mentor_answer="city")]
        ),
    )
    chosen = {next(iter(matched(one, seed=seed))) for seed in range(20)}
    assert len(chosen) > 1
    assert matched(one, seed=3) == matched(one, seed=3)


def two_mentors(**weights: Any) -> Problem:
    """Ben and Bo, Ada and Ava: the mentees care for the city, the mentors for the trade."""
    criteria = [
        Criterion(key="city", kind="same", weight=1, mentee_answer="city", mentor_answer="city", **weights),
        Criterion(
            key="trade", kind="same", weight=0, mentee_answer="trade", mentor_answer="trade", mentor_weight=1
        ),
    ]
    mentees = [
        Participant(key="ben", answers={"city": "York", "trade": "film"}),
        Participant(key="bo", answers={"city": "York", "trade": "print"}),
    ]
    mentors = [
        Participant(key="ada", answers={"city": "York", "trade": "print"}),
        Participant(key="ava", answers={"city": "Leeds", "trade": "print"}),
    ]
    return compile_problem(mentees, mentors, Rules(criteria=criteria))


def seen(problem: Problem, mentee: str, mentor: str) -> list[int]:
    """Return what a pair is in the mentee’s eyes, in the mentor’s, and as a fit, in units."""
    i, j = problem.place(mentee, mentor)
    views = (*problem.sides, problem.blocks)
    return [int(view.units(np.array([i]), np.array([j]))[0]) for view in views]


def test_mentor_weight_lets_each_side_rank_by_its_own_and_the_fit_is_the_mean() -> None:
    one = two_mentors(mentor_weight=0)
    assert (one.weights, sum(one.weights)) == ((500_000, 500_000), 1_000_000)
    assert one.fit("bo", "ada") == 1.0
    assert seen(one, "ben", "ada") == [1_000_000, 0, 500_000]
    assert matched(one) == {"bo": "ada", "ben": "ava"}


def test_sides_are_the_problem_itself_where_nothing_differs() -> None:
    one = two_mentors()
    plain = Small(fits={(0, 0): 1}, mentees=((1, 0),), mentors=((1, 0),)).problem()
    assert plain.sides[0] is plain.blocks
    assert plain.sides[1] is plain.blocks
    assert one.sides[1] is not one.blocks


def test_wishes_count_for_whoever_has_them() -> None:
    one = ranked({"ben": ["ada", "ava"], "bo": ["ada", "ava"]}, {"ada": ["bo", "ben"], "ava": ["bo", "ben"]})
    assert seen(one, "ben", "ada") == [1_000_000, 500_000, 750_000]
    assert matched(one) == {"bo": "ada", "ben": "ava"}


def test_measure_of_the_best_total_names_those_who_would_rather_have_each_other() -> None:
    left = {"ben": ["ada", "ava"], "bo": ["ada", "ava"]}
    one = ranked(left, {"ada": ["bo", "ben"], "ava": ["bo", "ben"]}, pins=[Pin(mentee="ben", mentor="ava")])
    pinned = measure(one, solve(one))
    assert (pinned.blocking_pairs, pinned.examples) == (0, ())


def test_stable_leaves_pinned_and_living_pairs_alone() -> None:
    left, right = {"ben": ["ada", "ava"], "bo": ["ada", "ava"]}, {"ada": ["bo", "ben"], "ava": ["bo", "ben"]}
    assert matched(ranked(left, right, pins=[Pin(mentee="ben", mentor="ada")])) == {"ben": "ada", "bo": "ava"}
    living = [Standing(mentee="ben", mentor="ada")]
    assert matched(ranked(left, right, standing=living, moving_price=0.0)) == {"ben": "ada", "bo": "ava"}


def test_stable_tells_progress_and_can_be_cancelled() -> None:
    told: list[Progress] = []
    one = two_mentors()
    solve(one, policy="stable", on_progress=told.append)
    assert [progress.phase for progress in told] == ["proposals", "proposals", "done"]
    with pytest.raises(Cancelled):
        solve(one, policy="stable", is_cancelled=lambda: True)


def test_stable_of_a_market_of_hundreds_with_few_places_is_proven() -> None:
    pairs: dict[Pair, int] = {(i, j): (i * 7919 + j * 104729) % 997 for i in range(150) for j in range(60)}
    small = Small(fits=pairs, mentees=((1, 0),) * 150, mentors=((2, 0),) * 60)
    one = small.problem()
    assert len(matched(one)) == 120
