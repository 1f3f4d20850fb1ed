"""Whole rows of pairs as both sides see them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.criteria.features import Bools, Ints
from greenroom.matching.core.pairs.tiles import Tiles
from greenroom.matching.core.pairs.whole_rows import Units, whole_rows


class TwoViews:
    """Units in the mentees' view and in the mentors', and which pairs are allowed; computed once where they agree."""

    def __init__(self, problem: Problem) -> None:
        self.tiles = problem.tiles
        blocks, views = problem.blocks, problem.sides
        self.others: list[Tiles | None] = []
        for view in views:
            self.others.append(None if view.terms is blocks.terms else Tiles(view))

    def rows(self, rows: Ints) -> Iterator[tuple[Ints, Units, Units, Bools]]:
        """Yield (row numbers, mentees' units, mentors' units, allowed); units of a pair ruled out mean nothing."""
        scans = [whole_rows(self.tiles, rows), *(whole_rows(one, rows) for one in self.others if one)]
        for parts in zip(*scans, strict=True):
            some, units, allowed = parts[0]
            own: list[Any] = [part[1] for part in parts[1:]]
            yield some, *(np.asarray(own.pop(0) if one else units) for one in self.others), allowed
