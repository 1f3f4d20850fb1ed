"""An answer: who meets whom, who is left, and the prices that prove it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from greenroom.matching.core.compiled.circle_trees import CircleTree


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Two people proposed together; ``units`` is the exact fit. ``is_standing`` is a living pair that stays."""

    mentee: str
    mentor: str
    fit: float
    units: int
    is_pinned: bool = False
    is_standing: bool = False


@dataclass(frozen=True, kw_only=True)
class UnmetMinimum:
    """A promise of at least so many partners that cannot be kept, and why.

    Together the people of ``group`` (all on the same side) were promised more partners than the
    ``group_eligible`` people that they may be paired with can be. ``because_of_circles`` says that no such group
    is why (it is empty then): more people are matched with other circles open.
    """

    key: str
    side: str
    promised: int
    got: int
    eligible: int
    group: tuple[str, ...]
    group_eligible: int
    because_of_circles: bool = False


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A living pair that ends, since the whole gains more than the price; ``units`` is its exact fit."""

    mentee: str
    mentor: str
    fit: float
    units: int


@dataclass(frozen=True, kw_only=True)
class LevelPrices:
    """Prices that prove one level of a leximin answer, as in `Proof`: mentees', mentors'."""

    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What proves an answer best, in units, people in the problem's order.

    ``left`` and ``right`` are prices; ``left_out`` is what leaving a place empty costs and ``promise`` what an
    unkept promise does. ``cuts`` are the people reached on both sides, for each count that is claimed greatest.

    Fairest: the prices are for pairs of ``minimum`` units or more, ``barrier`` is the cut (its name, people on both
    sides) that holds for pairs of one unit more, and ``levels`` are the prices of a leximin answer, lowest first.
    Re-match: ``movable`` (rows, columns) are the living pairs that may end, ``bonus`` the units that each of them
    counts for besides its fit while it stays, ``still`` the pairs besides pins and living ones if none ends.
    Stable: there are no prices; the proof is a pass over all pairs.
    """

    left_out: int
    promise: int
    left: tuple[int, ...]
    right: tuple[int, ...]
    cuts: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]
    minimum: int | None = None
    barrier: tuple[str, tuple[int, ...], tuple[int, ...]] | None = None
    levels: tuple[LevelPrices, ...] = ()
    movable: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    bonus: int = 0
    still: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Proof":
        """Read plain JSON. An older one lacks what only newer policies need."""
        more = dict(plain)
        for name in ("left", "right"):
            more[name] = tuple(plain[name])
        more["cuts"] = {name: _two(cut) for name, cut in dict(plain["cuts"]).items()}
        if plain.get("barrier") is not None:
            name, left, right = plain["barrier"]
            more["barrier"] = name, tuple(left), tuple(right)
        more["levels"] = tuple(
            LevelPrices(left=tuple(one["left"]), right=tuple(one["right"])) for one in plain.get("levels", ())
        )
        for name in ("movable", "still"):
            more[name] = _two(plain.get(name, ((), ())))
        return cls(**more)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """An answer: who meets whom, who is left, and the prices that prove it.

    ``matched`` counts mentees with a mentor. ``total`` is the sum of fits, ``total_units`` the same exactly.
    ``free_places`` has each mentor with places left. ``circles`` is there where some mentor takes so many or none.

    ``bottleneck`` is the highest lowest fit there is among pairs that were chosen (not pinned, not living), under
    the policy ``fairest``; ``is_leximin`` says that the next lowest were lifted too, one after the other. ``moved``
    are the living pairs that end under ``rematch``, and ``gained`` what the total is more than if none did.
    """

    fingerprint: str
    policy: str
    seed: int
    pairings: tuple[Pairing, ...]
    unmatched: tuple[str, ...]
    free_places: Mapping[str, int]
    unmet_minimums: tuple[UnmetMinimum, ...]
    matched: int
    total: float
    total_units: int
    rounds: int
    proof: Proof = field(repr=False)
    circles: CircleTree | None = field(default=None, repr=False)
    is_leximin: bool = False
    bottleneck: float | None = None
    moved: tuple[Moved, ...] = ()
    gained: float = 0.0

    @property
    def lowest(self) -> float | None:
        """The fit of the worst-off pair, pinned and living ones too; None where there is no pair."""
        return min((pairing.fit for pairing in self.pairings), default=None)

    def mentor_of(self, mentee: str) -> tuple[Pairing, ...]:
        """Return the mentee's pairings."""
        return tuple(pairing for pairing in self.pairings if pairing.mentee == mentee)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Solution":
        """Read what `to_dict` wrote."""
        minimums = [UnmetMinimum(**(one | {"group": tuple(one["group"])})) for one in plain["unmet_minimums"]]
        return cls(
            **(
                dict(plain)
                | {
                    "pairings": tuple(Pairing(**one) for one in plain["pairings"]),
                    "unmatched": tuple(plain["unmatched"]),
                    "free_places": dict(plain["free_places"]),
                    "unmet_minimums": tuple(minimums),
                    "proof": Proof.from_dict(plain["proof"]),
                    "moved": tuple(Moved(**one) for one in plain.get("moved", ())),
                    "circles": _circles(plain.get("circles")),
                }
            )
        )


def _circles(plain: Mapping[str, Any] | None) -> CircleTree | None:
    if plain is None:
        return None
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list | tuple)}
    return CircleTree(**(dict(plain) | lists))


def _two(pair: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    left, right = pair
    return tuple(left), tuple(right)
