"""The solver against brute force, against scipy, against published optima, and against itself."""

import dataclasses
import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from greenroom.matching.core import (
    Cancelled,
    Forbid,
    Participant,
    Pin,
    Problem,
    Progress,
    Rules,
    Solution,
    certify,
    compile_fits,
    compile_problem,
    solve,
    verify_certificate,
)
from greenroom.matching.core.compiled.circle_trees import open_by_pins
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem
from tests.matching.core.problems import Small, small_problems

QUICK = settings(deadline=None, max_examples=60)


def value_of(problem: Problem, solution: Solution) -> tuple[int, int, int]:
    """Return places filled, promises kept and total, and hold the answer to its certificate."""
    certificate = certify(problem, solution)
    assert certificate.findings.broken == ()
    assert certificate.is_best
    assert verify_certificate(certificate.to_json()).reasons == ()
    load: dict[str, int] = {}
    for pairing in solution.pairings:
        load[pairing.mentee] = load.get(pairing.mentee, 0) + 1
        load[pairing.mentor] = load.get(pairing.mentor, 0) + 1
    kept = 0
    for people, promised in zip(
        (problem.mentees, problem.mentors), open_by_pins(problem.blocks).promised, strict=True
    ):
        kept += sum(min(load.get(one.key, 0), int(low)) for one, low in zip(people, promised, strict=True))
    return len(solution.pairings), kept, round(solution.total)


def matrix(rows: list[list[int]]) -> Problem:
    fits = [(f"e{i}", f"o{j}", Fraction(fit)) for i, row in enumerate(rows) for j, fit in enumerate(row)]
    return compile_fits(
        fits,
        mentees=[Participant(key=f"e{i}") for i in range(len(rows))],
        mentors=[Participant(key=f"o{j}") for j in range(len(rows[0]))],
    )


@QUICK
@given(small_problems())
def test_solve_small_problem_equals_trying_everything(small: Small) -> None:
    problem = small.problem()
    assert value_of(problem, solve(problem)) == small.best()


@QUICK
@given(small_problems(several=False, promises=False), st.data())
def test_solve_with_pins_and_forbids_honors_them_and_is_best_among_the_rest(
    small: Small, data: st.DataObject
) -> None:
    pairs = sorted(small.fits)
    pin = data.draw(st.sampled_from(pairs))
    others: list[tuple[int, int] | None] = [pair for pair in pairs if pair != pin]
    forbid = data.draw(st.sampled_from(others or [None]))
    changed = dataclasses.replace(small, pins=(pin,), forbids=() if forbid is None else (forbid,))
    problem = changed.problem()
    solution = solve(problem)
    assert value_of(problem, solution) == changed.best()
    made = {(pairing.mentee, pairing.mentor) for pairing in solution.pairings}
    assert (f"e{pin[0]}", f"o{pin[1]}") in made
    assert forbid is None or (f"e{forbid[0]}", f"o{forbid[1]}") not in made


def test_solve_project_euler_345_reaches_3315() -> None:
    # Project Euler, problem 345, “Matrix Sum”: the 5 by 5 example and its published maximum.
    rows = [
        [7, 53, 183, 439, 863],
        [497, 383, 563, 79, 973],
        [287, 63, 343, 169, 583],
        [627, 343, 773, 959, 943],
        [767, 473, 103, 699, 303],
    ]
    assert value_of(matrix(rows), solve(matrix(rows))) == (5, 0, 3315)


def test_solve_gale_shapley_marriage_ranks_as_fits_reaches_the_best_of_all_permutations() -> None:
    # Gale and Shapley, “College Admissions and the Stability of Marriage” (1962), example 2: the men’s and
    # women’s ranks; the fit of a pair is 8 less the sum of their ranks of one another.
    men = [[1, 2, 3, 4], [1, 4, 3, 2], [2, 1, 3, 4], [4, 2, 3, 1]]
    women = [[3, 4, 2, 1], [3, 1, 4, 2], [2, 3, 4, 1], [3, 2, 1, 4]]
    rows = [[8 - men[i][j] - women[j][i] for j in range(4)] for i in range(4)]
    best = max(sum(rows[i][order[i]] for i in range(4)) for order in itertools.permutations(range(4)))
    assert value_of(matrix(rows), solve(matrix(rows))) == (4, 0, best)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(2, 30))
def test_solve_dense_problem_equals_scipy(seed: int, n: int, m: int) -> None:
    rows = np.random.default_rng(seed).integers(0, 1000, (n, m))
    solution = solve(matrix(rows.tolist()))
    i, j = linear_sum_assignment(rows, maximize=True)
    assert (len(solution.pairings), round(solution.total)) == (min(n, m), int(rows[i, j].sum()))


def crowd(n: int, m: int, seed: int) -> tuple[list[Participant], list[Participant]]:
    draw = np.random.default_rng(seed)

    def some(most: int) -> frozenset[str]:
        return frozenset(f"skill {k}" for k in draw.choice(30, draw.integers(2, most), replace=False))

    mentees = [
        mentee(f"e{i}", skills=some(5), years=float(draw.integers(0, 10)), city=f"city {draw.integers(6)}")
        for i in range(n)
    ]
    mentors = [
        mentor(f"o{j}", skills=some(9), years=float(draw.integers(5, 40)), city=f"city {draw.integers(6)}")
        for j in range(m)
    ]
    return mentees, mentors


@pytest.mark.parametrize(("n", "m"), [(400, 300), (280, 420)])
def test_solve_by_column_generation_equals_scipy_on_the_whole_matrix(n: int, m: int) -> None:
    mentees, mentors = crowd(n, m, seed=n)
    whole = problem(
        mentees,
        mentors,
        criterion("skills", "skills", 3),
        criterion("ladder", "years", 2, best=[5, 15], reach=10),
        must=[constraint("different", "city")],
    )
    solution = solve(whole)
    rows, columns = np.divmod(np.arange(n * m), m)
    units = whole.blocks.units(rows, columns).reshape(n, m)
    out = whole.blocks.is_out(rows, columns).reshape(n, m)
    i, j = linear_sum_assignment(np.where(out, -(10**9), units), maximize=True)
    assert not out[i, j].any()
    assert solution.total_units == int(units[i, j].sum())
    assert certify(whole, solution).is_best


def test_solve_matches_the_most_people_even_where_that_costs_nearly_all_fit() -> None:
    # A chain: each mentee but the first would rather take the mentor whom the one before needs.
    length = 12
    fits = [(f"e{k}", f"o{k}", Fraction(0)) for k in range(length)]
    fits += [(f"e{k + 1}", f"o{k}", Fraction(10)) for k in range(length - 1)]
    chain = compile_fits(
        fits,
        mentees=[Participant(key=f"e{k}") for k in range(length)],
        mentors=[Participant(key=f"o{k}") for k in range(length)],
    )
    assert value_of(chain, solve(chain)) == (length, 0, 0)


def test_solve_chain_of_promises_keeps_them_all_even_where_that_costs_all_fit() -> None:
    # Everyone fits the first mentor, who has room for all; each other mentor was promised one mentee.
    length = 8
    fits = [(f"e{k}", "all", Fraction(100)) for k in range(length)]
    fits += [(f"e{k}", f"o{k}", Fraction(0)) for k in range(length)]
    people = [Participant(key=f"o{k}", minimum=1) for k in range(length)]
    one = compile_fits(
        fits,
        mentees=[Participant(key=f"e{k}") for k in range(length)],
        mentors=[Participant(key="all", capacity=length), *people],
    )
    assert value_of(one, solve(one)) == (length, length, 0)


def test_solve_with_more_promises_than_people_says_which_and_why() -> None:
    ben = mentee("ben", city="Bristol")
    mentors = [mentor("ada", minimum=1, city="Bristol"), mentor("ava", minimum=1, city="Leeds")]
    solution = solve(problem([ben], mentors))
    (unmet,) = solution.unmet_minimums
    assert [pairing.mentor for pairing in solution.pairings] == ["ada"]
    assert (unmet.key, unmet.promised, unmet.got, unmet.eligible) == ("ava", 1, 0, 1)
    assert (unmet.group, unmet.group_eligible) == (("ada", "ava"), 1)


def test_solve_gives_everyone_a_first_mentor_before_anyone_has_a_second() -> None:
    mentees = [
        Participant(key="ben", capacity=2, answers={"city": "Bristol"}),
        Participant(key="bo", capacity=1, answers={"city": "York"}),
    ]
    mentors = [mentor("ada", city="Bristol"), mentor("ava", city="Bristol")]
    solution = solve(problem(mentees, mentors))
    assert {pairing.mentee for pairing in solution.pairings} == {"ben", "bo"}


@QUICK
@given(small_problems(), st.randoms(use_true_random=False))
def test_solve_permuted_people_changes_nothing(small: Small, shuffle: object) -> None:
    one = small.problem()
    mentees, mentors = list(one.mentees), list(one.mentors)
    shuffle.shuffle(mentees)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    shuffle.shuffle(mentors)  # type: ignore[attr-defined]  # the same
    fits = [(f"e{i}", f"o{j}", Fraction(fit)) for (i, j), fit in small.fits.items()]
    other = compile_fits(fits, mentees=mentees, mentors=mentors)
    assert solve(other) == solve(one)


@QUICK
@given(small_problems(promises=False), st.data())
def test_solve_with_a_place_more_is_never_worse(small: Small, data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, len(small.mentors) - 1))
    mentors = [(c + 1, low) if j == chosen else (c, low) for j, (c, low) in enumerate(small.mentors)]
    roomier = dataclasses.replace(small, mentors=tuple(mentors))
    before, after = small.problem(), roomier.problem()
    assert value_of(after, solve(after)) >= value_of(before, solve(before))


def test_solve_same_problem_and_seed_gives_the_same_answer() -> None:
    mentees, mentors = crowd(60, 40, seed=5)
    one = problem(mentees, mentors, criterion("same", "city"))
    two = problem(mentees[::-1], mentors[::-1], criterion("same", "city"))
    assert solve(one, seed=7) == solve(two, seed=7)
    assert solve(one, seed=7).total_units == solve(one, seed=8).total_units


def test_solve_never_pairs_people_with_themselves() -> None:
    people = [mentee("ada", city="Bristol"), mentee("ben", city="Leeds")]
    solution = solve(problem(people, people))
    assert [(one.mentee, one.mentor) for one in solution.pairings] == [("ada", "ben"), ("ben", "ada")]


def test_solve_leaves_out_those_who_pause() -> None:
    solution = solve(
        problem(
            [mentee("ben", city="Leeds"), Participant(key="bo", capacity=0)],
            [mentor("ada", capacity=0, city="Leeds"), mentor("ava", capacity=3, city="York")],
        )
    )
    assert [(one.mentee, one.mentor) for one in solution.pairings] == [("ben", "ava")]
    assert (solution.unmatched, dict(solution.free_places)) == ((), {"ava": 2})


def test_solve_tells_progress_from_candidates_to_proof() -> None:
    told: list[Progress] = []
    solution = solve(
        problem([mentee("ben", city="Leeds")], [mentor("ada", city="Leeds")]), on_progress=told.append
    )
    assert [one.phase for one in told] == ["candidates", "flow", "proof", "proof", "done"]
    assert (told[-1].total, told[-1].bound, told[-1].matched) == (solution.total, solution.total, 1)


def test_solve_cancelled_raises_and_gives_no_answer() -> None:
    with pytest.raises(Cancelled):
        solve(problem([mentee("ben")], [mentor("ada")]), is_cancelled=lambda: True)


def test_solve_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match=r"`policy` must be one of best_total, .+\. Got 'luck'"):
        solve(problem([mentee("ben")], [mentor("ada")]), policy="luck")


def test_solution_survives_json() -> None:
    people = [mentee("ben", city="Leeds"), mentee("bo", city="York")]
    solution = solve(problem(people, [mentor("ada", minimum=1, city="Leeds")]))
    assert Solution.from_dict(solution.to_dict()) == solution


def test_solve_with_pin_of_a_pair_ruled_out_but_made_despite_the_rules_pairs_them() -> None:
    rules = Rules(
        criteria=[criterion("same", "city")],
        constraints=[constraint("different", "city")],
        pins=[Pin(mentee="ben", mentor="ada", despite_rules=True)],
        forbids=[Forbid(mentee="bo", mentor="ava")],
    )
    mentees = [mentee("ben", city="Leeds"), mentee("bo", city="York")]
    mentors = [mentor("ada", city="Leeds"), mentor("ava", city="Leeds")]
    solution = solve(compile_problem(mentees, mentors, rules))
    assert [(one.mentee, one.mentor, one.is_pinned) for one in solution.pairings] == [("ben", "ada", True)]
    assert solution.unmatched == ("bo",)
