"""What the coordinator asks for: criteria (should), constraints (must), pins and forbidden pairs.

Rules are plain data. They travel as JSON (`Rules.to_dict`, `Rules.from_dict`) and are written by hand as
TOML (`rules_from_toml`):

>>> rules = rules_from_toml('''
... [[criteria]]
... kind = "skills"
... mentee = "wants to learn"
... mentor = "can teach"
... weight = 30
...
... [[constraints]]
... kind = "different"
... mentee = "employer"
...
... [[pins]]
... mentee = "ben@example.org"
... mentor = "ada@example.org"
... ''')
>>> rules.criteria[0].key, rules.criteria[0].weight, rules.constraints[0].mentor_answer
('wants_to_learn', 30.0, 'employer')
>>> Rules.from_dict(rules.to_dict()) == rules
True
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

DEFAULT_NEUTRAL: Final = 0.5
"""The score of a pair on a criterion that one of the two has not answered."""


class BadRules(ValueError):
    """The rules cannot be read. ``faults`` has one sentence for each thing to mend."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """Something a good pair should have, with a weight; each kind of it scores a pair in [0, 1].

    ``mentee_answer`` and ``mentor_answer`` name the answers that are compared. A pair in which one of the
    two has not answered scores ``missing``. ``mentor_weight`` is what it counts for in the mentor's own ranking
    (None: the same as ``weight``); the fit of a pair is the mean of the two sides. A ``private`` criterion counts like any other, and its
    reasons are shown to the coordinator alone. ``options`` belong to the kind (see
    `criteria.CRITERION_KINDS`).
    """

    key: str
    kind: str
    weight: float
    mentee_answer: str = ""
    mentor_answer: str = ""
    label: str = ""
    missing: float = DEFAULT_NEUTRAL
    private: bool = False
    mentor_weight: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weights(self) -> tuple[float, float]:
        """What it counts for on the mentee's side, and on the mentor's."""
        return self.weight, self.weight if self.mentor_weight is None else self.mentor_weight


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """Something a pair must have. Pairs that break it are ruled out.

    ``missing`` says what an empty answer does: ``"allow"`` holds it against nobody, ``"refuse"`` rules
    the pair out. ``options`` belong to the kind (see `constraints.CONSTRAINT_KINDS`).
    """

    key: str
    kind: str
    mentee_answer: str = ""
    mentor_answer: str = ""
    label: str = ""
    missing: Literal["allow", "refuse"] = "allow"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pin:
    """These two are paired whatever the totals say; ``despite_rules`` even where a constraint rules them out."""

    mentee: str
    mentor: str
    despite_rules: bool = False


@dataclass(frozen=True, kw_only=True)
class Forbid:
    """These two are never paired."""

    mentee: str
    mentor: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """These two are a living pair already: the bond stays unless the policy ``rematch`` may move it."""

    mentee: str
    mentor: str


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything that decides a match besides the people. ``minimum_fit`` rules out weaker pairs.

    ``standing`` are living pairs among these people. ``moving_price`` is what the whole must gain, in fit, for
    each of them that ends under the policy ``rematch``; None is no price at all: they do not move.
    """

    criteria: Sequence[Criterion] = ()
    constraints: Sequence[Constraint] = ()
    pins: Sequence[Pin] = ()
    forbids: Sequence[Forbid] = ()
    minimum_fit: float | None = None
    standing: Sequence[Standing] = ()
    moving_price: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON, in the same words as the TOML file."""
        plain: dict[str, Any] = {
            "criteria": [_plain_criterion(criterion) for criterion in self.criteria],
            "constraints": [_plain_constraint(constraint) for constraint in self.constraints],
            "pins": [
                {"mentee": pin.mentee, "mentor": pin.mentor}
                | ({"despite_rules": True} if pin.despite_rules else {})
                for pin in self.pins
            ],
            "forbids": [{"mentee": forbid.mentee, "mentor": forbid.mentor} for forbid in self.forbids],
        }
        if self.standing:
            plain["standing"] = [{"mentee": one.mentee, "mentor": one.mentor} for one in self.standing]
        for name in ("minimum_fit", "moving_price"):
            if getattr(self, name) is not None:
                plain[name] = getattr(self, name)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Rules":
        """Read what `to_dict` wrote or a person typed. Raises `BadRules` with every fault."""
        return _Reader(plain).rules()


def rules_from_toml(text: str) -> Rules:
    """Read a criteria file. Raises `BadRules` with every fault."""
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRules([f"The criteria file is not valid TOML: {error}."]) from error
    return Rules.from_dict(plain)


def slug(text: str) -> str:
    """Turn a label or a column title into a short key.

    >>> slug("Years of experience (approx.)")
    'years_of_experience_approx'
    """
    return re.sub(r"\W+", "_", text.strip().lower()).strip("_")


def _plain_criterion(criterion: Criterion) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "key": criterion.key,
        "kind": criterion.kind,
        "weight": criterion.weight,
        "mentee": criterion.mentee_answer,
        "mentor": criterion.mentor_answer,
        "label": criterion.label,
        "missing": criterion.missing,
    }
    if criterion.private:
        plain["private"] = True
    if criterion.mentor_weight is not None:
        plain["mentor_weight"] = criterion.mentor_weight
    return plain | dict(criterion.options)


def _plain_constraint(constraint: Constraint) -> dict[str, Any]:
    return {
        "key": constraint.key,
        "kind": constraint.kind,
        "mentee": constraint.mentee_answer,
        "mentor": constraint.mentor_answer,
        "label": constraint.label,
        "missing": constraint.missing,
    } | dict(constraint.options)


class _Reader:
    """Reads plain rules and gathers every fault before it gives up."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        self.faults: list[str] = []
        self.keys: set[str] = set()

    def rules(self) -> Rules:
        known = {"criteria", "constraints", "pins", "forbids", "standing", "minimum_fit", "moving_price"}
        for name in sorted(set(self.plain) - known):
            self.faults.append(f"“{name}” is not part of the rules. Known are {', '.join(sorted(known))}.")
        criteria = [self.criterion(row, f"Criterion {n}") for n, row in self.rows("criteria")]
        constraints = [self.constraint(row, f"Constraint {n}") for n, row in self.rows("constraints")]
        pins = [
            Pin(**self.pair(row, f"Pin {n}"), despite_rules=row.get("despite_rules") is True)
            for n, row in self.rows("pins")
        ]
        forbids = [Forbid(**self.pair(row, f"Forbidden pair {n}")) for n, row in self.rows("forbids")]
        standing = [Standing(**self.pair(row, f"Standing pair {n}")) for n, row in self.rows("standing")]
        minimum_fit = self.number_or_none("minimum_fit", low=-1e9)
        moving_price = self.number_or_none("moving_price", low=0)
        if self.faults:
            raise BadRules(self.faults)
        return Rules(
            criteria=tuple(criteria),
            constraints=tuple(constraints),
            pins=tuple(pins),
            forbids=tuple(forbids),
            minimum_fit=minimum_fit,
            standing=tuple(standing),
            moving_price=moving_price,
        )

    def rows(self, name: str) -> list[tuple[int, Mapping[str, Any]]]:
        rows = self.plain.get(name, [])
        if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
            self.faults.append(f"`{name}` must be a list of tables ([[{name}]]).")
            return []
        return list(enumerate(rows, start=1))

    def criterion(self, row: Mapping[str, Any], where: str) -> Criterion:
        rest = dict(row)
        kind = self.text(rest.pop("kind", ""), f"{where}: `kind`")
        mentee, mentor = self.answers(rest, where)
        label = self.text(rest.pop("label", ""), f"{where}: `label`")
        theirs = rest.pop("mentor_weight", None)
        if theirs is not None:
            theirs = self.number(theirs, f"{where}: `mentor_weight`", low=0, high=1e6)
        return Criterion(
            key=self.key(rest.pop("key", "") or slug(label or mentee or kind), where),
            kind=kind,
            weight=self.number(rest.pop("weight", 1), f"{where}: `weight`", low=0, high=1e6),
            mentee_answer=mentee,
            mentor_answer=mentor,
            label=label,
            missing=self.number(rest.pop("missing", DEFAULT_NEUTRAL), f"{where}: `missing`", low=0, high=1),
            private=rest.pop("private", False) is True,
            mentor_weight=theirs,
            options=rest,
        )

    def constraint(self, row: Mapping[str, Any], where: str) -> Constraint:
        rest = dict(row)
        kind = self.text(rest.pop("kind", ""), f"{where}: `kind`")
        mentee, mentor = self.answers(rest, where)
        label = self.text(rest.pop("label", ""), f"{where}: `label`")
        missing = rest.pop("missing", "allow")
        if missing not in {"allow", "refuse"}:
            self.faults.append(f"{where}: `missing` must be “allow” or “refuse”. Got {missing!r}.")
        return Constraint(
            key=self.key(rest.pop("key", "") or "must_" + slug(label or f"{kind} {mentee}"), where),
            kind=kind,
            mentee_answer=mentee,
            mentor_answer=mentor,
            label=label,
            missing="refuse" if missing == "refuse" else "allow",
            options=rest,
        )

    def answers(self, rest: dict[str, Any], where: str) -> tuple[str, str]:
        mentee = self.text(rest.pop("mentee", ""), f"{where}: `mentee`")
        mentor = self.text(rest.pop("mentor", ""), f"{where}: `mentor`")
        return mentee or mentor, mentor or mentee

    def pair(self, row: Mapping[str, Any], where: str) -> dict[str, str]:
        pair = {side: self.text(row.get(side, ""), f"{where}: `{side}`") for side in ("mentee", "mentor")}
        if not all(pair.values()):
            self.faults.append(f"{where} must name a `mentee` and a `mentor`.")
        return pair

    def key(self, key: Any, where: str) -> str:
        wanted = self.text(key, f"{where}: `key`")
        unique, n = wanted, 2
        while unique in self.keys:
            unique, n = f"{wanted}_{n}", n + 1
        self.keys.add(unique)
        return unique

    def text(self, value: Any, what: str) -> str:
        if not isinstance(value, str):
            self.faults.append(f"{what} must be a text. Got {value!r}.")
            return ""
        return value.strip()

    def number_or_none(self, name: str, *, low: float) -> float | None:
        value = self.plain.get(name)
        return None if value is None else self.number(value, f"`{name}`", low=low, high=1e9)

    def number(self, value: Any, what: str, *, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.faults.append(f"{what} must be a number in [{low:g}, {high:g}]. Got {value!r}.")
            return low
        return float(value)
