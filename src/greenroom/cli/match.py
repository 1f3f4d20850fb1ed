"""`greenroom match`: two spreadsheets in, the best pairs out. It needs no database.

Exit codes: 0 matched and written; 1 the input cannot be used (every fault is listed, nothing is written);
2 the command was asked for in a wrong way; 3 what the policy claims could not be proven (nothing is written).
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from greenroom.cli.cluster import executor_of_environment
from greenroom.cli.sheets.answers import participants
from greenroom.cli.sheets.faults import Unusable
from greenroom.cli.sheets.fits import people_of_fits, read_capacities, read_fits
from greenroom.cli.sheets.guess import guess_rules, not_compared, rules_as_toml
from greenroom.cli.sheets.names import same_people, with_named_pairs
from greenroom.cli.sheets.output import (
    HEADER,
    UNMATCHED_HEADER,
    csv_bytes,
    pairs_table,
    report,
    summary,
    unmatched_table,
    write_all,
)
from greenroom.cli.sheets.people import people_of_both_sides, people_of_side, read_sheet
from greenroom.matching.core import (
    POLICIES,
    BadRules,
    Certificate,
    Criterion,
    InvalidProblem,
    Problem,
    Progress,
    Rules,
    Solution,
    certify,
    compile_fits,
    compile_problem,
    rules_from_toml,
    solve,
)
from greenroom.matching.core.pairs.cluster import ClusterFailed

FINE, UNUSABLE, MISUSED, UNPROVEN = 0, 1, 2, 3
MOST_FAULTS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `greenroom match`."""
    people = parser.add_argument_group("who (CSV or XLSX)")
    people.add_argument("--mentors", metavar="FILE", help="the mentors, one a row")
    people.add_argument("--mentees", metavar="FILE", help="the mentees, one a row")
    people.add_argument("--people", metavar="FILE", help="both in one file, with a column for the part")
    fits = parser.add_argument_group("or fits that you have already (CSV or XLSX)")
    fits.add_argument(
        "--fit", metavar="FILE", help="columns mentee, mentor, fit; a pair not listed is not allowed"
    )
    fits.add_argument("--capacities", metavar="FILE", help="columns mentor, capacity; 1 for those not listed")
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--criteria", metavar="FILE", help="a criteria file (TOML); guessed from the columns without it"
    )
    rules.add_argument(
        "--skip-unknown-names",
        action="store_true",
        help="pass over names in a must or must not that nobody has, with a note, instead of refusing them",
    )
    rules.add_argument(
        "--policy",
        choices=POLICIES,
        default="best_total",
        help="how to choose: the greatest total (best_total), the highest fit for the worst-off (fairest), no two "
        "who would rather have each other (stable), or newcomers beside the living pairs of the criteria file "
        "(rematch)",
    )
    rules.add_argument("--seed", type=int, default=0, help="decides between equally good answers (0)")
    out = parser.add_argument_group("output")
    out.add_argument("-o", "--output", metavar="FILE", help="write the pairs as CSV")
    out.add_argument(
        "--unmatched", metavar="FILE", help="write the mentees without a mentor, with reasons, as CSV"
    )
    out.add_argument(
        "--certificate", metavar="FILE", help="write a certificate that `greenroom verify` checks"
    )
    out.add_argument("--json", action="store_true", help="print everything as JSON")
    out.add_argument("--quiet", action="store_true", help="say nothing but faults")


def run(args: argparse.Namespace) -> int:
    """Match, and return the exit code."""
    misuse = _misuse(args)
    if misuse:
        _say(misuse)
        return MISUSED
    try:
        problem, notes = _fits_problem(args) if args.fit else _people_problem(args)
        tell = _progress(args)
        with executor_of_environment() as executor:
            solution = solve(problem, policy=args.policy, seed=args.seed, on_progress=tell, executor=executor)
    except ClusterFailed as error:
        return _refuse([str(error)])
    except (Unusable, BadRules, InvalidProblem) as error:
        return _refuse([str(fault) for fault in error.faults])
    certificate = certify(problem, solution)
    is_stopped = solution.circles is not None and not solution.circles.is_best
    if not certificate.holds and not is_stopped:
        _say("What this policy claims could not be proven, so nothing is written. Please report this.")
        return UNPROVEN
    try:
        write_all(_files(args, problem, solution, certificate))
    except OSError as error:
        return _refuse([f"{error.filename or 'The output'}: {error.strerror}."])
    if args.json:
        print(json.dumps(report(problem, solution, certificate), ensure_ascii=False, indent=2))
    elif not args.output:
        sys.stdout.write(csv_bytes(HEADER, pairs_table(problem, solution)).decode().removeprefix("\ufeff"))
    if not args.quiet:
        _say(*notes, *summary(problem, solution, certificate))
    return FINE


def _files(
    args: argparse.Namespace, problem: Problem, solution: Solution, certificate: Certificate
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if args.output:
        files[args.output] = csv_bytes(HEADER, pairs_table(problem, solution))
    if args.unmatched:
        files[args.unmatched] = csv_bytes(UNMATCHED_HEADER, unmatched_table(problem, solution))
    if args.certificate:
        files[args.certificate] = certificate.to_json().encode()
    return files


def _misuse(args: argparse.Namespace) -> str:
    given = {name for name in ("mentors", "mentees", "people", "fit") if getattr(args, name)}
    if given not in ({"mentors", "mentees"}, {"people"}, {"fit"}):
        return "Give --mentors and --mentees, or --people, or --fit (with --capacities). See greenroom match --help."
    if args.capacities and not args.fit:
        return "--capacities belongs to --fit; otherwise capacities are a column of the mentors."
    return ""


def _people_problem(args: argparse.Namespace) -> tuple[Problem, list[str]]:
    if args.people:
        mentees, mentors = people_of_both_sides(read_sheet(args.people))
    else:
        faults: list[str] = []
        sides = []
        for side, path in (("mentees", args.mentees), ("mentors", args.mentors)):
            try:
                sides.append(people_of_side(read_sheet(path), side))
            except Unusable as error:
                faults += error.faults
        if faults:
            raise Unusable(faults)
        mentees, mentors = sides
    notes: list[str] = []
    if args.criteria:
        rules = _read_rules(args.criteria)
    else:
        rules = guess_rules(mentees, mentors)
        notes += _guessed(rules, not_compared(mentees, mentors, rules))
        if not rules.criteria:
            rules = Rules(criteria=(Criterion(key="wishes", kind="wishes", weight=1),))
    rules, more = with_named_pairs(rules, mentees, mentors, skip_unknown=args.skip_unknown_names)
    left, right, rules = participants(mentees, mentors, rules)
    problem = compile_problem(left, right, rules, same_people=same_people(mentees, mentors))
    return problem, notes + [f"Note: {note}" for note in more]


def _guessed(rules: Rules, others: Sequence[str]) -> list[str]:
    if not rules.criteria:
        what = "the files have no columns that can be compared, so every pair that is allowed counts the same"
        more = f" It could look at {', '.join(others)}." if others else ""
        return [f"Note: {what}. Write a criteria file and give it with --criteria.{more}"]
    first = "These criteria were guessed from the columns; save and change them for --criteria:"
    rest = [f"# Not compared: {', '.join(others)}."] if others else []
    return [first, rules_as_toml(rules), *rest, ""]


def _fits_problem(args: argparse.Namespace) -> tuple[Problem, list[str]]:
    faults: list[str] = []
    fits, capacities = [], {}
    try:
        fits = read_fits(read_sheet(args.fit))
    except Unusable as error:
        faults += error.faults
    try:
        capacities = read_capacities(read_sheet(args.capacities)) if args.capacities else {}
    except Unusable as error:
        faults += error.faults
    if faults:
        raise Unusable(faults)
    mentees, mentors = people_of_fits(fits, capacities)
    rules = Rules()
    notes: list[str] = []
    if args.criteria:
        given = _read_rules(args.criteria)
        rules = replace(given, criteria=(), constraints=())
        if given.criteria or given.constraints:
            notes.append(
                "Note: with --fit, only pins, forbidden and living pairs, the minimum fit and the price of moving "
                "count of the criteria file."
            )
    unknown = sorted(set(capacities) - {mentor for _, mentor, _ in fits})
    notes += [
        f"Note: {name} has a capacity and no fit, so nobody can be paired with them." for name in unknown
    ]
    return compile_fits(fits, mentees=mentees, mentors=mentors, rules=rules), notes


def _read_rules(path: str) -> Rules:
    try:
        return rules_from_toml(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unusable([f"{path}: {error.strerror}. Check the name of the file."]) from error
    except UnicodeDecodeError as error:
        raise Unusable([f"{path} is not text in UTF-8. Save it so."]) from error
    except BadRules as error:
        raise Unusable([f"{Path(path).name}: {fault}" for fault in error.faults]) from error


def _progress(args: argparse.Namespace) -> Callable[[Progress], None] | None:
    """Say on a terminal how far it has come; a small problem is done before anyone could read it."""
    if args.quiet or not sys.stderr.isatty():
        return None

    def tell(progress: Progress) -> None:
        text = f"\r{progress.phase} {progress.share:.0%}, round {progress.round}"
        sys.stderr.write(f"{text:<60}" if progress.phase != "done" else f"\r{'':<60}\r")

    return tell


def _refuse(faults: Sequence[str]) -> int:
    _say(*faults[:MOST_FAULTS])
    if len(faults) > MOST_FAULTS:
        _say(f"… and {len(faults) - MOST_FAULTS:,} more.")
    _say(f"{len(faults):,} thing{'' if len(faults) == 1 else 's'} to mend. Nothing was written.")
    return UNUSABLE


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
