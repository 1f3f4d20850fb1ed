"""What keeps a problem from being solved, gathered whole before it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["mentees", "mentors", "rules"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that keeps a problem from being solved.

    ``who`` names the person (or the rule) it concerns, "" for the problem as a whole; ``what`` says what is
    wrong and ``remedy`` what to do. ``side`` is "mentees", "mentors" or "rules".
    """

    code: str
    who: str
    what: str
    remedy: str
    side: Side = "rules"

    def __str__(self) -> str:
        return f"{self.who}: {self.what} {self.remedy}" if self.who else f"{self.what} {self.remedy}"


class InvalidProblem(ValueError):
    """The problem cannot be solved as it stands. ``faults`` has every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class Faults:
    """Gathers faults; the same one is told once."""

    def __init__(self) -> None:
        self.found: dict[Fault, None] = {}

    def add(self, code: str, who: str, what: str, remedy: str, *, side: Side = "rules") -> None:
        self.found[Fault(code=code, who=who, what=what, remedy=remedy, side=side)] = None

    def raise_any(self) -> None:
        """Raise `InvalidProblem` if there is a fault."""
        if self.found:
            raise InvalidProblem(tuple(self.found))
