"""Certificates of the other policies: each holds by itself, and none survives a change."""

import copy
import dataclasses
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from greenroom.matching.core import (
    Participant,
    Problem,
    Rules,
    Solution,
    Standing,
    certify,
    compile_fits,
    compile_problem,
    solve,
    verify_certificate,
)
from greenroom.matching.core.proofs.certificates import _seal
from tests.matching.core.people import constraint, criterion, mentee, mentor
from tests.matching.core.test_certificates import changed, places, value_at


def a_problem(**more: Any) -> Problem:
    """Seven mentees, four mentors; each side weighs its own; two living pairs and a price."""
    cities = ("Bristol", "Leeds", "York")
    mentees = [mentee(f"e{k}", city=cities[k % 3], free=frozenset({k, k + 1})) for k in range(7)]
    mentors = [
        mentor(f"o{k}", 1 + k % 2, minimum=k % 2, city=cities[k % 3], free=frozenset({k})) for k in range(4)
    ]
    rules = Rules(
        criteria=[
            criterion("same", "city", 2),
            dataclasses.replace(criterion("hours", "free", 1, enough=2), mentor_weight=3.0),
        ],
        constraints=[constraint("hours", "free", missing="allow")],
        standing=[Standing(mentee="e0", mentor="o0"), Standing(mentee="e1", mentor="o1")],
        moving_price=0.05,
        **more,
    )
    return compile_problem(mentees, mentors, rules)


@pytest.fixture(params=["fairest", "bottleneck", "stable", "rematch"])
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, Solution]:
    one, policy = a_problem(), request.param
    if policy == "bottleneck":
        monkeypatch.setattr("greenroom.matching.core.solving.fairest.LEXIMIN_PAIRS", 0)
        policy = "fairest"
    return one, solve(one, policy=policy)


def document(case: tuple[Problem, Solution]) -> dict[str, Any]:
    certificate = certify(*case)
    assert certificate.holds
    found: dict[str, Any] = json.loads(certificate.to_json())
    return found


def other_values(plain: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for path in places(plain):
        value = value_at(plain, path)
        if isinstance(value, bool) or value is None:
            yield path, not value
        elif isinstance(value, int | float):
            yield path, value + 1
        else:
            yield path, f"{value[:-1]}{'A' if value[-1:] != 'A' else 'B'}"


def test_certificate_of_each_policy_holds_by_itself(case: tuple[Problem, Solution]) -> None:
    verdict = verify_certificate(json.dumps(document(case)))
    assert (verdict.holds, verdict.reasons) == (True, ())
    assert verdict.certificate is not None
    assert verdict.certificate.policy == case[1].policy


def test_certificate_of_each_policy_with_any_value_changed_does_not_hold(
    case: tuple[Problem, Solution],
) -> None:
    plain = document(case)
    for path, other in other_values(plain):
        assert not verify_certificate(json.dumps(changed(plain, path, other))).holds, path


def test_certificate_of_each_policy_with_a_false_claim_sealed_again_does_not_hold(
    case: tuple[Problem, Solution],
) -> None:
    plain = document(case)
    for name, value in plain["claims"].items():
        other = (
            not value if isinstance(value, bool) else value + 1 if not isinstance(value, str) else "0" * 64
        )
        forged = changed(plain, ("claims", name), other)
        forged["seal"] = _seal(forged)
        assert verify_certificate(json.dumps(forged)).reasons == (
            f"It claims {name} = {other}; it is {value}.",
        )


def test_certificate_of_one_policy_does_not_pass_for_another(case: tuple[Problem, Solution]) -> None:
    plain = document(case)
    for policy in {"fairest", "stable", "rematch", "best_total", "luck"} - {plain["policy"]}:
        forged = copy.deepcopy(plain) | {"policy": policy}
        forged["seal"] = _seal(forged)
        assert not verify_certificate(json.dumps(forged)).holds


def given(rows: list[list[int | None]]) -> Problem:
    return compile_fits(
        [
            (f"e{i}", f"o{j}", Fraction(fit))
            for i, row in enumerate(rows)
            for j, fit in enumerate(row)
            if fit is not None
        ],
        mentees=[Participant(key=f"e{i}") for i in range(len(rows))],
        mentors=[Participant(key=f"o{j}") for j in range(len(rows))],
    )


def two_pairs() -> Problem:
    """The best total is 10 and 1, the fairest 5 and 5."""
    return given([[10, 5], [5, 1]])


def three_pairs() -> Problem:
    """The same, beside a pair of 1 that nobody can lift: only leximin sees the difference."""
    return given([[10, 5, None], [5, 1, None], [None, None, 1]])


def without(case: tuple[Problem, Solution], **proof: Any) -> bool:
    one, solution = case
    other = dataclasses.replace(solution, proof=dataclasses.replace(solution.proof, **proof))
    return certify(one, other).holds


def test_certificate_of_the_fairest_needs_its_bar_its_barrier_and_its_levels() -> None:
    one = three_pairs()
    case = one, solve(one, policy="fairest")
    proof = case[1].proof
    assert proof.minimum is not None
    assert without(case)
    assert not without(case, barrier=None)
    assert not without(case, minimum=proof.minimum + 1)
    assert not without(case, levels=())  # the total is not the greatest above the bar
    low = dataclasses.replace(proof.levels[1], left=tuple(price - 1 for price in proof.levels[1].left))
    assert not without(case, levels=(proof.levels[0], low, *proof.levels[2:]))


def test_certificate_of_an_answer_that_is_less_fair_does_not_hold() -> None:
    one = two_pairs()
    fair, best = solve(one, policy="fairest"), solve(one)
    assert (fair.lowest, best.lowest) == (5.0, 1.0)
    forged = certify(one, dataclasses.replace(fair, pairings=best.pairings))
    assert (forged.holds, forged.claims["is_highest_lowest"]) == (False, False)


def test_certificate_of_an_answer_that_is_not_stable_counts_the_blocking_pairs() -> None:
    one = a_problem()
    stable = solve(one, policy="stable")
    fewer = dataclasses.replace(stable, pairings=stable.pairings[:-1])
    certificate = certify(one, fewer)
    assert not certificate.holds
    assert certificate.claims["blocking_pairs"] > 0


def test_certificate_of_a_rematch_with_wrong_prices_does_not_hold() -> None:
    one = a_problem()
    case = one, solve(one, policy="rematch")
    assert without(case)
    assert not without(case, left=tuple(price + 1 for price in case[1].proof.left))
    assert certify(one, case[1]).claims["price_units"] == 50_000


def test_certificate_of_the_best_total_keeps_the_first_format() -> None:
    one = a_problem()
    plain = json.loads(certify(one, solve(one)).to_json())
    assert plain["format"] == "greenroom matching certificate 1"
    assert not {"policy", "views"} & plain.keys()
    assert verify_certificate(json.dumps(plain)).holds
