"""A rearrangement as a chain of steps in words: who moves where, and what each is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from greenroom.matching import core


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the chain: who moves where, and what that is worth in points."""

    words: str
    change: float


def in_order(moves: Sequence[core.Move], mentee: str) -> list[core.Move]:
    """As a chain: first the mentee asked about, then whoever they push out, and so on; then who gains by it."""
    rest = list(moves)
    chain = [move for move in rest if move.mentee == mentee][:1]
    while chain:
        rest.remove(chain[-1])
        pushed = [move for move in rest if move.before is not None and move.before == chain[-1].after]
        if not pushed:
            break
        chain.append(pushed[0])
    return [*chain, *rest]


def whole_program(found: core.Counterfactual) -> str:
    return _("Whole program, %(before)s to %(after)s") % {
        "before": f"{found.total_before * 100:,.0f}",
        "after": f"{found.total_after * 100:,.0f}",
    }


def points(fit: float) -> float:
    return round(fit * 100, 1)


class Names:
    """People's names in a chain of moves: whole at first mention of others, first names where nobody can be mistaken."""

    def __init__(self, problem: core.Problem) -> None:
        self.problem = problem

    def mentor(self, key: str | None) -> str:
        return "" if key is None else self.problem.mentors[self.problem.column[key]].called

    def mentee(self, key: str) -> str:
        return self.problem.mentees[self.problem.row[key]].called

    def change(self, move: core.Move) -> float:
        return points((move.fit_after or 0.0) - (move.fit_before or 0.0))

    def step(self, move: core.Move, asked: str) -> str:
        facts: dict[str, Any] = {
            "mentee": self.mentee(move.mentee),
            "before": self.mentor(move.before),
            "after": self.mentor(move.after),
            "fit_before": round((move.fit_before or 0) * 100),
            "fit_after": round((move.fit_after or 0) * 100),
        }
        if move.after is None:
            return _("%(mentee)s is left without a mentor, after %(before)s, %(fit_before)s") % facts
        if move.before is None:
            return _("%(mentee)s gets %(after)s, at %(fit_after)s") % facts
        if move.mentee == asked:
            return _("%(mentee)s moves to %(after)s, %(fit_before)s to %(fit_after)s") % facts
        return _("%(mentee)s leaves %(before)s for %(after)s, %(fit_before)s to %(fit_after)s") % facts
