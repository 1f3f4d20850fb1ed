import pytest

from greenroom.imports.core.flags import all_say_yes_or_no, flag_of
from greenroom.imports.core.mapping import guess_mapping
from greenroom.imports.core.meanings import Field
from greenroom.imports.core.values import Part


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Mentor?", Part.MENTOR),
        ("Mentee (Y/N)", Part.MENTEE),
        ("Do you want a mentor?", Part.MENTEE),
        ("Both mentor and mentee", None),
        ("City", None),
        ("", None),
    ],
)
def test_flag_of_title_is_the_part_it_is_about(title: str, part: Part | None) -> None:
    assert flag_of(title) == part


@pytest.mark.parametrize(
    ("cells", "answer"),
    [(["y", "", "No"], True), (["✓", "n/a"], True), (["", ""], False), (["Ann Lee", "yes"], False)],
)
def test_all_say_yes_or_no_looks_at_every_cell(cells: list[str], answer: bool) -> None:  # noqa: FBT001 - a table's column
    assert all_say_yes_or_no(cells) is answer


def test_guess_mapping_takes_columns_of_yes_and_no_for_the_part() -> None:
    rows = [["Ann Lee", "ann@x.org", "Y", "N"], ["Bob Ray", "bob@x.org", "n", "yes"]]
    guesses = guess_mapping(["Name", "E-mail", "Mentor?", "Mentee?"], rows)
    assert [guess.field for guess in guesses] == [
        Field.FULL_NAME,
        Field.EMAIL,
        Field.IS_MENTOR,
        Field.IS_MENTEE,
    ]


def test_guess_mapping_takes_a_column_of_names_for_no_part() -> None:
    rows = [["ann@x.org", "Cat Poe"], ["bob@x.org", "Ann Lee"]]
    assert guess_mapping(["E-mail", "Mentor"], rows)[1].field not in (Field.PART, Field.IS_MENTOR)
