import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenroom.web.templatetags.web import Dot, EqBlock, dots, eq_blocks, initials, percent_of, signed

SCORES = st.floats(min_value=-1, max_value=2, allow_nan=False)
WEIGHTS = st.floats(min_value=0.01, max_value=1000, allow_nan=False)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ingrid Halvorsen", "IH"),
        ("Mei-Lin Chow", "MC"),
        ("Cher", "C"),
        ("  ", "·"),
        (None, "·"),
        ("Ana de la Cruz", "AC"),
        ("Zoë (she)", "Z"),
        ("李 小龙", "李小"),
    ],
)
def test_initials_takes_the_first_and_last_word(name: str | None, letters: str) -> None:
    assert initials(name) == letters


def test_eq_blocks_draws_width_by_weight_and_height_by_score() -> None:
    assert eq_blocks([{"weight": 3, "score": 1}, {"weight": 1, "score": 0.25}]) == [
        EqBlock(x="0", width="66", y="0", height="26", is_low=False),
        EqBlock(x="68", width="22", y="19.5", height="6.5", is_low=True),
    ]


def test_eq_blocks_leaves_out_what_weighs_nothing() -> None:
    assert eq_blocks([{"weight": 0, "score": 1}]) == []


@given(st.lists(st.tuples(WEIGHTS, SCORES), min_size=1, max_size=12))
def test_eq_blocks_never_leave_the_drawing(parts: list[tuple[float, float]]) -> None:
    blocks = eq_blocks([{"weight": weight, "score": score} for weight, score in parts])
    assert float(blocks[-1].x) + float(blocks[-1].width) == pytest.approx(90, abs=0.11)
    assert all(0 <= float(block.y) <= 26 and 0 <= float(block.height) <= 26 for block in blocks)


def test_dots_stack_equal_fits_and_mark_low_and_open_ones() -> None:
    assert dots([100, 50, 50], start=50, end=100, low_below=60, settled=2) == [
        Dot(x="1.00%", y="46", r="2.8", state="dots__low"),
        Dot(x="1.00%", y="39.8", r="2.8", state="dots__low"),
        Dot(x="99.00%", y="46", r="2.8", state="dots__open"),
    ]


@given(st.lists(st.integers(min_value=0, max_value=100), max_size=400))
def test_dots_never_leave_the_drawing(fits: list[int]) -> None:
    drawn = dots(fits)
    assert len(drawn) == len(fits)
    assert all(float(dot.y) - float(dot.r) >= 0 and float(dot.y) <= 46 for dot in drawn)


@pytest.mark.parametrize(
    ("value", "whole", "words"), [(28, 30, "93.3%"), (31, 30, "100.0%"), (-1, 30, "0.0%"), (1, 0, "0.0%")]
)
def test_percent_of_stays_within_the_bar(value: int, whole: int, words: str) -> None:
    assert percent_of(value, whole) == words


@pytest.mark.parametrize(("value", "words"), [(2, "+2"), (-7, "−7"), (0, "0"), (-0.04, "0"), (1.25, "+1.2")])
def test_signed_uses_the_true_minus(value: float, words: str) -> None:
    assert signed(value) == words
