"""The `greenroom` command: one word for each thing to do. A command that needs no database loads no Django."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

COMMANDS = {
    "serve": "run the web server and the worker together",
    "web": "run the web server alone",
    "worker": "run the worker alone",
    "migrate": "bring the database and the static files up to this version",
    "open": "open a new organization and name its first owner",
    "demo": "run a demo organization on this machine",
    "import": "import a spreadsheet of applicants into a cohort",
    "match": "match two spreadsheets, without any database",
    "verify": "check a matching certificate by itself",
    "bench": "measure how long matching takes on this machine",
    "doctor": "check the configuration and say what to mend",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 fine, 1 it could not be done, 2 asked for in a wrong way."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="greenroom", description="Self-hosted mentorship.")
    parser.add_argument("--version", action="version", version=_version())
    subparsers = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, words in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        if given and given[0] == name:
            _module(name).add_arguments(subparser)
    chosen = parser.parse_args(given)
    code: int = _module(chosen.command).run(chosen)
    return code


def _module(name: str) -> ModuleType:
    suffix = "_" if name in ("import", "open") else ""  # words that Python keeps for itself
    return importlib.import_module(f"greenroom.cli.{name}{suffix}")


def _version() -> str:
    from greenroom import __version__

    return f"greenroom {__version__}"


if __name__ == "__main__":
    sys.exit(main())
