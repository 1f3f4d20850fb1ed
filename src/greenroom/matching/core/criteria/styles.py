"""Ways of working, and how far ahead is best: answers on scales, compared by a curve."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from greenroom.matching.core.criteria.features import BadAnswer, BadOption, Features, by_table
from greenroom.matching.core.criteria.options import number_option
from greenroom.matching.core.criteria.scores import rungs
from greenroom.matching.core.given.people import Participant, is_missing
from greenroom.matching.core.given.rules import Criterion

People = Sequence[Participant]
Points = tuple[tuple[float, float], ...]


def style(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how alike two people like to work, over several scales from ``low`` (1) to ``high`` (5).

    ``scales`` names the answers; each counts the same, 1 where both gave the same step and 0 at opposite ends.
    On those that ``opposites`` names too, opposite ends score 1. A scale that one of the two left out scores
    ``missing``.

    >>> ben = Participant(key="ben", answers={"pace": 2.0, "directness": 4.0})
    >>> ada = Participant(key="ada", answers={"pace": 4.0, "directness": 4.0})
    >>> rule = Criterion(key="s", kind="style", weight=1, options={"scales": ["pace", "directness"]})
    >>> style([ben], [ada], rule).scores().tolist()  # half a scale apart on one, level on the other
    [[0.75]]
    """
    scales, opposites = scales_of(criterion.options)
    low, high = ends_of(criterion.options)
    blocks = []
    for name in scales:
        left, right = ([step_on(person, name, low, high) for person in side] for side in (mentees, mentors))
        turned = low + high if name in opposites else None

        def score(mentee: float, mentor: float, turned: float | None = turned) -> float:
            wanted = mentee if turned is None else turned - mentee
            return 1.0 - abs(wanted - mentor) / (high - low)

        blocks.append(by_table(left, right, score, missing=criterion.missing))
    return Features(
        np.column_stack([block.mentees / len(blocks) for block in blocks]),
        np.column_stack([block.mentors for block in blocks]),
    )


def scales_of(options: Mapping[str, Any]) -> tuple[list[str], frozenset[str]]:
    """Return the names of all scales, and of those on which opposites fit. Raises `BadOption`."""
    scales, opposites = options.get("scales"), options.get("opposites", [])
    for name, value in (("scales", scales), ("opposites", opposites)):
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
            raise BadOption(f"`{name}` must list names of answers. Got {value!r}.")
    if not scales or len(set(scales)) < len(scales):
        raise BadOption("`scales` must name one answer at least, each once.")
    strange = sorted(set(opposites) - set(scales))
    if strange:
        raise BadOption(f"`opposites` names “{strange[0]}”, which is not among the `scales`.")
    return list(scales), frozenset(opposites)


def ends_of(options: Mapping[str, Any]) -> tuple[float, float]:
    """Return the lowest and the highest step of the scales. Raises `BadOption`."""
    low = number_option(options, "low", default=1.0, low=-1e9)
    high = number_option(options, "high", default=5.0, low=-1e9)
    if high <= low:
        raise BadOption(f"`high` must be a number above `low`. Got low = {low:g} and high = {high:g}.")
    return low, high


def step_on(person: Participant, name: str, low: float, high: float) -> float | None:
    """Read an answer as a whole step of a scale, None if there is none. Raises `BadAnswer`."""
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return None
    try:
        step = float(answer)  # type: ignore[arg-type]  # what is no number raises and is told
    except (TypeError, ValueError):
        step = float("nan")
    if not low <= step <= high:
        what = f"“{name}” must be a number in [{low:g}, {high:g}]. Got {answer!r}."
        raise BadAnswer(person, what, "Correct the answer, or the ends of the scales.")
    return round(step * 2) / 2


def curve(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how far the mentor stands above the mentee by a curve through ``points`` [[gap, score], …].

    The gap is the mentor's step (or number) minus the mentee's; between two points the score goes evenly, and
    beyond the first and the last it stays. ``steps`` lists the ladder as in `scores.ladder`.

    >>> ben = Participant(key="ben", answers={"years": 2.0})
    >>> mentors = [Participant(key=f"{y}", answers={"years": float(y)}) for y in (2, 5, 12, 30)]
    >>> rule = Criterion(key="c", kind="curve", weight=1, mentee_answer="years", mentor_answer="years",
    ...                  options={"points": [[0, 0], [6, 1], [14, 1], [24, 0.2]]})
    >>> curve([ben], mentors, rule).scores().tolist()
    [[0.0, 0.5, 1.0, 0.2]]
    """
    points = points_of(criterion.options)
    left, right = rungs(mentees, mentors, criterion)
    return by_table(
        left, right, lambda mentee, mentor: height_at(points, mentor - mentee), missing=criterion.missing
    )


def points_of(options: Mapping[str, Any]) -> Points:
    """Read a curve: two points or more, gaps rising, scores in [0, 1]. Raises `BadOption`."""
    points = options.get("points")
    if not isinstance(points, list | tuple) or not all(_is_point(point) for point in points):
        raise BadOption(f"`points` must list pairs of a gap and a score in [0, 1]. Got {points!r}.")
    gaps = [point[0] for point in points]
    if len(gaps) <= 1 or any(one >= two for one, two in pairwise(gaps)):
        raise BadOption("`points` needs two gaps or more, each greater than the one before.")
    return tuple((float(gap), float(score)) for gap, score in points)


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list | tuple)
        and len(point) == len(("gap", "score"))
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in point)
        and abs(point[0]) <= 1e9  # noqa: PLR2004 - also refuses what is no number
        and 0 <= point[1] <= 1
    )


def height_at(points: Points, gap: float) -> float:
    """Return the score of a gap on a curve.

    >>> height_at(((0, 0), (2, 1)), 0.5), height_at(((0, 0), (2, 1)), 9)
    (0.25, 1.0)
    """
    return float(np.interp(gap, [one for one, _ in points], [score for _, score in points]))
