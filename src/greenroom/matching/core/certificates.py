"""Certificates trust no solver: a problem, an answer and prices in, what they prove out.

The check is a pass of its own over all pairs, in plain float64 products of whole numbers (exact below 2**53),
apart from the tiles that the solver uses. Three claims are checked:

* no more places can be filled: the people reached and not reached form a cut of just that size;
* no more promised places can be kept: the same with promises;
* no other answer with as many of both has a greater total: any prices give an upper bound (weak duality),
  and the bound equals the total.

Where mentors take so many or none, the counts and the total are proven at once, at each leaf of a tree of which
circles open (`circle_proofs`).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from greenroom.matching.core.blocks import Blocks, pack, unpack
from greenroom.matching.core.circle_proofs import examine_circles
from greenroom.matching.core.examination import Findings, examine
from greenroom.matching.core.features import Ints
from greenroom.matching.core.problem import Problem
from greenroom.matching.core.solution import Proof, Solution

FORMAT: Final = "greenroom matching certificate 1"


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What is proven of one answer, and the document by which anyone can check it again."""

    findings: Findings
    fingerprint: str
    total: float
    bound: float
    document: Mapping[str, Any]

    @property
    def gap(self) -> float:
        """Upper bound less total; 0 means that no other answer has a greater total."""
        return self.bound - self.total if self.findings.gap_units else 0.0

    @property
    def is_best(self) -> bool:
        return self.findings.is_best

    @property
    def holds(self) -> bool:
        """Whether what the answer's policy claims is proven."""
        return self.findings.is_best

    def to_json(self) -> str:
        """Return the whole certificate: problem, answer, prices, claims and a seal over all of it."""
        return json.dumps(self.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a certificate holds; ``reasons`` says why not. ``certificate`` is what was recomputed, if it could be."""

    holds: bool
    reasons: tuple[str, ...]
    certificate: Certificate | None = None


def certify(problem: Problem, solution: Solution) -> Certificate:
    """Check an answer from anywhere against the problem, by an own pass over all pairs."""
    places = [problem.place(pairing.mentee, pairing.mentor) for pairing in solution.pairings]
    rows = np.array([i for i, _ in places], dtype=np.int64)
    columns = np.array([j for _, j in places], dtype=np.int64)
    people = {
        "mentees": [person.key for person in problem.mentees],
        "mentors": [person.key for person in problem.mentors],
    }
    return _certificate(
        problem.blocks,
        rows,
        columns,
        solution.proof,
        people=people,
        unit=problem.unit,
        zero=problem.zero,
        circles=solution.circles.tree if solution.circles else (),
    )


def verify_certificate(text: str | bytes) -> Verdict:
    """Check the JSON of a certificate by itself; nothing in it is believed that can be computed."""
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            return Verdict(holds=False, reasons=("This is not a Greenroom matching certificate.",))
        certificate = _read(document)
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        OverflowError,
        RecursionError,
        ZeroDivisionError,
    ) as error:
        return Verdict(holds=False, reasons=(f"The certificate cannot be read: {error}.",))
    reasons = []
    if document.get("seal") != _seal(document):
        reasons.append("The seal does not fit: something in the file was changed after it was written.")
    said = document.get("claims", {})
    for name, value in certificate.document["claims"].items():
        if not isinstance(said, dict) or said.get(name) != value or type(said.get(name)) is not type(value):
            reasons.append(
                f"It claims {name} = {said.get(name) if isinstance(said, dict) else said}; it is {value}."
            )
    reasons.extend(certificate.findings.broken)
    if not reasons and not certificate.is_best:
        reasons.append("The numbers are right, but they do not prove that the answer is the best there is.")
    return Verdict(holds=not reasons, reasons=tuple(reasons), certificate=certificate)


def _read(document: Mapping[str, Any]) -> Certificate:
    blocks = Blocks.from_plain(document["problem"])
    people = document["people"]
    if len(people["mentees"]) != blocks.n or len(people["mentors"]) != blocks.m:
        raise ValueError("the names do not fit the problem")
    proof = document["proof"]
    cuts = {
        str(name): (tuple(unpack(left).tolist()), tuple(unpack(right).tolist()))
        for name, (left, right) in proof["cuts"].items()
    }
    return _certificate(
        blocks,
        unpack(document["answer"][0]),
        unpack(document["answer"][1]),
        Proof(
            left_out=int(proof["left_out"]),
            promise=int(proof["promise"]),
            left=tuple(unpack(proof["prices"][0]).tolist()),
            right=tuple(unpack(proof["prices"][1]).tolist()),
            cuts=cuts,
        ),
        people=people,
        unit=Fraction(document["unit"]),
        zero=Fraction(document["zero"]),
        circles=proof.get("circles", ()),
    )


def _certificate(
    blocks: Blocks,
    rows: Ints,
    columns: Ints,
    proof: Proof,
    *,
    people: Mapping[str, Any],
    unit: Fraction,
    zero: Fraction,
    circles: Sequence[Mapping[str, Any]],
) -> Certificate:
    if blocks.opens_with is None:
        findings = examine(blocks, rows, columns, proof)
    else:
        findings = examine_circles(blocks, rows, columns, circles)
    fingerprint = blocks.fingerprint()
    total = float(zero * len(rows) + findings.total_units * unit)
    bound = float(zero * len(rows) + findings.bound_units * unit)
    document: dict[str, Any] = {
        "format": FORMAT,
        "people": dict(people),
        "unit": str(unit),
        "zero": str(zero),
        "problem": blocks.to_plain(),
        "answer": [pack(rows), pack(columns)],
        "proof": {
            "left_out": proof.left_out,
            "promise": proof.promise,
            "prices": [pack(np.array(proof.left)), pack(np.array(proof.right))],
            "cuts": {
                name: [pack(np.array(side, dtype=np.int64)) for side in cut]
                for name, cut in proof.cuts.items()
            },
        },
        "claims": {
            "fingerprint": fingerprint,
            "total": total,
            "bound": bound,
            "total_units": findings.total_units,
            "bound_units": findings.bound_units,
            "gap_units": findings.gap_units,
            "pairs": findings.pairs,
            "ruled_out": findings.ruled_out,
            "filled": findings.filled,
            "most_filled": findings.most_filled,
            "kept": findings.kept,
            "most_kept": findings.most_kept,
            "is_best": findings.is_best,
        },
    }
    if blocks.opens_with is not None:
        document["proof"]["circles"] = list(circles)
    document["seal"] = _seal(document)
    return Certificate(
        findings=findings, fingerprint=fingerprint, total=total, bound=bound, document=document
    )


def _seal(document: Mapping[str, Any]) -> str:
    sealed = {name: value for name, value in document.items() if name != "seal"}
    text = json.dumps(sealed, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
