"""A proof as plain JSON, in the form that a certificate keeps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from greenroom.matching.core.pairs.blocks import pack, unpack
from greenroom.matching.core.solving.solution import LevelPrices, Proof


def proof_to_plain(proof: Proof, policy: str) -> dict[str, Any]:
    """Return what a policy's claim needs."""
    plain: dict[str, Any] = {
        "left_out": proof.left_out,
        "promise": proof.promise,
        "prices": _packed((proof.left, proof.right)),
        "cuts": {name: _packed(cut) for name, cut in proof.cuts.items()},
    }
    if policy == "fairest":
        plain["minimum"] = proof.minimum
        plain["barrier"] = proof.barrier and [proof.barrier[0], *_packed(proof.barrier[1:])]
        plain["levels"] = None
        if proof.levels:
            sides = [[one.left for one in proof.levels], [one.right for one in proof.levels]]
            plain["levels"] = [pack(np.array(side, dtype=np.int64)) for side in sides]
    elif policy == "rematch":
        plain["movable"], plain["still"] = _packed(proof.movable), _packed(proof.still)
        plain["bonus"] = proof.bonus
    return plain


def proof_from_plain(plain: Mapping[str, Any]) -> Proof:
    """Read `proof_to_plain`. Raises ValueError, KeyError or TypeError on anything else."""
    minimum, barrier = plain.get("minimum"), plain.get("barrier")
    left, right = _two(plain["prices"])
    return Proof(
        left_out=int(plain["left_out"]),
        promise=int(plain["promise"]),
        left=left,
        right=right,
        cuts={str(name): _two(cut) for name, cut in plain["cuts"].items()},
        minimum=None if minimum is None else int(minimum),
        barrier=None if barrier is None else (str(barrier[0]), *_two(barrier[1:])),
        levels=_levels(plain.get("levels")),
        movable=_two(plain["movable"]) if "movable" in plain else ((), ()),
        bonus=int(plain.get("bonus", 0)),
        still=_two(plain["still"]) if "still" in plain else ((), ()),
    )


def _packed(sides: Sequence[Sequence[int]]) -> list[dict[str, Any]]:
    return [pack(np.array(side, dtype=np.int64)) for side in sides]


def _two(pair: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    left, right = (tuple(unpack(side).tolist()) for side in pair)
    return left, right


def _levels(plain: Sequence[Mapping[str, Any]] | None) -> tuple[LevelPrices, ...]:
    if plain is None:
        return ()
    left, right = (unpack(side) for side in plain)
    if len(left) != len(right) or left.ndim != 2 or right.ndim != 2:  # noqa: PLR2004 - a row a level
        raise ValueError("the levels do not fit each other")
    return tuple(
        LevelPrices(left=tuple(mine), right=tuple(theirs))
        for mine, theirs in zip(left.tolist(), right.tolist(), strict=True)
    )
