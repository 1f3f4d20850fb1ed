import argparse
import json
from pathlib import Path

import pytest

from greenroom.cli import match, verify


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fits.csv").write_text("mentee,mentor,fit\nben,ada,3\nbo,ada,2\nbo,ava,1\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    match.add_arguments(parser)
    match.run(
        parser.parse_args(["--fit", "fits.csv", "--quiet", "-o", "p.csv", "--certificate", "cert.json"])
    )
    return tmp_path / "cert.json"


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    verify.add_arguments(parser)
    return verify.run(parser.parse_args(arguments))


def test_verify_certificate_of_a_match_holds_and_says_what_is_proven(
    certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(certificate)) == 0
    assert capsys.readouterr().out.splitlines()[:4] == [
        "The certificate holds: no better set of pairs exists for this problem.",
        "Best total 4, upper bound 4, gap 0.",
        "Places filled 2; no answer can fill more than 2.",
        "Pairs checked 4; 1 of them ruled out.",
    ]


def test_verify_changed_certificate_fails_and_says_why(
    certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = json.loads(certificate.read_text(encoding="utf-8"))
    plain["claims"]["total"] += 1
    certificate.write_text(json.dumps(plain), encoding="utf-8")
    assert run(str(certificate)) == 1
    assert capsys.readouterr().err.splitlines() == [
        "The certificate does not hold.",
        "The seal does not fit: something in the file was changed after it was written.",
        "It claims total = 5.0; it is 4.0.",
    ]


def test_verify_as_json_gives_the_recomputed_numbers(
    certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(certificate), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["holds"], said["reasons"], said["recomputed"]["gap_units"]) == (True, [], 0)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}", b"[1]"])
def test_verify_what_is_no_certificate_fails(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cert.json").write_bytes(content)
    assert run(str(tmp_path / "cert.json")) == 1


def test_verify_missing_file_fails_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "none.json")) == 1
    assert "No such file or directory. Check the name of the file." in capsys.readouterr().err


LIVING = """
moving_price = 0.5
[[standing]]
mentee = "bo"
mentor = "ada"
"""


@pytest.mark.parametrize(
    ("policy", "criteria", "said"),
    [
        (
            "fairest",
            "",
            [
                "The certificate holds: no answer with as many pairs has a higher lowest fit.",
                "The next lowest are as high as they can be, and so on to the last.",
                "Total 4.",
                "Places filled 2; no answer can fill more than 2.",
            ],
        ),
        (
            "stable",
            "",
            [
                "The certificate holds: no two people who are not paired would each rather have the other.",
                "Total 4; 2 places filled. Neither is claimed to be the most.",
            ],
        ),
        (
            "rematch",
            LIVING,
            [
                (
                    "The certificate holds: no other way to move living pairs gains more beyond its price, "
                    "unless someone had fewer partners."
                ),
                "1 living pair ends. Total 4; 2 places filled.",
            ],
        ),
        (
            "rematch",
            LIVING.replace("moving_price = 0.5", ""),
            [
                "The certificate holds: no better set of pairs exists for this problem.",
                "Best total 2, upper bound 2, gap 0.",
                "Places filled 1; no answer can fill more than 1.",
            ],
        ),
    ],
)
def test_verify_certificate_of_each_policy_says_what_it_claims(
    certificate: Path, capsys: pytest.CaptureFixture[str], policy: str, criteria: str, said: list[str]
) -> None:
    Path("rules.toml").write_text(criteria, encoding="utf-8")
    parser = argparse.ArgumentParser()
    match.add_arguments(parser)
    given = ["--criteria", "rules.toml"] if criteria else []
    where = ["--quiet", "-o", "p.csv", "--certificate", str(certificate)]
    assert match.run(parser.parse_args(["--fit", "fits.csv", "--policy", policy, *given, *where])) == 0
    assert run(str(certificate)) == 0
    assert capsys.readouterr().out.splitlines()[: len(said)] == said
