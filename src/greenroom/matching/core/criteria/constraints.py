"""Constraints (must): each kind is one function that says which pairs it rules out, for all pairs at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from greenroom.matching.core.criteria.features import (
    BadOption,
    Bools,
    Features,
    Ints,
    Value,
    distinct,
    numbered,
    word_of,
    words_of,
)
from greenroom.matching.core.criteria.kinds import CRITERION_KINDS
from greenroom.matching.core.criteria.likeness import rounded
from greenroom.matching.core.criteria.options import number_option, whole_option
from greenroom.matching.core.criteria.places import are_free, coordinates, kilometers, on_grid
from greenroom.matching.core.criteria.scores import hours_apart, offsets, rungs, week
from greenroom.matching.core.criteria.ties import tied
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.rules import Constraint, Criterion

People = Sequence[Participant]

SINGLE_PAIRS: Final = frozenset({"wishes", "prior_ties"})
"""Kinds of criteria that speak of single pairs, and make no least score."""

THRESHOLD_UNITS: Final = 1_000_000
"""Scores asked for by a constraint are compared in millionths, a hundred of them forgiven for rounding."""


@dataclass(frozen=True)
class Table:
    """Ruled out where ``table[rows[i], columns[j]]``: a × b categories, their numbers for n and m people."""

    table: Bools
    rows: Ints
    columns: Ints


@dataclass(frozen=True)
class Least:
    """Ruled out where ``mentees[i] @ mentors[j] < least``, all of them integers."""

    mentees: Ints
    mentors: Ints
    least: int


@dataclass(frozen=True)
class Codes:
    """Ruled out where the two codes are equal (``equal``) or differ (not ``equal``); -1 is nobody's code."""

    mentees: Ints
    mentors: Ints
    equal: bool


@dataclass(frozen=True)
class Pairs:
    """Single pairs, ruled out."""

    rows: Ints
    columns: Ints


Exclusion = Table | Least | Codes | Pairs


def different(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs that gave the same answer, such as the same employer or department.

    >>> rule = Constraint(key="e", kind="different", mentee_answer="employer", mentor_answer="employer")
    >>> people = [Participant(key=k, answers={"employer": k}) for k in ("BBC", "S4C")]
    >>> [ruled.mentees.tolist() for ruled in different(people, people, rule)]
    [[0, 1]]
    """
    return _compared(mentees, mentors, rule, equal=True)


def same(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs that gave different answers."""
    return _compared(mentees, mentors, rule, equal=False)


def _compared(mentees: People, mentors: People, rule: Constraint, *, equal: bool) -> list[Exclusion]:
    left = [word_of(person, rule.mentee_answer) for person in mentees]
    right = [word_of(person, rule.mentor_answer) for person in mentors]
    known = distinct([*left, *right])
    codes = Codes(numbered(left, among=known), numbered(right, among=known), equal)
    return [codes, *_refused([word is None for word in left], [word is None for word in right], rule)]


def shared(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs with fewer than ``at_least`` (1) words in common, such as a language to speak."""
    least = whole_option(rule.options, "at_least", default=1, low=1)
    left = [words_of(person, rule.mentee_answer) for person in mentees]
    right = [words_of(person, rule.mentor_answer) for person in mentors]
    words = {word: n for n, word in enumerate(sorted(frozenset().union(*left) & frozenset().union(*right)))}
    unanswered = [np.array([not named for named in side], dtype=np.bool_) for side in (left, right)]
    return _least(
        (_multi_hot(left, words), _multi_hot(right, words)), least, (unanswered[0], unanswered[1]), rule
    )


def hours(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs with fewer than ``at_least`` (1) free hours in common."""
    least = whole_option(rule.options, "at_least", default=1, low=1)
    left, right = week(mentees, rule.mentee_answer), week(mentors, rule.mentor_answer)
    return _least((left, right), least, (left.sum(axis=1) == 0, right.sum(axis=1) == 0), rule)


def _multi_hot(named: Sequence[frozenset[str]], words: Mapping[str, int]) -> Ints:
    block = np.zeros((len(named), len(words)), dtype=np.int64)
    for row, one in enumerate(named):
        for word in one & words.keys():
            block[row, words[word]] = 1
    return block


def _least(
    blocks: tuple[Ints, Ints], least: int, unanswered: tuple[Bools, Bools], rule: Constraint
) -> list[Exclusion]:
    """Compare a product with a threshold; who has not answered reaches it, unless the rule refuses them."""
    (left, right), (no_left, no_right) = blocks, unanswered
    if rule.missing == "refuse":
        return [Least(left, right, least)]
    mentees = np.column_stack([left, least * no_left, np.full(len(left), least)])
    mentors = np.column_stack([right, np.ones(len(right), dtype=np.int64), no_right])
    return [Least(mentees, mentors, least)]


def ladder(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs whose gap (mentor's step minus mentee's) is under ``at_least`` or over ``at_most``."""
    low = number_option(rule.options, "at_least", default=-1e9, low=-1e9)
    high = number_option(rule.options, "at_most", default=1e9, low=-1e9)
    if "at_least" not in rule.options and "at_most" not in rule.options:
        raise BadOption("A ladder that is a must needs `at_least` or `at_most`.")
    left, right = rungs(mentees, mentors, rule)
    return _looked_up(left, right, lambda mentee, mentor: not low <= mentor - mentee <= high, rule)


def time_zone(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs whose clocks are more than ``at_most`` hours apart."""
    most = number_option(rule.options, "at_most", default=3, low=0)
    left = offsets(mentees, rule.mentee_answer, rule.options)
    right = offsets(mentors, rule.mentor_answer, rule.options)
    return _looked_up(left, right, lambda mentee, mentor: hours_apart(mentee, mentor) > most, rule)


def _looked_up(
    left: Sequence[Value | None],
    right: Sequence[Value | None],
    is_out: Callable[[Value, Value], bool],
    rule: Constraint,
) -> list[Exclusion]:
    rows, columns = distinct(left), distinct(right)
    table = np.full((len(rows) + 1, len(columns) + 1), rule.missing == "refuse")
    for value, row in rows.items():
        for other, column in columns.items():
            table[row, column] = is_out(value, other)
    left_codes, right_codes = numbered(left, among=rows), numbered(right, among=columns)
    return [
        Table(
            table,
            np.where(left_codes < 0, len(rows), left_codes),
            np.where(right_codes < 0, len(columns), right_codes),
        )
    ]


def _refused(no_left: Sequence[bool], no_right: Sequence[bool], rule: Constraint) -> list[Exclusion]:
    if rule.missing == "allow" or not (any(no_left) or any(no_right)):
        return []
    table = np.array([[False, True], [True, True]])
    return [Table(table, np.array(no_left, dtype=np.int64), np.array(no_right, dtype=np.int64))]


def reporting_line(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out a person and their own manager, either way around; the answer is the manager's key or name."""
    return [Pairs(*tied(mentees, mentors, rule))]


def prior_ties(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out two people of whom one named the other, by key or name, among those they know already."""
    return [Pairs(*tied(mentees, mentors, rule))]


def distance(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs who live more than ``at_most`` km (100) apart, unless either says that it does not matter.

    >>> ben = Participant(key="ben", answers={"at": "51.45, -2.59"})
    >>> mentors = [Participant(key="leeds", answers={"at": "53.80, -1.55"}), Participant(key="eve")]
    >>> rule = Constraint(key="d", kind="distance", mentee_answer="at", mentor_answer="at")
    >>> [ruled.table[0][ruled.columns].tolist() for ruled in distance([ben], mentors, rule)]
    [[True, False]]
    """
    most = number_option(rule.options, "at_most", default=100.0, low=0)
    left, right = coordinates(mentees, rule.mentee_answer), coordinates(mentors, rule.mentor_answer)
    free_left, free_right = (are_free(side, rule.options) for side in (mentees, mentors))
    places, number = on_grid(right)
    known = ~np.isnan(left[:, 0])
    table = np.full((len(left), len(places) + 2), rule.missing == "refuse")  # places, nowhere, anywhere
    for some in np.array_split(np.flatnonzero(known), 1 + len(left) // 8192):
        table[some, : len(places)] = kilometers(left[some], places) > most
    table[:, -1] = False
    table[free_left] = False
    column = np.where(free_right, len(places) + 1, np.where(number < 0, len(places), number))
    return [Table(table, np.arange(len(left)), column)]


def score(mentees: People, mentors: People, rule: Constraint) -> list[Exclusion]:
    """Rule out pairs whose score on any kind of criterion is under ``at_least``, a number in [0, 1].

    ``criterion`` names the kind; the other options are the criterion's own.

    >>> rule = Constraint(key="s", kind="score", mentee_answer="wants", mentor_answer="offers",
    ...                   options={"criterion": "skills", "at_least": 0.5})
    >>> ben = Participant(key="ben", answers={"wants": frozenset({"budgeting", "crewing"})})
    >>> ada = Participant(key="ada", answers={"offers": frozenset({"budgeting"})})
    >>> [(ruled.mentees @ ruled.mentors.T < ruled.least).tolist() for ruled in score([ben], [ada], rule)]
    [[[False]]]
    """
    least = number_option(rule.options, "at_least", default=0.5, low=0, high=1)
    kind = rule.options.get("criterion")
    if not isinstance(kind, str) or kind not in CRITERION_KINDS or kind in SINGLE_PAIRS:
        known = ", ".join(sorted(CRITERION_KINDS.keys() - SINGLE_PAIRS))
        raise BadOption(f"`criterion` must be one of {known}. Got {kind!r}.")
    options = {name: value for name, value in rule.options.items() if name not in {"criterion", "at_least"}}
    features = CRITERION_KINDS[kind].features(
        mentees,
        mentors,
        Criterion(
            key=rule.key,
            kind=kind,
            weight=1,
            mentee_answer=rule.mentee_answer,
            mentor_answer=rule.mentor_answer,
            missing=1.0 if rule.missing == "allow" else 0.0,
            options=options,
        ),
    )
    if features.codes is not None:
        return _compared(mentees, mentors, rule, equal=False) if least > 0 else []
    if features.likeness is not None:
        return _least_likeness(features, least)
    return [Least(_whole(features), features.mentors, max(0, round(least * THRESHOLD_UNITS) - 100))]


def _least_likeness(features: Features, least: float) -> list[Exclusion]:
    """Compare directions with a threshold; the last two columns say who has not answered, and what they score."""
    if least <= 0 or features.likeness is None:
        return []
    whole = rounded(features.likeness, THRESHOLD_UNITS)
    asked = whole.floor + (round(least * THRESHOLD_UNITS) << whole.shift) - (100 << whole.shift)
    left = np.column_stack([whole.mentees, np.ceil(features.mentees * asked).astype(np.int64)])
    right = np.column_stack([whole.mentors, features.mentors])
    return [Least(left, right, asked)]


def _whole(features: Features) -> Ints:
    return np.floor(features.mentees * THRESHOLD_UNITS + 1e-6).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class ConstraintKind:
    """A kind of constraint, as a page or a criteria file offers it; ``options`` maps each to what it means."""

    key: str
    label: str
    explains: str
    exclusions: Callable[[People, People, Constraint], list[Exclusion]]
    options: Mapping[str, str] = field(default_factory=dict)


CONSTRAINT_KINDS: Final[Mapping[str, ConstraintKind]] = {
    kind.key: kind
    for kind in (
        ConstraintKind(
            key="different",
            label="Must differ",
            explains="both gave the same answer, which they must not",
            exclusions=different,
        ),
        ConstraintKind(
            key="same",
            label="Must be the same",
            explains="they gave different answers",
            exclusions=same,
        ),
        ConstraintKind(
            key="shared",
            label="Must have in common",
            explains="too little in common",
            exclusions=shared,
            options={"at_least": "how many in common"},
        ),
        ConstraintKind(
            key="hours",
            label="Must have time in common",
            explains="too few free hours in common",
            exclusions=hours,
            options={"at_least": "how many hours a week"},
        ),
        ConstraintKind(
            key="ladder",
            label="Must stand ahead",
            explains="the mentor does not stand far enough ahead, or too far",
            exclusions=ladder,
            options={
                "steps": "the ladder from the bottom; without it answers are numbers",
                "at_least": "the smallest gap",
                "at_most": "the largest gap",
            },
        ),
        ConstraintKind(
            key="time_zone",
            label="Must be near in time",
            explains="their clocks are too far apart",
            exclusions=time_zone,
            options={"at_most": "hours between their clocks", "on": "the day on which zones are compared"},
        ),
        ConstraintKind(
            key="reporting_line",
            label="Must not report to each other",
            explains="one reports to the other",
            exclusions=reporting_line,
        ),
        ConstraintKind(
            key="prior_ties",
            label="Must not know each other",
            explains="they know each other already",
            exclusions=prior_ties,
        ),
        ConstraintKind(
            key="distance",
            label="Must live near",
            explains="they live too far apart",
            exclusions=distance,
            options={
                "at_most": "kilometers between them",
                "unless": "an answer that can say that distance does not matter",
                "says": "the words that say so; “online” if not said",
            },
        ),
        ConstraintKind(
            key="score",
            label="Must score enough",
            explains="the score is under what you asked for",
            exclusions=score,
            options={"criterion": "the kind of criterion", "at_least": "the least score, 0 to 1"},
        ),
    )
}

BUILT_IN_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "capacity": ("Not taking part now", "one of them takes no partner at present"),
    "self": ("Not with oneself", "they are the same person"),
    "unwanted": ("Asked not to", "one of them asked not to be paired with the other"),
    "forbidden": ("Forbidden by you", "you forbade this pair"),
    "minimum_fit": ("Fit too low", "the fit is under the minimum"),
    "not_listed": ("Not on the list", "no fit was given for this pair"),
}
"""Exclusions that need no constraint: label, and why."""


def option_names(kind: Any) -> frozenset[str]:
    """Return the options that a kind of criterion or constraint knows; a score knows all of its criterion's."""
    names = set(kind.options)
    if kind.key == "score":
        names.update(*(one.options for one in CRITERION_KINDS.values()))
    return frozenset(names)


def needs_answers(rule: Constraint) -> bool:
    """Tell whether a constraint compares two answers that it names itself."""
    kind = CRITERION_KINDS.get(str(rule.options.get("criterion"))) if rule.kind == "score" else None
    return kind is None or kind.needs_answers
