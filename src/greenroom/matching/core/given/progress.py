"""How long work is watched: progress told, cancelling asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

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


@dataclass(frozen=True)
class Watch:
    """Who watches some work: hears how far it is, and may ask it to stop."""

    on_progress: OnProgress | None = None
    is_cancelled: IsCancelled | None = None

    def look(self) -> None:
        """Raise `Cancelled` if that was asked for."""
        if self.is_cancelled is not None and self.is_cancelled():
            raise Cancelled

    def tell(self, progress: Progress) -> None:
        """Look, then tell how far the work is."""
        self.look()
        if self.on_progress is not None:
            self.on_progress(progress)

    def of_part(self) -> "Watch":
        """Return a watch that hears all but the end: the end of a part is not the end."""
        if self.on_progress is None:
            return self
        return replace(self, on_progress=lambda one: None if one.phase == "done" else self.tell(one))


UNWATCHED: Final = Watch()
