import math

from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import Participant, price_of_forcing, solve, why_costly, why_these_two
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem

BEN = Participant(
    key="ben",
    name="Ben",
    answers={
        "skills": {"Budgeting": 4, "Crewing": 2, "Law": 1},
        "grade": "EO",
        "free": frozenset({10, 11}),
        "identity": "Welsh",
    },
    wishes=["cai", "ada"],
)
ADA = Participant(
    key="ada",
    name="Ada",
    answers={
        "skills": {"budgeting": 5, "crewing": 1},
        "grade": "SEO",
        "free": frozenset({11, 12}),
        "identity": "welsh",
    },
    wishes=["ben"],
)
RULES = (
    criterion("skills", "skills", 4, label="Skills"),
    criterion("ladder", "grade", 2, steps=["EO", "HEO", "SEO"]),
    criterion("hours", "free", 2, enough=2),
    criterion("same", "identity", 1, private=True),
    criterion("time_zone", "zone", 1),
    criterion("wishes", weight=2),
)


def said(audience: str) -> dict[str, tuple[str, ...]]:
    one = problem([BEN], [ADA], *RULES)
    explanation = why_these_two(one, "ben", "ada", audience)  # type: ignore[arg-type]  # one of the three
    return {reason.criterion: reason.sentences for reason in explanation.reasons}


def test_why_these_two_tells_the_coordinator_everything() -> None:
    assert said("coordinator") == {
        "skills": (
            "Ben wants to learn Budgeting, and Ada offers that.",
            "Ada covers a part of Crewing, below the level that Ben wants.",
            "Law: wanted by Ben, not offered by Ada.",
        ),
        "grade": ("Ada is 2 steps ahead of Ben (SEO, EO).",),
        "free": ("They have 1 free hour a week in common.",),
        "identity": ("Both gave the same answer on identity: Welsh.",),
        "zone": ("Ben and Ada have not answered, so this counts 50% of its weight.",),
        "wishes": ("Ada is Ben’s second choice.", "Ben is Ada’s first choice."),
    }


def test_why_these_two_tells_each_side_only_what_is_theirs() -> None:
    assert said("mentee") == {
        "skills": (
            "You want to learn Budgeting, and Ada offers that.",
            "Ada can help you a part of the way with Crewing.",
        ),
        "grade": ("Ada is 2 steps ahead of you.",),
        "free": ("You and Ada have 1 free hour a week in common.",),
        "wishes": ("Ada was your second choice.",),
    }
    assert said("mentor") == {
        "skills": (
            "Ben wants to learn Budgeting, which you offer.",
            "Ben would like help with Crewing.",
        ),
        "grade": ("You are 2 steps ahead of Ben.",),
        "free": ("You and Ben have 1 free hour a week in common.",),
        "wishes": ("Ben was your first choice.",),
    }


def test_why_these_two_gives_a_side_no_numbers_to_read_the_other_from() -> None:
    one = problem([BEN], [ADA], *RULES)
    explanation = why_these_two(one, "ben", "ada", "mentee")
    assert explanation.fit is None
    assert {(one.weight, one.score, one.contribution) for one in explanation.reasons} == {(None, None, None)}


def test_why_these_two_says_by_what_a_pair_is_ruled_out() -> None:
    ruled = constraint("different", "identity", label="Another identity")
    one = problem([BEN, mentee("bo")], [ADA, mentor("ava")], *RULES, must=[ruled])
    assert why_these_two(one, "ben", "ada").ruled_out_by == ("Another identity",)
    assert why_these_two(one, "ben", "ada", "mentor").ruled_out_by == ()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(any))
def test_contributions_sum_to_the_fit(weights: list[int]) -> None:
    rules = [
        criterion(rule.kind, rule.mentee_answer, weight, **dict(rule.options))
        for rule, weight in zip(RULES, weights, strict=True)
    ]
    one = problem([BEN], [ADA], *rules)
    explanation = why_these_two(one, "ben", "ada")
    assert explanation.fit is not None
    assert math.isclose(sum(reason.contribution or 0 for reason in explanation.reasons), explanation.fit)
    assert math.isclose(sum(reason.weight or 0 for reason in explanation.reasons), 1)


def test_why_costly_names_the_criterion_in_which_the_largest_step_down_loses_most() -> None:
    tom = mentee("tom", free=frozenset({1, 2}), city="York")
    amara = mentee("amara", free=frozenset({2}), city="York")
    desmond = mentor("desmond", free=frozenset({1, 2}), city="York")
    catrin = mentor("catrin", free=frozenset({9}), city="Leeds")
    one = problem(
        [tom, amara],
        [desmond, catrin],
        criterion("hours", "free", 2, label="Times", enough=2),
        criterion("same", "city", 1, label="Place"),
    )
    forced = price_of_forcing(one, solve(one), "amara", "desmond")
    found = why_costly(one, forced.moves)
    assert found is not None
    assert (found.mentee, found.before, found.after, found.criterion) == ("tom", "desmond", "catrin", "free")
    assert (round(found.lost, 3), found.as_good) == (0.667, 1)
    assert found.sentence == (
        "Desmond is the only mentor who matches Tom so well on “Times”. That is where the cost comes from."
    )
    assert why_costly(one, ()) is None


def test_what_would_change_and_where_cost_comes_from_are_no_reasons_that_either_side_reads() -> None:
    for audience in ("mentee", "mentor"):
        told = " ".join(sentence for sentences in said(audience).values() for sentence in sentences)
        assert not any(
            words in told for words in ("cost", "fit", "would be", "only mentor", "Law", "SEO", "EO")
        )
