"""Starters that fill in, and differences that lose no word."""

import string

from hypothesis import given
from hypothesis import strategies as st

from greenroom.mentorships.core import first_meeting
from greenroom.mentorships.core.agreement import HEADINGS, KEYS, MAX_LENGTH, Facts, written
from greenroom.mentorships.core.differences import Piece, changes, pieces

FACTS = Facts(mentor="Ada", mentee="Ben", coordinator="Cleo", cadence_days=14, introductions=5, weeks=24)
TEXTS = st.text(alphabet=string.ascii_letters[:4] + " \n’", max_size=60)


def test_starters_fill_in_with_facts_and_fit_their_field() -> None:
    filled = [heading.starter % FACTS.words() for heading in HEADINGS]
    assert [text for text in filled if "%" in text or len(text) > MAX_LENGTH] == []


def test_headings_have_a_key_of_their_own() -> None:
    assert len(set(KEYS)) == len(HEADINGS) == 15


def test_written_leaves_out_blank_and_unknown_headings() -> None:
    content = {"ending": "Kindly.", "purpose": "To learn.", "goals": " \n", "elsewhere": "?"}
    assert [(heading.key, text) for heading, text in written(content)] == [
        ("purpose", "To learn."),
        ("ending", "Kindly."),
    ]


def test_first_meeting_takes_an_hour() -> None:
    assert first_meeting.MINUTES == 60


def test_pieces_tell_what_came_and_went() -> None:
    assert pieces("We meet every week.", "We meet every month.") == (
        Piece("same", "We meet every "),
        Piece("removed", "week."),
        Piece("added", "month."),
    )


@given(TEXTS, TEXTS)
def test_pieces_make_both_texts_again(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert all(piece.text for piece in found)


def test_pieces_of_very_long_texts_are_whole() -> None:
    before, after = "a " * 2001, "b " * 2001
    assert pieces(before, after) == (Piece("removed", before), Piece("added", after))


def test_changes_are_only_of_headings_that_differ() -> None:
    before = {"purpose": "To learn.", "goals": "Two.", "ending": "Kindly."}
    after = {"purpose": "To learn.", "goals": "Three.", "data": "Us."}
    assert [change.heading.key for change in changes(before, after)] == ["goals", "data", "ending"]
