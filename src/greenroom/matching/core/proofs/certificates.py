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
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.pairs.blocks import Blocks, pack, unpack
from greenroom.matching.core.proofs.claims import Case, as_settled, judge
from greenroom.matching.core.proofs.examination import Findings
from greenroom.matching.core.proofs.proof_papers import proof_from_plain, proof_to_plain
from greenroom.matching.core.solving.answers import places_of
from greenroom.matching.core.solving.solution import Solution

FORMAT: Final = "greenroom matching certificate 1"
FORMAT_OF_POLICIES: Final = "greenroom matching certificate 2"
FORMATS: Final = (FORMAT, FORMAT_OF_POLICIES)
UNPROVEN: Final = {
    "best_total": "that the answer is the best there is",
    "fairest": "that no answer is fairer",
    "stable": "that the answer is stable",
    "rematch": "that moving other pairs would gain no more",
}


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What is proven of one answer, and the document by which anyone can check it again.

    ``holds`` tells whether what the answer's policy claims is proven; ``claims`` are what a policy says besides:
    fairest ``lowest_units``, ``is_highest_lowest``, ``is_leximin``; stable ``blocking_pairs``; re-match ``ended``,
    ``gained_units``. ``bound`` is one on the total of what the policy compares the answer with: for fairest, answers
    as fair; for re-match, fit and price together; for stable it says nothing.
    """

    findings: Findings
    fingerprint: str
    total: float
    bound: float
    document: Mapping[str, Any]
    policy: str = "best_total"
    holds: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """Upper bound less total; 0 means that no other answer has a greater total."""
        return self.bound - self.total if self.findings.gap_units else 0.0

    @property
    def is_best(self) -> bool:
        """Whether no other answer that the policy would choose from has more places, promises, or a greater total."""
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
    """Check an answer from anywhere against what its policy claims, by an own pass over all pairs."""
    rows, columns = places_of(problem, solution)
    blocks, views = problem.blocks, None
    if solution.policy != "best_total" and solution.circles is not None:
        blocks = as_settled(blocks, problem, solution.circles)
    if solution.policy == "stable" and problem.views is not None:
        views = (
            replace(blocks, terms=problem.views[0].terms, minimum=None),
            replace(blocks, terms=problem.views[1].terms, minimum=None),
        )
    case = Case(
        policy=solution.policy,
        blocks=blocks,
        views=views,
        rows=rows,
        columns=columns,
        proof=solution.proof,
        each_pair=int(problem.zero // problem.unit),
        circles=solution.circles.tree if solution.circles else (),
    )
    people = {
        "mentees": [person.key for person in problem.mentees],
        "mentors": [person.key for person in problem.mentors],
    }
    return _certificate(case, people=people, unit=problem.unit, zero=problem.zero)


def verify_certificate(text: str | bytes) -> Verdict:
    """Check the JSON of a certificate by itself; nothing in it is believed that can be computed."""
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("format") not in FORMATS:
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
    if not reasons and not certificate.holds:
        reasons.append(f"The numbers are right, but they do not prove {UNPROVEN[certificate.policy]}.")
    return Verdict(holds=not reasons, reasons=tuple(reasons), certificate=certificate)


def _read(document: Mapping[str, Any]) -> Certificate:
    blocks = Blocks.from_plain(document["problem"])
    people = document["people"]
    if len(people["mentees"]) != blocks.n or len(people["mentors"]) != blocks.m:
        raise ValueError("the names do not fit the problem")
    policy = "best_total" if document["format"] == FORMAT else str(document["policy"])
    if (document["format"] == FORMAT) != (policy == "best_total"):
        raise ValueError("the format is not that of the policy")
    views = document.get("views")
    unit, zero = Fraction(document["unit"]), Fraction(document["zero"])
    case = Case(
        policy=policy,
        blocks=blocks,
        views=None if views is None else (_view(document, views[0]), _view(document, views[1])),
        rows=unpack(document["answer"][0]),
        columns=unpack(document["answer"][1]),
        proof=proof_from_plain(document["proof"]),
        each_pair=int(zero // unit),
        circles=document["proof"].get("circles", ()),
    )
    return _certificate(case, people=people, unit=unit, zero=zero)


def _view(document: Mapping[str, Any], terms: Sequence[Any]) -> Blocks:
    return Blocks.from_plain(dict(document["problem"]) | {"terms": terms, "minimum": None})


def _certificate(case: Case, *, people: Mapping[str, Any], unit: Fraction, zero: Fraction) -> Certificate:
    claim = judge(case)
    findings, blocks = claim.findings, case.blocks
    fingerprint = blocks.fingerprint()
    total = float(zero * len(case.rows) + findings.total_units * unit)
    bound = float(zero * len(case.rows) + findings.bound_units * unit)
    document: dict[str, Any] = {
        "format": FORMAT,
        "people": dict(people),
        "unit": str(unit),
        "zero": str(zero),
        "problem": blocks.to_plain(),
        "answer": [pack(case.rows), pack(case.columns)],
        "proof": proof_to_plain(case.proof, case.policy),
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
    if case.policy == "best_total":
        if blocks.opens_with is not None:
            document["proof"]["circles"] = list(case.circles)
    else:
        document |= {"format": FORMAT_OF_POLICIES, "policy": case.policy}
        document["views"] = case.views and [view.to_plain()["terms"] for view in case.views]
        document["claims"] |= {**claim.more, "holds": claim.holds}
    document["seal"] = _seal(document)
    return Certificate(
        findings=findings,
        fingerprint=fingerprint,
        total=total,
        bound=bound,
        document=document,
        policy=case.policy,
        holds=claim.holds,
        claims=claim.more,
    )


def _seal(document: Mapping[str, Any]) -> str:
    sealed = {name: value for name, value in document.items() if name != "seal"}
    text = json.dumps(sealed, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
