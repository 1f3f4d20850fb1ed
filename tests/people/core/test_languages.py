import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenroom.people.core.folding import folded, tidied
from greenroom.people.core.languages import NAMES, code_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Welsh", "cy"),
        (" cymraeg ", "cy"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("Español", "es"),
        ("espanol", "es"),
        ("Norwegian", "nb"),
        ("no", "nb"),
        ("Chinese", "zh"),
        ("BSL", "bfi"),
        ("Māori", "mi"),
        ("Klingon", None),
        ("", None),
    ],
)
def test_language_is_known_by_its_names(text: str, code: str | None) -> None:
    assert code_of(text) == code


def test_every_language_is_found_by_its_own_name_and_code() -> None:
    assert {code: (code_of(code), code_of(name)) for code, name in NAMES.items()} == {
        code: (code, code) for code in NAMES
    }


@given(st.text())
def test_folded_text_stays_folded(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_tidied_text_holds_no_control_and_no_double_blank(text: str) -> None:
    plain = tidied(text)
    assert tidied(plain) == plain
    assert not any(letter in plain for letter in "\0\t\n\r\x1b")
    assert "  " not in plain


@pytest.mark.parametrize(
    ("one", "other"),
    [("É", "e"), ("ﬁlm", "film"), ("Straße", "STRASSE"), ("Ａda", "ada"), ("İ", "i"), ("e\u0301", "é")],
)
def test_folded_twins_are_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)
