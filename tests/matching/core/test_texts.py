"""Texts by words and by meaning: near where they say the same, rounded within what is promised."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenroom.matching.core import (
    Cancelled,
    InvalidProblem,
    Participant,
    Progress,
    Rules,
    compile_problem,
    why_these_two,
)
from greenroom.matching.core.criteria import meanings
from greenroom.matching.core.criteria.likeness import EXACT, Likeness, error_bound, rounded
from greenroom.matching.core.criteria.texts import BANDS, by_default, text
from greenroom.matching.core.criteria.words import commonplace_words, directions, telling_words
from tests.matching.core.people import constraint, criterion, mentee, mentor, problem

GOALS = {
    "crew": "I want to learn how to crew a night shoot and keep people safe and fed.",
    "budget": "I would like to understand how a line producer makes a budget and a schedule.",
    "doc": "My goal is to finish my first documentary about fishermen and find a festival for it.",
    "edit": "I want to become an editor; I struggle with pacing in long scenes.",
    "sound": "I'd like to learn sound recording on location and mixing dialog.",
}
DONE = {
    "crew": "I have run crews on night shoots for fifteen years: call sheets, safety, catering.",
    "budget": "Line producer. I make budgets and schedules for features and series.",
    "doc": "Documentary director; my films have been to festivals; I can help you shape a story.",
    "edit": "Film editor of drama. I can help with rhythm, structure and pacing.",
    "sound": "Sound recordist and re-recording mixer, location and studio.",
    "law": "Entertainment lawyer: contracts, rights, clearances.",
}
needs_model = pytest.mark.skipif(
    not meanings.is_installed(), reason="the extra greenroom[semantic] is not installed"
)


def cohort() -> tuple[list[Participant], list[Participant]]:
    return [mentee(key, goal=said) for key, said in GOALS.items()], [
        mentor(f"{key}er", done=said) for key, said in DONE.items()
    ]


@pytest.mark.parametrize("by", ["words", pytest.param("meaning", marks=needs_model)])
def test_each_goal_is_nearest_to_who_has_done_it(by: str) -> None:
    mentees, mentors = cohort()
    scores = text(mentees, mentors, criterion("text", "goal", mentor_answer="done", by=by)).scores()
    assert [mentors[j].key for j in scores.argmax(axis=1)] == [f"{key}er" for key in GOALS]
    own = scores[np.arange(5), np.arange(5)]
    assert own.min() > 0.35
    assert np.median(scores) < 0.3


@needs_model
def test_meaning_reaches_across_languages() -> None:
    mentees = [mentee("de", goal="Ich möchte lernen, wie man ein Drehbuch für einen Kurzfilm schreibt.")]
    mentors = [
        mentor("write", done="Screenwriter of shorts and series. I read your drafts."),
        mentor("law", done=DONE["law"]),
    ]
    found = text(mentees, mentors, criterion("text", "goal", mentor_answer="done", by="meaning")).scores()
    assert found[0, 0] > 0.3 > found[0, 1]


@needs_model
def test_reading_tells_how_far_it_is_and_can_be_cancelled() -> None:
    told: list[Progress] = []
    fresh = [mentee(f"e{k}", goal=f"Goal number {k} of a long list") for k in range(40)]
    rules = Rules(criteria=[criterion("text", "goal", by="meaning")])
    compile_problem(fresh, [mentor("ada", goal="A goal")], rules, on_progress=told.append)
    assert [one.phase for one in told] == ["texts", "texts"]
    other = [mentee("eve", goal="Words that nobody has read before")]
    with pytest.raises(Cancelled):
        compile_problem(other, [mentor("ada", goal="A goal")], rules, is_cancelled=lambda: True)


@needs_model
def test_a_text_is_read_once_and_kept_where_it_is_said_to_be() -> None:
    shelf: dict[str, bytes] = {}

    class Shelf:
        def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
            return {key: shelf[key] for key in keys if key in shelf}

        def put_many(self, found: Mapping[str, bytes]) -> None:
            shelf.update(found)

    meanings.keep_in(Shelf())
    try:
        one = meanings.read(["A text that is kept on a shelf"])
    finally:
        meanings.keep_in(None)
    (value,) = shelf.values()
    assert np.array_equal(np.frombuffer(value, "<f4"), one[0].astype("<f4"))
    assert np.linalg.norm(one[0]) == pytest.approx(1, abs=1e-5)


def test_words_of_scripts_without_spaces_and_inflected_words_are_found() -> None:
    left, right = directions(["録音を学びたい", "editing"], ["現場での録音", "editor", "opera"])
    likeness = left @ right.T
    assert likeness[0, 0] > 0.05 > likeness[0, 1]
    assert likeness[1, 1] > 0.05 > likeness[1, 2]


def test_rules_say_what_is_used_and_refuse_what_is_not_installed() -> None:
    mentees, mentors = cohort()
    one = problem(mentees, mentors, criterion("text", "goal", mentor_answer="done", by="words"))
    assert one.notes[0].startswith("Texts are compared by the words they share (TF-IDF).")
    assert len(one.notes) == 1
    for by in ["magic"] if meanings.is_installed() else ["magic", "meaning"]:
        with pytest.raises(InvalidProblem) as caught:
            problem(mentees, mentors, criterion("text", "goal", by=by))
        assert {fault.code for fault in caught.value.faults} == {"bad_option"}
    assert by_default() == ("meaning" if meanings.is_installed() else "words")


def test_the_two_read_only_words_that_both_wrote() -> None:
    mentees, mentors = cohort()
    one = problem(mentees, mentors, criterion("text", "goal", mentor_answer="done", by="words"))
    (reason,) = why_these_two(one, "crew", "crewer", "mentee").reasons
    assert reason.sentences == ("You and Crewer both write about night.",)
    assert not why_these_two(one, "crew", "lawer", "mentor").reasons
    (told,) = why_these_two(one, "crew", "lawer").reasons
    assert told.sentences == ("No telling word stands in both texts.",)
    assert (
        telling_words("I want to film the sea", "I film; the sea wants me", commonplace=frozenset({"film"}))
        == []
    )
    assert commonplace_words(["film"] * 9) == frozenset()


def test_a_text_can_be_a_must() -> None:
    mentees, mentors = cohort()
    quiet = [*mentees, mentee("silent")]
    rule = constraint("score", "goal", criterion="text", by="words", at_least=0.3)
    must = [replace(rule, mentor_answer="done")]
    one = problem(quiet, mentors, criterion("text", "goal", mentor_answer="done", by="words"), must=must)
    scores = text(one.mentees, one.mentors, one.rules.criteria[0]).scores()
    for i, person in enumerate(one.mentees):
        for j, other in enumerate(one.mentors):
            assert one.is_allowed(person.key, other.key) == (person.key == "silent" or scores[i, j] >= 0.3)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**6), st.integers(1, 1_000_000), st.integers(1, 400))
def test_rounding_stays_within_its_bound_and_below_what_float32_computes_exactly(
    seed: int, units: int, width: int
) -> None:
    draw = np.random.default_rng(seed)
    left, right = (
        side / np.linalg.norm(side, axis=1)[:, None]
        for side in (draw.normal(size=(6, width)), draw.normal(size=(9, width)))
    )
    right[:6] = 0.9 * left + 0.1 * right[:6]
    right /= np.linalg.norm(right, axis=1)[:, None]
    low, high = list(BANDS.values())[seed % 2]
    one = Likeness(left, right, low, high)
    whole = rounded(one, units)
    lengths = np.linalg.norm(whole.mentees, axis=1).max() * np.linalg.norm(whole.mentors, axis=1).max()
    assert lengths < EXACT
    dots = whole.mentees.astype(np.int64) @ whole.mentors.T.astype(np.int64)
    found = np.minimum(np.maximum(dots - whole.floor, 0) >> whole.shift, units)
    assert np.abs(found / units - one.scores()).max() <= error_bound(one, units)
    assert np.array_equal(whole.mentees.astype(np.float32) @ whole.mentors.T.astype(np.float32), dots)
