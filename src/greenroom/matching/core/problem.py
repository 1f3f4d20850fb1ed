"""A problem: people and rules, compiled to integers once, with every fault found before anything is solved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np

from greenroom.matching.core.blocks import Blocks, Extras, Listed, Product, SameCode, Term
from greenroom.matching.core.constraints import (
    BUILT_IN_LABELS,
    CONSTRAINT_KINDS,
    Exclusion,
    Pairs,
    Table,
    option_names,
)
from greenroom.matching.core.criteria import CRITERION_KINDS
from greenroom.matching.core.features import BadAnswer, BadOption, Features, Ints
from greenroom.matching.core.people import MAX_CAPACITY, Participant
from greenroom.matching.core.rules import Constraint, Criterion, Rules
from greenroom.matching.core.tiles import Tiles

SCALE: Final = 1_000_000
"""A fit of 1 is a million units: fits are whole millionths, rounded down criterion by criterion."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that keeps a problem from being solved.

    ``who`` names the person (or the rule) it concerns, "" for the problem as a whole; ``what`` says what is
    wrong and ``remedy`` what to do. ``side`` is "mentees", "mentors" or "rules".
    """

    code: str
    who: str
    what: str
    remedy: str
    side: str = "rules"

    def __str__(self) -> str:
        return f"{self.who}: {self.what} {self.remedy}" if self.who else f"{self.what} {self.remedy}"


class InvalidProblem(ValueError):
    """The problem cannot be solved as it stands. ``faults`` has every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """People and rules, compiled. People are sorted by key, so the order of a file changes nothing.

    ``blocks`` is the integer problem. A fit in people's terms is ``zero + units * unit`` (as fractions).
    ``notes`` are sentences about what was found odd and let pass.
    """

    mentees: tuple[Participant, ...]
    mentors: tuple[Participant, ...]
    rules: Rules
    blocks: Blocks
    weights: tuple[int, ...]
    unit: Fraction = Fraction(1, SCALE)
    zero: Fraction = Fraction(0)
    notes: tuple[str, ...] = field(default=())

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
        return float(self.zero * pairs + units * self.unit)

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
        for rule in (*self.rules.criteria, *self.rules.constraints):
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


def compile_problem(mentees: Iterable[Participant], mentors: Iterable[Participant], rules: Rules) -> Problem:
    """Compile people and rules. Raises `InvalidProblem` with every fault at once."""
    left = tuple(sorted(mentees, key=lambda person: person.key))
    right = tuple(sorted(mentors, key=lambda person: person.key))
    check = _Compiler(left, right, rules)
    terms, weights = check.terms()
    rulings = check.rulings()
    minimum = None if rules.minimum_fit is None else round(rules.minimum_fit * SCALE)
    return check.problem(
        terms=terms, rulings=rulings, minimum=minimum, top=SCALE, weights=weights, unit=Fraction(1, SCALE)
    )


def compile_fits(
    fits: Iterable[tuple[str, str, Fraction | float]],
    *,
    mentees: Iterable[Participant],
    mentors: Iterable[Participant],
    rules: Rules | None = None,
) -> Problem:
    """Compile fits that someone has already: any numbers; a pair without one is not allowed.

    Fits whose steps are even (whole numbers, cents) stay exact; others are rounded to a billionth of their
    range. Of the rules only pins, forbidden pairs, constraints and ``minimum_fit`` (in the fits' own terms)
    count. Raises `InvalidProblem`.
    """
    rules = rules or Rules()
    left = tuple(sorted(mentees, key=lambda person: person.key))
    right = tuple(sorted(mentors, key=lambda person: person.key))
    check = _Compiler(left, right, rules, given=True)
    found: dict[tuple[int, int], Fraction] = {}
    for mentee, mentor, fit in fits:
        if mentee not in check.row or mentor not in check.column:
            check.fault(
                "unknown_person",
                f"{mentee} and {mentor}",
                "a fit is given for someone unknown.",
                "Add the person.",
            )
        elif isinstance(fit, float) and not np.isfinite(fit):
            check.fault(
                "bad_fit", f"{mentee} and {mentor}", f"a fit must be a number. Got {fit}.", "Correct it."
            )
        elif (check.row[mentee], check.column[mentor]) in found:
            check.fault(
                "duplicate_pair", f"{mentee} and {mentor}", "two fits are given for this pair.", "Keep one."
            )
        else:
            found[check.row[mentee], check.column[mentor]] = Fraction(fit)
    zero, unit = scale_of(list(found.values()))
    places = sorted(found)
    rows = np.array([i for i, _ in places], dtype=np.int64)
    columns = np.array([j for _, j in places], dtype=np.int64)
    values = np.array([round((found[place] - zero) / unit) for place in places], dtype=np.int64)
    minimum = None
    if rules.minimum_fit is not None:
        minimum = max(0, -int(-(Fraction(rules.minimum_fit) - zero) // unit))
    return check.problem(
        terms=[Extras(0, rows, columns, values)],
        rulings=[("not_listed", Listed(rows, columns)), *check.rulings()],
        minimum=minimum,
        top=int(values.max(initial=0)),
        weights=(int(values.max(initial=0)),),
        unit=unit,
        zero=zero,
    )


def scale_of(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Return (lowest value, unit) so that every value is the lowest plus a whole number of units.

    Where no unit of at least a billionth of the range does it, the unit is that billionth.

    >>> scale_of([Fraction(1, 2), Fraction(3), Fraction(-1)])
    (Fraction(-1, 1), Fraction(1, 2))
    """
    if not values:
        return Fraction(0), Fraction(1)
    low, high = min(values), max(values)
    least = (high - low) / 1_000_000_000
    unit = Fraction(0)
    for value in set(values):
        unit = _common_step(unit, value - low)
        if unit and unit < least:
            return low, least
    return low, unit or Fraction(1)


def _common_step(one: Fraction, two: Fraction) -> Fraction:
    while two:
        one, two = two, one % two
    return one


class _Compiler:
    """Compiles and gathers faults."""

    def __init__(
        self,
        mentees: Sequence[Participant],
        mentors: Sequence[Participant],
        rules: Rules,
        *,
        given: bool = False,
    ) -> None:
        self.mentees, self.mentors, self.rules, self.given = mentees, mentors, rules, given
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.row = {person.key: i for i, person in enumerate(mentees)}
        self.column = {person.key: j for j, person in enumerate(mentors)}
        self.check_side("mentees", mentees)
        self.check_side("mentors", mentors)

    def fault(self, code: str, who: str, what: str, remedy: str, *, side: str = "rules") -> None:
        fault = Fault(code=code, who=who, what=what, remedy=remedy, side=side)
        if fault not in self.faults[-200:]:
            self.faults.append(fault)

    def check_side(self, side: str, people: Sequence[Participant]) -> None:
        if not people:
            self.fault(f"no_{side}", "", f"There are no {side}.", f"Add {side} before matching.", side=side)
        seen: set[str] = set()
        for person in people:
            if not person.key.strip():
                self.fault(
                    "no_key", person.called, "a person has no key.", "Give each person a key.", side=side
                )
            if person.key in seen:
                self.fault(
                    "duplicate_key",
                    person.key,
                    f"is listed twice among the {side}.",
                    "Keep one of them.",
                    side=side,
                )
            seen.add(person.key)
            self.check_places(side, person)
        if people and not any(_is_whole(one.capacity) and one.capacity > 0 for one in people):
            self.fault(
                f"no_places_{side}",
                "",
                f"None of the {side} has a place.",
                "Give someone a capacity of 1.",
                side=side,
            )

    def check_places(self, side: str, person: Participant) -> None:
        who = person.called
        if not _is_whole(person.capacity) or not 0 <= person.capacity <= MAX_CAPACITY:
            what = (
                f"`capacity` of Participant must be an int in [0, {MAX_CAPACITY}]. Got {person.capacity!r}."
            )
            self.fault("capacity", who, what, "Correct the number of places.", side=side)
        elif not _is_whole(person.minimum) or not 0 <= person.minimum <= person.capacity:
            what = (
                f"`minimum` of Participant must be an int in [0, {person.capacity}]. Got {person.minimum!r}."
            )
            self.fault("minimum", who, what, "Promise no more partners than there are places.", side=side)

    def terms(self) -> tuple[list[Term], tuple[int, ...]]:
        criteria = self.rules.criteria
        total = sum(criterion.weight for criterion in criteria)
        if not criteria:
            self.fault("no_criteria", "", "There are no criteria.", "Add one, so that pairs can be compared.")
        elif any(not (0 <= criterion.weight < float("inf")) for criterion in criteria):
            self.fault("weight", "", "A weight is negative or no number.", "Weights are 0 or more.")
            return [], ()
        elif total <= 0:
            self.fault(
                "weights_zero", "", "All weights are zero.", "Give at least one criterion some weight."
            )
        weights = _apportioned([criterion.weight for criterion in criteria])
        terms: list[Term] = []
        for number, (criterion, units) in enumerate(zip(criteria, weights, strict=True)):
            features = self.features(criterion)
            if features is not None and units:
                terms.extend(_whole_terms(number, features, units))
        return terms, tuple(weights)

    def features(self, criterion: Criterion) -> Features | None:
        kind = CRITERION_KINDS.get(criterion.kind)
        if kind is None:
            known = ", ".join(CRITERION_KINDS)
            self.fault(
                "unknown_kind",
                label_of(criterion),
                f"there is no kind “{criterion.kind}”.",
                f"Known: {known}.",
            )
            return None
        if not 0 <= criterion.missing <= 1:
            what = f"`missing` of Criterion must be a number in [0, 1]. Got {criterion.missing!r}."
            self.fault("missing", label_of(criterion), what, "Use 0.5 for a neutral score.")
            return None
        if not self.is_sound(criterion, kind) or (kind.needs_answers and not self.is_answered(criterion)):
            return None
        try:
            return kind.features(self.mentees, self.mentors, criterion)
        except (BadAnswer, BadOption) as error:
            self.explain(criterion, error)
            return None

    def rulings(self) -> list[tuple[str, Exclusion | Listed]]:
        found: list[tuple[str, Exclusion | Listed]] = []
        for constraint in self.rules.constraints:
            kind = CONSTRAINT_KINDS.get(constraint.kind)
            if kind is None:
                known = ", ".join(CONSTRAINT_KINDS)
                what = f"there is no kind “{constraint.kind}”."
                self.fault("unknown_kind", label_of(constraint), what, f"Known: {known}.")
                continue
            if not self.is_sound(constraint, kind) or not self.is_answered(constraint):
                continue
            try:
                found += [
                    (constraint.key, one) for one in kind.exclusions(self.mentees, self.mentors, constraint)
                ]
            except (BadAnswer, BadOption) as error:
                self.explain(constraint, error)
        return found

    def explain(self, rule: Criterion | Constraint, error: BadAnswer | BadOption) -> None:
        if isinstance(error, BadOption):
            self.fault("bad_option", label_of(rule), str(error), "Correct the rule.")
            return
        readable = {type(error)}
        people = [("mentees", person) for person in self.mentees] + [("mentors", one) for one in self.mentors]
        for side, person in people:  # one at a time, so that each faulty answer is told
            kinds: Mapping[str, Any] = CRITERION_KINDS if isinstance(rule, Criterion) else CONSTRAINT_KINDS
            build = kinds[rule.kind].features if isinstance(rule, Criterion) else kinds[rule.kind].exclusions
            alone = ([person], []) if side == "mentees" else ([], [person])
            try:
                build(*alone, rule)
            except BadAnswer as fault:
                self.fault("bad_answer", fault.who.called, fault.what, fault.remedy, side=side)
                readable.discard(type(error))
        if readable:
            self.fault("bad_answer", error.who.called, error.what, error.remedy)

    def is_sound(self, rule: Criterion | Constraint, kind: Any) -> bool:
        unknown = sorted(set(rule.options) - option_names(kind))
        for name in unknown:
            known = ", ".join(f"`{one}`" for one in sorted(option_names(kind))) or "none"
            self.fault("unknown_option", label_of(rule), f"`{name}` is no option of it.", f"Known: {known}.")
        return not unknown

    def is_answered(self, rule: Criterion | Constraint) -> bool:
        if not rule.mentee_answer or not rule.mentor_answer:
            self.fault(
                "no_answer_named", label_of(rule), "it does not say which answers it compares.", "Name them."
            )
            return False
        for people, name in ((self.mentees, rule.mentee_answer), (self.mentors, rule.mentor_answer)):
            if people and not any(name in person.answers for person in people):
                side = "mentee" if people is self.mentees else "mentor"
                self.notes.append(f"{label_of(rule)}: no {side} has answered “{name}”.")
        return True

    def problem(
        self,
        *,
        terms: Sequence[Term],
        rulings: Sequence[tuple[str, Exclusion | Listed]],
        minimum: int | None,
        top: int,
        weights: tuple[int, ...],
        unit: Fraction,
        zero: Fraction = Fraction(0),
    ) -> Problem:
        pins = self.pins()
        if self.faults:
            raise InvalidProblem(self.faults)
        mentee_low = np.array([person.minimum for person in self.mentees], dtype=np.int64)
        mentee_high = np.array([person.capacity for person in self.mentees], dtype=np.int64)
        if mentee_high.max(initial=0) > 1:  # a first mentor for everyone before anyone has a second
            mentee_low = np.maximum(mentee_low, np.minimum(mentee_high, 1))
        blocks = Blocks(
            terms=tuple(terms),
            rulings=(*self.built_in(), *rulings),
            minimum=minimum,
            top=top,
            places=(mentee_high, np.array([person.capacity for person in self.mentors], dtype=np.int64)),
            promised=(mentee_low, np.array([person.minimum for person in self.mentors], dtype=np.int64)),
            pins=pins,
        )
        problem = Problem(
            mentees=tuple(self.mentees),
            mentors=tuple(self.mentors),
            rules=self.rules,
            blocks=blocks,
            weights=weights,
            unit=unit,
            zero=zero,
            notes=tuple(self.notes),
        )
        self.check_pins(problem)
        self.check_hope(problem)
        if self.faults:
            raise InvalidProblem(self.faults)
        return problem

    def built_in(self) -> list[tuple[str, Exclusion]]:
        rulings: list[tuple[str, Exclusion]] = []
        away = [
            np.array([not one.capacity for one in side], dtype=np.int64)
            for side in (self.mentees, self.mentors)
        ]
        if away[0].any() or away[1].any():
            rulings.append(("capacity", Table(np.array([[False, True], [True, True]]), away[0], away[1])))
        singles: dict[str, set[tuple[int, int]]] = {"self": set(), "unwanted": set(), "forbidden": set()}
        for key in self.row.keys() & self.column.keys():
            singles["self"].add((self.row[key], self.column[key]))
        for i, person in enumerate(self.mentees):
            singles["unwanted"].update((i, self.column[key]) for key in person.unwanted if key in self.column)
        for j, person in enumerate(self.mentors):
            singles["unwanted"].update((self.row[key], j) for key in person.unwanted if key in self.row)
        for forbid in self.rules.forbids:
            if self.knows(forbid.mentee, forbid.mentor, "a forbidden pair"):
                singles["forbidden"].add((self.row[forbid.mentee], self.column[forbid.mentor]))
        for name, pairs in singles.items():
            if pairs:
                placed = np.array(sorted(pairs), dtype=np.int64)
                rulings.append((name, Pairs(placed[:, 0], placed[:, 1])))
        return rulings

    def knows(self, mentee: str, mentor: str, what: str) -> bool:
        for key, known, side in ((mentee, self.row, "mentees"), (mentor, self.column, "mentors")):
            if key not in known:
                remedy = "Correct the name, or take the pair out of the rules."
                self.fault(
                    "unknown_person", key, f"{what} names them, and they are not among the {side}.", remedy
                )
        return mentee in self.row and mentor in self.column

    def pins(self) -> tuple[Ints, Ints]:
        for forbid in self.rules.forbids:
            self.knows(forbid.mentee, forbid.mentor, "a forbidden pair")
        pins = [pin for pin in dict.fromkeys(self.rules.pins) if self.knows(pin.mentee, pin.mentor, "a pin")]
        pairs = list(dict.fromkeys((pin.mentee, pin.mentor) for pin in pins))
        forbidden = {(forbid.mentee, forbid.mentor) for forbid in self.rules.forbids}
        for pair in pairs:
            if pair in forbidden:
                what = "the pair is pinned and forbidden at once."
                self.fault("pinned_and_forbidden", self.names(*pair), what, "Take one of the two back.")
        for people, position, side in ((self.mentees, 0, "mentees"), (self.mentors, 1, "mentors")):
            for person in people:
                partners = (
                    [pair[1 - position] for pair in pairs if pair[position] == person.key] if pairs else []
                )
                if _is_whole(person.capacity) and len(partners) > person.capacity:
                    takes = f"{person.capacity} partner{'' if person.capacity == 1 else 's'}"
                    what = f"is pinned to {len(partners)} people ({', '.join(partners)}) and takes {takes}."
                    self.fault(
                        "pins_over_capacity",
                        person.called,
                        what,
                        "Unpin some, or raise the capacity.",
                        side=side,
                    )
        self.check_circles(pairs)
        rows = np.array([self.row[mentee] for mentee, _ in pairs], dtype=np.int64)
        return rows, np.array([self.column[mentor] for _, mentor in pairs], dtype=np.int64)

    def check_circles(self, pairs: Sequence[tuple[str, str]]) -> None:
        mentors_of: dict[str, list[str]] = {}
        for mentee, mentor in pairs:
            mentors_of.setdefault(mentee, []).append(mentor)
        done: set[str] = set()
        for start in sorted(mentors_of):
            path: list[str] = []
            self.walk(start, mentors_of, path, done)

    def walk(self, start: str, mentors_of: Mapping[str, list[str]], path: list[str], done: set[str]) -> None:
        trail = [(start, iter(mentors_of.get(start, ())))]
        path.append(start)
        while trail:
            person, rest = trail[-1]
            following = next(rest, None)
            if following is None:
                trail.pop()
                path.pop()
                done.add(person)
            elif following in path:
                circle = [*path[path.index(following) :], following]
                what = "these pins go round in a circle, each the mentor of the one before."
                self.fault("pins_in_a_circle", " → ".join(circle), what, "Take one of them back.")
            elif following not in done:
                trail.append((following, iter(mentors_of.get(following, ()))))
                path.append(following)

    def check_pins(self, problem: Problem) -> None:
        for pin in self.rules.pins:
            reasons = [key for key in problem.ruled_out_by(pin.mentee, pin.mentor) if key != "forbidden"]
            if "self" in reasons or "capacity" in reasons or (reasons and not pin.despite_rules):
                names = ", ".join(f"“{problem.label_of(key)}”" for key in reasons)
                remedy = "Unpin them, change the rule, or pin them despite the rules."
                self.fault(
                    "pin_ruled_out",
                    self.names(pin.mentee, pin.mentor),
                    f"pinned, but ruled out by {names}.",
                    remedy,
                )

    def check_hope(self, problem: Problem) -> None:
        if len(problem.blocks.pins[0]):
            return
        for _, _, tile in problem.tiles.scan():
            if problem.tiles.is_allowed(tile).any():
                return
        rows = np.repeat(np.arange(min(problem.blocks.n, 300)), min(problem.blocks.m, 300))
        columns = np.tile(np.arange(min(problem.blocks.m, 300)), min(problem.blocks.n, 300))
        out = {key: int(mask.sum()) for key, mask in problem.blocks.ruled_out(rows, columns).items()}
        reasons = "; ".join(
            f"“{problem.label_of(key)}” rules out {count:,} of {len(rows):,}"
            for key, count in sorted(out.items(), key=lambda item: -item[1])
            if count
        )
        self.fault("all_ruled_out", "", f"Every pair is ruled out: {reasons}.", "Loosen one of these rules.")

    def names(self, mentee: str, mentor: str) -> str:
        return f"{self.mentees[self.row[mentee]].called} and {self.mentors[self.column[mentor]].called}"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _apportioned(weights: Sequence[float]) -> list[int]:
    """Share `SCALE` units out by weight, so that they sum to it exactly (largest remainders).

    >>> _apportioned([1, 1, 1])
    [333334, 333333, 333333]
    """
    total = sum(Fraction(weight) for weight in weights)
    if total <= 0:
        return [0] * len(weights)
    exact = [Fraction(weight) * SCALE / total for weight in weights]
    units = [int(one) for one in exact]
    for place in sorted(range(len(units)), key=lambda k: (units[k] - exact[k], k))[: SCALE - sum(units)]:
        units[place] += 1
    return units


def _whole_terms(number: int, features: Features, units: int) -> list[Term]:
    """Turn scores in [0, 1] into whole units, rounded down, so that a criterion never gives more than it has."""
    terms: list[Term] = []
    keep = np.flatnonzero(features.mentees.any(axis=0) & features.mentors.any(axis=0))
    if len(keep):
        left = np.floor(features.mentees[:, keep] * units + 1e-6).astype(np.int32)
        right = features.mentors[:, keep].astype(np.int8)
        terms.append(Product(number, left, right, units if features.clipped else None))  # type: ignore[arg-type]  # narrower integers
    if features.codes is not None:
        terms.append(SameCode(number, features.codes[0], features.codes[1], units))
    if features.pairs is not None and len(features.pairs[0]):
        rows, columns, scores = features.pairs
        terms.append(Extras(number, rows, columns, np.floor(scores * units + 1e-6).astype(np.int64)))
    return terms
