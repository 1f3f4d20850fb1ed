from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenroom.questionnaires.core.answers import Asked, BadAnswer, read_answer, read_answers
from greenroom.questionnaires.core.words import hours_in_words

LANGUAGES = {"english": "en", "en": "en", "welsh": "cy", "cy": "cy"}


def asked(kind: str, **fields: Any) -> Asked:
    return Asked(key="it", kind=kind, **fields)


GENRES = asked("multiple", choices=("Drama", "Comedy", "News"))

GOOD: list[tuple[Asked, Any, Any]] = [
    (asked("short"), "  Line \n producer ", "Line producer"),
    (asked("short"), "", None),
    (asked("long"), "one\r\ntwo ", "one\ntwo"),
    (asked("short"), "e\u0301tude", "\u00e9tude"),
    (asked("single", choices=("Yes", "No")), "yes", "Yes"),
    (asked("single", choices=("Yes", "No")), "", None),
    (GENRES, ["news", "Drama", "Drama"], ["Drama", "News"]),
    (GENRES, [], None),
    (GENRES, "Comedy", ["Comedy"]),
    (asked("number"), " \u22123 ", -3),
    (asked("number"), 0, 0),
    (asked("scale", minimum=0, maximum=10), "0", 0),
    (asked("skills"), [("Light", "4"), ("light", "1"), ("", "2"), ("Sound", "")], {"Light": 4, "Sound": 3}),
    (asked("skills"), {"Light": 5}, {"Light": 5}),
    (asked("languages", languages=LANGUAGES), ["Welsh", "en", "cy"], ["cy", "en"]),
    (asked("hours"), ["42", 18, "18"], [18, 42]),
    (asked("hours"), [], None),
    (asked("short", form="time_zone"), "Europe/London", "Europe/London"),
]


@pytest.mark.parametrize(("question", "raw", "kept"), GOOD)
def test_read_answer_keeps_what_is_meant(question: Asked, raw: object, kept: object) -> None:
    assert read_answer(question, raw) == kept


BAD: list[tuple[Asked, Any, str]] = [
    (asked("short", is_required=True), "   ", "required"),
    (asked("multiple", choices=("Drama",), is_required=True), [], "required"),
    (asked("short", max_length=3), "four", "too_long"),
    (asked("short"), "nul\0", "unreadable"),
    (asked("short"), "\ud800", "unreadable"),
    (asked("short"), ["a", "list"], "not_text"),
    (asked("short"), True, "not_text"),
    (asked("single", choices=("Yes", "No")), "Maybe", "not_a_choice"),
    (GENRES, ["Drama", "Opera"], "not_a_choice"),
    (GENRES, {"Drama": 1}, "not_text"),
    (asked("number"), "three", "not_a_number"),
    (asked("number"), "1e9", "not_a_number"),
    (asked("number"), 10**9, "not_a_number"),
    (asked("number"), True, "not_a_number"),
    (asked("number", minimum=0), "-1", "too_low"),
    (asked("scale", minimum=1, maximum=5), "6", "too_high"),
    (asked("skills"), [("Light", "6")], "level"),
    (asked("skills"), [("Light", "many")], "level"),
    (asked("skills"), [(f"Skill {n}", 3) for n in range(41)], "too_many"),
    (asked("languages", languages=LANGUAGES), ["Klingon"], "language"),
    (asked("hours"), ["168"], "hours"),
    (asked("hours"), ["noon"], "hours"),
    (asked("short", form="time_zone"), "Mars/Olympus", "time_zone"),
]


@pytest.mark.parametrize(("question", "raw", "code"), BAD)
def test_read_answer_names_the_fault(question: Asked, raw: object, code: str) -> None:
    with pytest.raises(BadAnswer) as fault:
        read_answer(question, raw)
    assert fault.value.code == code


def test_read_answers_gives_every_fault_and_leaves_out_what_nobody_asked() -> None:
    questions = [
        Asked(key="name", kind="short", is_required=True),
        Asked(key="age", kind="number"),
        Asked(key="word", kind="short"),
    ]
    answers, faults = read_answers(questions, {"age": "old", "word": "yes", "role": "owner"})
    assert answers == {"word": "yes"}
    assert [(fault.key, fault.code) for fault in faults] == [("name", "required"), ("age", "not_a_number")]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "scale", "number", "short", "long", "skills", "languages", "hours"]
)
@given(raw=ANYTHING)
def test_read_answer_of_anything_is_kept_alike_or_refused(kind: str, raw: object) -> None:
    """Whatever comes, the answer is a fault with a name or a value that reads the same when it is read again."""
    question = asked(kind, choices=("Yes", "No"), languages=LANGUAGES)
    try:
        kept = read_answer(question, raw)
    except BadAnswer:
        return
    assert read_answer(question, kept) == kept


def test_hours_in_words_draws_neighbors_together() -> None:
    assert hours_in_words([9, 10, 11, 18, 42, 23], days=["Mon", "Tue"]) == [
        "Mon 9–12, 18–19, 23–24",
        "Tue 18–19",
    ]
    assert hours_in_words([], days=["Mon"]) == []
