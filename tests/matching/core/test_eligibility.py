import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Participant,
    Pin,
    SkillDemand,
    check_eligibility,
    demand_by_skill,
    scarcity,
    solve,
    why_unmatched,
)
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem
from tests.matching.core.problems import Small, small_problems


def test_check_eligibility_counts_who_has_somebody_and_says_why_others_have_not() -> None:
    one = problem(
        [mentee("ben", city="York"), mentee("bo", city="Leeds"), Participant(key="away", capacity=0)],
        [mentor("ada", city="York"), mentor("ava", city="York")],
        must=[constraint("different", "city", label="Another city")],
    )
    found = check_eligibility(one)
    assert (found.mentees, found.mentees_with, found.mentors, found.mentors_with) == (2, 1, 2, 2)
    assert (found.pairs, found.ruled_out) == (6, 4)
    assert found.sentence == (
        "1 of 2 mentees have an eligible mentor. Ben has no eligible mentor: “Another city” rules out 2. "
        "Without “Another city” there would be 2."
    )
    assert [(rule.constraint, rule.count, rule.alone) for rule in found.by_constraint] == [
        ("capacity", 2, 2),
        ("must_different", 2, 2),
    ]


def test_check_eligibility_counts_pinned_people_as_having_somebody() -> None:
    one = problem(
        [mentee("ben", city="York")],
        [mentor("ada", city="York")],
        must=[constraint("different", "city")],
        pins=[Pin(mentee="ben", mentor="ada", despite_rules=True)],
    )
    assert check_eligibility(one).mentees_without == ()


@settings(deadline=None, max_examples=60)
@given(small_problems())
def test_check_eligibility_equals_counting(small: Small) -> None:
    one = small.problem()
    found = check_eligibility(one)
    lonely = [f"e{i}" for i in range(len(small.mentees)) if not any(pair[0] == i for pair in small.fits)]
    assert [person.key for person in found.mentees_without] == lonely
    assert found.ruled_out == found.pairs - len(small.fits)


def test_why_unmatched_names_the_mentor_whose_one_more_place_would_help() -> None:
    mentees = [mentee(key, city="York") for key in ("ben", "bo")]
    one = problem(mentees, [mentor("ada", city="York"), mentor("ava", capacity=0, city="York")])
    solution = solve(one)
    (key,) = solution.unmatched
    why = why_unmatched(one, solution, key)
    assert (why.code, why.eligible, why.best_mentor, why.best_fit) == ("all_full", 1, "ada", 1.0)
    assert why.sentence == (
        f"{key.capitalize()} has no mentor because the one eligible mentor is full. One more place with Ada would "
        "let them in with a fit of 1.00 and leave everyone else as they are."
    )


def test_why_unmatched_says_which_rule_leaves_nobody() -> None:
    one = problem(
        [mentee("ben", city="York"), mentee("bo", city="Leeds")],
        [mentor("ada", 2, city="York")],
        must=[constraint("different", "city", label="Another city")],
    )
    solution = solve(one)
    why = why_unmatched(one, solution, "ben")
    assert (why.code, [(rule.label, rule.alone) for rule in why.rules]) == (
        "no_eligible_mentor",
        [("Another city", 1)],
    )
    assert why_unmatched(one, solution, "bo").code == "matched"


def test_why_unmatched_of_someone_unknown_is_refused() -> None:
    one = problem([mentee("ben")], [mentor("ada")])
    with pytest.raises(KeyError):
        why_unmatched(one, solve(one), "eve")


@settings(deadline=None, max_examples=60)
@given(small_problems(several=False, promises=False), st.data())
def test_scarcity_of_a_mentor_is_what_one_more_place_adds(small: Small, data: st.DataObject) -> None:
    j = data.draw(st.integers(0, len(small.mentors) - 1))
    mentors = [(c + 1, low) if k == j else (c, low) for k, (c, low) in enumerate(small.mentors)]
    roomier = dataclasses.replace(small, mentors=tuple(mentors)).problem()
    one = small.problem()
    before, after = solve(one), solve(roomier)
    price = {found.mentor: (found.more_matched, found.price) for found in scarcity(one, before)}
    expected = after.matched - before.matched, after.total - before.total
    assert price.get(f"o{j}", (0, 0.0)) == expected


def test_demand_by_skill_tells_what_is_short_first() -> None:
    mentees = [mentee("ben", skills=frozenset({"Law", "Tax"})), mentee("bo", skills=frozenset({"law "}))]
    mentors = [mentor("ada", 2, skills=frozenset({"Tax"})), mentor("ava", skills=frozenset({"law", "tax"}))]
    assert demand_by_skill(mentees, mentors, wanted="skills", offered="skills") == [
        SkillDemand(skill="law", wanted=2, mentors=1, places=1),
        SkillDemand(skill="tax", wanted=1, mentors=2, places=3),
    ]


def test_check_eligibility_of_a_rule_by_minimum_fit_names_it() -> None:
    one = problem(
        [mentee("ben", city="York"), mentee("bo", city="Leeds")],
        [mentor("ada", city="York")],
        criterion("same", "city"),
        minimum_fit=0.5,
    )
    (lonely,) = check_eligibility(one).mentees_without
    assert [(rule.constraint, rule.label) for rule in lonely.rules] == [("minimum_fit", "Fit too low")]
