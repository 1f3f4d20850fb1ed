"""The compiled problem: integers only, so that equal means equal.

A `Blocks` is all that decides an answer. Its fingerprint names it, its plain form is what a certificate keeps.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from greenroom.matching.core.criteria.constraints import Codes, Exclusion, Least, Pairs, Table
from greenroom.matching.core.criteria.features import Bools, Ints


@dataclass(frozen=True)
class Product:
    """Units ``min(mentees[i] @ mentors[j], cap)`` for criterion number ``criterion``; no cap is None."""

    criterion: int
    mentees: Ints
    mentors: Ints
    cap: int | None = None


@dataclass(frozen=True)
class SameCode:
    """``value`` units where the codes are equal; -1 is nobody's code."""

    criterion: int
    mentees: Ints
    mentors: Ints
    value: int


@dataclass(frozen=True)
class Extras:
    """``values`` units at single pairs, in order and each pair at most once, as in all lists of pairs here.

    Every other pair has ``rest`` units.
    """

    criterion: int
    rows: Ints
    columns: Ints
    values: Ints
    rest: int = 0


@dataclass(frozen=True)
class Closeness:
    """Units ``min(max(mentees[i] @ mentors[j] − floor, 0) >> shift, cap)`` of directions in whole numbers.

    Numbers may be negative here. The lengths of any two rows multiply to less than 2**24 (see `likeness`).
    """

    criterion: int
    mentees: Ints
    mentors: Ints
    floor: int
    shift: int
    cap: int

    def bent(self, dots: Ints) -> Ints:
        """Return the units of exact products."""
        steps: Ints = np.maximum(dots - self.floor, 0) >> self.shift
        return np.minimum(steps, self.cap)

    def check(self) -> None:
        """Raise ValueError unless float32 computes all products exactly."""
        lengths = [
            int((side.astype(np.int64) ** 2).sum(axis=1).max(initial=0))
            for side in (self.mentees, self.mentors)
        ]
        sound = 0 <= self.floor < 2**24 and 0 <= self.shift < 48 and 0 <= self.cap < 2**24  # noqa: PLR2004 - float32 and int64
        if not sound or lengths[0] * lengths[1] >= 2**48:
            raise ValueError("The directions of the problem are too long to be exact.")


@dataclass(frozen=True)
class Listed:
    """Every pair but these is ruled out."""

    rows: Ints
    columns: Ints


Term = Product | SameCode | Extras | Closeness
Ruling = Exclusion | Listed

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Product, SameCode, Extras, Closeness, Table, Least, Codes, Pairs, Listed)
}


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """Fits and places of n mentees and m mentors in whole units.

    ``terms`` add up to the units of a pair, each of them ≥ 0 and the sum ≤ ``top``. ``rulings`` are what
    rules a pair out, each with the key of the constraint. ``minimum`` units rule out weaker pairs.
    ``places`` and ``promised`` are (mentees, mentors): how many partners each may have, and was promised.
    ``pins`` are (rows, columns) of the pairs that stand whatever the rest. ``opens_with`` is, for each mentor, the
    least number of partners besides none, where anyone asks for that: 0 and 1 ask for nothing.
    """

    terms: tuple[Term, ...]
    rulings: tuple[tuple[str, Ruling], ...]
    minimum: int | None
    top: int
    places: tuple[Ints, Ints]
    promised: tuple[Ints, Ints]
    pins: tuple[Ints, Ints]
    opens_with: Ints | None = None

    @property
    def n(self) -> int:
        return len(self.places[0])

    @property
    def m(self) -> int:
        return len(self.places[1])

    @property
    def circles(self) -> Ints:
        """The mentors who take so many partners or none."""
        if self.opens_with is None:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero((self.opens_with > 1) & (self.places[1] > 0))

    def free(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return what pins leave: places and promised places of the mentees, then of the mentors."""
        taken = (
            np.bincount(self.pins[0], minlength=self.n),
            np.bincount(self.pins[1], minlength=self.m),
        )
        left, right = (self.places[side] - taken[side] for side in (0, 1))
        low_left, low_right = (np.maximum(self.promised[side] - taken[side], 0) for side in (0, 1))
        return left, low_left, right, low_right

    def units(self, rows: Ints, columns: Ints, *, criterion: int | None = None) -> Ints:
        """Return the units of single pairs (of one criterion, if named), in exact integers."""
        total = np.zeros(len(rows), dtype=np.int64)
        for term in self.terms:
            if criterion is None or term.criterion == criterion:
                total += _units(term, rows, columns, self.m)
        return total

    def ruled_out(self, rows: Ints, columns: Ints) -> dict[str, Bools]:
        """Return for each constraint key which of the pairs it rules out, in exact integers."""
        out: dict[str, Bools] = {}
        for key, ruling in self.rulings:
            mask = _is_out(ruling, rows, columns, self.m)
            out[key] = out[key] | mask if key in out else mask
        if self.minimum is not None:
            out["minimum_fit"] = self.units(rows, columns) < self.minimum
        return out

    def is_out(self, rows: Ints, columns: Ints) -> Bools:
        """Return which of the pairs are ruled out by anything."""
        mask = np.zeros(len(rows), dtype=np.bool_)
        for one in self.ruled_out(rows, columns).values():
            mask |= one
        return mask

    def to_plain(self) -> dict[str, Any]:
        """Return JSON that says it all; arrays are zlib-compressed."""
        circles = {} if self.opens_with is None else {"opens_with": pack(self.opens_with)}
        return circles | {
            "terms": [_packed(term) for term in self.terms],
            "rulings": [[key, _packed(ruling)] for key, ruling in self.rulings],
            "minimum": self.minimum,
            "top": self.top,
            "places": [pack(side) for side in self.places],
            "promised": [pack(side) for side in self.promised],
            "pins": [pack(side) for side in self.pins],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Blocks":
        """Read `to_plain`. Raises ValueError, KeyError or TypeError on anything else."""
        blocks = cls(
            terms=tuple(_unpacked(term) for term in plain["terms"]),
            rulings=tuple((str(key), _unpacked(ruling)) for key, ruling in plain["rulings"]),
            minimum=None if plain["minimum"] is None else int(plain["minimum"]),
            top=int(plain["top"]),
            places=_two(plain["places"]),
            promised=_two(plain["promised"]),
            pins=_two(plain["pins"]),
            opens_with=unpack(plain["opens_with"]) if "opens_with" in plain else None,
        )
        blocks.check()
        return blocks

    def check(self) -> None:
        """Raise ValueError unless the shapes fit together and no term can exceed ``top``."""
        n, m = self.n, self.m
        bound = np.zeros(n, dtype=np.int64)
        for term in self.terms:
            if isinstance(term, Extras):
                _sorted_within(term.rows, n, term.columns, m)
                largest: Ints = np.zeros(n, dtype=np.int64)
                np.maximum.at(largest, term.rows, term.values)
                largest = np.maximum(largest, term.rest)
                low = min(int(term.values.min(initial=0)), term.rest)
            else:
                _lengths(term.mentees, n, term.mentors, m)
                if isinstance(term, Closeness):
                    term.check()
                largest, low = _largest(term)
            if low < 0:
                raise ValueError("A term of the problem is negative.")
            bound = bound + largest
        if int(bound.max(initial=0)) > 2**52 or self.top > 2**52 or self.top < 0:
            raise ValueError("The numbers of the problem are too large to be exact.")
        for _, ruling in self.rulings:
            if isinstance(ruling, Pairs | Listed):
                _sorted_within(ruling.rows, n, ruling.columns, m)
            elif isinstance(ruling, Table):
                _lengths(ruling.rows, n, ruling.columns, m)
                _within(ruling.rows, ruling.table.shape[0])
                _within(ruling.columns, ruling.table.shape[1])
            else:
                _lengths(ruling.mentees, n, ruling.mentors, m)
        _within(self.pins[0], n)
        _within(self.pins[1], m)
        if self.opens_with is not None and self.opens_with.shape != (m,):
            raise ValueError("The circles of the problem do not fit its mentors.")

    def fingerprint(self) -> str:
        """Return the SHA-256 of the problem, in hexadecimal."""
        digest = hashlib.sha256(b"greenroom matching problem 1\n")
        _feed(digest, [self.minimum, self.top])
        for array in (*self.places, *self.promised, *self.pins):
            _feed_array(digest, array)
        if self.opens_with is not None:
            _feed(digest, ["opens_with"])
            _feed_array(digest, self.opens_with)
        for label, part in [("", term) for term in self.terms] + list(self.rulings):
            _feed(digest, [label, type(part).__name__])
            for name, value in sorted(vars(part).items()):
                _feed(digest, [name])
                if isinstance(value, np.ndarray):
                    _feed_array(digest, value)
                else:
                    _feed(digest, [value])
        return digest.hexdigest()


def _largest(term: Product | SameCode | Closeness) -> tuple[Ints, int]:
    if isinstance(term, Closeness):
        return np.full(len(term.mentees), term.cap, dtype=np.int64), 0
    if isinstance(term, SameCode):
        return np.full(len(term.mentees), term.value, dtype=np.int64), term.value
    column = term.mentors.max(axis=0, initial=0).astype(np.int64)
    reach = term.mentees.astype(np.int64) @ column
    low = min(int(term.mentees.min(initial=0)), int(term.mentors.min(initial=0)))
    return (reach if term.cap is None else np.minimum(reach, term.cap)), low


def _units(term: Term, rows: Ints, columns: Ints, m: int) -> Ints:
    if isinstance(term, SameCode):
        left, right = term.mentees[rows], term.mentors[columns]
        return np.where((left == right) & (left >= 0), term.value, 0).astype(np.int64)
    if isinstance(term, Extras):
        found, place = _find(term.rows * m + term.columns, rows * m + columns)
        values = np.full(len(rows), term.rest, dtype=np.int64)
        values[found] = term.values[place]
        return values
    total = _dots(term.mentees, term.mentors, rows, columns)
    if isinstance(term, Closeness):
        return term.bent(total)
    return total if term.cap is None else np.minimum(total, term.cap)


def _dots(left: Ints, right: Ints, rows: Ints, columns: Ints) -> Ints:
    total = np.empty(len(rows), dtype=np.int64)
    for start in range(0, len(rows), 65536):
        part = slice(start, start + 65536)
        total[part] = np.einsum(
            "ij,ij->i", left[rows[part]].astype(np.int64), right[columns[part]].astype(np.int64)
        )
    return total


def _is_out(ruling: Ruling, rows: Ints, columns: Ints, m: int) -> Bools:
    if isinstance(ruling, Table):
        mask: Bools = ruling.table[ruling.rows[rows], ruling.columns[columns]]
        return mask
    if isinstance(ruling, Least):
        return _dots(ruling.mentees, ruling.mentors, rows, columns) < ruling.least
    if isinstance(ruling, Codes):
        left, right = ruling.mentees[rows], ruling.mentors[columns]
        both: Bools = (left >= 0) & (right >= 0)
        alike: Bools = left == right
        return both & (alike if ruling.equal else ~alike)
    found, _ = _find(ruling.rows * m + ruling.columns, rows * m + columns)
    mask = np.zeros(len(rows), dtype=np.bool_)
    mask[found] = True
    return ~mask if isinstance(ruling, Listed) else mask


def _find(known: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return where ``wanted`` is in ``known``, which is sorted: places in wanted, places in known."""
    if not len(known):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found = np.flatnonzero(known[place] == wanted)
    return found, place[found]


def pack(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return an integer or boolean array as JSON."""
    small = array.astype(np.int64)
    for kind in ("<i1", "<i2", "<i4"):
        info = np.iinfo(kind)
        if not small.size or (small.min() >= info.min and small.max() <= info.max):
            small = small.astype(kind)
            break
    data = base64.b64encode(zlib.compress(small.tobytes(), 6)).decode("ascii")
    return {"type": small.dtype.str, "shape": list(array.shape), "zlib": data}


def unpack(plain: Mapping[str, Any], *, most: int = 2**31) -> Ints:
    """Read `pack`, refusing what would unfold to more than ``most`` bytes."""
    kind = np.dtype(str(plain["type"]))
    shape = tuple(int(size) for size in plain["shape"])
    size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    if kind.kind != "i" or any(one < 0 for one in shape) or size > most:
        raise ValueError("An array of the certificate is no array of integers, or too large.")
    packed = base64.b64decode(str(plain["zlib"]), validate=True)
    try:
        data = zlib.decompressobj().decompress(packed, size + 1)
    except zlib.error as error:
        raise ValueError("An array of the certificate is damaged.") from error
    if len(data) != size:
        raise ValueError("An array of the certificate has another size than it says.")
    return np.frombuffer(data, dtype=kind).reshape(shape).astype(np.int64)


def _packed(part: Term | Ruling) -> dict[str, Any]:
    plain: dict[str, Any] = {"is": type(part).__name__}
    for name, value in vars(part).items():
        plain[name] = pack(value) if isinstance(value, np.ndarray) else value
    return plain


def _unpacked(plain: Mapping[str, Any]) -> Any:
    kind = _KINDS[plain["is"]]
    values: dict[str, Any] = {}
    for name, value in plain.items():
        if name == "is":
            continue
        if isinstance(value, Mapping):
            values[name] = unpack(value)
        elif value is None or isinstance(value, bool):
            values[name] = value
        else:
            values[name] = int(value)
    if kind is Table:
        values["table"] = values["table"].astype(np.bool_)
    return kind(**values)


def _two(plain: Sequence[Mapping[str, Any]]) -> tuple[Ints, Ints]:
    left, right = plain
    return unpack(left), unpack(right)


def _within(index: Ints, size: int) -> None:
    if index.ndim != 1 or (len(index) and (index.min() < 0 or index.max() >= size)):
        raise ValueError("The problem speaks of people who are not in it.")


def _sorted_within(rows: Ints, n: int, columns: Ints, m: int) -> None:
    _within(rows, n)
    _within(columns, m)
    if rows.shape != columns.shape or (np.diff(rows * m + columns) <= 0).any():
        raise ValueError("The single pairs of the problem are not in order, each once.")


def _lengths(left: Ints, n: int, right: Ints, m: int) -> None:
    if len(left) != n or len(right) != m or left.shape[1:] != right.shape[1:]:
        raise ValueError("The blocks of the problem do not fit its people.")


def _feed(digest: Any, values: list[Any]) -> None:
    digest.update(json.dumps(values, sort_keys=True).encode() + b"\n")


def _feed_array(digest: Any, array: np.ndarray[Any, Any]) -> None:
    _feed(digest, [list(array.shape)])
    digest.update(np.ascontiguousarray(array, dtype="<i4" if _fits_four(array) else "<i8").tobytes())


def _fits_four(array: np.ndarray[Any, Any]) -> bool:
    return not array.size or (int(array.min()) >= -(2**31) and int(array.max()) < 2**31)
