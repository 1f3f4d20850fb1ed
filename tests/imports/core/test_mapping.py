from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenroom.imports.core.mapping import Field, guess_mapping
from greenroom.imports.core.meanings import NAMES, REPEATABLE


def fields(header: Sequence[str], *rows: Sequence[str]) -> list[str]:
    return [f"{guess.field.value}{guess.rank or ''}" for guess in guess_mapping(header, rows)]


SPREADSHEETS: list[tuple[str, list[str], str]] = [
    (
        "first name|last name|email address|both mentor and mentee|job title|grade|organisation|profession|characteristics|biography",
        [
            "mentor|000|mentor.000@gov.example|no|Some role|EO|Department of Truth|DDaT|Asexual or aromantic, Gay|My name is"
        ],
        "first_name last_name email both_parts job_title stage employer profession characteristics biography",
    ),
    (
        "first name|last name|email address|both mentor and mentee|job title|grade|organisation|profession|match with similar identity|identity to match|biography",
        [
            "mentee|000|mentee.000@gov.example|yes|Some role|AA|Department of Peace|Policy|no|Non-binary|My name is"
        ],
        "first_name last_name email both_parts job_title stage employer profession wants_similar wanted_characteristics biography",
    ),
    (
        "Name|Email|Group minimum|Group maximum|Are you from an underrepresented group?",
        ["Ada L|ada@x.example|4|8|no"],
        "full_name email circle_from maximum answer",
    ),
    (
        "Name|Email|With how many would your circle open at least?|Max mentees",
        ["Ada L|ada@x.example|4|8"],
        "full_name email circle_from maximum",
    ),
    (
        "Timestamp|Email Address|What is your full name?|Are you applying as a mentor or mentee?|How many mentees can you take on?|Which skills would you like to develop?|What topics can you help others with?|In which time zone are you based?|Current company",
        ["2026/01/02|a@x.example|Ada L|Mentor|up to 2||Budgeting|Europe/Berlin|BBC"],
        "ignore email full_name part capacity skills_wanted skills_offered time_zone employer",
    ),
    (
        "Tell us about yourself|What do you hope to get out of the program?|When are you available to meet?|First choice|2nd choice|Who should you not be paired with?|Manager's email|Do you consent to e-mails?|Pronouns",
        ["…|…|Tue evening|Ben|||boss@x.example|yes|she/her", "…|…||Cy||Dan||yes|he/him"],
        "biography goals availability choice1 choice2 must_not_pair email ignore pronouns",
    ),
    (
        "Vorname|Nachname|E-Mail-Adresse|Rolle im Programm|Abteilung|Standort|Sprachen|Anzahl Mentees|Berufserfahrung|Wunschmentor",
        ["A|B|a@b.example|Mentorin|HR|Köln|Deutsch|2|5|X"],
        "first_name last_name email part department place languages capacity years choice",
    ),
    (
        "Prénom|Nom|Courriel|Poste|Entreprise|Langues|Disponibilités",
        ["A|B|a@b.example|X|Y|français|lundi 18h-20h"],
        "first_name last_name email job_title employer languages availability",
    ),
    (
        "Nombre|Apellidos|Correo electrónico|Empresa|Idiomas|Ciudad",
        ["A|B|a@b.example|X|español|Sevilla"],
        "first_name last_name email employer languages place",
    ),
    (
        "Name|Contact|Kind|Zone|Load|Min|Max|Notes|Mentor 1|Mentor 2|Conflict",
        ["Ada|a@x.example|mentor|Europe/Rome|2|1|3|hi|Ben|Cy|Dan"],
        "full_name email part time_zone capacity minimum maximum answer choice1 choice2 must_not_pair",
    ),
    (
        "Mentee|Rank 1|Rank 2|Rank 3|First choice skill|Preferred mentor gender|Gender|Favourite language of programming",
        ["a|b|c|d|e|F|F|x"],
        "full_name choice1 choice2 choice3 answer wanted_characteristics characteristics answer",
    ),
    (
        "Role|Employee ID|Business Unit|Job Level|Preferred Mentors|Must be paired with|Do NOT match with|Both?|Skills (offered)|Skills (wanted)",
        ["Analyst|12|X|L5|a; b||c|no|x|y"],
        "job_title external_id department stage choice must_pair must_not_pair both_parts skills_offered skills_wanted",
    ),
    (
        "Role|Title|Email",
        ["Mentor|Producer|a@x.example", "Mentee|Runner|b@x.example"],
        "part job_title email",
    ),
    (
        "FIRST_NAME|last-name|E-Mail|TimeZone|max_mentees",
        ["A|B|a@x.example|UTC|2"],
        "first_name last_name email time_zone maximum",
    ),
    ("Name|First name|Last name", ["A B|A|B"], "ignore first_name last_name"),
    ("Name|Name of your dog|Empty", ["A|Rex|"], "full_name answer ignore"),
    (
        "Who would you like as mentor? [First choice]|Who would you like as mentor? [Second choice]",
        ["A|B"],
        "choice1 choice2",
    ),
    (
        "Capacity|Email|Time zone",
        ["as a mentor I guide people|none of your business|whenever you like"],
        "answer answer answer",
    ),
]


@pytest.mark.parametrize(("header", "rows", "expected"), SPREADSHEETS)
def test_guess_mapping_of_a_real_header_finds_every_field(
    header: str, rows: list[str], expected: str
) -> None:
    assert fields(header.split("|"), *(row.split("|") for row in rows)) == expected.split()


@pytest.mark.parametrize(
    ("field", "name"), [(field, name) for field, names in NAMES.items() for name in names.split("|")]
)
def test_guess_mapping_knows_each_name_in_its_list(field: Field, name: str) -> None:
    guesses = guess_mapping([name.title()], [])
    assert guesses[0].field == field
    assert guesses[0].confidence > 0.9


def test_names_of_fields_are_each_of_one_field() -> None:
    names = [name for listed in NAMES.values() for name in listed.split("|")]
    assert sorted(names) == sorted(set(names))


@given(
    header=st.lists(
        st.one_of(
            st.sampled_from(
                ["Name", "email", "E-mail", "Mentor", "Role", "1st choice", "Choice 1", "Skills", "min", "x"]
            ),
            st.text(max_size=30),
        ),
        max_size=12,
    ),
    cell=st.text(max_size=10),
)
def test_guess_mapping_of_any_header_gives_each_single_field_once(header: list[str], cell: str) -> None:
    guesses = guess_mapping(header, [[cell] * len(header)] * 3)
    assert [guess.column for guess in guesses] == header
    assert [guess.index for guess in guesses] == list(range(len(header)))
    single = [guess.field for guess in guesses if guess.field not in REPEATABLE]
    assert sorted(single) == sorted(set(single))
    ranks = [guess.rank for guess in guesses if guess.rank]
    assert sorted(ranks) == sorted(set(ranks))
    assert all(0 <= guess.confidence <= 1 and guess.why for guess in guesses)
