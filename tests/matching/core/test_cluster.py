"""Work on a cluster of two worker processes on this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from greenroom.cli.bench.cohorts import cohort
from greenroom.matching.core import Cancelled, Problem, Progress, certify, compile_problem, solve
from greenroom.matching.core.pairs import cluster
from greenroom.matching.core.pairs.cluster import ClusterFailed, cluster_address, executor_at
from tests.clusters import cluster_of


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with cluster_of(2) as two:
        yield two


def at(values: Any, place: int) -> tuple[float, int]:
    return float(values[place]), os.getpid()


def die_once(values: Any, place: int, mark: str) -> float:
    time.sleep(0.05)
    if place == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), 9)
    return float(values[place])


def die(_: int) -> None:
    os.kill(os.getpid(), 9)


def linger(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_submit_runs_elsewhere_on_values_that_were_sent_once(address: str) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        assert executor.threads == 2
        values = executor.share(np.arange(1_500_000.0))
        answers = [future.result() for future in [executor.submit(at, values, k) for k in range(40)]]
    assert [value for value, _ in answers] == list(range(40))
    assert os.getpid() not in {process for _, process in answers}
    assert len({process for _, process in answers}) == 2


def test_submit_error_of_the_work_itself_is_passed_on(address: str) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        with pytest.raises(IndexError):
            executor.submit(at, executor.share([1.0]), 5).result()


def test_submit_worker_killed_in_the_middle_changes_no_answer(address: str, tmp_path: Path) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        values, mark = executor.share(np.arange(200_000.0)), str(tmp_path / "mark")
        futures = [executor.submit(die_once, values, k, mark) for k in range(12)]
        assert [future.result(timeout=60) for future in futures] == list(range(12))
    assert Path(mark).exists()


def test_submit_work_that_kills_every_worker_it_meets_fails_in_plain_words(address: str) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        with pytest.raises(ClusterFailed, match=r"gave up a part of the work .* Look at the logs"):
            executor.submit(die, 1).result(timeout=120)


def test_leaving_gives_up_what_still_runs(address: str) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        futures = [executor.submit(linger, 0.5) for _ in range(100)]
        start = time.monotonic()
    assert time.monotonic() - start < 20
    with pytest.raises(CancelledError):
        futures[-1].result()
    with pytest.raises(RuntimeError, match="not used any more"):
        executor.submit(linger, 0.0)


def test_shutdown_waits_for_what_was_submitted(address: str) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        futures = [executor.submit(linger, 0.1) for _ in range(4)]
        executor.shutdown()
        assert [future.result() for future in futures] == [0.1] * 4


@pytest.fixture(scope="module")
def problem() -> Problem:
    return compile_problem(*cohort(9000, 700, seed=5, with_hours=False))


def test_solve_on_a_cluster_comes_to_the_same_answer_with_the_same_prices(
    address: str, problem: Problem
) -> None:
    alone = solve(problem, seed=1)
    with executor_at(address) as executor:
        together = solve(problem, seed=1, executor=executor)
    assert together == alone
    assert together.proof == alone.proof
    assert certify(problem, together).is_best


def test_solve_whose_worker_is_killed_comes_to_the_same_answer(address: str, problem: Problem) -> None:
    with executor_at(address) as executor:
        assert executor is not None
        victims = [executor.submit(os.getpid).result()]

        def kill(progress: Progress) -> None:
            if victims and progress.share > 0:
                os.kill(victims.pop(), 9)

        together = solve(problem, seed=1, executor=executor, on_progress=kill)
    assert victims == []
    assert together == solve(problem, seed=1)


def test_solve_that_is_cancelled_leaves_the_cluster_to_others(address: str, problem: Problem) -> None:
    asked: list[bool] = []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) > 5

    with executor_at(address) as executor, pytest.raises(Cancelled):
        solve(problem, seed=1, executor=executor, is_cancelled=is_cancelled)
    with executor_at(address) as executor:
        assert executor is not None
        assert executor.submit(linger, 0.0).result(timeout=30) == 0.0


def test_executor_without_an_address_is_none() -> None:
    with executor_at(" ") as executor:
        assert executor is None


@pytest.mark.parametrize(
    "text", ["scheduler", "http://scheduler:8786", "tcp://:8786", "tcp://a:b", "tcp://a:1/x"]
)
def test_address_that_is_none_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(ValueError, match="such as tcp://scheduler:8786"):
        cluster_address(text)


def test_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_WITHIN", 1)
    words = r"tcp://127\.0\.0\.1:1 cannot be reached\. Check that a Dask scheduler"
    with pytest.raises(ClusterFailed, match=words), executor_at("tcp://127.0.0.1:1"):
        pass


def test_scheduler_without_workers_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "FIRST_WORKER_WITHIN", 2)
    words = r"has no workers\. Start some with: dask worker tcp"
    with cluster_of(0) as none, pytest.raises(ClusterFailed, match=words), executor_at(none):
        pass


def test_workers_with_another_version_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.0")
    with (
        pytest.raises(ClusterFailed, match=r"another version of Greenroom \(tcp.*; here: 99\.0\)"),
        executor_at(address),
    ):
        pass


def test_scheduler_gone_for_good_fails_what_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ALONE_AT_MOST", 1.0)
    monkeypatch.setattr(cluster, "LOOK_EVERY", 0.2)
    with ExitStack() as running:
        address = running.enter_context(cluster_of(1))
        with executor_at(address) as executor:
            assert executor is not None
            future = executor.submit(linger, 60.0)
            running.close()
            with pytest.raises(ClusterFailed, match=r"has had no worker for|lost a part of the work"):
                future.result(timeout=60)


def test_without_the_optional_packages_says_what_to_install() -> None:
    # a process of its own, in which the package cannot be imported
    script = (
        "import sys; sys.modules['distributed'] = None\n"
        "from greenroom.matching.core.pairs.cluster import executor_at\n"
        "with executor_at('tcp://127.0.0.1:8786'): pass"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Install greenroom[cluster], or requirements/cluster.txt" in ended.stderr
