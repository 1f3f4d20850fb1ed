"""`greenroom bench matching`: how long the best answer takes here, on a made-up cohort, beside what others take.

Exit codes: 0 measured; 1 something asked for could not be measured, or two exact solvers disagree;
2 the command was asked for in a wrong way.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from greenroom.cli.bench.references import REFERENCES
from greenroom.matching.core.pairs.cluster import ClusterFailed
from greenroom.matching.core.solving.solver import POLICIES

FINE, UNFINISHED, MISUSED = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be measured."""
    subjects = parser.add_subparsers(dest="subject", metavar="what", required=True)
    words = "solve a made-up cohort, and say how long each part took"
    matching = subjects.add_parser("matching", help=words, description=words[0].upper() + words[1:] + ".")
    cohort = matching.add_argument_group("the cohort")
    cohort.add_argument("--mentees", type=_at_least(1), default=10_000, metavar="N", help="how many (10,000)")
    cohort.add_argument("--mentors", type=_at_least(1), default=5_500, metavar="M", help="how many (5,500)")
    cohort.add_argument(
        "--seed", type=_at_least(0), default=0, help="the same seed makes the same cohort (0)"
    )
    cohort.add_argument("--hours", action="store_true", help="also compare free hours of the week")
    how = matching.add_argument_group("how")
    how.add_argument("--policy", choices=POLICIES, default=POLICIES[0], help=f"({POLICIES[0]})")
    how.add_argument(
        "--repeat", type=_at_least(1), default=1, metavar="K", help="solve K times, show the median (1)"
    )
    how.add_argument(
        "--certify", action="store_true", help="also check the answer by a pass that trusts no solver"
    )
    others = matching.add_argument_group("beside")
    others.add_argument(
        "--against",
        type=_references,
        default=(),
        metavar="NAMES",
        help=f"also run these, separated by commas: {', '.join(REFERENCES)}",
    )
    others.add_argument(
        "--limit",
        type=_at_least(1),
        default=60,
        metavar="SECONDS",
        help="how long each of them may take (60)",
    )
    others.add_argument(
        "--environments",
        type=Path,
        metavar="FOLDER",
        help="where to install those that need installing (the user’s cache)",
    )
    matching.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: argparse.Namespace) -> int:
    """Measure, print, and return the exit code."""
    from greenroom.cli.bench.measuring import measure
    from greenroom.cli.bench.report import as_json, as_table, is_whole

    try:
        report = measure(args, say=_say)
    except ClusterFailed as error:
        _say(str(error))
        return UNFINISHED
    except MemoryError:
        _say("There is not enough memory for a cohort of this size. Ask for fewer people.")
        return UNFINISHED
    print(json.dumps(as_json(report), ensure_ascii=False) if args.json else as_table(report))
    return FINE if is_whole(report) else UNFINISHED


def _at_least(least: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = int(text.replace(",", "").replace("_", ""))
        except ValueError:
            raise argparse.ArgumentTypeError(f"give a whole number, not {text!r}") from None
        if number < least:
            raise argparse.ArgumentTypeError(f"give {least} or more, not {text}")
        return number

    return parse


def _references(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in REFERENCES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(REFERENCES)}; got {text!r}")
    return names


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)
