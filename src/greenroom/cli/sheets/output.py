"""What `greenroom match` writes and says."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from greenroom.base.tables import neutralize
from greenroom.matching.core import (
    Certificate,
    Problem,
    Solution,
    UnmetMinimum,
    why_these_two,
    why_unmatched,
)

HEADER = ("mentee", "mentee name", "mentor", "mentor name", "fit", "pinned", "why")
UNMATCHED_HEADER = ("mentee", "mentee name", "reason", "explanation")


def pairs_table(problem: Problem, solution: Solution) -> list[list[str]]:
    """Return a row for each pair, mentees in the order of their keys."""
    rows = []
    for pairing in solution.pairings:
        why = _why(problem, pairing.mentee, pairing.mentor)
        rows.append(
            [
                pairing.mentee,
                problem.mentees[problem.row[pairing.mentee]].called,
                pairing.mentor,
                problem.mentors[problem.column[pairing.mentor]].called,
                number(pairing.fit),
                "yes" if pairing.is_pinned else "no",
                why,
            ]
        )
    return rows


def _why(problem: Problem, mentee: str, mentor: str) -> str:
    """Say in one cell what the two have in common, the weightiest first; nothing private, since files travel."""
    private = {criterion.key for criterion in problem.rules.criteria if criterion.private}
    reasons = [one for one in why_these_two(problem, mentee, mentor).reasons if one.criterion not in private]
    reasons.sort(key=lambda reason: -(reason.contribution or 0.0))
    sentences = [
        fact.texts["coordinator"]
        for reason in reasons
        if reason.contribution
        for fact in reason.facts[:1]
        if fact.code != "no_answer"
    ]
    return " ".join(sentences)


def unmatched_table(problem: Problem, solution: Solution) -> list[list[str]]:
    """Return a row for each mentee without a mentor, with the reason."""
    found = [why_unmatched(problem, solution, key) for key in solution.unmatched]
    return [
        [why.mentee, problem.mentees[problem.row[why.mentee]].called, why.code, why.sentence] for why in found
    ]


def report(problem: Problem, solution: Solution, certificate: Certificate) -> dict[str, Any]:
    """Return everything as plain JSON."""
    findings = certificate.findings
    unmatched = [why_unmatched(problem, solution, key) for key in solution.unmatched]
    return {
        "pairs": [
            {
                "mentee": pairing.mentee,
                "mentor": pairing.mentor,
                "fit": pairing.fit,
                "pinned": pairing.is_pinned,
                "reasons": [
                    {
                        "criterion": reason.label,
                        "contribution": reason.contribution,
                        "weight": reason.weight,
                        "sentences": list(reason.sentences),
                    }
                    for reason in why_these_two(problem, pairing.mentee, pairing.mentor).reasons
                ],
            }
            for pairing in solution.pairings
        ],
        "unmatched": [
            {
                "mentee": why.mentee,
                "reason": why.code,
                "explanation": why.sentence,
                "best_mentor": why.best_mentor,
                "best_fit": why.best_fit,
            }
            for why in unmatched
        ],
        "unmet_minimums": [
            {"who": one.key, "side": one.side, "promised": one.promised, "got": one.got}
            for one in solution.unmet_minimums
        ],
        "free_places": dict(solution.free_places),
        "matched": solution.matched,
        "mentees": len(problem.mentees),
        "mentors": len(problem.mentors),
        "total": solution.total,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "is_best": certificate.is_best,
        "policy": solution.policy,
        "holds": certificate.holds,
        "claims": dict(certificate.claims),
        "lowest": solution.lowest,
        "moved": [{"mentee": one.mentee, "mentor": one.mentor, "fit": one.fit} for one in solution.moved],
        "gained": solution.gained,
        "pairs_checked": findings.pairs,
        "ruled_out": findings.ruled_out,
        "fingerprint": certificate.fingerprint,
    }


def _because(one: UnmetMinimum) -> str:
    if one.group:
        return f"; {len(one.group)} people with such promises share {one.group_eligible} eligible partners."
    return "; more people are matched with other circles open." if one.because_of_circles else "."


def _about_circles(problem: Problem, solution: Solution) -> list[str]:
    found = solution.circles
    if found is None:
        return []
    sizes = {person.key: person.opens_with for person in problem.mentors}
    lines = [f"The circle of {key} does not open: it opens with {sizes[key]}." for key in found.closed]
    lines += [f"The circle of {key} has fewer than the {sizes[key]} it opens with." for key in found.short]
    if not found.is_best:
        lines.append(
            f"Stopped after {found.nodes:,} ways to open circles: this answer stands, and a better one may exist."
        )
    return lines


def summary(problem: Problem, solution: Solution, certificate: Certificate) -> list[str]:
    """Return what is said on standard error when all went well."""
    findings = certificate.findings
    average = solution.total / len(solution.pairings) if solution.pairings else 0.0
    who = f"{solution.matched} of {len(problem.mentees)} mentees have a mentor, out of {len(problem.mentors)} mentors."
    lines = [f"{who} Total fit {number(solution.total)}, on average {number(average)}."]
    checked = f"all {findings.pairs:,} pairs were checked, {findings.ruled_out:,} of them ruled out"
    lines.append(f"{proven(certificate, solution)}: {checked}.")
    lines += [f"{one.mentee} and {one.mentor} were a living pair, and it ends." for one in solution.moved]
    lines += [f"Note: {note}" for note in problem.notes]
    lines += _about_circles(problem, solution)
    lines += [
        f"Promise not kept: {one.key} was promised {one.promised} and gets {one.got}" + _because(one)
        for one in solution.unmet_minimums
    ]
    unmatched = unmatched_table(problem, solution)
    if unmatched:
        lines.append(f"Without a mentor ({len(unmatched)}):")
        lines += [f"  {row[3]}" for row in unmatched]
    if solution.free_places:
        free, mentors = sum(solution.free_places.values()), len(solution.free_places)
        lines.append(f"Places still free: {free}, with {mentors} mentor{'' if mentors == 1 else 's'}.")
    return lines


def proven(certificate: Certificate, solution: Solution) -> str:
    """Say what the policy claims and the certificate proves, without a full stop."""
    if not certificate.holds:
        return f"The upper bound is {number(certificate.bound)}; what the policy claims is not proven"
    if certificate.policy == "fairest":
        lowest = number(solution.bottleneck) if solution.bottleneck is not None else "none"
        also = ", nor the next lowest, and so on to the last" if solution.is_leximin else ""
        return f"No answer with as many pairs has a higher lowest fit than {lowest}{also}"
    if certificate.policy == "stable":
        return "No two people who are not paired would each rather have the other"
    if certificate.policy == "rematch" and solution.moved:
        ended = len(solution.moved)
        pairs = "1 living pair ends" if ended == 1 else f"{ended} living pairs end"
        return f"{pairs} and the total gains {number(solution.gained)}; no other way to move gains more beyond its price"
    bound = number(certificate.bound)
    return f"No better set of pairs exists under these rules, and the upper bound is {bound} too"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write CSV in UTF-8 with the mark that Excel needs; what looks like a formula is made harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutralize(cell) for cell in row])
    return ("\ufeff" + text.getvalue()).encode(errors="replace")


def write_all(files: dict[str, bytes]) -> None:
    """Write all files or none: each beside its place first, then moved there. Raises OSError."""
    written: list[tuple[str, str]] = []
    try:
        for path, data in files.items():
            folder = Path(path).resolve().parent
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=".greenroom-")
            written.append((temporary, path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            mode = Path(path).stat().st_mode & 0o777 if Path(path).exists() else 0o644
            Path(temporary).chmod(mode)
        for temporary, path in written:
            Path(temporary).replace(path)
    finally:
        for temporary, _ in written:
            Path(temporary).unlink(missing_ok=True)


def number(value: float) -> str:
    """Write a fit with as many digits as it has, six after the point at most.

    >>> number(0.5), number(305.0), number(1 / 3)
    ('0.5', '305', '0.333333')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")
