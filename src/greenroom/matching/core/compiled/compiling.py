"""People and rules compiled to integers, with every fault found before anything is solved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from greenroom.matching.core.compiled.checks import (
    check_circles,
    check_pairs,
    check_pins_allowed,
    check_side,
    check_some_pair,
)
from greenroom.matching.core.compiled.problem import SCALE, Problem, label_of
from greenroom.matching.core.compiled.sides import mean_weights, own_wishes, sees_otherwise, view_of
from greenroom.matching.core.compiled.standing import living_pairs, with_standing
from greenroom.matching.core.compiled.whole_units import apportioned, scale_of, whole_terms
from greenroom.matching.core.criteria.constraints import (
    CONSTRAINT_KINDS,
    Exclusion,
    Pairs,
    Table,
    needs_answers,
    option_names,
)
from greenroom.matching.core.criteria.features import BadAnswer, BadOption, Features, Ints
from greenroom.matching.core.criteria.kinds import CRITERION_KINDS
from greenroom.matching.core.given.faults import Faults, Side
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.progress import UNWATCHED, IsCancelled, OnProgress, Watch
from greenroom.matching.core.given.rules import Constraint, Criterion, Rules
from greenroom.matching.core.pairs.blocks import Blocks, Extras, Listed, Term

Rulings = list[tuple[str, Exclusion | Listed]]


def compile_problem(
    mentees: Iterable[Participant],
    mentors: Iterable[Participant],
    rules: Rules,
    *,
    same_people: Iterable[tuple[str, str]] | None = None,
    on_progress: OnProgress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> Problem:
    """Compile people and rules. Raises `InvalidProblem` with every fault at once, and `Cancelled`.

    ``same_people`` are (mentee’s key, mentor’s key) of people on both sides; without it, those with the same key.
    ``on_progress`` gets the phase "texts" while a model reads them, which takes a minute for some thousand.
    """
    compiler = _Compiler(mentees, mentors, rules, same_people)
    compiler.watch = Watch(on_progress, is_cancelled)
    terms, weights = compiler.terms()
    if rules.minimum_fit is not None and not 0 <= rules.minimum_fit <= 1:
        what = f"`minimum_fit` of Rules must be a number in [0, 1]. Got {rules.minimum_fit!r}."
        compiler.faults.add("minimum_fit", "", what, "Use 0.5 for half of what a fit can be.")
        rules = replace(rules, minimum_fit=None)
    minimum = None if rules.minimum_fit is None else round(rules.minimum_fit * SCALE)
    return compiler.problem(
        terms=terms,
        rulings=compiler.rulings(),
        minimum=minimum,
        top=SCALE,
        weights=weights,
        scale=(Fraction(0), Fraction(1, SCALE)),
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
    count. Keys of the two sides have nothing to do with each other. Raises `InvalidProblem`.
    """
    rules = rules or Rules()
    compiler = _Compiler(mentees, mentors, rules, ())
    found = compiler.given(fits)
    low, unit = scale_of(list(found.values()))
    places = sorted(found)
    rows = np.array([i for i, _ in places], dtype=np.int64)
    columns = np.array([j for _, j in places], dtype=np.int64)
    values = np.array([round((found[place] - low) / unit) for place in places], dtype=np.int64)
    minimum = None
    if rules.minimum_fit is not None:
        minimum = max(0, -int(-(Fraction(rules.minimum_fit) - low) // unit))
    top = int(values.max(initial=0))
    return compiler.problem(
        terms=[Extras(0, rows, columns, values)],
        rulings=[("not_listed", Listed(rows, columns)), *compiler.rulings()],
        minimum=minimum,
        top=top,
        weights=(top,),
        scale=(low, unit),
    )


class _Compiler:
    def __init__(
        self,
        mentees: Iterable[Participant],
        mentors: Iterable[Participant],
        rules: Rules,
        same_people: Iterable[tuple[str, str]] | None,
    ) -> None:
        self.mentees = tuple(sorted(mentees, key=lambda person: person.key))
        self.mentors = tuple(sorted(mentors, key=lambda person: person.key))
        self.rules = rules
        self.faults = Faults()
        self.notes: list[str] = []
        self.watch = UNWATCHED
        self.row = {person.key: i for i, person in enumerate(self.mentees)}
        self.column = {person.key: j for j, person in enumerate(self.mentors)}
        self.view_terms: tuple[list[Term], list[Term]] = [], []
        self.differs = [False, False]
        shared = self.row.keys() & self.column.keys()
        self.same_people = {(key, key) for key in shared} if same_people is None else set(same_people)
        check_side("mentees", self.mentees, self.faults)
        check_side("mentors", self.mentors, self.faults)

    def given(self, fits: Iterable[tuple[str, str, Fraction | float]]) -> dict[tuple[int, int], Fraction]:
        found: dict[tuple[int, int], Fraction] = {}
        for mentee, mentor, fit in fits:
            who = f"{mentee} and {mentor}"
            place = self.row.get(mentee, -1), self.column.get(mentor, -1)
            if min(place) < 0:
                self.faults.add(
                    "unknown_person", who, "a fit is given for someone unknown.", "Add the person."
                )
            elif isinstance(fit, float) and not np.isfinite(fit):
                self.faults.add("bad_fit", who, f"a fit must be a number. Got {fit}.", "Correct it.")
            elif place in found:
                self.faults.add("duplicate_pair", who, "two fits are given for this pair.", "Keep one.")
            else:
                found[place] = Fraction(fit)
        return found

    def terms(self) -> tuple[list[Term], tuple[int, ...]]:
        criteria = self.rules.criteria
        if not criteria:
            remedy = "Add one, so that pairs can be compared."
            self.faults.add("no_criteria", "", "There are no criteria.", remedy)
        if any(not 0 <= weight < float("inf") for criterion in criteria for weight in criterion.weights):
            self.faults.add("weight", "", "A weight is negative or no number.", "Weights are 0 or more.")
            return [], ()
        if criteria and not all(any(one.weights[side] for one in criteria) for side in (0, 1)):
            remedy = "Give at least one criterion some weight."
            self.faults.add("weights_zero", "", "All weights are zero.", remedy)
        weights = apportioned(mean_weights(criteria))
        own = [apportioned([one.weights[side] for one in criteria]) for side in (0, 1)]
        terms: list[Term] = []
        for number, (criterion, units) in enumerate(zip(criteria, weights, strict=True)):
            features = self.features(criterion)
            if features is None:
                continue
            made = whole_terms(number, features, units) if units else []
            terms.extend(made)
            for side in (0, 1):
                alone = self.own_features(criterion, side)
                same = alone is None and own[side][number] == units
                made_own = made if same else whole_terms(number, alone or features, own[side][number])
                self.view_terms[side].extend(made_own)
                self.differs[side] |= not same
        return terms, tuple(weights)

    def own_features(self, criterion: Criterion, side: int) -> Features | None:
        """Return how one side alone sees a criterion, if that is another view than the fit's."""
        if not sees_otherwise((self.mentees, self.mentors), criterion, side=side):
            return None
        mentees, mentors, alone = own_wishes(self.mentees, self.mentors, criterion, side=side)
        return CRITERION_KINDS[criterion.kind].features(mentees, mentors, alone)

    def features(self, criterion: Criterion) -> Features | None:
        kind = CRITERION_KINDS.get(criterion.kind)
        if not 0 <= criterion.missing <= 1:
            what = f"`missing` of Criterion must be a number in [0, 1]. Got {criterion.missing!r}."
            self.faults.add("missing", label_of(criterion), what, "Use 0.5 for a neutral score.")
            return None
        if kind is None or not self.is_sound(criterion, kind):
            self.say_unknown(criterion, CRITERION_KINDS)
            return None
        if kind.needs_answers and not self.names_answers(criterion):
            return None
        try:
            if kind.read_ahead is not None:
                kind.read_ahead(self.mentees, self.mentors, criterion, self.watch)
            if kind.remark is not None and (remark := kind.remark(criterion)) not in self.notes:
                self.notes.append(remark)
            return kind.features(self.mentees, self.mentors, criterion)
        except (BadAnswer, BadOption) as error:
            self.explain(criterion, kind.features, error)
            return None

    def rulings(self) -> Rulings:
        found: Rulings = []
        for constraint in self.rules.constraints:
            kind = CONSTRAINT_KINDS.get(constraint.kind)
            if kind is None or not self.is_sound(constraint, kind):
                self.say_unknown(constraint, CONSTRAINT_KINDS)
                continue
            if needs_answers(constraint) and not self.names_answers(constraint):
                continue
            try:
                exclusions = kind.exclusions(self.mentees, self.mentors, constraint)
            except (BadAnswer, BadOption) as error:
                self.explain(constraint, kind.exclusions, error)
            else:
                found += [(constraint.key, one) for one in exclusions]
        return found

    def say_unknown(self, rule: Criterion | Constraint, kinds: Mapping[str, Any]) -> None:
        if rule.kind not in kinds:
            what = f"there is no kind “{rule.kind}”."
            self.faults.add("unknown_kind", label_of(rule), what, f"Known: {', '.join(kinds)}.")

    def is_sound(self, rule: Criterion | Constraint, kind: Any) -> bool:
        unknown = sorted(set(rule.options) - option_names(kind))
        for name in unknown:
            known = ", ".join(f"`{one}`" for one in sorted(option_names(kind))) or "none"
            self.faults.add(
                "unknown_option", label_of(rule), f"`{name}` is no option of it.", f"Known: {known}."
            )
        return not unknown

    def names_answers(self, rule: Criterion | Constraint) -> bool:
        if not rule.mentee_answer or not rule.mentor_answer:
            what = "it does not say which answers it compares."
            self.faults.add("no_answer_named", label_of(rule), what, "Name them.")
            return False
        sides = (("mentee", self.mentees, rule.mentee_answer), ("mentor", self.mentors, rule.mentor_answer))
        for side, people, name in sides:
            if people and not any(name in person.answers for person in people):
                self.notes.append(f"{label_of(rule)}: no {side} has answered “{name}”.")
        return True

    def explain(self, rule: Criterion | Constraint, build: Any, error: BadAnswer | BadOption) -> None:
        """Tell what is wrong with a rule or, reading people one at a time, with each faulty answer."""
        if isinstance(error, BadOption):
            self.faults.add("bad_option", label_of(rule), str(error), "Correct the rule.")
            return
        sides: tuple[tuple[Side, Sequence[Participant]], ...] = (
            ("mentees", self.mentees),
            ("mentors", self.mentors),
        )
        for side, people in sides:
            for person in people:
                alone = ([person], []) if side == "mentees" else ([], [person])
                try:
                    build(*alone, rule)
                except BadAnswer as fault:
                    self.faults.add("bad_answer", fault.who.called, fault.what, fault.remedy, side=side)

    def problem(
        self,
        *,
        terms: Sequence[Term],
        rulings: Rulings,
        minimum: int | None,
        top: int,
        weights: tuple[int, ...],
        scale: tuple[Fraction, Fraction],
    ) -> Problem:
        pins = check_pairs(self.mentees, self.mentors, self.rules, self.same_people, self.faults)
        self.faults.raise_any()
        low, high = (
            np.array([getattr(person, name) for person in self.mentees], dtype=np.int64)
            for name in ("minimum", "capacity")
        )
        already = np.array([person.already for person in self.mentees], dtype=np.int64)
        if (high + already).max(initial=0) > 1:  # a first mentor for everyone before anyone has a second
            low = np.maximum(low, np.minimum(high, np.maximum(1 - already, 0)))
        blocks = Blocks(
            terms=tuple(terms),
            rulings=(*self.built_in(), *rulings),
            minimum=minimum,
            top=top,
            places=(high, np.array([person.capacity for person in self.mentors], dtype=np.int64)),
            promised=(low, np.array([person.minimum for person in self.mentors], dtype=np.int64)),
            pins=pins,
            opens_with=self.opens_with(),
        )
        blocks, standing = with_standing(blocks, self.living())
        check_circles(blocks, self.faults)
        problem = Problem(
            mentees=self.mentees,
            mentors=self.mentors,
            rules=self.rules,
            blocks=blocks,
            weights=weights,
            zero=scale[0],
            unit=scale[1],
            notes=tuple(self.notes),
            views=self.views(blocks),
            standing=standing,
        )
        check_pins_allowed(problem, self.faults)
        check_some_pair(problem, self.faults)
        self.faults.raise_any()
        return problem

    def views(self, blocks: Blocks) -> tuple[Blocks, Blocks] | None:
        """Return each side's view, if one differs from the fit's."""
        left, right = (
            view_of(blocks, terms) if differs else blocks
            for terms, differs in zip(self.view_terms, self.differs, strict=True)
        )
        return (left, right) if any(self.differs) else None

    def living(self) -> list[tuple[int, int]]:
        """Return the living pairs that stand beside the pins."""
        return living_pairs((self.mentees, self.mentors), self.rules, self.notes, self.faults)

    def opens_with(self) -> Ints | None:
        """Return the sizes that circles open with; None where there is no circle."""
        sizes = np.array([person.opens_with for person in self.mentors], dtype=np.int64)
        return np.where(sizes > 1, sizes, 0) if (sizes > 1).any() else None

    def built_in(self) -> Rulings:
        """Return what rules pairs out without a constraint: pauses, oneself, people's and coordinators' noes."""
        rulings: Rulings = []
        away = [
            np.array([not one.capacity for one in side], dtype=np.int64)
            for side in (self.mentees, self.mentors)
        ]
        if away[0].any() or away[1].any():
            rulings.append(("capacity", Table(np.array([[False, True], [True, True]]), away[0], away[1])))
        singles: dict[str, set[tuple[int, int]]] = {
            "self": {(self.row[mentee], self.column[mentor]) for mentee, mentor in self.same_people},
            "unwanted": set(),
            "forbidden": {(self.row[one.mentee], self.column[one.mentor]) for one in self.rules.forbids},
        }
        for i, person in enumerate(self.mentees):
            singles["unwanted"].update((i, self.column[key]) for key in person.unwanted if key in self.column)
        for j, person in enumerate(self.mentors):
            singles["unwanted"].update((self.row[key], j) for key in person.unwanted if key in self.row)
        for name, pairs in singles.items():
            if pairs:
                placed = np.array(sorted(pairs), dtype=np.int64)
                rulings.append((name, Pairs(placed[:, 0], placed[:, 1])))
        return rulings
