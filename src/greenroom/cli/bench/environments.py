"""An environment of its own for each package that is measured: they may hide one another's modules."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path


class CannotInstall(Exception):
    """The environment could not be made; the message says why and what to do. Nothing half is left."""


def environment(requirement: str, *, folder: Path | None, say: Callable[..., None]) -> Path:
    """Return the Python of an environment that has ``requirement`` (name==version), made at the first call.

    pip installs it from wherever it is configured to look. Raises `CannotInstall`.
    """
    folder = folder or _cache()
    place = (
        folder
        / f"{re.sub(r'[^A-Za-z0-9.]+', '-', requirement)}-py{sys.version_info[0]}.{sys.version_info[1]}"
    )
    python = place / "bin" / "python"
    if python.exists():
        return python
    say(f"Installing {requirement} into {place}, with pip and from wherever pip is configured to look.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as unfinished:
            _install(requirement, Path(unfinished) / "environment")
            shutil.move(Path(unfinished) / "environment", place)
    except OSError as error:
        raise CannotInstall(f"not run: {error.filename or folder}: {error.strerror}") from error
    return python


def _install(requirement: str, place: Path) -> None:
    venv.create(place, symlinks=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(place / "bin" / "python"),
        "--disable-pip-version-check",
    ]
    command = [*pip, "install", requirement]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - pip, by name
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotInstall(
            f"not run: pip could not install {requirement} ({last}). Check where pip is configured to look."
        )


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "greenroom" / "bench"
