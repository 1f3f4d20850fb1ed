"""The command on spreadsheets as people make them: run in this process, in a folder of its own."""

import argparse
import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from greenroom.cli import match, verify

MENTORS = """Name,Email,Capacity,Can help with,Years of experience,Languages,Conflicts
Ada Lovelace,ADA@example.org,1-2,"Budgeting, Crewing",20,"English, French",
Ava Ford,ava@example.org,up to 3,Sound,8,english,
Cleo Park,cleo@example.org,,Sound; Budgeting,12,Deutsch,
"""
MENTEES = """First name,Surname,E-mail,Wants to learn,Years of experience,Languages,1st choice,2nd choice
Ben,Okri,ben@example.org,Budgeting,2,English,"Ford, Ava",Ada Lovelace
Bo,Li,bo@example.org,Sound,1,en,,
Kit,Osei,kit@example.org,Crewing,,German,,
"""
CRITERIA = """
[[criteria]]
kind = "skills"
mentee = "Wants to learn"
mentor = "Can help with"
weight = 3

[[criteria]]
kind = "wishes"
weight = 1

[[constraints]]
kind = "shared"
label = "A shared language"
mentee = "languages"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (tmp_path / "mentees.csv").write_text(MENTEES, encoding="utf-8")
    (tmp_path / "criteria.toml").write_text(CRITERIA, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    match.add_arguments(parser)
    return match.run(parser.parse_args(arguments))


def verified(path: str) -> int:
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    return verify.run(parser.parse_args([path]))


def two_files(*more: str) -> int:
    return run("--mentors", "mentors.csv", "--mentees", "mentees.csv", *more)


def pairs(path: Path) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {row["mentee"]: row["mentor"] for row in rows}


def faults(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.strip().splitlines()


def test_match_two_files_writes_the_best_pairs_and_a_certificate_that_holds(folder: Path) -> None:
    assert two_files("--criteria", "criteria.toml", "-o", "pairs.csv", "--certificate", "cert.json") == 0
    assert pairs(folder / "pairs.csv") == {
        "ben@example.org": "ada@example.org",
        "bo@example.org": "ava@example.org",
        "kit@example.org": "cleo@example.org",
    }
    assert verified("cert.json") == 0


def test_match_without_criteria_guesses_them_and_says_which(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert two_files("-o", "pairs.csv") == 0
    said = faults(capsys)
    assert said[0] == "These criteria were guessed from the columns; save and change them for --criteria:"
    assert [line for line in said if line.startswith("kind")] == [
        'kind = "skills"',
        'kind = "shared"',
        'kind = "ladder"',
        'kind = "wishes"',
    ]
    assert len(pairs(folder / "pairs.csv")) == 3


def test_match_guessed_criteria_saved_and_given_make_the_same_pairs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two_files("-o", "one.csv")
    said = faults(capsys)
    end = next(place for place, line in enumerate(said) if "mentees have a mentor" in line)
    (folder / "saved.toml").write_text("\n".join(said[1:end]), encoding="utf-8")
    assert two_files("--criteria", "saved.toml", "-o", "two.csv") == 0
    assert (folder / "one.csv").read_bytes() == (folder / "two.csv").read_bytes()


def test_match_as_json_has_reasons_and_totals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert two_files("--criteria", "criteria.toml", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["matched"], said["is_best"], said["gap"], said["pairs_checked"]) == (3, True, 0.0, 9)
    assert said["pairs"][0]["reasons"][0]["sentences"] == [
        "Ben Okri wants to learn Budgeting, and Ada Lovelace offers that."
    ]
    assert not list(folder.glob("pairs*"))


def test_match_one_workbook_with_a_part_takes_people_on_both_sides_and_never_with_themselves(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[Any]] = [
        ["Name", "Role in program", "How many mentees?", "Topics", "City"],
        ["Ada", "Mentor", "2 mentees", "Sound", "York"],
        ["Ben", "I am looking for a mentor", None, "Sound", "York"],
        ["Dee", "Both", 1, "Sound", "Leeds"],
    ]
    for row in rows:
        sheet.append(row)
    book.save(folder / "people.xlsx")
    assert run("--people", "people.xlsx", "-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {"Ben": "Ada", "Dee": "Ada"}
    assert "2 of 2 mentees have a mentor, out of 2 mentors." in capsys.readouterr().err


def test_match_wish_of_somebody_on_both_sides_is_noted_only_when_nobody_is_called_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "people.csv").write_text(
        "Name,Role in program,Topics,First choice\n"
        "Ada,Mentor,Sound,\nBen,Mentee,Sound,\nDee,Both,Sound,Ada\nEve,Both,Sound,Zoe\n",
        encoding="utf-8",
    )
    assert run("--people", "people.csv", "-o", "pairs.csv") == 0
    note = "row 5, column “First choice”: nobody on the other side is called “Zoe”; the wish is left out."
    said = capsys.readouterr().err
    assert (said.count("the wish is left out"), said.count(note)) == (2, 2)


def test_match_capacity_as_people_write_it_sets_most_and_least(folder: Path) -> None:
    (folder / "mentors.csv").write_text(
        "Name,Capacity,Minimum,Topics\nAda,1-2,,Sound\nAva,up to 3,1,Sound\nCleo,none,,Sound\n",
        encoding="utf-8",
    )
    (folder / "mentees.csv").write_text(
        "Name,Topics\n" + "".join(f"e{k},Sound\n" for k in range(6)), encoding="utf-8"
    )
    assert two_files("-o", "pairs.csv", "--unmatched", "left.csv") == 0
    made = list(pairs(folder / "pairs.csv").values())
    assert (made.count("Ada"), made.count("Ava"), made.count("Cleo")) == (2, 3, 0)
    left = list(csv.DictReader(io.StringIO((folder / "left.csv").read_text(encoding="utf-8-sig"))))
    assert [row["reason"] for row in left] == ["all_full"]


def test_match_circles_open_with_enough_people_or_not_at_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentors.csv").write_text(
        "Name,Group minimum,Group maximum,Topics\nAda,4,6,Sound\nAva,4,6,Sound\nCleo,9,8,Sound\n",
        encoding="utf-8",
    )
    (folder / "mentees.csv").write_text(
        "Name,Topics\n" + "".join(f"e{k},Sound\n" for k in range(5)), encoding="utf-8"
    )
    assert two_files("-o", "pairs.csv") == 1
    assert "a circle that opens with 9 cannot have 8 at most" in capsys.readouterr().err
    text = (folder / "mentors.csv").read_text(encoding="utf-8").replace("9,8", "0,0")
    (folder / "mentors.csv").write_text(text, encoding="utf-8")
    assert two_files("-o", "pairs.csv", "--certificate", "cert.json") == 0
    made = set(pairs(folder / "pairs.csv").values())
    assert made in ({"Ada"}, {"Ava"})
    shut = ({"Ada", "Ava"} - made).pop()
    assert f"The circle of {shut} does not open: it opens with 4." in capsys.readouterr().err
    assert verified("cert.json") == 0


def test_match_fits_with_circles_reads_their_sizes(folder: Path) -> None:
    fits = "".join(f"e{k},{name},{k + 1}\n" for k in range(3) for name in ("Ada", "Ava"))
    (folder / "fits.csv").write_text("mentee,mentor,fit\n" + fits, encoding="utf-8")
    (folder / "caps.csv").write_text("mentor,capacity,circle from\nAda,3,2\nAva,2,2\n", encoding="utf-8")
    assert run("--fit", "fits.csv", "--capacities", "caps.csv", "-o", "pairs.csv") == 0
    assert set(pairs(folder / "pairs.csv").values()) == {"Ada"}


def test_match_names_who_must_and_must_not_be_paired_are_honored(folder: Path) -> None:
    (folder / "mentees.csv").write_text(
        "Name,Wants to learn,Must be paired with,Do not pair with\n"
        "Ben,Sound,ada lovelace,\nBo,Sound,,Ava Ford; Park Cleo\nKit,Crewing,,\n",
        encoding="utf-8",
    )
    assert two_files("-o", "pairs.csv") == 0
    made = pairs(folder / "pairs.csv")
    assert (made["Ben"], made["Bo"]) == ("ada@example.org", "ada@example.org")


def test_match_person_under_two_keys_but_one_name_is_not_paired_with_themselves(folder: Path) -> None:
    (folder / "mentors.csv").write_text(
        "Name,Email,City\nAda Lovelace,ada@example.org,York\n", encoding="utf-8"
    )
    (folder / "mentees.csv").write_text("Name,City\nAda Lovelace,York\nBen,Leeds\n", encoding="utf-8")
    assert two_files("-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {"Ben": "ada@example.org"}


def test_match_bad_cells_lists_every_row_and_column_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentors.csv").write_text(
        "Name,Email,Capacity,Years of experience\nAda,ada@example.org,-1,3\nAva,no address,2,4\n"
        "Cleo,cleo@example.org,1000000000,5\nCleo,cleo@example.org,1,6\n,,1,7\n",
        encoding="utf-8",
    )
    (folder / "mentees.csv").write_text("Name,Years of experience\nBen,1\nBen,2\n", encoding="utf-8")
    assert two_files("-o", "pairs.csv", "--certificate", "cert.json") == 1
    said = faults(capsys)
    assert [line.split(":")[0] for line in said] == [
        "mentees.csv, row 3",
        "mentors.csv, row 2, column “Capacity”",
        "mentors.csv, row 3, column “Email”",
        "mentors.csv, row 4, column “Capacity”",
        "mentors.csv, row 6",
        "mentors.csv, row 5",
        "6 things to mend. Nothing was written.",
    ]
    assert sorted(path.name for path in folder.iterdir()) == ["criteria.toml", "mentees.csv", "mentors.csv"]


def test_match_answers_that_cannot_be_read_are_told_with_row_and_column(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentors.csv").write_text("Name,Grade,Zone\nAda,XX,Mars\n", encoding="utf-8")
    (folder / "mentees.csv").write_text("Name,Grade,Zone\nBen,EO,London\nBo,YY,\n", encoding="utf-8")
    (folder / "criteria.toml").write_text(
        '[[criteria]]\nkind="ladder"\nmentee="grade"\nsteps=["EO","HEO"]\n'
        '[[criteria]]\nkind="time_zone"\nmentee="zone"\n[[criteria]]\nkind="same"\nmentee="town"\n',
        encoding="utf-8",
    )
    assert two_files("--criteria", "criteria.toml") == 1
    assert [line.split(":")[0] for line in faults(capsys)] == [
        "mentees.csv, row 3, column “Grade”",
        "mentors.csv, row 2, column “Grade”",
        "mentors.csv, row 2, column “Zone”",
        "mentees.csv has no column “town”, which the criteria compare. It has “Name”, “Grade”, “Zone”.",
        "mentors.csv has no column “town”, which the criteria compare. It has “Name”, “Grade”, “Zone”.",
        "5 things to mend. Nothing was written.",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Must be paired with", "Eve", "nobody on the other side is called “Eve”."),
        ("Do not pair with", "Ada Lovelase", "Did you mean ada@example.org?"),
        ("Must be paired with", "Twin", "several people are called “Twin”."),
    ],
)
def test_match_musts_about_people_who_cannot_be_found_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], column: str, cell: str, said: str
) -> None:
    twins = "Twin,t1@example.org,,Sound,,,\nTwin,t2@example.org,,Sound,,,\n"
    (folder / "mentors.csv").write_text(MENTORS + twins, encoding="utf-8")
    (folder / "mentees.csv").write_text(f"Name,Wants to learn,{column}\nBen,Sound,{cell}\n", encoding="utf-8")
    assert two_files() == 1
    (fault, _) = faults(capsys)
    assert fault.startswith(f"mentees.csv, row 2, column “{column}”: ")
    assert said in fault


def test_match_unknown_names_are_passed_over_where_asked_and_nobody_is_no_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentees.csv").write_text(
        "Name,Wants to learn,Do not pair with\nBen,Sound,BBC; Ada Lovelace; Cleo Park\nBo,Sound,None\n",
        encoding="utf-8",
    )
    assert two_files("-o", "pairs.csv", "--skip-unknown-names") == 0
    assert pairs(folder / "pairs.csv") == {"Ben": "ava@example.org", "Bo": "ada@example.org"}
    (note,) = [line for line in faults(capsys) if "BBC" in line]
    assert note.startswith(
        "Note: mentees.csv, row 2, column “Do not pair with”: nobody on the other side is called “BBC”."
    )


def test_match_one_file_with_two_columns_of_yes_and_no_takes_each_person_for_what_they_say(
    folder: Path,
) -> None:
    (folder / "people.csv").write_text(
        "Mentor?,Mentee?,Participant,Max mentees,Remote\nY,no,Ann,2 mentees,y\n✓,X,Bob,at most one,Sure\n,yes,Cat,,TRUE\n",
        encoding="utf-8",
    )
    assert run("--people", "people.csv", "-o", "pairs.csv") == 0
    made = pairs(folder / "pairs.csv")
    assert (sorted(made), made["Bob"]) == (["Bob", "Cat"], "Ann")


@pytest.mark.parametrize(
    "written", ["Juergen Gross", "groß, jürgen", "JURGEN GROSS", "Jürgen Groß <j@example.org>"]
)
def test_match_finds_names_however_they_are_spelled(folder: Path, written: str) -> None:
    (folder / "mentors.csv").write_text(
        "First name,Last name,City\nJürgen,Groß,York\nAda,Lovelace,York\n", encoding="utf-8"
    )
    (folder / "mentees.csv").write_text(
        f'Name,City,Do not pair with\nBen,York,"{written}"\n', encoding="utf-8"
    )
    assert two_files("-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {"Ben": "Ada Lovelace"}


def test_match_pins_in_a_circle_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "people.csv").write_text(
        "Name,Part,City\nAna,both,York\nBen,both,York\nCai,both,York\n", encoding="utf-8"
    )
    (folder / "criteria.toml").write_text(
        '[[criteria]]\nkind="same"\nmentee="city"\n[[pins]]\nmentee="Ana"\nmentor="Ben"\n'
        '[[pins]]\nmentee="Ben"\nmentor="Cai"\n[[pins]]\nmentee="Cai"\nmentor="Ana"\n',
        encoding="utf-8",
    )
    assert run("--people", "people.csv", "--criteria", "criteria.toml") == 1
    assert faults(capsys)[0].startswith("Ana → Ben → Cai → Ana: these pins go round in a circle")


def test_match_weights_all_zero_and_no_toml_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "criteria.toml").write_text('[[criteria]]\nkind="wishes"\nweight=0\n', encoding="utf-8")
    assert two_files("--criteria", "criteria.toml") == 1
    assert faults(capsys)[0] == "All weights are zero. Give at least one criterion some weight."
    (folder / "criteria.toml").write_text("kind=", encoding="utf-8")
    assert two_files("--criteria", "criteria.toml") == 1
    assert faults(capsys)[0].startswith("criteria.toml: The criteria file is not valid TOML")


def test_match_files_that_are_none_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mentors.csv").write_bytes(b"\0" * 100_000)
    assert run("--mentors", "mentors.csv", "--mentees", "missing.csv") == 1
    said = faults(capsys)
    assert said[0] == "missing.csv: No such file or directory. Check the name of the file."
    assert said[1].startswith("mentors.csv holds empty bytes (NUL)")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--mentors", "a.csv"],
        ["--people", "a.csv", "--fit", "b.csv"],
        ["--people", "a", "--capacities", "b"],
    ],
)
def test_match_asked_for_in_a_wrong_way_is_misuse(arguments: list[str]) -> None:
    assert run(*arguments) == 2


def test_match_files_that_each_number_their_people_from_one_are_not_taken_for_the_same_people(
    folder: Path,
) -> None:
    (folder / "mentors.csv").write_text("ID,Name,City\n1,Ada,York\n2,Ava,Ely\n", encoding="utf-8")
    (folder / "mentees.csv").write_text("ID,Name,City\n1,Ben,York\n2,Ava,Ely\n", encoding="utf-8")
    assert two_files("-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {
        "1": "2",
        "2": "1",
    }  # Ava is on both sides; Ben and Ada are two people


def test_match_fits_of_people_who_are_numbered_on_both_sides_may_pair_the_same_numbers(folder: Path) -> None:
    (folder / "fits.csv").write_text("mentee,mentor,fit\n1,1,9\n1,2,1\n2,1,1\n2,2,9\n", encoding="utf-8")
    assert run("--fit", "fits.csv", "-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {"1": "1", "2": "2"}


def test_match_first_names_are_understood_in_wishes_and_asked_about_in_musts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentors.csv").write_text(MENTORS.replace("1-2", "2"), encoding="utf-8")
    (folder / "mentees.csv").write_text("Name,Top choice,Second choice\nBen,Ava,Cleo\n", encoding="utf-8")
    assert two_files("-o", "pairs.csv", "--quiet") == 0
    assert pairs(folder / "pairs.csv") == {"Ben": "ava@example.org"}
    (folder / "mentees.csv").write_text("Name,Do not pair with\nBen,Ava\n", encoding="utf-8")
    capsys.readouterr()
    assert two_files("-o", "pairs.csv") == 1
    assert faults(capsys)[0] == (
        "mentees.csv, row 2, column “Do not pair with”: "
        "“Ava” is only a first name. If ava@example.org is meant, write that."
    )


def test_match_formulas_in_names_are_made_harmless(folder: Path) -> None:
    (folder / "mentors.csv").write_text("Name,City\n=HYPERLINK(1),York\n", encoding="utf-8")
    (folder / "mentees.csv").write_text("Name,City\n@SUM(A1),York\n", encoding="utf-8")
    assert two_files("-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {"'@SUM(A1)": "'=HYPERLINK(1)"}


def test_match_fits_reaches_the_optimum_and_keeps_to_capacities_and_to_the_list(folder: Path) -> None:
    (folder / "fits.csv").write_text(
        "Mentor;Mentee;Fit score\nada;ben;0,9\nada;bo;0,8\nava;ben;0,1\nava;kit;-3\nada;kit;\n",
        encoding="utf-8",
    )
    (folder / "caps.csv").write_text("mentor;capacity\nada;1\nava;up to 2\n", encoding="utf-8")
    assert (
        run("--fit", "fits.csv", "--capacities", "caps.csv", "-o", "pairs.csv", "--certificate", "c.json")
        == 0
    )
    assert pairs(folder / "pairs.csv") == {"ben": "ava", "bo": "ada", "kit": "ava"}
    assert verified("c.json") == 0


def test_match_fits_of_a_dense_problem_reach_the_published_maximum(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Project Euler, problem 345, “Matrix Sum”: the 5 by 5 example, whose maximum is 3315.
    rows = [
        "7 53 183 439 863",
        "497 383 563 79 973",
        "287 63 343 169 583",
        "627 343 773 959 943",
        "767 473 103 699 303",
    ]
    lines = [f"e{i},o{j},{fit}" for i, row in enumerate(rows) for j, fit in enumerate(row.split())]
    (folder / "fits.csv").write_text("mentee,mentor,fit\n" + "\n".join(lines), encoding="utf-8")
    assert run("--fit", "fits.csv", "--json", "--quiet") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 3315


def test_match_faulty_fits_and_capacities_tell_every_row(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "fits.csv").write_text(
        "mentee,mentor,fit\nben,ada,1\nben,ada,2\nbo,,3\nbo,ada,good\n", encoding="utf-8"
    )
    (folder / "caps.csv").write_text("mentor,capacity\nada,-1\nada,2\n\n,3\n", encoding="utf-8")
    assert run("--fit", "fits.csv", "--capacities", "caps.csv") == 1
    assert [line.split(":")[0] for line in faults(capsys)] == [
        "fits.csv, row 3, column “fit”",
        "fits.csv, row 4, column “mentor”",
        "fits.csv, row 5, column “fit”",
        "caps.csv, row 2, column “capacity”",
        "caps.csv, row 5, column “mentor”",
        "5 things to mend. Nothing was written.",
    ]


def test_match_files_with_nothing_to_compare_still_match_by_places_and_musts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentors.csv").write_text("Name,Capacity\nAda,1\nAva,1\n", encoding="utf-8")
    (folder / "mentees.csv").write_text("Name,Do not pair with\nBen,Ada\nBo,\n", encoding="utf-8")
    assert two_files("-o", "pairs.csv") == 0
    assert pairs(folder / "pairs.csv") == {"Ben": "Ava", "Bo": "Ada"}
    assert "every pair that is allowed counts the same" in faults(capsys)[0]


def test_match_loads_no_django(folder: Path) -> None:
    code = (
        "import sys; from greenroom.cli.main import main; "
        "code = main(['match', '--mentors', 'mentors.csv', '--mentees', 'mentees.csv', '--quiet', '-o', 'p.csv']); "
        "print(code, 'django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 False"
