"""The check that an answer is stable: a pass of its own over all pairs, each side by its own view."""

import numpy as np

from greenroom.matching.core.blocks import Blocks
from greenroom.matching.core.examination import all_pairs
from greenroom.matching.core.features import Ints
from greenroom.matching.core.measures import rivals_of


def count_blocking(blocks: Blocks, views: tuple[Blocks, Blocks], rows: Ints, columns: Ints) -> int:
    """Return how many pairs would each rather have the other than what they have; 0 is a stable answer.

    ``rows`` and ``columns`` are the whole answer, pins and all. Pairs of the answer itself do not block.
    """
    keys, pins = rows * blocks.m + columns, blocks.pins[0] * blocks.m + blocks.pins[1]
    loose = ~np.isin(keys, pins)
    rivals = rivals_of(blocks, views, (rows[loose], columns[loose]), (rows, columns))
    count = 0
    for (some, _, allowed), (_, mine, _), (_, theirs, _) in zip(
        all_pairs(blocks), all_pairs(views[0]), all_pairs(views[1]), strict=True
    ):
        wanted = allowed & (mine > rivals[0][some][:, None]) & (theirs > rivals[1][None, :])
        i, j = np.nonzero(wanted)
        places = some[i] * blocks.m + j
        count += int((~np.isin(places, keys) & ~np.isin(places, pins)).sum())
    return count
