"""Each kind of criterion: what it scores, and what it scores where someone has not answered."""

import doctest
import importlib
import json
import pkgutil
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import greenroom.matching.core
from greenroom.matching.core import CRITERION_KINDS, Criterion, Participant
from greenroom.matching.core.criteria.features import Features
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.proofs.examination import all_pairs
from tests.matching.core.people import criterion, mentee, mentor, problem

GOAL_WORDS = "night shoots crew editing editors pacing sound budget schedule law rights docs festival".split()  # noqa: SIM905 - as a goal is typed


def scores(rule: Criterion, mentees: list[Participant], mentors: list[Participant]) -> list[list[float]]:
    features: Features = CRITERION_KINDS[rule.kind].features(mentees, mentors, rule)
    rounded: list[list[float]] = features.scores().round(3).tolist()
    return rounded


@pytest.mark.parametrize(
    "name", sorted(module.name for module in pkgutil.iter_modules(greenroom.matching.core.__path__))
)
def test_doctests_of_the_core_hold(name: str) -> None:
    module = importlib.import_module(f"greenroom.matching.core.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("kind", sorted(set(CRITERION_KINDS) - {"wishes", "prior_ties"}))
def test_score_of_someone_who_has_not_answered_is_the_neutral_value(kind: str) -> None:
    answers = {
        "skills": frozenset({"law"}),
        "shared": frozenset({"law"}),
        "same": "law",
        "ladder": 3.0,
        "hours": frozenset({3}),
        "time_zone": 1.0,
        "text": "night shoots",
        "style": 4.0,
        "curve": 3.0,
        "distance": "51.45, -2.59",
    }
    options: dict[str, dict[str, Any]] = {
        "style": {"scales": ["x"]},
        "curve": {"points": [[0, 0], [1, 1]]},
        "text": {"by": "words"},
    }
    rule = criterion(kind, "x", missing=0.25, **options.get(kind, {}))
    people = [mentee("ben", x=answers[kind]), mentee("bo")]
    found = scores(rule, people, [mentor("ada", x=answers[kind]), mentor("ava")])
    assert found[0][1] == found[1][0] == found[1][1] == 0.25


def test_skills_named_without_levels_are_wanted_by_any_offer_and_offered_at_any_level() -> None:
    rule = criterion("skills", "x")
    mentees = [mentee("ben", x=frozenset({"Law", "Tax"})), mentee("bo", x={"law": 5})]
    mentors = [mentor("ada", x={"law": 1}), mentor("ava", x=frozenset({"LAW "}))]
    assert scores(rule, mentees, mentors) == [[0.5, 0.5], [0.2, 1.0]]


def test_same_with_more_categories_than_fit_a_block_scores_alike() -> None:
    many = [mentee(f"e{k}", x=f"city {k}") for k in range(90)]
    found = np.array(scores(criterion("same", "x"), many, many))
    assert np.array_equal(found, np.eye(90))


def test_shared_with_enough_counts_no_more_than_that() -> None:
    rule = criterion("shared", "x", enough=2)
    ben = mentee("ben", x=frozenset({"a", "b", "c", "d"}))
    mentors = [mentor("one", x=frozenset({"a"})), mentor("three", x=frozenset({"a", "b", "c"}))]
    assert scores(rule, [ben], mentors) == [[0.5, 1.0]]


def test_ladder_by_numbers_rounds_only_where_both_sides_have_many() -> None:
    rule = criterion("ladder", "x", best=[0, 0], reach=100)
    many = [mentee(f"e{k:03}", x=float(k)) for k in range(200)]
    few = [mentor("ada", x=0.0)]
    assert scores(rule, many, few)[7] == [0.93]
    rounded = np.array(scores(rule, many, many))
    assert np.abs(rounded.diagonal() - 1).max() <= 0.04


@pytest.mark.parametrize(("zone", "score"), [("Europe/Berlin", 1.0), ("Asia/Kolkata", 0.438), (-11.0, 0.0)])
def test_time_zone_falls_from_one_to_nothing(zone: str | float, score: float) -> None:
    rule = criterion("time_zone", "x")
    assert scores(rule, [mentee("ben", x="Europe/London")], [mentor("ada", x=zone)]) == [[score]]


def test_wishes_of_mentors_alone_count_wholly() -> None:
    ada = Participant(key="ada", wishes=["ben", "unknown"])
    assert scores(criterion("wishes"), [mentee("ben"), mentee("bo")], [ada]) == [[1.0], [0.0]]


levels = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 5))


@settings(deadline=None, max_examples=60)
@given(st.lists(levels, min_size=1, max_size=5), st.lists(levels, min_size=1, max_size=5))
def test_skills_equal_the_sum_said_in_words(
    wanted: list[dict[str, int]], offered: list[dict[str, int]]
) -> None:
    mentees = [mentee(f"e{k}", x=one) for k, one in enumerate(wanted)]
    mentors = [mentor(f"o{k}", x=one) for k, one in enumerate(offered)]
    found = scores(criterion("skills", "x"), mentees, mentors)
    for i, want in enumerate(wanted):
        for j, offer in enumerate(offered):
            covered = sum(min(level, offer.get(skill, 0)) for skill, level in want.items())
            expected = covered / sum(want.values()) if want and offer else 0.5
            assert found[i][j] == round(expected, 3)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_fit_of_every_pair_is_the_weighted_sum_of_scores_in_all_three_ways_to_compute_it(seed: int) -> None:
    draw = np.random.default_rng(seed)

    def answers() -> dict[str, object]:
        some = {
            "skills": frozenset(f"s{k}" for k in draw.choice(9, 3)),
            "free": frozenset(int(k) for k in draw.choice(168, 40)),
            "city": f"city {draw.integers(100)}",
            "years": float(draw.integers(0, 30)),
            "pace": float(draw.integers(1, 6)),
            "direct": float(draw.integers(1, 6)),
            "at": f"{draw.uniform(50, 52):.3f}, {draw.uniform(-3, 1):.3f}",
            "goal": " ".join(draw.choice(GOAL_WORDS, draw.integers(1, 9))),
            "meets": frozenset({"online" if draw.random() < 0.1 else "in person"}),
            "knows": frozenset(f"o{k}" for k in draw.choice(110, 3)),
        }
        return {name: value for name, value in some.items() if draw.random() < 0.8}

    mentees = [Participant(key=f"e{k}", answers=answers(), wishes=[f"o{k}"]) for k in range(30)]  # type: ignore[arg-type]  # as said above
    mentors = [Participant(key=f"o{k}", answers=answers()) for k in range(110)]  # type: ignore[arg-type]  # the same
    rules = [
        criterion("skills", "skills", 3),
        criterion("hours", "free", 2, enough=5),
        criterion("same", "city", 1),
        criterion("ladder", "years", 2),
        criterion("wishes", weight=1),
        criterion("text", "goal", 3, by="words"),
        criterion("style", weight=2, scales=["pace", "direct"], opposites=["direct"]),
        criterion("curve", "years", 1, points=[[-5, 0], [3, 1], [9, 0.4]], missing=0.3),
        criterion("distance", "at", 2, near=20, far=150, unless="meets"),
        criterion("prior_ties", "knows", 1),
    ]
    one = problem(mentees, mentors, *rules)
    exact = np.zeros((30, 110))
    for rule in rules:
        features = CRITERION_KINDS[rule.kind].features(one.mentees, one.mentors, rule)
        found = features.scores()
        assert found.min() >= 0
        assert found.max() <= 1 + 1e-9
        exact += found * rule.weight / 18
    rows, columns = np.divmod(np.arange(3300), 110)
    units = one.blocks.units(rows, columns).reshape(30, 110)
    tiles = np.concatenate([tile for _, _, tile in one.tiles.scan()])
    by_mentor = np.concatenate([tile for _, _, tile in one.tiles_by_mentor.scan()]).T
    allowed = ~one.blocks.is_out(rows, columns).reshape(30, 110)
    again = Blocks.from_plain(json.loads(json.dumps(one.blocks.to_plain())))
    assert again.fingerprint() == one.fingerprint
    assert np.array_equal(again.units(rows, columns).reshape(30, 110), units)
    plainly = np.concatenate([tile for _, tile, _ in all_pairs(one.blocks)])
    assert np.array_equal(plainly, units)
    some = np.array([28, 3, 17])
    assert np.array_equal(
        np.concatenate([tile for _, _, tile in one.tiles.scan(rows=some)])[allowed[some]],
        units[some][allowed[some]],
    )
    shuffled = problem(mentees[::-1], [mentors[k] for k in draw.permutation(110)], *rules)
    assert shuffled.fingerprint == one.fingerprint
    assert units.min() >= 0
    assert units.max() <= 1_000_000
    assert np.abs(units / 1e6 - exact).max() < 1e-3
    assert np.array_equal(tiles[allowed], units[allowed])
    assert np.array_equal(by_mentor[allowed], units[allowed])
