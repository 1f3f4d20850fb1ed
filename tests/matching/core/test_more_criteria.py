"""Ways of working, curves, distance and ties: what they score, what they say, and what they refuse."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    CRITERION_KINDS,
    Criterion,
    InvalidProblem,
    Participant,
    certify,
    solve,
    verify_certificate,
    why_these_two,
)
from greenroom.matching.core.criteria.places import EARTH, MOST_PLACES, kilometers, on_grid
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem

STYLE: dict[str, Any] = {"scales": ["pace", "direct"], "opposites": ["direct"]}


def score(rule: Criterion, one: Participant, two: Participant) -> float:
    features = CRITERION_KINDS[rule.kind].features([one], [two], rule)
    return round(float(features.scores()[0, 0]), 3)


def said(
    rule: Criterion, one: Participant, two: Participant, audience: Any = "coordinator"
) -> tuple[str, ...]:
    reasons = why_these_two(problem([one], [two], rule), one.key, two.key, audience).reasons
    return reasons[0].sentences if reasons else ()


@settings(deadline=None, max_examples=60)
@given(*[st.integers(1, 5)] * 4)
def test_style_is_nearness_on_each_scale_and_distance_on_those_of_opposites(
    a: int, b: int, c: int, d: int
) -> None:
    one, two = mentee("ben", pace=float(a), direct=float(b)), mentor("ada", pace=float(c), direct=float(d))
    expected = (1 - abs(a - c) / 4) / 2 + (1 - abs(6 - b - d) / 4) / 2
    assert score(criterion("style", **STYLE), one, two) == round(expected, 3)


def test_style_says_where_the_two_fit_and_only_the_coordinator_where_they_do_not() -> None:
    rule = criterion("style", scales=["question pace", "direct", "plan"])
    answers = {"question pace": 2.0, "direct": 1.0}
    ben = Participant(key="ben", name="Ben", answers=answers)
    ada = Participant(key="ada", name="Ada", answers={**answers, "direct": 5.0, "plan": 3.0})
    assert said(rule, ben, ada) == (
        "They fit in how they like to work: pace.",
        "They like to work differently: direct.",
        "Not answered by both, so counted 50% of its weight: plan.",
    )
    assert said(rule, ben, ada, "mentee") == ("You and Ada fit in how you like to work: pace.",)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("style", {}),
        ("style", {"scales": ["x", "x"]}),
        ("style", {"scales": ["x"], "opposites": ["y"]}),
        ("style", {"scales": ["x"], "low": 5, "high": 1}),
        ("curve", {}),
        ("curve", {"points": [[0, 1]]}),
        ("curve", {"points": [[1, 0], [0, 1]]}),
        ("curve", {"points": [[0, 0], [1, 1.5]]}),
        ("curve", {"points": [[0, 0], [math.nan, 1]]}),
        ("distance", {"near": 50, "far": 50}),
        ("distance", {"unless": 3}),
        ("distance", {"unless": "x", "says": "online"}),
        ("prior_ties", {"prefer": "both"}),
    ],
)
def test_options_that_cannot_be_used_are_told(kind: str, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidProblem) as caught:
        problem([mentee("ben", x=1.0)], [mentor("ada", x=1.0)], criterion(kind, "x", **options))
    assert {fault.code for fault in caught.value.faults} == {"bad_option"}


@pytest.mark.parametrize(("kind", "options"), [("style", {"scales": ["x"]}), ("distance", {})])
def test_answers_that_cannot_be_read_are_told_with_whose_they_are(kind: str, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidProblem) as caught:
        problem([mentee("ben", x="6")], [mentor("ada", x="often")], criterion(kind, "x", **options))
    assert {(fault.code, fault.who) for fault in caught.value.faults} == {
        ("bad_answer", "Ben"),
        ("bad_answer", "Ada"),
    }


def test_curve_between_and_beyond_its_points_and_what_it_says() -> None:
    rule = criterion("curve", "years", points=[[-2, 0.2], [4, 1], [10, 0.4]])
    ada = mentor("ada", years=10.0)
    found = [score(rule, mentee("ben", years=float(years)), ada) for years in (30, 10, 6, 3, 0)]
    assert found == [0.2, 0.467, 1.0, 0.7, 0.4]
    assert said(rule, mentee("ben", years=6.0), ada, "mentee") == ("Ada is 4 years ahead of you.",)


def test_distance_does_not_matter_to_whoever_meets_from_anywhere() -> None:
    rule = criterion("distance", "at", near=30, far=200, unless="form", says=["Video call"], missing=0.25)
    bristol, tokyo = mentee("ben", at="51.45, -2.59"), mentor("ada", at="35.7, 139.7")
    online = mentor("ava", at="35.7, 139.7", form=frozenset({"video call"}))
    assert [score(rule, bristol, one) for one in (tokyo, online, mentor("eve"))] == [0.0, 1.0, 0.25]
    assert score(rule, mentee("bo", form="Video call"), tokyo) == 1.0
    assert said(rule, bristol, tokyo) == ("They live about 9,651 km apart.",)
    assert said(rule, bristol, tokyo, "mentee") == ()
    near = mentor("kim", at="51.44, -2.6")
    assert said(rule, bristol, near, "mentor") == ("You and Ben live near each other.",)
    assert said(rule, bristol, online)[0].startswith("Distance does not matter")
    assert said(rule, bristol, mentor("eve", at=""))[0].startswith("One of them has not said where they live")


def test_kilometers_of_known_places() -> None:
    london, paris = (51.5074, -0.1278), (48.8566, 2.3522)
    found = kilometers(np.array([london, (0, 0)]), np.array([paris, (0, 90), (90, 45), (0, 180)]))
    assert round(float(found[0, 0])) == 344
    quarter = math.pi / 2 * EARTH
    assert found[1, 1:] == pytest.approx([quarter, quarter, 2 * quarter])


def test_places_of_a_whole_world_are_few_enough_for_a_table_and_not_far_off() -> None:
    draw = np.random.default_rng(7)
    at = np.column_stack([draw.uniform(50, 55, 3000), draw.uniform(-5, 1, 3000)])
    places, number = on_grid(at)
    assert len(places) <= MOST_PLACES
    apart = np.array([kilometers(at[[k]], places[[number[k]]])[0, 0] for k in range(0, 3000, 30)])
    assert apart.max() < 32


def test_ties_by_name_or_key_from_either_side_turn_with_what_is_preferred() -> None:
    mentees = [mentee("ben", knows=frozenset({"Ada"})), mentee("bo")]
    mentors = [mentor("ada"), mentor("eve", knows=frozenset({"bo"}))]
    for prefer, expected in (("new", [[0, 1], [1, 0]]), ("known", [[1, 0], [0, 1]])):
        one = problem(mentees, mentors, criterion("prior_ties", "knows", prefer=prefer))
        assert [[one.fit(i.key, j.key) for j in one.mentors] for i in one.mentees] == expected
    assert said(criterion("prior_ties", "knows"), mentees[0], mentors[0]) == (
        "They know each other already.",
    )
    assert said(criterion("prior_ties", "knows"), mentees[0], mentors[0], "mentee") == ()


def test_ties_distance_and_style_as_musts_rule_pairs_out() -> None:
    mentees = [mentee("ben", at="51.45, -2.59", knows="ada", pace=1.0)]
    mentors = [
        mentor("ada", at="51.45, -2.59", pace=1.0),
        mentor("far", at="53.8, -1.55", pace=1.0),
        mentor("fast", at="51.4, -2.5", pace=5.0),
        mentor("good", at="51.4, -2.5", pace=1.0),
        mentor("mute"),
    ]
    must = [
        constraint("prior_ties", "knows"),
        constraint("distance", "at", at_most=50),
        constraint("score", "", criterion="style", scales=["pace"], at_least=0.6),
    ]
    one = problem(mentees, mentors, criterion("distance", "at"), must=must)
    assert [one.is_allowed("ben", who.key) for who in mentors] == [False, False, False, True, True]
    with pytest.raises(InvalidProblem):
        problem(mentees, mentors, must=[constraint("score", "knows", criterion="prior_ties")])


def test_a_large_cohort_judged_by_all_of_them_is_solved_and_certified() -> None:
    draw = np.random.default_rng(11)

    def answers() -> dict[str, Any]:
        return {
            "goal": " ".join(draw.choice(["night", "crew", "edit", "sound", "law", "docs", "budget"], 4)),
            "pace": float(draw.integers(1, 6)),
            "direct": float(draw.integers(1, 6)),
            "years": float(draw.integers(0, 30)),
            "at": f"{draw.uniform(50, 55):.2f}, {draw.uniform(-4, 1):.2f}",
            "knows": frozenset(f"o{k:03}" for k in draw.choice(260, 5)),
        }

    mentees = [Participant(key=f"e{k:03}", answers=answers()) for k in range(260)]
    mentors = [Participant(key=f"o{k:03}", answers=answers()) for k in range(260)]
    one = problem(
        mentees,
        mentors,
        criterion("text", "goal", 3, by="words"),
        criterion("style", weight=2, **STYLE),
        criterion("curve", "years", 2, points=[[0, 0], [6, 1], [20, 0.2]]),
        criterion("distance", "at", 2),
        criterion("prior_ties", "knows", 1),
        must=[constraint("prior_ties", "knows")],
    )
    certificate = certify(one, solve(one))
    assert certificate.findings.is_best
    assert certificate.findings.filled == 260
    assert verify_certificate(certificate.to_json()).holds
