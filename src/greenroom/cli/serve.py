import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

from greenroom.cli.ready import bring_up_to_date, load_django

STOP_WITHIN_SECONDS = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-migrate", action="store_true", help="do not bring the database up to date first"
    )


def run(chosen: argparse.Namespace) -> int:
    """Web server and worker as one process group: when one ends, so does the other."""
    load_django()
    if not chosen.no_migrate:
        bring_up_to_date()
    from django.conf import settings

    print(f"Greenroom answers at {settings.GREENROOM_URL}  (Ctrl-C stops it)", flush=True)
    return run_together("web", "worker")


def run_together(*commands: str) -> int:
    """Run commands side by side until one ends or someone asks for an end. Returns 0 when it was asked for."""
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    with _signals(ask):
        # A session of its own: Ctrl-C reaches this process alone, which then asks the children in order.
        children = [
            subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "greenroom.cli.main", command],
                start_new_session=True,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
            for command in commands
        ]
        while not asked and all(child.poll() is None for child in children):
            time.sleep(0.1)
        ended = [child.returncode for child in children if child.poll() is not None]
        _stop(children)
    return 0 if asked else next((code for code in ended if code), 1)


@contextlib.contextmanager
def _signals(ask: "signal._HANDLER") -> Iterator[None]:
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
