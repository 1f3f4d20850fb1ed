"""A small cluster as an administrator starts it: one scheduler and some worker processes on this machine."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DASK = "import sys; from dask.__main__ import main; sys.exit(main())"


@contextlib.contextmanager
def cluster_of(workers: int) -> Iterator[str]:
    """Yield the address of a scheduler with so many workers of one thread each; a worker that dies is started anew."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        file = Path(folder) / "scheduler.json"
        scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        running.enter_context(
            _started([*scheduler, "--dashboard-address", ":0", "--scheduler-file", str(file)])
        )
        address = _address_in(file)
        if workers:
            options = [
                "--nworkers",
                str(workers),
                "--nthreads",
                "1",
                "--no-dashboard",
                "--dashboard-address",
                ":0",
            ]
            running.enter_context(_started(["worker", address, *options, "--local-directory", folder]))
        yield address


@contextlib.contextmanager
def _started(arguments: list[str]) -> Iterator[None]:
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    process = subprocess.Popen(
        [sys.executable, "-c", DASK, *arguments],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address_in(file: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)
    raise TimeoutError("The scheduler did not start within a minute.")
