"""Certificates trust no solver: a problem, an answer and prices in, what they prove out.

The check is a pass of its own over all pairs, in plain float64 products of whole numbers (exact below 2**53),
apart from the tiles that the solver uses. Three claims are checked:

* no more places can be filled: the people reached and not reached form a cut of just that size;
* no more promised places can be kept: the same with promises;
* no other answer with as many of both has a greater total: any prices give an upper bound (weak duality),
  and the bound equals the total.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from greenroom.matching.core.blocks import Blocks, Extras, Listed, SameCode, Term, pack, unpack
from greenroom.matching.core.constraints import Codes, Least, Pairs, Table
from greenroom.matching.core.features import Bools, Floats, Ints
from greenroom.matching.core.flow import profits
from greenroom.matching.core.problem import Problem
from greenroom.matching.core.solver import Proof, Solution

FORMAT: Final = "greenroom matching certificate 1"
ROWS_AT_ONCE: Final = 512
EXACT: Final = 2**52


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What the pass over all pairs found, in units.

    ``broken`` are constraints that the answer breaks, in plain words; an answer that breaks none is feasible.
    ``most_filled`` and ``most_kept`` are proven upper bounds on places filled and promises kept; ``bound_units``
    is one on the total of any answer with as many of both.
    """

    broken: tuple[str, ...]
    pairs: int
    ruled_out: int
    filled: int
    most_filled: int
    kept: int
    most_kept: int
    total_units: int
    bound_units: int

    @property
    def is_feasible(self) -> bool:
        return not self.broken

    @property
    def gap_units(self) -> int:
        return self.bound_units - self.total_units

    @property
    def is_best(self) -> bool:
        """Whether the answer is proven to be the best there is."""
        return (
            self.is_feasible
            and self.gap_units == 0
            and self.filled == self.most_filled
            and self.kept == self.most_kept
        )


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
        problem.blocks, rows, columns, solution.proof, people=people, unit=problem.unit, zero=problem.zero
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
) -> Certificate:
    findings = examine(blocks, rows, columns, proof)
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
    document["seal"] = _seal(document)
    return Certificate(
        findings=findings, fingerprint=fingerprint, total=total, bound=bound, document=document
    )


def _seal(document: Mapping[str, Any]) -> str:
    sealed = {name: value for name, value in document.items() if name != "seal"}
    text = json.dumps(sealed, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def examine(blocks: Blocks, rows: Ints, columns: Ints, proof: Proof) -> Findings:
    """Recompute everything about an answer. Raises ValueError for numbers that make no sense at all."""
    prices = np.array(proof.left, dtype=np.int64), np.array(proof.right, dtype=np.int64)
    if (
        (len(prices[0]), len(prices[1])) != (blocks.n, blocks.m)
        or rows.shape != columns.shape
        or rows.ndim != 1
    ):
        raise ValueError("the prices or the answer do not fit the problem")
    largest = max(
        abs(int(one))
        for one in (
            proof.left_out,
            proof.promise,
            blocks.top,
            *(p.max(initial=0) for p in prices),
            *(p.min(initial=0) for p in prices),
        )
    )
    if largest * 8 > EXACT or proof.left_out < 0 or proof.promise < 0:
        raise ValueError("the numbers are too large to be exact")
    if len(rows) and (
        rows.min() < 0 or columns.min() < 0 or rows.max() >= blocks.n or columns.max() >= blocks.m
    ):
        raise ValueError("the answer speaks of people who are not in the problem")
    broken, chosen = _broken(blocks, rows, columns)
    left, low_left, right, low_right = blocks.free()
    cuts = {name: _members(cut, blocks, name) for name, cut in proof.cuts.items()}
    over, across, allowed = _pass(blocks, prices, proof.left_out, cuts)
    filled = len(chosen[0])
    loads = np.bincount(chosen[0], minlength=blocks.n), np.bincount(chosen[1], minlength=blocks.m)
    kept = np.minimum(loads[0], low_left).sum(), np.minimum(loads[1], low_right).sum()
    most = {
        "places": _cut_size(cuts.get("places"), left, right, across.get("places", 0), swapped=False),
        "promised_mentees": _cut_size(
            cuts.get("promised_mentees"), low_left, right, across.get("promised_mentees", 0), swapped=False
        ),
        "promised_mentors": _cut_size(
            cuts.get("promised_mentors"), left, low_right, across.get("promised_mentors", 0), swapped=True
        ),
    }
    units = int(blocks.units(*chosen).sum())
    pinned = int(blocks.units(*blocks.pins).sum())
    worth = units + proof.left_out * filled + proof.promise * int(kept[0] + kept[1])
    bound = (
        over
        + profits(prices[0], left, low_left, proof.promise)
        + profits(prices[1], right, low_right, proof.promise)
    )
    return Findings(
        broken=tuple(broken),
        pairs=blocks.n * blocks.m,
        ruled_out=blocks.n * blocks.m - allowed,
        filled=filled + len(blocks.pins[0]),
        most_filled=most["places"] + len(blocks.pins[0]),
        kept=int(kept[0] + kept[1]),
        most_kept=most["promised_mentees"] + most["promised_mentors"],
        total_units=units + pinned,
        bound_units=units + pinned + bound - worth,
    )


def _broken(blocks: Blocks, rows: Ints, columns: Ints) -> tuple[list[str], tuple[Ints, Ints]]:
    """Return what the answer breaks, and its pairs besides the pins."""
    broken: list[str] = []
    keys = rows * blocks.m + columns
    pins = blocks.pins[0] * blocks.m + blocks.pins[1]
    if len(np.unique(keys)) < len(keys):
        broken.append("A pair is in the answer twice.")
    for key in np.setdiff1d(pins, keys):
        broken.append(f"Pinned pair {divmod(int(key), blocks.m)} is not in the answer.")
    for side, name, people in ((0, "Mentee", rows), (1, "Mentor", columns)):
        load = np.bincount(people, minlength=len(blocks.places[side]))
        for one in np.flatnonzero(load > blocks.places[side]):
            broken.append(f"{name} {one} has {load[one]} partners and {blocks.places[side][one]} places.")
    loose = np.flatnonzero(~np.isin(keys, pins))
    for key, mask in blocks.ruled_out(rows[loose], columns[loose]).items():
        for place in np.flatnonzero(mask):
            pair = int(rows[loose[place]]), int(columns[loose[place]])
            broken.append(f"Pair {pair} is ruled out by “{key}”.")
    return broken, (rows[loose], columns[loose])


def _members(cut: tuple[tuple[int, ...], tuple[int, ...]], blocks: Blocks, name: str) -> tuple[Bools, Bools]:
    """Return who is on the source's side of the cut: mentees, mentors."""
    sides = []
    for people, size in zip(
        cut, (blocks.m, blocks.n) if name == "promised_mentors" else (blocks.n, blocks.m), strict=True
    ):
        if people and (min(people) < 0 or max(people) >= size):
            raise ValueError("a cut speaks of people who are not in the problem")
        mask = np.zeros(size, dtype=np.bool_)
        mask[list(people)] = True
        sides.append(mask)
    return (sides[1], sides[0]) if name == "promised_mentors" else (sides[0], sides[1])


def _cut_size(cut: tuple[Bools, Bools] | None, left: Ints, right: Ints, across: int, *, swapped: bool) -> int:
    """Return the size of a cut: an upper bound on how many places can be filled (max-flow, min-cut)."""
    if cut is None:
        return int((right if swapped else left).sum())
    reached_left, reached_right = cut
    if swapped:
        return int(left[reached_left].sum() + right[~reached_right].sum()) + across
    return int(left[~reached_left].sum() + right[reached_right].sum()) + across


def _pass(
    blocks: Blocks, prices: tuple[Ints, Ints], left_out: int, cuts: Mapping[str, tuple[Bools, Bools]]
) -> tuple[int, dict[str, int], int]:
    """Visit all pairs: the sum of what open pairs exceed their prices by, pairs across each cut, pairs allowed."""
    over, allowed_pairs = 0, 0
    across = dict.fromkeys(cuts, 0)
    pinned = np.zeros(blocks.n, dtype=np.bool_)
    pinned[blocks.pins[0]] = True
    less = (prices[0] - left_out).astype(np.float64), prices[1].astype(np.float64)
    for rows, units, allowed in all_pairs(blocks):
        allowed_pairs += int(allowed.sum())
        for row in np.flatnonzero(pinned[rows]):  # a pinned pair is taken
            allowed[row, blocks.pins[1][blocks.pins[0] == rows[row]]] = False
        slack = units - less[0][rows, None] - less[1][None, :]
        over += int(slack[allowed & (slack > 0)].astype(np.int64).sum())
        for name, (left, right) in cuts.items():
            if name == "promised_mentors":
                crossing = allowed[np.ix_(np.flatnonzero(~left[rows]), np.flatnonzero(right))]
            else:
                crossing = allowed[np.ix_(np.flatnonzero(left[rows]), np.flatnonzero(~right))]
            across[name] += int(crossing.sum())
    return over, across, allowed_pairs


def all_pairs(blocks: Blocks) -> Iterator[tuple[Ints, Floats, Bools]]:
    """Yield (rows, units, allowed) for all mentors at once, some mentees at a time; plain and exact."""
    rights = [term.mentors.T.astype(np.float64) if hasattr(term, "cap") else None for term in blocks.terms]
    offers = [
        ruling.mentors.T.astype(np.float64) if isinstance(ruling, Least) else None
        for _, ruling in blocks.rulings
    ]
    step = max(1, min(ROWS_AT_ONCE, 4_000_000 // max(1, blocks.m)))
    for start in range(0, blocks.n, step):
        rows = np.arange(start, min(blocks.n, start + step))
        units = np.zeros((len(rows), blocks.m))
        for term, right in zip(blocks.terms, rights, strict=True):
            units += _term_tile(term, right, rows, blocks.m)
        allowed = np.ones(units.shape, dtype=np.bool_)
        for (_, ruling), right in zip(blocks.rulings, offers, strict=True):
            if isinstance(ruling, Least):
                allowed &= ruling.mentees[rows].astype(np.float64) @ right >= ruling.least  # type: ignore[operator]  # offers are there for each Least
            elif isinstance(ruling, Table):
                allowed &= ~ruling.table[ruling.rows[rows]][:, ruling.columns]
            elif isinstance(ruling, Codes):
                left, other = ruling.mentees[rows, None], ruling.mentors[None, :]
                allowed &= ((left != other) if ruling.equal else (left == other)) | (left < 0) | (other < 0)
            else:
                allowed &= _single_tile(ruling, rows, blocks.m)
        if blocks.minimum is not None:
            allowed &= units >= blocks.minimum
        yield rows, units, allowed


def _term_tile(term: Term, right: Any, rows: Ints, m: int) -> Floats:
    if isinstance(term, Extras):
        tile = np.zeros((len(rows), m))
        inside = np.flatnonzero((term.rows >= rows[0]) & (term.rows <= rows[-1]))
        tile[term.rows[inside] - rows[0], term.columns[inside]] = term.values[inside]
        return tile
    if isinstance(term, SameCode):
        left, other = term.mentees[rows, None], term.mentors[None, :]
        return ((left == other) & (left >= 0)).astype(np.float64) * term.value
    product: Floats = term.mentees[rows].astype(np.float64) @ right
    return product if term.cap is None else np.minimum(product, term.cap)


def _single_tile(ruling: Pairs | Listed, rows: Ints, m: int) -> Bools:
    """Return where single pairs allow: everywhere but at them, or only at them."""
    tile = np.zeros((len(rows), m), dtype=np.bool_)
    inside = np.flatnonzero((ruling.rows >= rows[0]) & (ruling.rows <= rows[-1]))
    tile[ruling.rows[inside] - rows[0], ruling.columns[inside]] = True
    return tile if isinstance(ruling, Listed) else ~tile
