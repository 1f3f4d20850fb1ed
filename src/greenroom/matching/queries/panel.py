"""The side panel of the review page: why this pair, and why not someone else."""

from dataclasses import dataclass

from greenroom.matching.models import MatchingRun, Pairing, PairRule, Unmatched
from greenroom.matching.queries.alternatives import Alternatives, alternatives_for
from greenroom.matching.queries.firmness import Firmness, firmness_of
from greenroom.matching.queries.review import Block, PairRow, blocks_of, left_in, pairing_of, rows_of, word_on
from greenroom.programs.models import Enrollment


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One mentee of a draft, with the mentor they have or the reasons why they have none."""

    mentee: Enrollment
    pairing: Pairing | None
    row: PairRow | None
    blocks: list[Block]
    word: PairRule | None
    left: Unmatched | None
    firmness: Firmness | None
    others: Alternatives


def panel_for(
    run: MatchingRun, *, mentee_id: int | None, other_id: int | None, else_shown: Pairing | None
) -> Panel | None:
    """The panel for the mentee asked for, else for a pair that is on the page; None in a draft without anyone."""
    pairing = pairing_of(run, mentee_id=mentee_id) if mentee_id else else_shown
    left = None
    if pairing is None:
        wanted = left_in(run).filter(enrollment=mentee_id) if mentee_id else left_in(run)
        left = wanted.first()
    if pairing is None and left is None:
        return panel_for(run, mentee_id=None, other_id=None, else_shown=else_shown) if mentee_id else None
    mentee = pairing.mentee if pairing else left.enrollment  # type: ignore[union-attr] # one of the two is there
    mentor = pairing.mentor if pairing else None
    row = rows_of(run, [pairing], mentee_id=mentee.pk)[0] if pairing else None
    return Panel(
        mentee=mentee,
        pairing=pairing,
        row=row,
        blocks=blocks_of(pairing) if pairing else [],
        word=word_on(run, mentor_id=mentor.pk, mentee_id=mentee.pk) if mentor else None,
        left=left,
        firmness=firmness_of(run, mentee=mentee, mentor=mentor) if mentor else None,
        others=alternatives_for(run, mentee=mentee, now=mentor, other_id=other_id),
    )
