import pathlib

import pytest

from greenroom.cli.main import main
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment
from tests import world

pytestmark = pytest.mark.django_db

SHEET = "Name,E-mail,Mentor or mentee\nAda Lind,ada@kestrel-lane.example,mentor\nMia Sand,mia@kestrel-lane.example,mentee\n"


@pytest.fixture
def sheet(tmp_path: pathlib.Path) -> pathlib.Path:
    world.olga()
    world.cohort()
    path = tmp_path / "people.csv"
    path.write_text(SHEET)
    return path


def import_sheet(sheet: pathlib.Path, *more: str) -> int:
    return main(["import", str(sheet), "--organization", "kestrel-lane", "--cohort", "autumn 2026", *more])


def test_import_sheet_enrolls_everyone_once(sheet: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (import_sheet(sheet), import_sheet(sheet)) == (0, 0)
    assert capsys.readouterr().out.splitlines() == [
        "Imported 2 rows: 2 new, 0 changed, 0 as before.",
        "Imported 2 rows: 0 new, 0 changed, 2 as before.",
    ]
    assert sorted(Enrollment.objects.values_list("person__name", "part")) == [
        ("Ada Lind", "mentor"),
        ("Mia Sand", "mentee"),
    ]


def test_import_dry_run_writes_nothing(sheet: pathlib.Path) -> None:
    before = Person.objects.count()
    assert (import_sheet(sheet, "--dry-run"), Person.objects.count()) == (0, before)


def test_import_faulty_sheet_names_row_and_writes_nothing(
    sheet: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(SHEET + "Ada Again,ADA@kestrel-lane.example,mentor\n")
    assert import_sheet(sheet) == 1
    said = capsys.readouterr().err
    assert ("row 4" in said, "Nothing was written." in said, Enrollment.objects.count()) == (True, True, 0)


def test_import_by_stranger_is_refused(sheet: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    world.eve()
    assert import_sheet(sheet, "--by", "eve@guild.example") == 2
    assert "nobody with the address" in capsys.readouterr().err


def test_import_by_member_who_may_not_is_refused(sheet: pathlib.Path) -> None:
    world.ben()
    assert (import_sheet(sheet, "--by", "ben@kestrel-lane.example"), Enrollment.objects.count()) == (1, 0)


def test_import_into_unknown_cohort_is_refused(sheet: pathlib.Path) -> None:
    assert main(["import", str(sheet), "--organization", "kestrel-lane", "--cohort", "no such"]) == 2


def test_import_picture_is_refused(sheet: pathlib.Path) -> None:
    picture = sheet.parent / "face.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert import_sheet(picture) == 1
