from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenroom.imports.core.values import (
    CAPACITY_LIMIT,
    BadValue,
    Capacity,
    Part,
    Skill,
    parse_capacity,
    parse_count,
    parse_email,
    parse_hours,
    parse_languages,
    parse_level,
    parse_list,
    parse_part,
    parse_skills,
    parse_time_zone,
    parse_years,
    parse_yes_no,
)

PARSERS: list[Callable[[str], Any]] = [
    parse_capacity,
    parse_count,
    parse_email,
    parse_hours,
    parse_languages,
    parse_level,
    parse_list,
    parse_part,
    parse_skills,
    parse_time_zone,
    parse_yes_no,
    parse_years,
]
WORDS = st.lists(
    st.sampled_from(
        [
            "1",
            "2",
            "3",
            "10",
            "-1",
            "1e9",
            "max",
            "min",
            "up",
            "to",
            "at",
            "least",
            "mon",
            "tue-fri",
            "18:00",
            "6pm",
            "-",
            ",",
            ";",
            "(",
            ")",
            "mentor",
            "yes",
            "utc",
            "+2",
            "expert",
            "a@b.co",
            "/",
            "and",
        ]
    ),
    max_size=8,
).map(" ".join)


def refusal(parse: Callable[[str], Any], text: str) -> str | None:
    """What the parser says against the text, None where it takes it."""
    try:
        parse(text)
    except BadValue as bad:
        return bad.message
    return None


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.one_of(st.text(max_size=40), WORDS))
def test_parse_any_text_gives_a_value_or_a_bad_value_in_words(parse: Callable[[str], Any], text: str) -> None:
    message = refusal(parse, text)
    assert message is None or (message.startswith("“") and message.endswith("."))


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("text", ["", "  ", "-", "–", "n/a", "N/A"])
def test_parse_empty_cell_gives_nothing(parse: Callable[[str], Any], text: str) -> None:
    assert not parse(text)


@pytest.mark.parametrize("parse", PARSERS)
def test_parse_a_very_long_cell_is_answered_in_few_words(parse: Callable[[str], Any]) -> None:
    for piece in ("1", "a ", "(", "@", "mon ", " and", "a@a.", "1-", ", ", "x(1) ", "0.", "mentor "):
        assert len(refusal(parse, piece * 20_000) or "") < 500


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes",
        "y",
        "Y",
        "TRUE",
        "true",
        "t",
        "1",
        "1.0",
        "x",
        "X",
        "✓",
        "✔",
        "☑",
        "on",
        "Ja",
        "ja",
        "Oui",
        "oui",
        "sí",
        "Sí",
        "Si",
        "sim",
        "da",
        "да",
        "tak",
        "はい",
        "是",
        "Yes,",
        "Yep",
        "checked",
    ],
)
def test_parse_yes_no_of_a_yes_is_true(text: str) -> None:
    assert parse_yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No",
        "n",
        "FALSE",
        "f",
        "0",
        "✗",
        "nein",
        "Non",
        "não",
        "нет",
        "No thanks",
        "No preference",
        "none",
        "never",
    ],
)
def test_parse_yes_no_of_a_no_is_false(text: str) -> None:
    assert parse_yes_no(text) is False


@pytest.mark.parametrize("text", ["maybe", "2", "not sure", "mentor"])
def test_parse_yes_no_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="neither yes nor no"):
        parse_yes_no(text)


@pytest.mark.parametrize(
    ("text", "minimum", "maximum"),
    [
        ("3", 0, 3),
        ("0", 0, 0),
        ("2.0", 0, 2),
        ("1-2", 1, 2),
        ("1–2", 1, 2),
        ("1 - 2", 1, 2),
        ("1 to 3", 1, 3),
        ("1 or 2", 1, 2),
        ("one or two", 1, 2),
        ("between 1 and 3", 1, 3),
        ("two to three people", 2, 3),
        ("up to 3", 0, 3),
        ("Up to 2 mentees", 0, 2),
        ("max 2", 0, 2),
        ("max. 2", 0, 2),
        ("maximum: 4", 0, 4),
        ("3 (max)", 0, 3),
        ("at most 2", 0, 2),
        ("<3", 0, 2),
        ("bis zu 3", 0, 3),
        ("jusqu’à 2", 0, 2),
        ("at least 1", 1, CAPACITY_LIMIT),
        ("2+", 2, CAPACITY_LIMIT),
        ("2 or more", 2, CAPACITY_LIMIT),
        ("min 1, max 3", 1, 3),
        ("exactly 2", 2, 2),
        ("2 mentees", 0, 2),
        ("2 mentees per cohort", 0, 2),
        ("1 mentee only", 0, 1),
        ("One mentee at a time", 0, 1),
        ("one", 0, 1),
        ("a couple", 0, 2),
        ("none", 0, 0),
        ("No", 0, 0),
        ("unlimited", 0, CAPACITY_LIMIT),
        ("as many as needed", 0, CAPACITY_LIMIT),
    ],
)
def test_parse_capacity_reads_what_people_write(text: str, minimum: int, maximum: int) -> None:
    assert parse_capacity(text) == Capacity(minimum, maximum)


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "−1",
        "1000000000",
        "10^9",
        "1e9",
        "10 000",
        "1.000",
        "51",
        "1.5",
        "1/2",
        "1, 2",
        "lots",
        "some",
        "3-60",
    ],
)
def test_parse_capacity_out_of_range_or_unclear_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="no number of people from 0 to 50"):
        parse_capacity(text)


@pytest.mark.parametrize("text", ["2026-01-02", "2-Jan", "Jan-02", "1/2/2026"])
def test_parse_capacity_that_a_spreadsheet_made_a_date_says_so(text: str) -> None:
    with pytest.raises(BadValue, match="is a date"):
        parse_capacity(text)


def test_parse_capacity_in_hours_says_that_people_are_meant() -> None:
    with pytest.raises(BadValue, match="speaks of hours"):
        parse_capacity("3 hours a month")


def test_parse_capacity_upside_down_is_refused() -> None:
    with pytest.raises(BadValue, match="smallest number above its largest"):
        parse_capacity("3-1")


def test_parse_count_takes_one_number_and_refuses_two() -> None:
    assert parse_count("2") == 2
    with pytest.raises(BadValue, match="two numbers"):
        parse_count("1-2")


@pytest.mark.parametrize(
    ("text", "years"), [("5", 5), ("10+ years", 10), ("3-5", 3), ("<1", 0), ("five years", 5), ("2.5", 2)]
)
def test_parse_years_reads_what_people_write(text: str, years: int) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["-3", "200", "long ago"])
def test_parse_years_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="no number of years"):
        parse_years(text)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a, b and c", ["a", "b", "c"]),
        ("a, b, and c", ["a", "b", "c"]),
        ("Editing and sound", ["Editing", "sound"]),
        ("a; b, c; d", ["a", "b, c", "d"]),
        ("Smith, John; Doe, Jane", ["Smith, John", "Doe, Jane"]),
        ("a|b|c", ["a", "b", "c"]),
        ("• one\n• two", ["one", "two"]),
        ("- one\n- two, three", ["one", "two, three"]),
        ("1. x\n2. y", ["x", "y"]),
        ("Research (film, tv), Sound", ["Research (film, tv)", "Sound"]),
        ("Asexual or aromantic, Gay", ["Asexual or aromantic", "Gay"]),
        ("R&D, b", ["R&D", "b"]),
        ("a,b,,c,A", ["a", "b", "c"]),
        ("東京、大阪", ["東京", "大阪"]),
    ],
)
def test_parse_list_splits_at_the_strongest_separator(text: str, items: list[str]) -> None:
    assert parse_list(text) == items


@given(
    st.lists(
        st.text(alphabet="abcdefgh xyz", min_size=3, max_size=8)
        .map(str.strip)
        .filter(lambda item: len(item) > 2 and " " not in item),
        unique=True,
    )
)
def test_parse_list_of_joined_items_gives_them_back(items: list[str]) -> None:
    for separator in (", ", "; ", "\n", " | "):
        assert parse_list(separator.join(items)) == items


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("3", 3),
        ("4.0", 4),
        ("4/5", 4),
        ("8 out of 10", 4),
        ("80%", 4),
        ("Level 2", 2),
        ("3 - Intermediate", 3),
        ("★★★★☆", 4),
        ("beginner", 1),
        ("Intermediate", 3),
        ("Advanced", 4),
        ("expert", 5),
        ("Anfänger", 1),
        ("avancé", 4),
    ],
)
def test_parse_level_reads_numbers_words_and_stars(text: str, level: int) -> None:
    assert parse_level(text) == level


@pytest.mark.parametrize("text", ["0", "6", "2.5", "foo", "9/5", "-1"])
def test_parse_level_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="no level"):
        parse_level(text)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Budgeting (4); Scheduling: 3", [Skill("Budgeting", 4), Skill("Scheduling", 3)]),
        ("Budgeting, Scheduling", [Skill("Budgeting"), Skill("Scheduling")]),
        ("Budgeting=4, Camera = 2", [Skill("Budgeting", 4), Skill("Camera", 2)]),
        ("Writing (expert), Sound (4/5)", [Skill("Writing", 5), Skill("Sound", 4)]),
        ("Editing (Avid); Sound - advanced", [Skill("Editing (Avid)"), Skill("Sound", 4)]),
        ("Python 3, Unity", [Skill("Python 3"), Skill("Unity")]),
        ("Excel: pivot tables", [Skill("Excel: pivot tables")]),
        ("Camera, camera (3)", [Skill("Camera")]),
    ],
)
def test_parse_skills_keeps_names_and_reads_levels(text: str, skills: list[Skill]) -> None:
    assert parse_skills(text) == skills


def test_parse_skills_with_a_level_out_of_range_is_refused() -> None:
    with pytest.raises(BadValue, match="Color: 9"):
        parse_skills("Color: 9")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("berlin", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("London, UK", "Europe/London"),
        ("New York, NY", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("EST", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ("PST (UTC-8)", "America/Los_Angeles"),
        ("US/Pacific", "America/Los_Angeles"),
        ("CET", "Europe/Brussels"),
        ("UTC", "UTC"),
        ("GMT+0", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("GMT-05:00", "Etc/GMT+5"),
        ("UTC−5", "Etc/GMT+5"),
        ("+0530", "Asia/Kolkata"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "Europe/Amsterdam"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_parse_time_zone_reads_names_cities_and_offsets(text: str, zone: str) -> None:
    assert parse_time_zone(text) == zone


def test_parse_time_zone_that_is_unknown_suggests_what_is_near() -> None:
    with pytest.raises(BadValue, match="Did you mean Europe/Berlin"):
        parse_time_zone("Berlim")


@pytest.mark.parametrize("text", ["Mars/Olympus", "UTC+25", "UTC+5:17", "xyzzy"])
def test_parse_time_zone_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="no time zone that we know"):
        parse_time_zone(text)


def test_parse_time_zone_with_several_meanings_asks_which() -> None:
    with pytest.raises(BadValue, match="Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"):
        parse_time_zone("IST")


@pytest.mark.parametrize(
    ("text", "email"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("Ada Lind <ada@x.org>", "ada@x.org"),
        ("mailto:ada@x.org", "ada@x.org"),
        ("o’neil@x.ie".replace("’", "'"), "o'neil@x.ie"),
        ("x@münchen.de", "x@münchen.de"),
    ],
)
def test_parse_email_gives_the_plain_address(text: str, email: str) -> None:
    assert parse_email(text) == email


@pytest.mark.parametrize(
    "text", ["ada", "ada@x", "a b@x.org", "ä@x.org", "a..b@x.org", "@x.org", "a@-x.org", "a" * 65 + "@x.org"]
)
def test_parse_email_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="no e-mail address"):
        parse_email(text)


def test_parse_email_of_two_addresses_is_refused() -> None:
    with pytest.raises(BadValue, match="more than one"):
        parse_email("a@x.org; b@x.org")


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("English, Deutsch", ["en", "de"]),
        ("en-US; français", ["en", "fr"]),
        ("English (native), German (B2)", ["en", "de"]),
        ("Spanish/English", ["es", "en"]),
        ("Brazilian Portuguese", ["pt"]),
        ("中文, 日本語", ["zh", "ja"]),
        ("Klingon", ["Klingon"]),
    ],
)
def test_parse_languages_gives_codes_where_known(text: str, languages: list[str]) -> None:
    assert parse_languages(text) == languages


def hours(**days: tuple[int, int]) -> frozenset[int]:
    """Days of the week, each from one hour to another."""
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    return frozenset(
        names.index(day) * 24 + hour for day, (start, end) in days.items() for hour in range(start, end)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue 18:00-20:00; Thu evening", hours(tue=(18, 20), thu=(18, 22))),
        ("Mon-Wed 9-17", hours(mon=(9, 17), tue=(9, 17), wed=(9, 17))),
        ("Monday to Tuesday 7pm–9pm", hours(mon=(19, 21), tue=(19, 21))),
        ("Mon, Wed 6-8pm", hours(mon=(18, 20), wed=(18, 20))),
        ("10-2pm Wed", hours(wed=(10, 14))),
        ("weekends", hours(sat=(8, 22), sun=(8, 22))),
        ("Tuesday", hours(tue=(8, 22))),
        ("Sat 10am-2pm", hours(sat=(10, 14))),
        ("Tue 18:30-20:00", hours(tue=(18, 20))),
        ("22:00-02:00 Fri", hours(fri=(22, 24), sat=(0, 2))),
        ("Sun 22-02", hours(sun=(22, 24), mon=(0, 2))),
        ("Mondays after 5pm", hours(mon=(17, 22))),
        ("Mon before 9", hours(mon=(8, 9))),
        ("Mon 9-12; 14-16", hours(mon=(9, 12)) | hours(mon=(14, 16))),
        ("Evenings on Tue and Thu", hours(tue=(18, 22), thu=(18, 22))),
        ("Mon morning, Tue afternoon", hours(mon=(8, 12), tue=(13, 17))),
        ("18h-20h lundi", hours(mon=(18, 20))),
        ("Do 18-20 Uhr", hours(thu=(18, 20))),
        ("Fri 6pm", hours(fri=(18, 19))),
        ("weekday evenings", hours(mon=(18, 22), tue=(18, 22), wed=(18, 22), thu=(18, 22), fri=(18, 22))),
    ],
)
def test_parse_hours_reads_days_and_times(text: str, expected: frozenset[int]) -> None:
    assert parse_hours(text) == expected


@pytest.mark.parametrize("text", ["I travel a lot", "Mon 25:00", "ask me", "Mon 9-9"])
def test_parse_hours_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="cannot be read as weekly hours"):
        parse_hours(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("mentor", Part.MENTOR),
        ("Mentorin", Part.MENTOR),
        ("I want to be a mentor", Part.MENTOR),
        ("I would like to mentor", Part.MENTOR),
        ("Mentoring others", Part.MENTOR),
        ("Mentee", Part.MENTEE),
        ("protégée", Part.MENTEE),
        ("to be mentored", Part.MENTEE),
        ("student", Part.MENTEE),
        ("I’m looking for a mentor", Part.MENTEE),
        ("Would like a mentor", Part.MENTEE),
        ("Someone to mentor me", Part.MENTEE),
        ("both", Part.BOTH),
        ("Mentor, Mentee", Part.BOTH),
        ("Mentor/Mentee", Part.BOTH),
        ("beide", Part.BOTH),
        ("I need a mentor and I can be a mentor", Part.BOTH),
    ],
)
def test_parse_part_reads_what_people_write(text: str, part: Part) -> None:
    assert parse_part(text) == part


def test_parse_part_of_something_else_is_refused() -> None:
    with pytest.raises(BadValue, match="no part in a program"):
        parse_part("alumni")
