"""The benchmark as a person runs it, on cohorts small enough for a test."""

import argparse
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from greenroom.cli import bench
from greenroom.cli.bench.cohorts import cohort
from greenroom.cli.bench.dense import memory_there, worths
from greenroom.cli.bench.environments import CannotInstall, environment
from greenroom.cli.bench.measuring import PhaseClock, Report, Solve, measure
from greenroom.cli.bench.references import Cohort, Finding, _finding, run_reference
from greenroom.cli.bench.report import as_json, as_table, is_whole
from greenroom.matching.core import Problem, Progress, certify, compile_problem, solve

SMALL = ("--mentees", "60", "--mentors", "30", "--seed", "3")


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return parser.parse_args(["matching", *arguments])


def measured(*arguments: str) -> Report:
    return measure(parsed(*SMALL, *arguments), say=lambda *_: None)


def problem(n: int = 60, m: int = 30) -> Problem:
    return compile_problem(*cohort(n, m, seed=3, with_hours=False))


def test_matching_json_is_one_object_with_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(parsed(*SMALL, "--against", "scipy", "--certify", "--repeat", "2", "--json")) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["mentees"], said["mentors"], said["pairs"], said["seed"]) == (60, 30, 1800, 3)
    assert set(said["seconds"]) >= {
        *("make", "compile", "total", "score", "solve", "price", "product", "certify", "scipy")
    }
    assert said["ratios"]["product"] == pytest.approx(
        said["seconds"]["total"] / said["seconds"]["product"], rel=0.05
    )
    assert said["ratios"]["scipy"] == pytest.approx(
        said["seconds"]["scipy"] / said["seconds"]["total"], rel=0.05
    )
    parts = sum(said["seconds"][name] for name in ("score", "solve", "price"))
    assert 0 < parts <= said["seconds"]["total"] * 1.01
    assert (said["gap"], len(said["totals"]), said["certificate"]) == (0, 2, {"is_best": True, "gap": 0})
    assert said["references"]["scipy"]["words"] == "the same total"
    answer = solve(problem(), seed=3)
    assert (said["matched"], said["objective"]) == (answer.matched, pytest.approx(answer.total))
    assert 10 < said["peak_mb"] < 100_000
    assert set(said["versions"]) >= {"greenroom", "python", "numpy", "scipy", "ortools"}


def test_matching_table_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(parsed(*SMALL, "--hours", "--certify")) == 0
    said = capsys.readouterr().out
    assert said.startswith("60 mentees × 30 mentors = 1,800 pairs, seed 3")
    assert "no better answer exists" in said
    assert "gap 0" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--mentees", "none"), "give a whole number, not 'none'"),
        (("--mentors", "0"), "give 1 or more, not 0"),
        (("--against", "scipy,munkres"), "choose from scipy, mentor-match, matching; got 'scipy,munkres'"),
        (("--policy", "kindest"), "invalid choice: 'kindest'"),
        (("--limit", "-1"), "give 1 or more, not -1"),
    ],
)
def test_matching_asked_for_wrongly_says_how(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed(*arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_cohort_is_the_same_for_the_same_seed_and_has_what_it_says() -> None:
    mentees, mentors, rules = cohort(5000, 400, seed=1, with_hours=False)
    again = cohort(5000, 400, seed=1, with_hours=False)
    assert (mentees, mentors, rules) == again
    assert {person.capacity for person in mentors} == {1, 2, 3}
    assert len(rules.forbids) == 100
    wanted = [str(skill) for person in mentees for skill in _skills(person.answers["skills"])]
    assert wanted.count("skill 0") > 5 * wanted.count("skill 100") > 0
    other = cohort(5000, 400, seed=2, with_hours=False)
    assert other[0] != mentees


def _skills(answer: object) -> frozenset[str]:
    assert isinstance(answer, frozenset)
    return answer


def test_phase_clock_counts_each_phase_until_the_next_is_announced() -> None:
    clock = PhaseClock()
    for phase in ("candidates", "candidates", "flow", "proof", "flow", "done"):
        clock(Progress(phase=phase, share=0.0, total=3.0, bound=3.5 if phase == "done" else None))
    clock.stop()
    assert set(clock.seconds) == {"start", "candidates", "flow", "proof", "done"}
    assert all(seconds >= 0 for seconds in clock.seconds.values())
    assert clock.gap() == pytest.approx(0.5)


def test_dense_worths_are_those_of_single_pairs_once_for_each_place() -> None:
    whole = problem(20, 9)
    worth, left_out = worths(whole)
    owner = np.repeat(np.arange(9), whole.blocks.places[1])
    rows, columns = np.repeat(np.arange(20), len(owner)), np.tile(owner, 20)
    expected = np.where(whole.blocks.is_out(rows, columns), 0, whole.blocks.units(rows, columns) + left_out)
    assert (worth.reshape(-1) == expected).all()
    assert memory_there() > 1_000_000


def test_report_where_an_exact_solver_has_another_total_fails_loudly() -> None:
    report = measured("--against", "scipy")
    found = report.findings["scipy"]
    assert found.total_units is not None
    report.findings["scipy"] = Finding(seconds=1.0, matched=found.matched, total_units=found.total_units + 1)
    assert not is_whole(report)
    assert "DISAGREES" in as_table(report)
    assert as_json(report)["references"]["scipy"]["words"].startswith("DISAGREES")


def test_report_median_of_an_even_number_is_a_solve_that_was_measured() -> None:
    report = measured("--repeat", "2")
    slower: Solve = max(report.solves, key=lambda one: one.total)
    assert report.median is slower


def test_certify_of_the_answer_measured_holds() -> None:
    report = measured()
    assert certify(problem(), report.median.solution).is_best


def test_reference_over_its_limit_did_not_finish() -> None:
    endless = "import signal, time; signal.setitimer(signal.ITIMER_REAL, 0.1); time.sleep(60)"
    assert _finding([sys.executable, "-c", endless], {}, limit=7) == Finding(words="did not finish in 7 s")


def test_reference_that_breaks_says_with_what() -> None:
    found = _finding([sys.executable, "-c", "raise RecursionError('too deep')"], {}, limit=7)
    assert found == Finding(words="stopped: RecursionError: too deep")


def test_reference_with_too_many_ranks_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenroom.cli.bench.references.MOST_PREFERENCES", 100)
    found = run_reference("matching", Cohort(problem(), recipe={}), limit=7, folder=tmp_path, say=print)
    assert found.words == "not run: its lists of ranks would have 3,600 entries, over 100"
    assert list(tmp_path.iterdir()) == []


def test_cohort_ranks_are_by_fit_and_leave_out_who_may_not_meet() -> None:
    whole = problem(12, 7)
    ranks = Cohort(whole, recipe={}).preferences()
    for i, ranked in enumerate(ranks["mentees"]):
        fits = whole.blocks.units(np.full(len(ranked), i), np.array(ranked, dtype=np.int64)).tolist()
        assert fits == sorted(fits, reverse=True)
        out = whole.blocks.is_out(np.full(7, i), np.arange(7))
        assert sorted(ranked) == np.flatnonzero(~out).tolist()
    assert {(i, j) for i, row in enumerate(ranks["mentees"]) for j in row} == {
        (i, j) for j, row in enumerate(ranks["mentors"]) for i in row
    }
    assert Cohort(whole, recipe={}).people()["mentors"][0]["capacity"] in (1, 2, 3)


def test_environment_that_cannot_be_installed_says_so_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_CONFIG_FILE", "/dev/null"), ("PIP_FIND_LINKS", "")):
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotInstall, match=r"pip could not install mentor-match==7\.0\.1"):
        environment("mentor-match==7.0.1", folder=tmp_path, say=lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_environment_is_made_once_and_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    package.mkdir()
    with zipfile.ZipFile(package / "tiny-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", "size = 1\n")
        about = "tiny-1.0.dist-info"
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(package))
    said: list[str] = []
    first = environment("tiny==1.0", folder=tmp_path / "cache", say=said.append)
    assert environment("tiny==1.0", folder=tmp_path / "cache", say=said.append) == first
    ended = subprocess.run(
        [first, "-I", "-c", "import tiny; print(tiny.size)"], capture_output=True, check=True
    )
    assert (ended.stdout.strip(), len(said)) == (b"1", 1)
