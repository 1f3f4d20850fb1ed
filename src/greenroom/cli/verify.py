"""`greenroom verify`: check a matching certificate by itself, trusting nothing that can be computed.

Exit codes: 0 it holds; 1 it does not hold or cannot be read; 2 the command was asked for in a wrong way.
"""

import argparse
import json
import sys
from pathlib import Path

from greenroom.cli.sheets.output import number
from greenroom.matching.core import Certificate, Verdict, verify_certificate

HOLDS, FAILS = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `greenroom verify`."""
    parser.add_argument(
        "certificate", metavar="FILE", help="a certificate (JSON) that `greenroom match` wrote"
    )
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")


def run(args: argparse.Namespace) -> int:
    """Check, and return the exit code."""
    try:
        verdict = verify_certificate(Path(args.certificate).read_bytes())
    except OSError as error:
        verdict = Verdict(
            holds=False, reasons=(f"{args.certificate}: {error.strerror}. Check the name of the file.",)
        )
    if args.json:
        claims = verdict.certificate.document["claims"] if verdict.certificate else {}
        print(
            json.dumps({"holds": verdict.holds, "reasons": verdict.reasons, "recomputed": claims}, indent=2)
        )
    elif verdict.holds and verdict.certificate:
        print("\n".join(_said(verdict)))
    else:
        print("\n".join(["The certificate does not hold.", *verdict.reasons]), file=sys.stderr)
    return HOLDS if verdict.holds else FAILS


def _said(verdict: Verdict) -> list[str]:
    certificate = verdict.certificate
    if certificate is None:
        return []
    findings = certificate.findings
    fingerprint = certificate.fingerprint
    return [
        *_proven(certificate),
        f"Pairs checked {findings.pairs:,}; {findings.ruled_out:,} of them ruled out.",
        f"Fingerprint {' '.join(fingerprint[k : k + 4] for k in range(0, 16, 4))} …",
    ]


def _proven(certificate: Certificate) -> list[str]:
    """Say what the policy claims, which is what was proven."""
    findings, claims = certificate.findings, certificate.claims
    filled = f"Places filled {findings.filled}; no answer can fill more than {findings.most_filled}."
    total = number(certificate.total)
    if certificate.policy == "fairest":
        rest = "The next lowest are as high as they can be, and so on to the last."
        if not claims["is_leximin"]:
            rest = "No answer as fair has a greater total."
        lines = ["The certificate holds: no answer with as many pairs has a higher lowest fit.", rest]
        return [*lines, f"Total {total}.", filled]
    if certificate.policy == "stable":
        first = "The certificate holds: no two people who are not paired would each rather have the other."
        return [first, f"Total {total}; {findings.filled} places filled. Neither is claimed to be the most."]
    if certificate.policy == "rematch" and certificate.document["proof"]["bonus"]:
        pairs = "1 living pair ends" if claims["ended"] == 1 else f"{claims['ended']} living pairs end"
        return [
            (
                "The certificate holds: no other way to move living pairs gains more beyond its price, "
                "unless someone had fewer partners."
            ),
            f"{pairs}. Total {total}; {findings.filled} places filled.",
        ]
    return [
        "The certificate holds: no better set of pairs exists for this problem.",
        f"Best total {total}, upper bound {number(certificate.bound)}, gap 0.",
        filled,
    ]
