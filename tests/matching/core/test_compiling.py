from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Forbid,
    InvalidProblem,
    Participant,
    Pin,
    Rules,
    compile_fits,
    compile_problem,
    solve,
)
from greenroom.matching.core.compiled.whole_units import apportioned
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem

CITY = Rules(criteria=[criterion("same", "city")])


def faults_of(mentees: list[Participant], mentors: list[Participant], rules: Rules) -> list[tuple[str, str]]:
    with pytest.raises(InvalidProblem) as caught:
        compile_problem(mentees, mentors, rules)
    return [(fault.code, fault.who) for fault in caught.value.faults]


def test_compile_tells_every_fault_at_once() -> None:
    mentees = [mentee("ben"), mentee("ben"), Participant(key="bo", capacity=-1), Participant(key=" ")]
    mentors = [mentor("ada", capacity=51), mentor("ava", capacity=1, minimum=2)]
    rules = Rules(
        criteria=[
            criterion("same", "city", 0),
            criterion("luck", "stars", 0),
            criterion("hours", "free", 0, enuf=2),
        ],
        constraints=[constraint("ladder", "grade")],
        pins=[Pin(mentee="ben", mentor="nobody")],
        forbids=[Forbid(mentee="ben", mentor="ada")],
    )
    assert faults_of(mentees, mentors, rules) == [
        ("no_key", " "),
        ("duplicate_key", "ben"),
        ("capacity", "bo"),
        ("capacity", "Ada"),
        ("minimum", "Ava"),
        ("weights_zero", ""),
        ("unknown_kind", "luck: stars"),
        ("unknown_option", "Times: free"),
        ("bad_option", "Must stand ahead: grade"),
        ("unknown_person", "nobody"),
    ]


def test_compile_refuses_capacities_out_of_range_in_the_house_form() -> None:
    with pytest.raises(InvalidProblem) as caught:
        compile_problem(
            [Participant(key="ben", capacity=-1), mentee("bo")], [mentor("ada", capacity=10**9)], CITY
        )
    assert [str(fault) for fault in caught.value.faults] == [
        "ben: `capacity` of Participant must be an int in [0, 50]. Got -1. Correct the number of places.",
        "Ada: `capacity` of Participant must be an int in [0, 50]. Got 1000000000. Correct the number of places.",
    ]


def test_compile_refuses_an_empty_side_and_a_side_without_places() -> None:
    assert faults_of([mentee("ben")], [], CITY) == [("no_mentors", "")]
    assert faults_of([], [mentor("ada")], CITY) == [("no_mentees", "")]
    assert faults_of([mentee("ben")], [mentor("ada", capacity=0)], CITY) == [("no_places_mentors", "")]


def test_compile_refuses_weights_that_are_all_zero() -> None:
    rules = Rules(criteria=[criterion("same", "city", 0)])
    assert faults_of([mentee("ben")], [mentor("ada")], rules) == [("weights_zero", "")]


def test_compile_refuses_rules_that_leave_no_pair_and_says_by_what() -> None:
    people = [mentee("ben", city="York")], [mentor("ada", city="York"), mentor("ava", city="Leeds")]
    rules = Rules(
        criteria=CITY.criteria,
        constraints=[constraint("different", "city", label="Another city")],
        forbids=[Forbid(mentee="ben", mentor="ava")],
    )
    with pytest.raises(InvalidProblem) as caught:
        compile_problem(*people, rules)
    (fault,) = caught.value.faults
    assert (
        fault.what
        == "Every pair is ruled out: “Forbidden by you” rules out 1 of 2; “Another city” rules out 1 of 2."
    )


def pinned(*pairs: tuple[str, str], forbids: tuple[tuple[str, str], ...] = ()) -> Rules:
    return Rules(
        criteria=CITY.criteria,
        constraints=[constraint("different", "city")],
        pins=[Pin(mentee=one, mentor=two) for one, two in pairs],
        forbids=[Forbid(mentee=one, mentor=two) for one, two in forbids],
    )


def test_compile_refuses_pins_that_cannot_hold_together() -> None:
    people = [mentee("ana"), mentee("ben"), mentee("cai")], [mentor("ana"), mentor("ben"), mentor("cai")]
    circle = pinned(("ana", "ben"), ("ben", "cai"), ("cai", "ana"))
    assert faults_of(*people, circle) == [("pins_in_a_circle", "Ana → Ben → Cai → Ana")]
    twice = pinned(("ana", "ben"), ("ana", "cai"))
    assert faults_of(*people, twice) == [("pins_over_capacity", "Ana")]
    crowded = pinned(("ana", "cai"), ("ben", "cai"))
    assert faults_of(*people, crowded) == [("pins_over_capacity", "Cai")]
    both = pinned(("ana", "cai"), forbids=(("ana", "cai"),))
    assert faults_of(*people, both) == [("pinned_and_forbidden", "Ana and Cai")]
    self_pin = pinned(("ana", "ana"))
    assert faults_of(*people, self_pin) == [("pins_in_a_circle", "Ana → Ana")]
    unknown = pinned(("ana", "dee"))
    assert faults_of(*people, unknown) == [("unknown_person", "dee")]


def test_compile_refuses_a_pin_that_a_rule_rules_out_unless_made_despite_it() -> None:
    people = [mentee("ben", city="York")], [mentor("ada", city="York")]
    assert faults_of(*people, pinned(("ben", "ada"))) == [("pin_ruled_out", "Ben and Ada")]
    despite = Rules(
        criteria=CITY.criteria,
        constraints=[constraint("different", "city")],
        pins=[Pin(mentee="ben", mentor="ada", despite_rules=True)],
    )
    assert solve(compile_problem(*people, despite)).matched == 1


def test_compile_tells_every_answer_that_cannot_be_read() -> None:
    rules = Rules(
        criteria=[criterion("ladder", "grade", steps=["EO", "HEO"]), criterion("time_zone", "zone")]
    )
    mentees = [mentee("ben", grade="XX"), mentee("bo", grade="EO", zone="Mars/Base")]
    assert faults_of(mentees, [mentor("ada", grade="YY")], rules) == [
        ("bad_answer", "Ben"),
        ("bad_answer", "Ada"),
        ("bad_answer", "Bo"),
    ]


def test_compile_notes_answers_that_nobody_gave() -> None:
    one = problem([mentee("ben")], [mentor("ada", city="York")])
    assert one.notes == ("The same: city: no mentee has answered “city”.",)


def test_compile_fits_keeps_steps_of_fits_exact_and_gives_totals_in_their_terms() -> None:
    fits = [
        ("ben", "ada", Fraction("-0.25")),
        ("bo", "ada", Fraction("1.5")),
        ("bo", "ava", Fraction("0.05")),
    ]
    one = compile_fits(
        fits,
        mentees=[Participant(key="ben"), Participant(key="bo")],
        mentors=[Participant(key="ada"), Participant(key="ava")],
    )
    assert (one.zero, one.unit) == (Fraction(-1, 4), Fraction(1, 20))
    assert solve(one).total == -0.2
    assert [one.fit(mentee, mentor) for mentee, mentor, _ in fits] == [-0.25, 1.5, 0.05]


def test_compile_fits_refuses_unknown_people_doubles_and_no_numbers() -> None:
    with pytest.raises(InvalidProblem) as caught:
        compile_fits(
            [("ben", "ada", 1.0), ("ben", "ada", 2.0), ("bo", "ada", 1.0), ("ben", "ava", float("nan"))],
            mentees=[Participant(key="ben")],
            mentors=[Participant(key="ada"), Participant(key="ava")],
        )
    assert [fault.code for fault in caught.value.faults] == ["duplicate_pair", "unknown_person", "bad_fit"]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_apportioned_weights_sum_to_a_million_and_keep_their_shares(weights: list[float]) -> None:
    units = apportioned(weights)
    total = sum(weights)
    assert sum(units) == (1_000_000 if total > 0 else 0)
    assert all(
        abs(one - weight / total * 1_000_000) <= 1 + 1e-6
        for one, weight in zip(units, weights, strict=True)
        if total
    )
