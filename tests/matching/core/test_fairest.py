"""The fairest answer against everything tried out: the bottleneck, the total under it, and leximin."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Cancelled,
    Participant,
    Problem,
    Progress,
    compile_fits,
    measure,
    solve,
)
from tests.matching.core.people import criterion, mentee, mentor, problem
from tests.matching.core.problems import Pair, Small, pairs_of, small_problems
from tests.matching.core.proving import proven

MANY = settings(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def without_leximin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat every problem as too large for leximin."""
    monkeypatch.setattr("greenroom.matching.core.solving.fairest.LEXIMIN_PAIRS", 0)


def fullest(small: Small) -> list[list[int]]:
    """Return the fits, in order, of every answer with as many places filled and promises kept as there can be."""
    counted = [(len(pairs), kept, pairs) for pairs, _, kept in small.answers(must=small.pins)]
    most = max((filled, kept) for filled, kept, _ in counted)
    return [
        sorted(small.fits[pair] for pair in pairs if pair not in small.pins)
        for filled, kept, pairs in counted
        if (filled, kept) == most
    ]


def fits_of(small: Small, pairs: set[Pair]) -> list[int]:
    return sorted(small.fits[pair] for pair in pairs if pair not in small.pins)


@MANY
@given(small_problems(), st.integers(0, 1))
def test_fairest_small_problem_lifts_the_lowest_then_the_next_to_the_last(small: Small, pins: int) -> None:
    if pins:
        small = Small(**(vars(small) | {"pins": (min(small.fits),)}))
    one = small.problem()
    solution = solve(one, policy="fairest")
    proven(one, solution)
    best = max(fullest(small))
    assert fits_of(small, pairs_of(solution)) == best
    assert solution.is_leximin == bool(best)


@pytest.fixture
def with_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with one pair a person, so that the walk has to find the others."""
    monkeypatch.setattr("greenroom.matching.core.solving.bottleneck.ALL_PAIRS", 0)
    monkeypatch.setattr("greenroom.matching.core.solving.bottleneck.KEPT", 1)


@pytest.mark.usefixtures("without_leximin", "with_few_pairs")
@MANY
@given(small_problems(), st.integers(0, 5))
def test_fairest_beyond_the_size_for_leximin_lifts_the_lowest_then_the_total(small: Small, seed: int) -> None:
    one = small.problem()
    solution = solve(one, policy="fairest", seed=seed)
    certificate = proven(one, solution)
    lowest, total = max((min(fits, default=0), sum(fits)) for fits in fullest(small))
    mine = fits_of(small, pairs_of(solution))
    assert (min(mine, default=0), sum(mine), solution.is_leximin) == (lowest, total, False)
    assert certificate.is_best
    assert solution.bottleneck == (lowest if mine else None)


@MANY
@given(small_problems())
def test_fairest_is_never_less_fair_and_best_total_never_has_less(small: Small) -> None:
    one = small.problem()
    fair, best = solve(one, policy="fairest"), solve(one)
    assert len(fair.pairings) == len(best.pairings)
    assert fair.total_units <= best.total_units
    if fair.pairings:
        assert (fair.lowest or 0) >= (best.lowest or 0)


def cohort(n: int, m: int, seed: int) -> Problem:
    """Everyone’s fits are whole numbers to 1,000, drawn; every third mentor was promised someone."""
    draw = np.random.default_rng(seed)
    return compile_fits(
        [(f"e{i}", f"o{j}", Fraction(int(draw.integers(0, 1000)))) for i in range(n) for j in range(m)],
        mentees=[Participant(key=f"e{i}", capacity=1 + (i % 7 == 0)) for i in range(n)],
        mentors=[Participant(key=f"o{j}", capacity=1 + j % 2, minimum=int(j % 3 == 0)) for j in range(m)],
    )


@pytest.mark.parametrize(("n", "m"), [(40, 30), (25, 45)])
def test_fairest_leximin_of_a_cohort_is_proven_level_by_level(n: int, m: int) -> None:
    one = cohort(n, m, seed=n)
    solution = solve(one, policy="fairest")
    certificate = proven(one, solution)
    assert certificate.claims["is_leximin"]
    assert len(solution.proof.levels) == len({pairing.units for pairing in solution.pairings}) + 1


@pytest.mark.usefixtures("without_leximin")
def test_fairest_of_a_crowd_lifts_the_lowest_and_proves_the_bar_over_all_pairs() -> None:
    draw = np.random.default_rng(4)
    years = draw.integers(0, 40, (2, 300)).astype(float).tolist()
    zones = draw.integers(-8, 9, (2, 300)).astype(float).tolist()
    mentees = [mentee(f"e{i}", years=years[0][i], zone=zones[0][i]) for i in range(220)]
    mentors = [mentor(f"o{j}", years=years[1][j], zone=zones[1][j]) for j in range(300)]
    ladder = criterion("ladder", "years", 3, best=[4, 9], reach=30)
    one = problem(mentees, mentors, ladder, criterion("time_zone", "zone", 2))
    fair, best = solve(one, policy="fairest"), solve(one)
    assert proven(one, fair).claims == {
        "lowest_units": min(pairing.units for pairing in fair.pairings),
        "is_highest_lowest": True,
        "is_leximin": False,
    }
    assert (fair.lowest or 0) > (best.lowest or 0)
    assert fair.total <= best.total


def test_fairest_of_people_who_cannot_meet_is_empty_and_holds() -> None:
    one = Small(fits={(0, 0): 3}, mentees=((1, 0),), mentors=((1, 0),), pins=((0, 0),)).problem()
    solution = solve(one, policy="fairest")
    assert (proven(one, solution).holds, solution.bottleneck) == (True, None)


def test_fairest_permuted_people_changes_nothing() -> None:
    one = cohort(12, 9, seed=2)
    fits = [(a.key, b.key, Fraction(round(one.fit(a.key, b.key)))) for a in one.mentees for b in one.mentors]
    two = compile_fits(fits[::-1], mentees=one.mentees[::-1], mentors=one.mentors[::-1])
    assert solve(one, policy="fairest") == solve(two, policy="fairest")


def test_fairest_tells_progress_and_ends_once() -> None:
    told: list[Progress] = []
    one = cohort(6, 5, seed=1)
    solution = solve(one, policy="fairest", on_progress=told.append)
    assert [one.phase for one in told].count("done") == 1
    assert (told[-1].phase, told[-1].total) == ("done", measure(one, solution).total)


def test_fairest_cancelled_raises() -> None:
    calls = iter([False] * 12 + [True] * 100)
    with pytest.raises(Cancelled):
        solve(cohort(20, 20, seed=1), policy="fairest", is_cancelled=lambda: next(calls))
