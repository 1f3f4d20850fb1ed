"""A problem: people and rules, and the integers that they were compiled to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.constraints import BUILT_IN_LABELS, CONSTRAINT_KINDS
from greenroom.matching.core.criteria.features import Ints
from greenroom.matching.core.criteria.kinds import CRITERION_KINDS
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.rules import Constraint, Criterion, Rules
from greenroom.matching.core.pairs.blocks import Blocks
from greenroom.matching.core.pairs.tiles import Tiles

SCALE: Final = 1_000_000
"""A fit of 1 is a million units: fits are whole millionths, rounded down criterion by criterion."""


NOBODY: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """People and rules, compiled. People are sorted by key, so the order of a file changes nothing.

    ``blocks`` is the integer problem. A fit in people's terms is ``zero + units * unit`` (as fractions).
    ``notes`` are sentences about what was found odd and let pass. ``standing`` are (rows, columns) of living pairs;
    they are among the pins of ``blocks``, so they stay, and only the policy ``rematch`` may move them.
    """

    mentees: tuple[Participant, ...]
    mentors: tuple[Participant, ...]
    rules: Rules
    blocks: Blocks
    weights: tuple[int, ...]
    unit: Fraction = Fraction(1, SCALE)
    zero: Fraction = Fraction(0)
    notes: tuple[str, ...] = field(default=())
    views: tuple[Blocks, Blocks] | None = field(default=None, repr=False)
    standing: tuple[Ints, Ints] = field(default=(NOBODY, NOBODY), repr=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False)
    """What was worked out from the problem and may be asked for again."""

    @cached_property
    def row(self) -> dict[str, int]:
        """The number of each mentee, by key."""
        return {person.key: i for i, person in enumerate(self.mentees)}

    @cached_property
    def column(self) -> dict[str, int]:
        """The number of each mentor, by key."""
        return {person.key: j for j, person in enumerate(self.mentors)}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the compiled problem: the same people and rules have the same one."""
        return self.blocks.fingerprint()

    @property
    def sides(self) -> tuple[Blocks, Blocks]:
        """The mentees' view of every pair and the mentors'; ``blocks`` itself where a side sees nothing else.

        Terms alone differ. What is ruled out is ruled out for both, the minimum fit by ``blocks``.
        """
        return self.views or (self.blocks, self.blocks)

    @cached_property
    def tiles(self) -> Tiles:
        return Tiles(self.blocks)

    @cached_property
    def tiles_with_pins(self) -> Tiles:
        return Tiles(self.blocks, with_pins=True) if len(self.blocks.pins[0]) else self.tiles

    @cached_property
    def tiles_by_mentor(self) -> Tiles:
        return Tiles(self.blocks, swapped=True)

    def number_of(self, units: int, pairs: int = 1) -> float:
        """Return the sum of ``pairs`` fits that have ``units`` in all, in people's terms."""
        zero, unit, below = self._scale
        return (zero * int(pairs) + unit * int(units)) / below

    def numbers_of(self, units: Ints) -> list[float]:
        """Return single fits in people's terms."""
        zero, unit, below = self._scale
        return [(zero + unit * one) / below for one in units.tolist()]

    @cached_property
    def _scale(self) -> tuple[int, int, int]:
        """The lowest fit, the unit, and what both are divided by."""
        zero, unit = self.zero, self.unit
        return (
            zero.numerator * unit.denominator,
            unit.numerator * zero.denominator,
            zero.denominator * unit.denominator,
        )

    def place(self, mentee: str, mentor: str) -> tuple[int, int]:
        """Return the two's numbers. Raises KeyError with a sentence for people who are not in the problem."""
        if mentee not in self.row:
            raise KeyError(f"“{mentee}” is not a mentee of this problem.")
        if mentor not in self.column:
            raise KeyError(f"“{mentor}” is not a mentor of this problem.")
        return self.row[mentee], self.column[mentor]

    def units(self, mentee: str, mentor: str) -> int:
        """Return the fit of two people in units, whether or not they may be paired."""
        i, j = self.place(mentee, mentor)
        return int(self.blocks.units(np.array([i]), np.array([j]))[0])

    def fit(self, mentee: str, mentor: str) -> float:
        """Return the fit of two people, in [0, 1] unless fits were given, whether or not they may be paired."""
        return self.number_of(self.units(mentee, mentor))

    def ruled_out_by(self, mentee: str, mentor: str) -> tuple[str, ...]:
        """Return the keys of the constraints that rule the pair out."""
        i, j = self.place(mentee, mentor)
        out = self.blocks.ruled_out(np.array([i]), np.array([j]))
        return tuple(key for key, mask in out.items() if mask[0])

    def is_allowed(self, mentee: str, mentor: str) -> bool:
        """Tell whether no constraint rules the pair out."""
        return not self.ruled_out_by(mentee, mentor)

    def label_of(self, key: str) -> str:
        """Return a constraint's or criterion's label."""
        rules: list[Criterion | Constraint] = [*self.rules.criteria, *self.rules.constraints]
        for rule in rules:
            if rule.key == key:
                return label_of(rule)
        return BUILT_IN_LABELS[key][0]


def label_of(rule: Criterion | Constraint) -> str:
    """Return what a rule is called: its own label, or its kind's with the answer it looks at."""
    if rule.label:
        return rule.label
    kinds: Mapping[str, Any] = CRITERION_KINDS if isinstance(rule, Criterion) else CONSTRAINT_KINDS
    label = str(kinds[rule.kind].label) if rule.kind in kinds else rule.kind
    return f"{label}: {rule.mentee_answer}" if rule.mentee_answer else label
