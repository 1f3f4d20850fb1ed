import pytest

from greenroom.imports.core.meanings import Field
from greenroom.imports.core.reading import BadValue
from greenroom.imports.core.rows import Column, Entry, Fault, Reading, same_name
from greenroom.imports.core.stages import parse_stage


def read(
    cells: dict[Field, str], *, default_part: str = "mentor", ranks: dict[Field, int] | None = None
) -> tuple[Entry, list[Fault]]:
    """One row whose columns are named after their fields."""
    columns = [
        Column(index=index, name=field.value, field=field, rank=(ranks or {}).get(field))
        for index, field in enumerate(cells)
    ]
    return Reading(columns=columns, default_part=default_part, limits={"job_title": 10}).entry(
        7, list(cells.values())
    )


def test_entry_puts_a_person_together_from_their_cells() -> None:
    entry, faults = read(
        {
            Field.FIRST_NAME: "Ada ",
            Field.LAST_NAME: "Lind",
            Field.EMAIL: "ADA@school.example",
            Field.CAPACITY: "1-2",
            Field.TIME_ZONE: "Berlin",
            Field.AVAILABILITY: "Mon 9-11",
            Field.SKILLS_OFFERED: "Sound; Light (5)",
            Field.ANSWER: "38",
            Field.IGNORE: "whatever",
        }
    )
    assert faults == []
    assert (entry.row, entry.name, entry.email, entry.parts) == (
        7,
        "Ada Lind",
        "ada@school.example",
        ("mentor",),
    )
    assert (entry.capacity, entry.minimum) == (2, 1)
    assert entry.profile == {"time_zone": "Europe/Berlin", "free_hours": [9, 10]}
    assert entry.skills == {"offered": {"Sound": 3, "Light": 5}}
    assert entry.answers == {"answer": "38"}


@pytest.mark.parametrize(
    ("cells", "messages"),
    [
        (
            {Field.FULL_NAME: "Ada"},
            ["This row has no e-mail address, so nobody can be told apart by it. Add one."],
        ),
        ({Field.EMAIL: "ada"}, ["“ada” is no e-mail address. Write it like name@example.org."]),
        (
            {Field.EMAIL: "a@b.example", Field.JOB_TITLE: "x" * 11},
            ["This text has 11 characters, and 10 is the most that can be kept. Shorten it."],
        ),
        (
            {Field.EMAIL: "a@b.example", Field.JOB_TITLE: "#REF!"},
            ["“#REF!” is an error of the spreadsheet program. Mend its formula or empty the cell."],
        ),
        (
            {Field.EMAIL: "a@b.example", Field.CIRCLE_FROM: "4", Field.MAXIMUM: "3"},
            ["A circle that opens with 4 cannot have 3 at most. Correct one."],
        ),
        (
            {Field.EMAIL: "a@b.example", Field.CIRCLE_FROM: "4"},
            ["A circle that opens with 4 needs a largest number too. Fill in how many at most."],
        ),
        (
            {Field.EMAIL: "a@b.example", Field.MINIMUM: "3", Field.MAXIMUM: "2"},
            ["At least 3 people and at most 2 cannot both hold. Correct one."],
        ),
    ],
)
def test_entry_with_faults_names_each(cells: dict[Field, str], messages: list[str]) -> None:
    assert [fault.message for fault in read(cells)[1]] == messages


def test_entry_without_a_part_is_a_fault() -> None:
    assert [fault.message for fault in read({Field.EMAIL: "a@b.example"}, default_part="")[1]] == [
        "This row does not say whether the person is a mentor or a mentee. Fill in that column."
    ]


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        ({Field.PART: "mentee"}, ("mentee",)),
        ({Field.PART: "both"}, ("mentor", "mentee")),
        ({Field.BOTH_PARTS: "yes"}, ("mentor", "mentee")),
        ({Field.BOTH_PARTS: "no"}, ("mentor",)),
        ({Field.PART: ""}, ("mentor",)),
        ({Field.IS_MENTOR: "y", Field.IS_MENTEE: "no"}, ("mentor",)),
        ({Field.IS_MENTOR: "yes", Field.IS_MENTEE: "✓"}, ("mentor", "mentee")),
        ({Field.IS_MENTOR: "", Field.IS_MENTEE: "yes"}, ("mentee",)),
        ({Field.IS_MENTOR: "no"}, ("mentee",)),
    ],
)
def test_entry_has_the_parts_that_its_row_says(cells: dict[Field, str], parts: tuple[str, ...]) -> None:
    assert read({Field.EMAIL: "a@b.example", **cells})[0].parts == parts


def test_entry_keeps_names_of_other_people_in_order() -> None:
    entry, _faults = read(
        {
            Field.EMAIL: "a@b.example",
            Field.CHOICE: "Roe, Cy",
            Field.MUST_NOT_PAIR: "Dee Fox; Eve Crane",
            Field.MUST_PAIR: "Ben Okafor",
        },
        ranks={Field.CHOICE: 1},
    )
    assert (entry.wishes, entry.unwanted, entry.required) == (
        ["Roe, Cy"],
        ["Dee Fox", "Eve Crane"],
        ["Ben Okafor"],
    )


def test_same_name_is_one_for_all_spellings() -> None:
    assert {same_name(name) for name in ("Zoë  Lind", "ZOE LIND", "Lind, Zoë", "zoe\u0308 lind")} == {
        "zoe lind"
    }


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Student", "student"),
        ("Early career", "entry"),
        ("Mid-level", "mid"),
        ("Senior", "senior"),
        ("Senior Manager", "lead"),
    ],
)
def test_parse_stage_reads_what_people_write(text: str, stage: str) -> None:
    assert parse_stage(text) == stage


def test_parse_stage_that_is_unknown_is_refused() -> None:
    with pytest.raises(BadValue, match="no career stage"):
        parse_stage("Grade 7")


@pytest.mark.parametrize(("cell", "opens_with"), [("4", 4), ("0", 0), ("", None)])
def test_entry_of_a_circle_keeps_what_it_opens_with(cell: str, opens_with: int | None) -> None:
    entry, faults = read({Field.EMAIL: "a@b.example", Field.CIRCLE_FROM: cell, Field.MAXIMUM: "8"})
    assert (entry.opens_with, entry.capacity, faults) == (opens_with, 8, [])
