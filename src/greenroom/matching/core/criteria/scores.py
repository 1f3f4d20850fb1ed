"""Scores: each kind of criterion is one function that turns answers into two feature blocks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from greenroom.matching.core.criteria.features import (
    MAX_LEVELS,
    BadAnswer,
    BadOption,
    Features,
    by_table,
    distinct,
    hours_of,
    levels_of,
    numbered,
    one_hot,
    rounded_to_levels,
    tidy,
    with_missing,
    word_of,
    words_of,
)
from greenroom.matching.core.criteria.options import number_option, whole_option
from greenroom.matching.core.given.people import HOURS_IN_A_WEEK, MAX_LEVEL, Participant, is_missing
from greenroom.matching.core.given.rules import Criterion

People = Sequence[Participant]

FARTHEST_OFFSET: Final = 14


def skills(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how much of what the mentee wants to learn the mentor can teach.

    Each wanted skill counts by its wanted level; a mentor at that level or above covers it wholly, one
    below it in proportion. A skill wanted without a level is covered by anyone who offers it; one offered
    without a level covers every wish.

    >>> ben = Participant(key="ben", answers={"wants": {"budgeting": 4, "crewing": 2}})
    >>> ada = Participant(key="ada", answers={"offers": {"budgeting": 2, "crewing": 5}})
    >>> rule = Criterion(key="skills", kind="skills", weight=1, mentee_answer="wants", mentor_answer="offers")
    >>> skills([ben], [ada], rule).scores().round(3).tolist()  # (2 of 4) + (2 of 2), of 6
    [[0.667]]
    """
    wanted = [levels_of(person, criterion.mentee_answer, default=1) for person in mentees]
    offered = [levels_of(person, criterion.mentor_answer, default=MAX_LEVEL) for person in mentors]
    known = {skill for levels in offered for skill in levels}
    top: dict[str, int] = {}
    for levels in wanted:
        for skill in levels.keys() & known:
            top[skill] = max(top.get(skill, 0), levels[skill])
    steps = [(skill, level) for skill in sorted(top) for level in range(1, top[skill] + 1)]
    column = {step: n for n, step in enumerate(steps)}
    left = np.zeros((len(mentees), len(steps)))
    right = np.zeros((len(mentors), len(steps)), dtype=np.int64)
    for i, levels in enumerate(wanted):
        share = 1.0 / max(1, sum(levels.values()))
        for skill in levels.keys() & known:
            for level in range(1, levels[skill] + 1):
                left[i, column[skill, level]] = share
    for j, levels in enumerate(offered):
        for skill in levels.keys() & top.keys():
            for level in range(1, min(levels[skill], top[skill]) + 1):
                right[j, column[skill, level]] = 1
    return with_missing(
        Features(left, right),
        mentees=np.array([not levels for levels in wanted], dtype=np.bool_),
        mentors=np.array([not levels for levels in offered], dtype=np.bool_),
        missing=criterion.missing,
    )


def same(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score 1 where both gave the same answer, else 0.

    >>> people = [Participant(key=k, answers={"city": c}) for k, c in (("a", "Bristol"), ("b", "Leeds"))]
    >>> rule = Criterion(key="city", kind="same", weight=1, mentee_answer="city", mentor_answer="city")
    >>> same(people, people, rule).scores().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    left = [word_of(person, criterion.mentee_answer) for person in mentees]
    right = [word_of(person, criterion.mentor_answer) for person in mentors]
    shared = distinct(sorted(set(left) & set(right) - {None}, key=str))
    codes = numbered(left, among=shared), numbered(right, among=shared)
    if len(shared) <= MAX_LEVELS:
        block = Features(one_hot(codes[0], len(shared)).astype(np.float64), one_hot(codes[1], len(shared)))
    else:
        block = Features(np.zeros((len(left), 0)), np.zeros((len(right), 0), dtype=np.int64), codes=codes)
    return with_missing(
        block,
        mentees=np.array([word is None for word in left], dtype=np.bool_),
        mentors=np.array([word is None for word in right], dtype=np.bool_),
        missing=criterion.missing,
    )


def shared(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score the share of what the mentee named that the mentor named too.

    With the option ``enough`` that many in common score 1, however many the mentee named.

    >>> ben = Participant(key="ben", answers={"speaks": frozenset({"en", "cy", "fr"})})
    >>> ada = Participant(key="ada", answers={"speaks": frozenset({"en", "de"})})
    >>> rule = Criterion(key="l", kind="shared", weight=1, mentee_answer="speaks", mentor_answer="speaks")
    >>> shared([ben], [ada], rule).scores().round(3).tolist()
    [[0.333]]
    """
    enough = whole_option(criterion.options, "enough", default=10**6, low=1)
    left = [words_of(person, criterion.mentee_answer) for person in mentees]
    right = [words_of(person, criterion.mentor_answer) for person in mentors]
    words = sorted(frozenset().union(*left) & frozenset().union(*right))
    column = {word: n for n, word in enumerate(words)}
    block = np.zeros((len(left), len(words)))
    other = np.zeros((len(right), len(words)), dtype=np.int64)
    for i, named in enumerate(left):
        for word in named & column.keys():
            block[i, column[word]] = 1 / min(enough, len(named))
    for j, named in enumerate(right):
        for word in named & column.keys():
            other[j, column[word]] = 1
    clipped = any(len(named) > enough for named in left)
    return with_missing(
        Features(block, other, clipped=clipped),
        mentees=np.array([not named for named in left], dtype=np.bool_),
        mentors=np.array([not named for named in right], dtype=np.bool_),
        missing=criterion.missing,
    )


def ladder(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how far the mentor stands above the mentee on a ladder of steps, or by a number.

    A gap (mentor's step minus mentee's) inside ``best = [low, high]`` scores 1; outside it falls evenly to
    0 at ``reach`` steps away. ``steps`` lists the ladder from the bottom; without it the answers are numbers,
    rounded to 64 equal steps where both sides have more different ones.

    >>> ben = Participant(key="ben", answers={"grade": "HEO"})
    >>> mentors = [Participant(key=g, answers={"grade": g}) for g in ("EO", "SEO", "Grade 7", "Grade 6")]
    >>> rule = Criterion(key="g", kind="ladder", weight=1, mentee_answer="grade", mentor_answer="grade",
    ...                  options={"steps": ["EO", "HEO", "SEO", "Grade 7", "Grade 6"], "best": [2, 2], "reach": 2})
    >>> ladder([ben], mentors, rule).scores().tolist()
    [[0.0, 0.5, 1.0, 0.5]]
    """
    best = criterion.options.get("best", [1, 3])
    low, high = (best, best) if isinstance(best, int | float) else _two_numbers(best)
    reach = number_option(criterion.options, "reach", default=3.0, low=1e-9)
    left, right = rungs(mentees, mentors, criterion)

    def score(mentee: float, mentor: float) -> float:
        gap = mentor - mentee
        return max(0.0, 1.0 - max(low - gap, gap - high, 0.0) / reach)

    return by_table(left, right, score, missing=criterion.missing)


def hours(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score the free hours that both have, up to ``enough`` of them (3 if not said).

    The number of common hours is a product of two blocks of 168 columns; that it saturates is not linear,
    so the block is clipped where the tiles are computed.

    >>> ben = Participant(key="ben", answers={"free": frozenset({18, 19, 42})})
    >>> ada = Participant(key="ada", answers={"free": frozenset({19, 42, 43, 44})})
    >>> rule = Criterion(key="h", kind="hours", weight=1, mentee_answer="free", mentor_answer="free",
    ...                  options={"enough": 4})
    >>> hours([ben], [ada], rule).scores().tolist()
    [[0.5]]
    """
    enough = whole_option(criterion.options, "enough", default=3, low=1)
    left = week(mentees, criterion.mentee_answer)
    right = week(mentors, criterion.mentor_answer)
    return with_missing(
        Features(left / enough, right, clipped=True),
        mentees=left.sum(axis=1) == 0,
        mentors=right.sum(axis=1) == 0,
        missing=criterion.missing,
    )


def time_zone(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how near two people's clocks are: 1 up to ``near`` hours apart (1), 0 from ``far`` (9) on.

    An answer is an offset from UTC in hours or the name of a zone, read as on the day ``on`` (2026-01-15).

    >>> people = [Participant(key=z, answers={"zone": z}) for z in ("Europe/London", "America/New_York")]
    >>> rule = Criterion(key="z", kind="time_zone", weight=1, mentee_answer="zone", mentor_answer="zone")
    >>> time_zone(people[:1], people, rule).scores().tolist()  # five hours apart
    [[1.0, 0.5]]
    """
    near = number_option(criterion.options, "near", default=1.0, low=0)
    far = number_option(criterion.options, "far", default=9.0, low=0)
    if far <= near:
        raise BadOption(f"`far` must be a number above `near`. Got near = {near:g} and far = {far:g}.")
    left = offsets(mentees, criterion.mentee_answer, criterion.options)
    right = offsets(mentors, criterion.mentor_answer, criterion.options)

    def score(mentee: float, mentor: float) -> float:
        return min(1.0, max(0.0, (far - hours_apart(mentee, mentor)) / (far - near)))

    return by_table(left, right, score, missing=criterion.missing)


def wishes(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score ranked choices: 1 for a first choice, evenly less down the list, 0 for those not named.

    A list is as long as ``count``, or as the longest one; a short list gives its first choice no more than
    a long one does. If both sides named someone, the mentee's wish makes ``mentee_share`` (0.5) of the score.

    >>> ben = Participant(key="ben", wishes=["ada", "eve"])
    >>> mentors = [Participant(key="ada", wishes=["ben"]), Participant(key="eve")]
    >>> rule = Criterion(key="w", kind="wishes", weight=1)
    >>> wishes([ben], mentors, rule).scores().tolist()
    [[1.0, 0.25]]
    """
    share = number_option(criterion.options, "mentee_share", default=0.5, low=0, high=1)
    if not any(person.wishes for person in mentors):
        share = 1.0
    elif not any(person.wishes for person in mentees):
        share = 0.0
    longest = max((len(person.wishes) for person in (*mentees, *mentors)), default=1)
    count = whole_option(criterion.options, "count", default=max(1, longest), low=1)
    row = {person.key: i for i, person in enumerate(mentees)}
    column = {person.key: j for j, person in enumerate(mentors)}
    found: dict[tuple[int, int], float] = {}
    for i, person in enumerate(mentees):
        for key, value in ranked(person.wishes, count).items():
            if key in column:
                found[i, column[key]] = share * value
    for j, person in enumerate(mentors):
        for key, value in ranked(person.wishes, count).items():
            if key in row:
                found[row[key], j] = found.get((row[key], j), 0.0) + (1 - share) * value
    places = sorted(found)
    return Features(
        np.zeros((len(mentees), 0)),
        np.zeros((len(mentors), 0), dtype=np.int64),
        pairs=(
            np.array([i for i, _ in places], dtype=np.int64),
            np.array([j for _, j in places], dtype=np.int64),
            np.array([found[place] for place in places], dtype=np.float64),
        ),
    )


def ranked(wishes_of_one: Sequence[str], count: int) -> dict[str, float]:
    """Return what each wish is worth, the first mention of a name counting.

    >>> ranked(["ada", "eve", "ada"], 4)
    {'ada': 1.0, 'eve': 0.75}
    """
    names = list(dict.fromkeys(wishes_of_one))[:count]
    return {key: (count - rank) / count for rank, key in enumerate(names)}


def rungs(mentees: People, mentors: People, rule: Any) -> tuple[list[float | None], list[float | None]]:
    """Read both sides' places on a ladder, as numbers; ``rule`` is a criterion or a constraint."""
    steps = rule.options.get("steps")
    if steps is not None and (not isinstance(steps, list | tuple) or len(steps) <= 1):
        raise BadOption("`steps` must list the ladder from the bottom, with two steps at least.")
    place = None if steps is None else {tidy(str(step)): float(n) for n, step in enumerate(steps)}
    left, right = rounded_to_levels(
        [_rung(person, rule.mentee_answer, place) for person in mentees],
        [_rung(person, rule.mentor_answer, place) for person in mentors],
    )
    return left, right


def _rung(person: Participant, name: str, place: dict[str, float] | None) -> float | None:
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return None
    if place is not None:
        word = word_of(person, name) or ""
        if word not in place:
            raise BadAnswer(
                person,
                f"“{name}” is “{answer}”, which is not a step of the ladder.",
                "Correct the answer, or add it to the steps where it belongs.",
            )
        return place[word]
    try:
        number = float(answer)  # type: ignore[arg-type]  # what is no number raises and is told
    except (TypeError, ValueError):
        number = float("nan")
    if not np.isfinite(number):
        raise BadAnswer(person, f"“{name}” must be a number. Got {answer!r}.", "Correct it, or give steps.")
    return number


def week(people: People, name: str) -> Any:
    """Return the people × 168 matrix of free hours."""
    free = np.zeros((len(people), HOURS_IN_A_WEEK), dtype=np.int64)
    for row, person in enumerate(people):
        free[row, sorted(hours_of(person, name))] = 1
    return free


def offsets(people: People, name: str, options: Mapping[str, Any]) -> list[float | None]:
    """Read each answer as an offset from UTC in hours."""
    day = str(options.get("on", "2026-01-15"))
    try:
        noon = datetime.fromisoformat(day).replace(hour=12)
    except ValueError as error:
        raise BadOption(f"`on` must be a day such as 2026-01-15. Got {day!r}.") from error
    known: dict[str, float | None] = {}
    return [_offset(person, name, noon, known) for person in people]


def _offset(person: Participant, name: str, noon: datetime, known: dict[str, float | None]) -> float | None:
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return None
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        if abs(answer) > FARTHEST_OFFSET:
            raise BadAnswer(person, f"“{name}” must be in [-14, 14] hours. Got {answer}.", "Correct it.")
        return float(answer)
    zone = str(answer).strip()
    if zone not in known:
        try:
            offset = noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError, OSError):
            offset = None
        known[zone] = None if offset is None else offset.total_seconds() / 3600
    if known[zone] is None:
        raise BadAnswer(person, f"“{zone}” is not a time zone we know.", "Use a name such as Europe/Berlin.")
    return known[zone]


def hours_apart(left: float, right: float) -> float:
    """Return the hours between two clocks, the short way around the day.

    >>> hours_apart(12, -11)
    1
    """
    apart = abs(left - right) % 24
    return min(apart, 24 - apart)


def _two_numbers(value: Any) -> tuple[float, float]:
    if (
        not isinstance(value, list | tuple)
        or len(value) != len(("low", "high"))
        or not all(isinstance(part, int | float) and not isinstance(part, bool) for part in value)
        or value[0] > value[1]
    ):
        raise BadOption(f"`best` must be a number or two, [low, high]. Got {value!r}.")
    return float(value[0]), float(value[1])
