"""The check that an answer is stable: a pass of its own over all pairs, each side by its own view."""

from collections.abc import Iterator

import numpy as np

from greenroom.matching.core.criteria.features import Bools, Floats, Ints
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.proofs.examination import all_pairs
from greenroom.matching.core.questions.measures import rivals_of


def count_blocking(blocks: Blocks, views: tuple[Blocks, Blocks], rows: Ints, columns: Ints) -> int:
    """Return how many pairs would each rather have the other than what they have; 0 is a stable answer.

    ``rows`` and ``columns`` are the whole answer, pins and all. Pairs of the answer itself do not block.
    """
    keys, pins = rows * blocks.m + columns, blocks.pins[0] * blocks.m + blocks.pins[1]
    loose = ~np.isin(keys, pins)
    rivals = rivals_of(blocks, views, (rows[loose], columns[loose]), (rows, columns))
    count = 0
    for some, mine, theirs, allowed in _both_views(blocks, views):
        wanted = allowed & (mine > rivals[0][some][:, None]) & (theirs > rivals[1][None, :])
        i, j = np.nonzero(wanted)
        places = some[i] * blocks.m + j
        count += int((~np.isin(places, keys) & ~np.isin(places, pins)).sum())
    return count


def _both_views(blocks: Blocks, views: tuple[Blocks, Blocks]) -> Iterator[tuple[Ints, Floats, Floats, Bools]]:
    """Yield (rows, mentees' units, mentors' units, allowed), each view computed once."""
    others = [view for view in views if view is not blocks]
    for (rows, units, allowed), *more in zip(
        all_pairs(blocks), *(all_pairs(view) for view in others), strict=True
    ):
        own = [part[1] for part in more]
        mine = units if views[0] is blocks else own[0]
        yield rows, mine, units if views[1] is blocks else own[-1], allowed
