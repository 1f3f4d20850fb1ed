"""Small problems for property tests, and every answer to them, counted out."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from greenroom.matching.core import (
    Forbid,
    Participant,
    Pin,
    Problem,
    Rules,
    Solution,
    Standing,
    compile_fits,
)

Pair = tuple[int, int]


@dataclass(frozen=True)
class Small:
    """Fits by (mentee, mentor); places and promises of both sides; pins, forbidden and living pairs; sizes of circles."""

    fits: dict[tuple[int, int], int]
    mentees: tuple[tuple[int, int], ...]
    mentors: tuple[tuple[int, int], ...]
    pins: tuple[tuple[int, int], ...] = ()
    forbids: tuple[tuple[int, int], ...] = ()
    opens_with: tuple[int, ...] = ()
    standing: tuple[tuple[int, int], ...] = ()
    moving_price: float | None = None

    def size_of(self, mentor: int) -> int:
        return self.opens_with[mentor] if self.opens_with and self.opens_with[mentor] > 1 else 0

    def problem(self) -> Problem:
        return compile_fits(
            [(f"e{i}", f"o{j}", Fraction(fit)) for (i, j), fit in self.fits.items()],
            mentees=[
                Participant(key=f"e{i}", capacity=c, minimum=low) for i, (c, low) in enumerate(self.mentees)
            ],
            mentors=[
                Participant(key=f"o{j}", capacity=c, minimum=low, opens_with=self.size_of(j))
                for j, (c, low) in enumerate(self.mentors)
            ],
            rules=Rules(
                pins=[Pin(mentee=f"e{i}", mentor=f"o{j}", despite_rules=True) for i, j in self.pins],
                forbids=[Forbid(mentee=f"e{i}", mentor=f"o{j}") for i, j in self.forbids],
                standing=[Standing(mentee=f"e{i}", mentor=f"o{j}") for i, j in self.standing],
                moving_price=self.moving_price,
            ),
        )

    def best(
        self, *, with_pair: tuple[int, int] | None = None, without: tuple[int, int] | None = None
    ) -> tuple[int, int, int] | None:
        """Return (places filled, promises kept, total) of the best answer, by trying all of them."""
        must = {*self.pins, *([with_pair] if with_pair else [])}
        best: tuple[int, int, int] | None = None
        for pairs, _, kept in self.answers(must=must, without=without):
            value = len(pairs), kept, sum(self.fits.get(pair, 0) for pair in pairs)
            best = value if best is None or value > best else best
        return best

    def answers(
        self, *, must: Iterable[Pair] = (), without: Pair | None = None
    ) -> Iterator[tuple[tuple[Pair, ...], tuple[list[int], list[int]], int]]:
        """Yield (pairs, partners of each mentee and mentor, promises kept) of every answer that has ``must``."""
        must = tuple(must)
        open_ = [
            pair for pair in self.fits if pair not in self.forbids and pair not in must and pair != without
        ]
        several = max(capacity for capacity, _ in self.mentees) > 1
        pinned = {j for _, j in self.pins}
        low = (
            [max(low, min(c, 1)) if several else low for c, low in self.mentees],
            [max(low, self.size_of(j) if j in pinned else 0) for j, (_, low) in enumerate(self.mentors)],
        )
        for size in range(len(open_) + 1):
            for some in itertools.combinations(open_, size):
                pairs = (*must, *some)
                load = [0] * len(self.mentees), [0] * len(self.mentors)
                for i, j in pairs:
                    load[0][i] += 1
                    load[1][j] += 1
                if any(n > self.mentees[i][0] for i, n in enumerate(load[0])):
                    continue
                if any(n > self.mentors[j][0] for j, n in enumerate(load[1])):
                    continue
                if any(0 < n < self.size_of(j) and j not in pinned for j, n in enumerate(load[1])):
                    continue
                kept = sum(min(n, low[side][k]) for side in (0, 1) for k, n in enumerate(load[side]))
                yield pairs, load, kept

    def blocking(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Return the pairs who would each rather have the other; pinned and living pairs hold their places."""
        made, fixed = set(pairs), {*self.pins, *self.standing}
        found = set()
        for pair, fit in self.fits.items():
            if pair in made or pair in fixed or pair in self.forbids:
                continue
            wants = []
            for side, people in ((0, self.mentees), (1, self.mentors)):
                has = [one for one in made if one[side] == pair[side]]
                leaves = any(self.fits[one] < fit for one in has if one not in fixed)
                wants.append(len(has) < people[pair[side]][0] or leaves)
            if all(wants):
                found.add(pair)
        return found


def pairs_of(solution: Solution) -> set[Pair]:
    """Return the pairs of an answer to a small problem, as numbers."""
    return {(int(one.mentee[1:]), int(one.mentor[1:])) for one in solution.pairings}


def places(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, most).flatmap(lambda c: st.tuples(st.just(c), st.integers(0, c)))


@st.composite
def small_problems(draw: st.DrawFn, *, several: bool = True, promises: bool = True) -> Small:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    pairs = [(i, j) for i in range(n) for j in range(m)]
    listed = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=9, unique=True))
    fits = {pair: draw(st.integers(0, 6)) for pair in listed}
    mentees = [draw(places(2 if several else 1)) if several else (1, 0) for _ in range(n)]
    mentors = [draw(places(3)) for _ in range(m)]
    if not promises:
        mentees, mentors = [(c, 0) for c, _ in mentees], [(c, 0) for c, _ in mentors]
    return Small(fits=fits, mentees=tuple(mentees), mentors=tuple(mentors))


@st.composite
def with_living_pairs(draw: st.DrawFn) -> Small:
    """A small problem with living pairs that have places, and a price for moving them."""
    small = draw(small_problems())
    load = [0] * len(small.mentees), [0] * len(small.mentors)
    living: list[Pair] = []
    for i, j in draw(st.lists(st.sampled_from(sorted(small.fits)), unique=True, max_size=5)):
        if load[0][i] < small.mentees[i][0] and load[1][j] < small.mentors[j][0]:
            living.append((i, j))
            load[0][i] += 1
            load[1][j] += 1
    return replace(small, standing=tuple(living), moving_price=draw(st.sampled_from([0.0, 1.0, 2.5])))
