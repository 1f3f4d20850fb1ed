"""How long work is watched: progress told, cancelling asked for."""

from collections.abc import Callable
from dataclasses import dataclass

OnProgress = Callable[["Progress"], None]
IsCancelled = Callable[[], bool]


class Cancelled(Exception):
    """Solving was cancelled; there is no answer."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a solve has come: ``share`` of the phase in [0, 1]; totals as fits, bound once there is one."""

    phase: str
    share: float
    round: int = 0
    matched: int | None = None
    total: float | None = None
    bound: float | None = None
