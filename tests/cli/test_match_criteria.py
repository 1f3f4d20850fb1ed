"""The command with texts, scales, coordinates and ties in columns."""

import argparse
import csv
import io
from pathlib import Path

import pytest

from greenroom.cli import match, verify

MENTORS = """Name,Email,About me,Directness,Structure,Years of experience,Coordinates,Meeting,Knows
Ada Lind,ada@example.org,I crew night shoots and keep people safe,5,2,20,"51.45, -2.59",in person,
Cleo Park,cleo@example.org,Documentary director whose films went to festivals,1,5,8,"53.80, -1.55",in person; online,ben@example.org
"""
MENTEES = """Name,Email,Goals,Directness,Structure,Years of experience,Coordinates,Meeting,Knows
Ben Okri,ben@example.org,I would like to finish a documentary for festivals,1,5,2,"53.8, -1.5",in person,
Kit Osei,kit@example.org,I would like to crew on night shoots,5,1,1,"51.4 N, 2.4 W",in person,Ada Lind
"""
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "film-school.toml"
KINDS = ("text", "style", "curve", "distance", "prior_ties")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (tmp_path / "mentees.csv").write_text(MENTEES, encoding="utf-8")
    blocks = EXAMPLE.read_text(encoding="utf-8").split("[[criteria]]")[1:]
    some = [
        one.split("[[constraints]]")[0] for one in blocks if any(f'kind = "{kind}"' in one for kind in KINDS)
    ]
    (tmp_path / "criteria.toml").write_text("".join(f"[[criteria]]{one}" for one in some), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    match.add_arguments(parser)
    return match.run(parser.parse_args(["--mentors", "mentors.csv", "--mentees", "mentees.csv", *arguments]))


def test_match_by_each_kind_of_the_example_gives_pairs_that_can_be_verified(folder: Path) -> None:
    assert run("--criteria", "criteria.toml", "-o", "pairs.csv", "--certificate", "cert.json") == 0
    rows = csv.DictReader(io.StringIO((folder / "pairs.csv").read_text(encoding="utf-8-sig")))
    made = {row["mentee"].split("@")[0]: row["mentor"].split("@")[0] for row in rows}
    assert made == {"ben": "cleo", "kit": "ada"}
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    assert verify.run(parser.parse_args(["cert.json"])) == 0


@pytest.mark.usefixtures("folder")
def test_match_without_criteria_guesses_texts_and_coordinates(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("-o", "pairs.csv") == 0
    printed = capsys.readouterr().err
    assert 'kind = "text"\nmentee = "Goals"\nmentor = "About me"' in printed
    assert 'kind = "distance"\nmentee = "Coordinates"' in printed
    assert "Texts are compared by" in printed


def test_match_tells_coordinates_and_scales_that_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "mentees.csv").write_text(MENTEES.replace('"53.8, -1.5"', "Leeds"), encoding="utf-8")
    criteria = (folder / "criteria.toml").read_text(encoding="utf-8")
    assert run("--criteria", "criteria.toml", "-o", "pairs.csv") == 1
    assert "“Leeds” is no latitude and longitude." in capsys.readouterr().err
    (folder / "criteria.toml").write_text(
        criteria.replace('["directness", "structure"]', "[]"), encoding="utf-8"
    )
    assert run("--criteria", "criteria.toml", "-o", "pairs.csv") == 1
    assert "`scales` must name one answer at least" in capsys.readouterr().err
    assert not (folder / "pairs.csv").exists()
