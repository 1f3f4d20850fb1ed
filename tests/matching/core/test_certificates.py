import copy
import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from greenroom.matching.core import Problem, Solution, certify, compile_problem, solve, verify_certificate
from greenroom.matching.core.proofs.certificates import _seal
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem


def a_problem() -> Problem:
    cities = ("Bristol", "Leeds", "York")
    mentees = [mentee(f"e{k}", city=cities[k % 3], free=frozenset({k, k + 1})) for k in range(7)]
    mentors = [
        mentor(f"o{k}", 1 + k % 2, minimum=k % 2, city=cities[k % 3], free=frozenset({k})) for k in range(4)
    ]
    return problem(
        mentees,
        mentors,
        criterion("same", "city", 2),
        criterion("hours", "free", 1, enough=2),
        must=[constraint("hours", "free", missing="refuse")],
    )


def document() -> dict[str, Any]:
    one = a_problem()
    certificate = certify(one, solve(one))
    assert certificate.is_best
    found: dict[str, Any] = json.loads(certificate.to_json())
    return found


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from places(value, (*path, name))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from places(value, (*path, place))
    else:
        yield path


def changed(plain: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    other = copy.deepcopy(plain)
    node: Any = other
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return other


def value_at(plain: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        plain = plain[step]
    return plain


def test_certificate_of_the_best_answer_holds_by_itself() -> None:
    verdict = verify_certificate(json.dumps(document()))
    assert (verdict.holds, verdict.reasons) == (True, ())


def test_certificate_with_any_value_changed_does_not_hold() -> None:
    plain = document()
    for path in places(plain):
        value = value_at(plain, path)
        if isinstance(value, bool) or value is None:
            other: Any = not value
        elif isinstance(value, int | float):
            other = value + 1
        else:
            other = f"{value[:-1]}{'A' if value[-1:] != 'A' else 'B'}"
        assert not verify_certificate(json.dumps(changed(plain, path, other))).holds, path


def test_certificate_with_a_false_claim_does_not_hold_even_when_sealed_again() -> None:
    plain = document()
    for name, value in plain["claims"].items():
        other = (
            not value if isinstance(value, bool) else value + 1 if not isinstance(value, str) else "0" * 64
        )
        forged = changed(plain, ("claims", name), other)
        forged["seal"] = _seal(forged)
        verdict = verify_certificate(json.dumps(forged))
        assert verdict.reasons == (f"It claims {name} = {other}; it is {value}.",)


def forged_answer(
    one: Problem, solution: Solution, pairings: tuple[Any, ...]
) -> tuple[bool, bool, tuple[str, ...]]:
    certificate = certify(one, dataclasses.replace(solution, pairings=pairings))
    return certificate.is_best, certificate.findings.is_feasible, certificate.findings.broken


def test_certificate_of_a_worse_answer_is_feasible_and_not_best() -> None:
    one = a_problem()
    solution = solve(one)
    assert forged_answer(one, solution, solution.pairings[1:]) == (False, True, ())


def test_certificate_of_an_answer_over_capacity_says_who() -> None:
    one = problem([mentee("ben", city="York"), mentee("bo", city="York")], [mentor("ada", city="York")])
    solution = solve(one)
    (pairing,) = solution.pairings
    other = dataclasses.replace(pairing, mentee="bo" if pairing.mentee == "ben" else "ben")
    assert forged_answer(one, solution, (pairing, other)) == (
        False,
        False,
        ("Mentor 0 has 2 partners and 1 places.",),
    )


def test_certificate_of_an_answer_that_breaks_a_constraint_says_which() -> None:
    one = problem(
        [mentee("ben", city="York")],
        [mentor("ada", city="York"), mentor("ava", city="Leeds")],
        must=[constraint("different", "city")],
    )
    solution = solve(one)
    (pairing,) = solution.pairings
    broken = forged_answer(one, solution, (dataclasses.replace(pairing, mentor="ada"),))[2]
    assert broken == ("Pair (0, 0) is ruled out by “must_different”.",)


def test_certificate_of_wrong_prices_has_a_gap() -> None:
    one = a_problem()
    solution = solve(one)
    wrong = dataclasses.replace(solution.proof, left=tuple(price + 5 for price in solution.proof.left))
    certificate = certify(one, dataclasses.replace(solution, proof=wrong))
    assert (certificate.findings.gap_units, certificate.is_best) == (5 * 7, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "null",
        '{"format": "something else"}',
        '{"format": "greenroom matching certificate 1"}',
        "9" * 5000,
    ],
)
def test_certificate_that_is_none_does_not_hold(text: str) -> None:
    verdict = verify_certificate(text)
    assert (verdict.holds, verdict.certificate) == (False, None)
    assert len(verdict.reasons) == 1


def test_certificate_of_an_array_that_unfolds_to_more_than_it_says_is_refused() -> None:
    plain = document()
    plain["proof"]["prices"][0]["shape"] = [10**12]
    assert not verify_certificate(json.dumps(plain)).holds


def test_fingerprint_is_the_same_for_the_same_problem_and_differs_for_another() -> None:
    one, two = a_problem(), a_problem()
    rules = dataclasses.replace(one.rules, minimum_fit=0.1)
    other = compile_problem(one.mentees, one.mentors, rules)
    assert one.fingerprint == two.fingerprint
    assert one.fingerprint != other.fingerprint
