"""Commands that share their work with a cluster: two worker processes on this machine."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from greenroom.cli import bench, match
from greenroom.cli.doctor import _cluster
from greenroom.matching.core.pairs import cluster
from tests.clusters import cluster_of

NOWHERE = "tcp://127.0.0.1:1"
MENTORS = "Name,Can help with,Capacity\nAda,Budgeting,2\nAva,Sound,1\n"
MENTEES = "Name,Wants to learn\nBen,Budgeting\nBo,Sound\nKit,Budgeting\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with cluster_of(2) as two:
        yield two


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_WITHIN", 1)


def run_match(folder: Path) -> int:
    (folder / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    (folder / "mentees.csv").write_text(MENTEES, encoding="utf-8")
    parser = argparse.ArgumentParser()
    match.add_arguments(parser)
    sides = ["--mentors", str(folder / "mentors.csv"), "--mentees", str(folder / "mentees.csv")]
    return match.run(parser.parse_args([*sides, "--output", str(folder / "pairs.csv"), "--quiet"]))


def run_bench(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return bench.run(parser.parse_args(["matching", "--json", *arguments]))


def test_match_on_a_cluster_writes_the_same_pairs(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    for folder in (alone, together):
        folder.mkdir()
    assert run_match(alone) == 0
    monkeypatch.setenv("GREENROOM_CLUSTER", address)
    assert run_match(together) == 0
    assert (together / "pairs.csv").read_bytes() == (alone / "pairs.csv").read_bytes()


@pytest.mark.usefixtures("hurried")
def test_match_without_its_cluster_says_so_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENROOM_CLUSTER", NOWHERE)
    assert run_match(tmp_path) == 1
    said = capsys.readouterr().err
    assert f"{NOWHERE} cannot be reached" in said
    assert "Nothing was written" in said
    assert not (tmp_path / "pairs.csv").exists()


def test_match_with_an_address_that_is_none_says_which_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENROOM_CLUSTER", "scheduler")
    assert run_match(tmp_path) == 1
    assert "GREENROOM_CLUSTER cannot be 'scheduler'. Give the address" in capsys.readouterr().err


def test_bench_on_a_cluster_comes_to_the_same_total(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    size = ("--mentees", "700", "--mentors", "400")
    assert run_bench(*size) == 0
    alone = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("GREENROOM_CLUSTER", address)
    assert run_bench(*size) == 0
    together = json.loads(capsys.readouterr().out)
    assert [together[name] for name in ("objective", "matched", "rounds", "gap")] == [
        alone[name] for name in ("objective", "matched", "rounds", "gap")
    ]
    assert together["threads"] == 2


@pytest.mark.usefixtures("hurried")
def test_bench_without_its_cluster_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENROOM_CLUSTER", NOWHERE)
    assert run_bench("--mentees", "5", "--mentors", "5") == 1
    said = capsys.readouterr()
    assert (said.out, "cannot be reached" in said.err) == ("", True)


def test_doctor_finds_the_cluster(address: str, settings: Settings) -> None:
    settings.GREENROOM_CLUSTER = address
    assert [(one.what, one.remedy) for one in _cluster()] == [(f"Cluster {address} answers, 2 threads", "")]


@pytest.mark.usefixtures("hurried")
def test_doctor_says_that_the_cluster_is_not_there(settings: Settings) -> None:
    settings.GREENROOM_CLUSTER = NOWHERE
    assert [(one.what, "cannot be reached" in one.remedy) for one in _cluster()] == [
        (f"Cluster {NOWHERE}", True)
    ]


def test_doctor_without_a_cluster_has_nothing_to_say(settings: Settings) -> None:
    settings.GREENROOM_CLUSTER = ""
    assert list(_cluster()) == []
