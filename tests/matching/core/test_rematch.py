"""Re-match against every answer there is: living pairs stay, or end only above the price."""

import dataclasses
import itertools
import json
from fractions import Fraction
from math import floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Criterion,
    Forbid,
    InvalidProblem,
    Moved,
    Participant,
    Pin,
    Problem,
    Progress,
    Rules,
    Solution,
    Standing,
    certify,
    compile_problem,
    solve,
)
from tests.matching.core.people import constraint
from tests.matching.core.problems import Small, pairs_of, small_problems, with_living_pairs
from tests.matching.core.proving import proven

MANY = settings(
    deadline=None,
    max_examples=200,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ADA_AND_BEN = Standing(mentee="ben", mentor="ada")


@pytest.fixture
def with_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with one pair a person, so that the pass over all pairs has to find the others."""
    monkeypatch.setattr("greenroom.matching.core.solving.rematch.ALL_PAIRS", 0)
    monkeypatch.setattr("greenroom.matching.core.solving.rematch.KEPT", 1)


def best_worth(small: Small, problem: Problem, still: set[tuple[int, int]]) -> Fraction:
    """Return the most that fit and price can be worth in an answer in which nobody has fewer partners than so."""
    least = (
        [sum(pair[0] == i for pair in still) for i in range(len(small.mentees))],
        [
            max(
                sum(pair[1] == j for pair in small.standing),
                min(sum(pair[1] == j for pair in still), small.mentors[j][1]),
            )
            for j in range(len(small.mentors))
        ],
    )
    return max(
        worth_of(small, problem, set(pairs))
        for pairs, load, _ in small.answers()
        if all(n >= low for side in (0, 1) for n, low in zip(load[side], least[side], strict=True))
    )


def worth_of(small: Small, problem: Problem, pairs: set[tuple[int, int]]) -> Fraction:
    unit, zero = problem.unit, problem.zero
    bonus = (floor(Fraction(small.moving_price or 0) / unit) + 1) * unit
    fits = sum(Fraction(small.fits[pair]) - zero + zero // unit * unit for pair in pairs)
    return fits + bonus * len(pairs & set(small.standing))


def still_of(small: Small, solution: Solution) -> set[tuple[int, int]]:
    """Return the pairs that were made before any living pair moved."""
    if not solution.proof.movable[0]:
        return pairs_of(solution)
    return {*zip(*solution.proof.still, strict=True), *small.standing}


@pytest.mark.usefixtures("with_few_pairs")
@MANY
@given(with_living_pairs(), st.integers(0, 3))
def test_rematch_small_problem_is_worth_the_most_there_is(small: Small, seed: int) -> None:
    one = small.problem()
    solution = solve(one, policy="rematch", seed=seed)
    certificate = proven(one, solution)
    made, still, living = pairs_of(solution), still_of(small, solution), set(small.standing)
    assert worth_of(small, one, made) == best_worth(small, one, still)
    ended = {(int(pair.mentee[1:]), int(pair.mentor[1:])) for pair in solution.moved}
    assert ended == living - made
    gain = sum(small.fits[pair] for pair in made) - sum(small.fits[pair] for pair in still)
    assert solution.gained == gain
    assert not ended or gain > (small.moving_price or 0) * len(ended)
    assert certificate.claims["ended"] == len(ended)
    for side, number in itertools.product((0, 1), range(4)):
        had = sum(pair[side] == number for pair in living)
        assert sum(pair[side] == number for pair in made) >= had


@MANY
@given(with_living_pairs(), st.sampled_from(["best_total", "fairest", "stable"]))
def test_other_policies_treat_living_pairs_as_pinned(small: Small, policy: str) -> None:
    one = small.problem()
    solution = solve(one, policy=policy)
    proven(one, solution)
    assert set(small.standing) <= pairs_of(solution)
    standing = {(int(p.mentee[1:]), int(p.mentor[1:])) for p in solution.pairings if p.is_standing}
    assert standing == set(small.standing)
    assert solution.moved == ()


@MANY
@given(with_living_pairs())
def test_rematch_without_a_price_moves_nobody_and_is_the_best_total_beside_them(small: Small) -> None:
    one = dataclasses.replace(small, moving_price=None).problem()
    solution = solve(one, policy="rematch")
    proven(one, solution)
    assert pairs_of(solution) == pairs_of(solve(one))
    assert (solution.moved, solution.gained) == ((), 0.0)


@MANY
@given(small_problems())
def test_rematch_without_living_pairs_is_the_best_total(small: Small) -> None:
    one = small.problem()
    assert dataclasses.replace(solve(one, policy="rematch"), policy="best_total") == solve(one)


def cohort(**more: object) -> Problem:
    """Ben is with Ada, who fits Bo alone; Ava is free, and fits Ben half as well."""
    criteria = [Criterion(key="w", kind="wishes", weight=1)]
    ranks = {"ben": ["ada", "ava"], "bo": ["ada", "ava"]}
    return compile_problem(
        [Participant(key=key, wishes=names) for key, names in ranks.items()],
        [Participant(key="ada"), Participant(key="ava")],
        Rules(criteria=criteria, standing=[ADA_AND_BEN], forbids=[Forbid(mentee="bo", mentor="ava")], **more),  # type: ignore[arg-type]  # what the rules take
    )


def test_rematch_lets_a_pair_go_only_where_the_whole_gains_more_than_the_price() -> None:
    dear, cheap = cohort(moving_price=0.5), cohort(moving_price=0.49)
    stays = solve(dear, policy="rematch")
    assert [(one.mentee, one.mentor, one.is_standing, one.is_pinned) for one in stays.pairings] == [
        ("ben", "ada", True, False)
    ]
    assert (stays.moved, stays.gained, stays.unmatched) == ((), 0.0, ("bo",))
    told: list[Progress] = []
    moves = solve(cheap, policy="rematch", on_progress=told.append)
    assert [(one.mentee, one.mentor) for one in moves.pairings] == [("ben", "ava"), ("bo", "ada")]
    assert moves.moved == (Moved(mentee="ben", mentor="ada", fit=1.0, units=1_000_000),)
    assert moves.gained == 0.5
    assert [one.phase for one in told].count("done") == 1
    assert proven(cheap, moves).claims == {
        "ended": 1,
        "gained_units": 500_000,
        "price_units": 490_000,
        "nobody_has_fewer": True,
    }


def test_rematch_forbidden_living_pair_ends_with_a_note() -> None:
    rules = Rules(
        criteria=[Criterion(key="w", kind="wishes", weight=1)],
        standing=[ADA_AND_BEN],
        forbids=[Forbid(mentee="ben", mentor="ada")],
    )
    people = [Participant(key="ben", wishes=["ada"])], [Participant(key="ada"), Participant(key="ava")]
    one = compile_problem(*people, rules)
    assert [pair.mentor for pair in solve(one, policy="rematch").pairings] == ["ava"]
    assert one.notes == ("ben and ada are a living pair, and you forbid it: it ends.",)


def test_rematch_living_pair_that_a_rule_forbids_today_stays_and_does_not_move() -> None:
    mentees = [Participant(key=key, answers={"employer": "one"}) for key in ("ben", "bo")]
    mentors = [
        Participant(key="ada", capacity=0, answers={"employer": "one"}),
        Participant(key="ava", answers={"employer": "two"}),
    ]
    rules = Rules(
        criteria=[Criterion(key="w", kind="wishes", weight=1)],
        constraints=[constraint("different", "employer")],
        standing=[ADA_AND_BEN],
        moving_price=0.0,
    )
    one = compile_problem(mentees, mentors, rules)
    solution = solve(one, policy="rematch")
    assert [(pair.mentee, pair.mentor) for pair in solution.pairings] == [("ben", "ada"), ("bo", "ava")]
    assert proven(one, solution).findings.filled == 2


def test_living_pairs_of_unknown_people_and_pins_without_a_place_are_faults() -> None:
    rules = Rules(
        criteria=[Criterion(key="w", kind="wishes", weight=1)],
        standing=[ADA_AND_BEN, Standing(mentee="eve", mentor="ada")],
        pins=[Pin(mentee="bo", mentor="ada")],
    )
    with pytest.raises(InvalidProblem) as caught:
        compile_problem([Participant(key="ben"), Participant(key="bo")], [Participant(key="ada")], rules)
    assert [(fault.code, fault.who) for fault in caught.value.faults] == [
        ("unknown_person", "eve"),
        ("pins_over_capacity", "ada"),
    ]


def test_rematch_answer_in_which_someone_has_fewer_partners_does_not_hold() -> None:
    one = cohort(moving_price=0.0)
    solution = solve(one, policy="rematch")
    worse = dataclasses.replace(solution, pairings=solution.pairings[1:])
    certificate = certify(one, worse)
    assert (certificate.holds, certificate.claims["nobody_has_fewer"]) == (False, False)
    assert json.loads(certificate.to_json())["claims"]["holds"] is False
