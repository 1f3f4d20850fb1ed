"""What was measured, as JSON and as a table."""

from typing import Any, Final

from greenroom.cli.bench.measuring import Report
from greenroom.cli.bench.references import REFERENCES, Finding

PHASES: Final = {"score": "candidates", "solve": "flow", "price": "proof"}
"""Names in the report, and the phases that the solver announces."""
FEW_DIGITS: Final = 3


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data, fits as numbers.

    ``seconds`` and ``phases`` are by the wall; ``cpu`` is by the processor, all threads of this process together;
    ``ratios`` are as in `ratios_of`.
    """
    one, args = report.median, report.args
    seconds: dict[str, float | None] = {
        "make": report.making,
        "compile": report.compiling,
        "total": one.total,
        **{name: one.phases.get(phase, 0.0) for name, phase in PHASES.items()},
        "product": one.product,
    }
    if report.certificate is not None:
        seconds["certify"] = report.certifying
    seconds |= {name: finding.seconds for name, finding in report.findings.items()}
    plain: dict[str, Any] = {
        "mentees": args.mentees,
        "mentors": args.mentors,
        "pairs": args.mentees * args.mentors,
        "seed": args.seed,
        "hours": args.hours,
        "policy": args.policy,
        "threads": report.threads,
        "seconds": {name: _rounded(value) for name, value in seconds.items()},
        "phases": {phase: _rounded(value) for phase, value in one.phases.items()},
        "cpu": {name: _rounded(value) for name, value in one.cpu.items()},
        "ratios": {name: _rounded(value) for name, value in ratios_of(report).items()},
        "totals": [_rounded(solved.total) for solved in report.solves],
        "peak_mb": report.peak_mb,
        "rounds": one.solution.rounds,
        "gap": one.gap,
        "matched": one.solution.matched,
        "objective": one.solution.total,
        "references": {
            name: {
                "words": words_of(report, name),
                "matched": finding.matched,
                "differs": REFERENCES[name].differs,
            }
            for name, finding in report.findings.items()
        },
        "versions": report.versions,
    }
    if report.certificate is not None:
        plain["certificate"] = {"is_best": report.certificate.is_best, "gap": report.certificate.gap}
    return plain


def ratios_of(report: Report) -> dict[str, float | None]:
    """``product``: the solve over one product of all pairs. By a reference’s name: its time over the solve’s."""
    one = report.median
    others = {
        name: None if finding.seconds is None else finding.seconds / one.total
        for name, finding in report.findings.items()
    }
    return {"product": one.total / one.product, **others}


def is_whole(report: Report) -> bool:
    """Tell whether all that was asked for came out, and came out the same where it must."""
    if any(finding.could_not_run or disagrees(report, name) for name, finding in report.findings.items()):
        return False
    return report.certificate is None or report.args.policy != "best_total" or report.certificate.is_best


def disagrees(report: Report, name: str) -> bool:
    """Tell whether a reference that aims at the same answer has another one."""
    finding, solution = report.findings[name], report.median.solution
    if finding.total_units is None or report.args.policy != "best_total":
        return False
    return (finding.matched, finding.total_units) != (solution.matched, solution.total_units)


def words_of(report: Report, name: str) -> str:
    """Say what came of a reference in a few words."""
    finding = report.findings[name]
    if finding.words:
        return finding.words
    if disagrees(report, name):
        return f"DISAGREES: {_answer(finding)}; ours: {report.median.solution.total_units:,} units"
    if finding.total_units is not None and report.args.policy == "best_total":
        return "the same total"
    return f"{finding.matched:,} matched" if finding.matched is not None else ""


def as_table(report: Report) -> str:
    """Return the report for a person to read."""
    one, args, ratios = report.median, report.args, ratios_of(report)
    runs = "" if args.repeat == 1 else f", the median of {args.repeat}"
    size = f"{args.mentees:,} mentees × {args.mentors:,} mentors = {args.mentees * args.mentors:,} pairs"
    lines = [
        f"{size}, seed {args.seed}, policy {args.policy}, {report.threads} threads",
        "",
        *_rows(
            [
                ("making the people", report.making, ""),
                ("compiling them", report.compiling, ""),
                ("the whole solve", one.total, f"{ratios['product']:.1f} × the product{runs}"),
                *[
                    (f"  {words}", one.phases.get(phase, 0.0), "")
                    for words, phase in _phase_words(one.phases)
                ],
                ("one product of all pairs", one.product, ""),
            ]
        ),
    ]
    certificate = report.certificate
    if certificate is not None:
        words = "no better answer exists" if certificate.is_best else f"gap {certificate.gap:,.6f}"
        lines += _rows([("checking it independently", report.certifying, words)])
    gap = "no bound" if one.gap is None else f"gap {one.gap:g}"
    answer = f"matched {one.solution.matched:,} of {args.mentees:,}, total {one.solution.total:,.6f}, {gap}"
    peak = f"{report.peak_mb:,} MB at the peak (the whole process, people included)"
    lines += ["", f"{answer}, {one.solution.rounds} rounds, {peak}"]
    for name in report.findings:
        lines += ["", *_beside(report, name)]
    return "\n".join(lines)


def _beside(report: Report, name: str) -> list[str]:
    finding = report.findings[name]
    times = ratios_of(report)[name]
    said = words_of(report, name)
    words = said if times is None else f"{times:,.1f} × our solve; {said}"
    return [*_rows([(name, finding.seconds, words)]), f"  {REFERENCES[name].differs}"]


def _phase_words(phases: dict[str, float]) -> list[tuple[str, str]]:
    known = {
        "candidates": "finding candidates",
        "flow": "choosing by flow",
        "proof": "proving over all pairs",
    }
    return [(known.get(phase, phase), phase) for phase in phases if phase not in ("start", "done")]


def _rows(rows: list[tuple[str, float | None, str]]) -> list[str]:
    def shown(seconds: float | None) -> str:
        return "—".rjust(10) if seconds is None else f"{seconds:8,.2f} s"

    return [f"{name:<28}{shown(seconds)}  {words}".rstrip() for name, seconds, words in rows]


def _answer(finding: Finding) -> str:
    return f"{finding.matched:,} matched, {finding.total_units:,} units"


def _rounded(value: float | None) -> float | None:
    """Keep what a clock can tell.

    >>> _rounded(0.000123456), _rounded(12.345678)
    (0.000123, 12.346)
    """
    if value is None:
        return None
    return float(f"{value:.{FEW_DIGITS}g}") if abs(value) < 1 else round(value, FEW_DIGITS)
