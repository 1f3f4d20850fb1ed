"""How firm a pair of a draft is: how far its fit may fall, and who would be next."""

from dataclasses import dataclass

from greenroom.matching import core
from greenroom.matching.models import MatchingRun
from greenroom.matching.queries.alternatives import is_quick, worked_out
from greenroom.matching.queries.chains import Names, points
from greenroom.programs.models import Enrollment


@dataclass(frozen=True, kw_only=True)
class Firmness:
    """A pair that stands while its fit is above `lowest` (points); None where it stands at any fit.

    `fall` is the way down to it. `next_name` is whom the mentee would have in the next best answer (empty: nobody),
    at `next_fit`, and `cost` what the whole program loses by it; 0 is an answer that is just as good.
    """

    fit: float
    lowest: float | None
    fall: float | None
    is_pinned: bool
    cost: float
    fewer: int
    next_name: str
    next_fit: int | None

    @property
    def room(self) -> float:
        """The part of a hundred in which the pair stands, down from its fit."""
        return self.fit - (self.lowest or 0.0)


def firmness_of(run: MatchingRun, *, mentee: Enrollment, mentor: Enrollment) -> Firmness | None:
    """How firm a pair is; None where it would take long to say."""
    problem, solution = worked_out(run)
    keys = str(mentee.person_id), str(mentor.person_id)
    stands = [one for one in solution.mentor_of(keys[0]) if one.mentor == keys[1]]
    if not is_quick(problem, solution) or not stands:
        return None
    found = core.tolerance(problem, solution, *keys)
    return Firmness(
        fit=points(found.fit),
        lowest=None if found.lowest is None else points(found.lowest),
        fall=None if found.fall is None else points(found.fall),
        is_pinned=stands[0].is_pinned,
        cost=points(-found.price),
        fewer=max(0, -found.matched_change),
        next_name=Names(problem).mentor(found.next_mentor),
        next_fit=None if found.next_fit is None else round(found.next_fit * 100),
    )
