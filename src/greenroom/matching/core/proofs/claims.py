"""What each policy claims of its answer, and whether that is proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from greenroom.matching.core.compiled.circle_trees import CircleTree, open_by_pins
from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.proofs.circle_proofs import examine_circles
from greenroom.matching.core.proofs.examination import Findings, all_pairs, examine
from greenroom.matching.core.proofs.leximin_proofs import is_leximin
from greenroom.matching.core.proofs.stability import count_blocking
from greenroom.matching.core.solving.living import floors_of, loosened, most_within
from greenroom.matching.core.solving.solution import Proof


@dataclass(frozen=True, kw_only=True)
class Case:
    """An answer (rows, columns), the problem that it answers, and what is offered as proof.

    ``each_pair`` is what a fit of no units is worth, in units: 0 unless fits were given that begin elsewhere.
    """

    policy: str
    blocks: Blocks
    views: tuple[Blocks, Blocks] | None
    rows: Ints
    columns: Ints
    proof: Proof
    each_pair: int = 0
    circles: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What was found: the numbers, whether the policy's claim holds, and what the policy says besides."""

    findings: Findings
    holds: bool
    more: Mapping[str, Any]


def judge(case: Case) -> Claim:
    """Recompute all that a case claims. Raises ValueError for numbers that make no sense, or an unknown policy."""
    judges = {"best_total": _best_total, "fairest": _fairest, "stable": _stable, "rematch": _rematch}
    if case.policy not in judges:
        raise ValueError(f"there is no policy {case.policy!r}")
    return judges[case.policy](case)


def as_settled(blocks: Blocks, problem: Problem, circles: CircleTree) -> Blocks:
    """Return the problem with its circles decided: those that open promised their size, the others without places.

    That is what other policies than the best total choose under.
    """
    sizes = blocks.opens_with
    if sizes is None:
        return blocks
    blocks = open_by_pins(blocks)
    opened, closed = (
        np.array([problem.column[key] for key in keys], dtype=np.int64)
        for keys in (circles.opened, circles.closed)
    )
    places, promised = blocks.places[1].copy(), blocks.promised[1].copy()
    promised[opened] = np.maximum(promised[opened], np.minimum(sizes[opened], places[opened]))
    places[closed] = promised[closed] = 0
    return replace(
        blocks, places=(blocks.places[0], places), promised=(blocks.promised[0], promised), opens_with=None
    )


def _best_total(case: Case) -> Claim:
    """No answer has more places filled, then more promises kept, then a greater total."""
    if case.blocks.opens_with is None:
        findings = examine(case.blocks, case.rows, case.columns, case.proof)
    else:
        findings = examine_circles(case.blocks, case.rows, case.columns, case.circles)
    return Claim(findings=findings, holds=findings.is_best, more={})


def _fairest(case: Case) -> Claim:
    """No answer with as many places and promises has a higher lowest fit; then leximin, or the greatest total."""
    findings = examine(case.blocks, case.rows, case.columns, case.proof)
    lowest = findings.lowest_units
    is_highest = lowest is None or (lowest == case.proof.minimum and findings.no_higher)
    proven = False
    if case.proof.levels:
        proven = is_leximin(case.blocks, _loose(case), findings.kept, case.proof.levels)
    if proven:  # the fits of a leximin answer are the only ones, and so is their sum
        findings = replace(findings, bound_units=findings.total_units)
    return Claim(
        findings=findings,
        holds=findings.is_best and is_highest and proven == bool(case.proof.levels),
        more={
            "lowest_units": lowest,
            "is_highest_lowest": is_highest,
            "is_leximin": proven,
        },
    )


def _stable(case: Case) -> Claim:
    """No two people who are not paired would each rather have the other."""
    findings = examine(case.blocks, case.rows, case.columns, _no_prices(case.blocks))
    count = count_blocking(case.blocks, case.views or (case.blocks, case.blocks), case.rows, case.columns)
    return Claim(findings=findings, holds=findings.is_feasible and count == 0, more={"blocking_pairs": count})


def _rematch(case: Case) -> Claim:
    """Without living pairs that may end, the best total beside them; else the greatest fit and bonus."""
    if not len(case.proof.movable[0]):
        claim = _best_total(case)
        return replace(claim, more={"ended": 0, "gained_units": 0})
    movable, still = (
        (np.array(pair[0], dtype=np.int64), np.array(pair[1], dtype=np.int64))
        for pair in (case.proof.movable, case.proof.still)
    )
    living = loosened(case.blocks, movable, case.proof.bonus)
    plain = replace(case.blocks, pins=living.pins)
    findings = examine(plain, case.rows, case.columns, _no_prices(plain))
    stays = np.concatenate([case.blocks.pins[0], still[0]]), np.concatenate([case.blocks.pins[1], still[1]])
    before = examine(case.blocks, *stays, _no_prices(case.blocks))
    keys = case.rows * plain.m + case.columns
    kept = np.isin(movable[0] * plain.m + movable[1], keys)
    floors = floors_of(living, movable, still)
    chosen = _loose(replace(case, blocks=plain))
    loads = [np.bincount(chosen[side], minlength=len(floors[side])) for side in (0, 1)]
    keeps = all(bool((loads[side] >= floors[side]).all()) for side in (0, 1))
    worth = int(living.units(*chosen).sum()) + case.each_pair * len(chosen[0])
    bound = _bound_within(living, case.proof, floors, case.each_pair)
    findings = replace(findings, bound_units=findings.total_units + bound - worth)
    return Claim(
        findings=findings,
        holds=findings.is_feasible and before.is_feasible and keeps and bound == worth,
        more={
            "ended": int((~kept).sum()),
            "gained_units": findings.total_units - before.total_units,
            "price_units": case.proof.bonus - 1,
            "nobody_has_fewer": keeps,
        },
    )


def _bound_within(blocks: Blocks, proof: Proof, floors: tuple[Ints, Ints], each_pair: int) -> int:
    """Return what no answer that keeps the floors can exceed in fit and bonus (weak duality)."""
    prices = np.array(proof.left, dtype=np.int64) - proof.left_out, np.array(proof.right, dtype=np.int64)
    left, _, right, _ = blocks.free()
    if (len(prices[0]), len(prices[1])) != (blocks.n, blocks.m):
        raise ValueError("the prices do not fit the problem")
    if max(int(np.abs(one).max(initial=blocks.top)) for one in prices) > 2**49:
        raise ValueError("the numbers are too large to be exact")
    over = 0
    pins = blocks.pins[0] * blocks.m + blocks.pins[1]
    for rows, units, allowed in all_pairs(blocks):
        slack = units - prices[0][rows].astype(np.float64)[:, None] - prices[1].astype(np.float64)[None, :]
        i, j = np.nonzero(allowed & (slack > 0) & (left[rows] > 0)[:, None] & (right > 0)[None, :])
        free = ~np.isin(rows[i] * blocks.m + j, pins)
        over += int(slack[i[free], j[free]].astype(np.int64).sum())
    earned = most_within(prices[0] + each_pair, floors[0], left)
    return over + earned + most_within(prices[1], floors[1], right)


def _loose(case: Case) -> tuple[Ints, Ints]:
    """Return the pairs of the answer that are no pins."""
    m, pins = case.blocks.m, case.blocks.pins
    mask = ~np.isin(case.rows * m + case.columns, pins[0] * m + pins[1])
    return case.rows[mask], case.columns[mask]


def _no_prices(blocks: Blocks) -> Proof:
    """Return a proof of nothing but that no place can be worth more than the most there is."""
    return Proof(left_out=0, promise=0, left=(blocks.top,) * blocks.n, right=(0,) * blocks.m, cuts={})
