from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import Constraint, Participant
from greenroom.matching.core.proofs.examination import all_pairs
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem


def ruled_out(rule: Constraint, ben: Participant, ada: Participant) -> bool:
    """Tell whether the rule rules the two out; two others keep the problem solvable."""
    others = Participant(key="z1"), Participant(key="z2")
    one = problem([ben, others[0]], [ada, others[1]], criterion("same", "none"), must=[rule])
    return rule.key in one.ruled_out_by(ben.key, ada.key)


CASES = [
    (constraint("different", "x"), "BBC", " bbc ", True),
    (constraint("different", "x"), "BBC", "S4C", False),
    (constraint("same", "x"), "BBC", "S4C", True),
    (constraint("same", "x"), "BBC", "bbc", False),
    (constraint("shared", "x"), frozenset({"en"}), frozenset({"de"}), True),
    (constraint("shared", "x", at_least=2), frozenset({"en", "de"}), frozenset({"de", "fr"}), True),
    (constraint("shared", "x"), frozenset({"en", "de"}), frozenset({"de"}), False),
    (constraint("hours", "x", at_least=2), frozenset({1, 2}), frozenset({2, 3}), True),
    (constraint("hours", "x", at_least=2), frozenset({1, 2}), frozenset({1, 2, 3}), False),
    (constraint("ladder", "x", at_least=3), 1.0, 3.0, True),
    (constraint("ladder", "x", at_least=3), 1.0, 4.0, False),
    (constraint("ladder", "x", at_most=3), 1.0, 5.0, True),
    (constraint("time_zone", "x", at_most=2), 0.0, 3.0, True),
    (constraint("time_zone", "x", at_most=2), 12.0, -11.0, False),
    (constraint("reporting_line", "x"), "Ada", "", True),
    (constraint("reporting_line", "x"), "", "ben", True),
    (constraint("reporting_line", "x"), "Someone", "else", False),
    (
        constraint("score", "x", criterion="skills", at_least=0.5),
        frozenset({"a", "b", "c"}),
        frozenset({"a"}),
        True,
    ),
    (
        constraint("score", "x", criterion="skills", at_least=1 / 3),
        frozenset({"a", "b", "c"}),
        frozenset({"a"}),
        False,
    ),
]


@pytest.mark.parametrize(("rule", "left", "right", "expected"), CASES)
def test_constraint_rules_out_what_it_says(
    rule: Constraint,
    left: object,
    right: object,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert ruled_out(rule, mentee("ben", x=left), mentor("ada", x=right)) is expected


@pytest.mark.parametrize("kind", ["different", "same", "shared", "hours", "ladder", "time_zone", "score"])
@pytest.mark.parametrize("missing", ["allow", "refuse"])
def test_constraint_on_an_empty_answer_does_what_missing_says(kind: str, missing: str) -> None:
    answers = {"hours": frozenset({1}), "shared": frozenset({"a"}), "ladder": 1.0, "time_zone": 1.0}
    more: dict[str, dict[str, Any]] = {
        "ladder": {"at_least": 0},
        "score": {"criterion": "skills", "at_least": 0.5},
    }
    rule = constraint(kind, "x", missing=missing, **more.get(kind, {}))
    value = answers.get(kind, "a")
    mentees = [mentee("ben"), mentee("bo", x=value)]
    mentors = [mentor("ada"), mentor("ava", x=value), mentor("cleo", x="b" if kind == "different" else value)]
    one = problem(mentees, mentors, criterion("same", "none"), must=[rule])
    for pair in (("ben", "ada"), ("ben", "ava"), ("bo", "ada")):
        assert one.is_allowed(*pair) is (missing == "allow")


def test_unwanted_people_are_ruled_out_whoever_said_it() -> None:
    ben = Participant(key="ben", unwanted=["ada"])
    ava = Participant(key="ava", unwanted=["bo"])
    one = problem([ben, mentee("bo")], [mentor("ada"), ava])
    pairs = [
        (left, right) for left in ("ben", "bo") for right in ("ada", "ava") if not one.is_allowed(left, right)
    ]
    assert pairs == [("ben", "ada"), ("bo", "ava")]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.booleans())
def test_what_is_ruled_out_is_the_same_in_tiles_in_single_pairs_and_in_the_examination(
    seed: int,
    refuse: bool,  # noqa: FBT001 - drawn
) -> None:
    draw = np.random.default_rng(seed)

    def answers() -> dict[str, object]:
        some = {
            "speaks": frozenset(f"l{k}" for k in draw.choice(12, 3)),
            "free": frozenset(int(k) for k in draw.choice(168, 25)),
            "firm": f"firm {draw.integers(90)}",
            "years": float(draw.integers(0, 30)),
        }
        return {name: value for name, value in some.items() if draw.random() < 0.9}

    missing = "refuse" if refuse else "allow"
    musts = [
        constraint("shared", "speaks", missing=missing),
        constraint("hours", "free", at_least=2, missing=missing),
        constraint("different", "firm", missing=missing),
        constraint("ladder", "years", at_least=-5, missing=missing),
    ]
    mentees = [Participant(key=f"e{k}", answers=answers()) for k in range(80)]  # type: ignore[arg-type]  # as said above
    mentors = [Participant(key=f"o{k}", answers=answers(), unwanted=[f"e{k}"]) for k in range(90)]  # type: ignore[arg-type]  # the same
    one = problem(mentees, mentors, criterion("ladder", "years"), must=musts, minimum_fit=0.2)
    rows, columns = np.divmod(np.arange(7200), 90)
    out = one.blocks.is_out(rows, columns).reshape(80, 90)
    tiles = np.concatenate([one.tiles.is_allowed(tile) for _, _, tile in one.tiles.scan()])
    chosen = np.array([70, 3, 41])
    some = np.concatenate([one.tiles.is_allowed(tile) for _, _, tile in one.tiles.scan(rows=chosen)])
    by_mentor = np.concatenate(
        [one.tiles_by_mentor.is_allowed(tile) for _, _, tile in one.tiles_by_mentor.scan()]
    )
    examined = np.concatenate([allowed for _, _, allowed in all_pairs(one.blocks)])
    assert np.array_equal(tiles, ~out)
    assert np.array_equal(some, ~out[chosen])
    assert np.array_equal(by_mentor.T, ~out)
    assert np.array_equal(examined, ~out)
