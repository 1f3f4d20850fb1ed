"""Weights learned from what people said of their pairs: a suggestion, with how far it can be trusted.

A rating is taken as a base for its group and side, plus the criteria's scores times non-negative weights, plus chance.
Only ratings of one group (cohort) and one side are compared with each other, and each pair counts once however many of
its sides answered. The suggested weights are a ridge regression (A. E. Hoerl, R. W. Kennard, *Ridge regression*, 1970)
toward a multiple of the present weights; how strongly they are pulled there is what predicts best in cross-validation
(M. Stone, *Cross-validatory choice*, 1974). The intervals are percentiles of a bootstrap over pairs (B. Efron, 1979) of
the weights that the answers alone would give, without any pull: they do not become narrow where the answers are silent.

Only people who were matched can be rated. A criterion that the matching has satisfied for nearly everyone varies little
among them, and so looks less important than it is (restriction of range).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
WhyKept = Literal["", "unscored", "alike"]

MIN_PAIRS: Final = 40
"""With fewer rated pairs nothing is suggested."""
ALIKE: Final = 0.05
"""A criterion whose scores have a smaller standard deviation among rated pairs cannot be learned."""
COVERS: Final = 0.8
RESAMPLES: Final = 400
FOLDS: Final = 5
OUTER_FOLDS: Final = 10
PULLS: Final = (0.003, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
"""How strongly weights may be pulled toward the present ones, against the mean information of a criterion."""
COMPARED_PAIRS: Final = 600
"""Agreement is worked out from so many pairs, drawn by the seed, when there are more."""


@dataclass(frozen=True, kw_only=True)
class RatedPair:
    """A pair, the criteria's scores in [0, 1] by criterion, and how each side rated it, by side; sides may be missing."""

    group: str
    scores: Mapping[str, float]
    ratings: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class SuggestedWeight:
    """Points of a hundred: now, as suggested, and the 80 % interval of what the answers alone say.

    A criterion that cannot be learned keeps its points: `why_kept` is "unscored" when too few rated pairs were judged
    by it, "alike" when they all scored nearly the same.
    """

    key: str
    present: float
    suggested: float
    low: float
    high: float
    why_kept: WhyKept = ""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Of two pairs rated differently, how often the better rated has the higher fit: 0.5 is chance, 1 always.

    `suggested` is out of sample: weights learned without the pair that they are tried on. The gain has an 80 % interval.
    """

    present: float
    suggested: float
    suggested_low: float
    gain: float
    gain_low: float
    gain_high: float


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """`code` is "too_few" pairs, "cannot_tell" the suggested weights from the present ones, or "suggested"."""

    code: Literal["too_few", "cannot_tell", "suggested"]
    pairs: int
    ratings: int
    weights: tuple[SuggestedWeight, ...]
    agreement: Agreement | None = None


def suggest_weights(pairs: Sequence[RatedPair], *, weights: Mapping[str, float], seed: int = 0) -> Suggestion:
    """What the ratings of `pairs` say of `weights` (by criterion, non-negative, not all 0), from 40 rated pairs on.

    The suggested points are non-negative and sum to 100. The same input and seed give the same answer.
    Raises ValueError for weights that are negative or all 0, and for scores outside [0, 1] or not finite.
    """
    present = _points(weights)
    rated = [pair for pair in pairs if pair.ratings]
    _check(rated)
    learned, why_kept = _learnable(rated, list(weights))
    usable = [pair for pair in rated if all(key in pair.scores for key in learned)]
    count, ratings = len(usable), sum(len(pair.ratings) for pair in usable)
    if count < MIN_PAIRS or len(learned) < 2:  # noqa: PLR2004 - one criterion has nothing to be weighed against
        kept = tuple(_kept(key, present[key], why_kept.get(key, "")) for key in weights)
        code: Literal["too_few", "cannot_tell"] = "too_few" if count < MIN_PAIRS else "cannot_tell"
        return Suggestion(code=code, pairs=count, ratings=ratings, weights=kept)
    data = _Ratings(usable, learned)
    now = np.array([present[key] for key in learned])
    room = float(now.sum())
    toward = now / room if room else np.full(len(learned), 1 / len(learned))
    chance = np.random.default_rng(seed)
    share = _fitted(data, np.ones(data.pairs), toward, chance)
    low, high = _interval(data, chance)
    agreement = _agreement(data, toward, chance)
    room = room or 100.0 - sum(present[key] for key in why_kept)
    found = {
        key: SuggestedWeight(
            key=key,
            present=present[key],
            suggested=room * float(share[place]),
            low=room * float(low[place]),
            high=room * float(high[place]),
        )
        for place, key in enumerate(learned)
    }
    every = tuple(found.get(key) or _kept(key, present[key], why_kept.get(key, "")) for key in weights)
    is_told = agreement is not None and agreement.gain_low > 0 and agreement.suggested_low > 0.5  # noqa: PLR2004 - chance
    return Suggestion(
        code="suggested" if is_told else "cannot_tell",
        pairs=count,
        ratings=ratings,
        weights=every,
        agreement=agreement,
    )


def whole_points(weights: Mapping[str, float]) -> dict[str, int]:
    """Shares as whole points that sum to 100, by largest remainders.

    >>> whole_points({"skills": 1, "hours": 1, "place": 1})
    {'skills': 34, 'hours': 33, 'place': 33}
    """
    points = _points(weights)
    whole = {key: int(value) for key, value in points.items()}
    order = sorted(points, key=lambda key: whole[key] - points[key])
    for key in order[: 100 - sum(whole.values())]:
        whole[key] += 1
    return whole


# ------------------------------------------------------------------ what can be learned


def _points(weights: Mapping[str, float]) -> dict[str, float]:
    if not all(np.isfinite(weight) and weight >= 0 for weight in weights.values()):
        raise ValueError(f"`weights` must be finite and not negative. Got {dict(weights)}.")
    total = sum(weights.values())
    if total <= 0:
        raise ValueError(f"`weights` must have one above 0. Got {dict(weights)}.")
    return {key: 100.0 * weight / total for key, weight in weights.items()}


def _check(pairs: Sequence[RatedPair]) -> None:
    for pair in pairs:
        if not all(0 <= score <= 1 for score in pair.scores.values()):
            raise ValueError(f"`scores` must lie in [0, 1]. Got {dict(pair.scores)}.")
        if not all(np.isfinite(rating) for rating in pair.ratings.values()):
            raise ValueError(f"`ratings` must be finite. Got {dict(pair.ratings)}.")


def _learnable(pairs: Sequence[RatedPair], keys: Sequence[str]) -> tuple[list[str], dict[str, WhyKept]]:
    """Criteria by which enough of the pairs were judged all together, and which tell the pairs apart."""
    why: dict[str, WhyKept] = {}
    left = list(keys)
    while left:
        whole = sum(all(key in pair.scores for key in left) for pair in pairs)
        counts = {key: sum(key in pair.scores for pair in pairs) for key in left}
        rarest = min(left, key=lambda key: counts[key])
        if whole >= MIN_PAIRS or counts[rarest] == len(pairs):
            break
        why[rarest] = "unscored"
        left.remove(rarest)
    usable = [pair for pair in pairs if all(key in pair.scores for key in left)]
    for key in list(left) if usable else []:
        if float(np.std([pair.scores[key] for pair in usable])) < ALIKE:
            why[key] = "alike"
            left.remove(key)
    return left, why


def _kept(key: str, points: float, why: WhyKept) -> SuggestedWeight:
    return SuggestedWeight(key=key, present=points, suggested=points, low=points, high=points, why_kept=why)


# ------------------------------------------------------------------ regression


class _Ratings:
    """A row for each rating: its pair, its cell (group and side), and the scores of its pair."""

    def __init__(self, pairs: Sequence[RatedPair], keys: Sequence[str]) -> None:
        rows = [(place, pair, side) for place, pair in enumerate(pairs) for side in sorted(pair.ratings)]
        cells: dict[tuple[str, str], int] = {}
        self.pairs = len(pairs)
        self.pair: Ints = np.array([place for place, _pair, _side in rows], dtype=np.intp)
        self.cell: Ints = np.array(
            [cells.setdefault((pair.group, side), len(cells)) for _place, pair, side in rows], dtype=np.intp
        )
        self.cells = len(cells)
        self.share: Floats = np.array([1.0 / len(pair.ratings) for _place, pair, _side in rows])
        self.scores: Floats = np.array([[pair.scores[key] for key in keys] for _place, pair, _side in rows])
        self.ratings: Floats = np.array([pair.ratings[side] for _place, pair, side in rows])

    def moments(self, counts: Floats) -> tuple[Floats, Floats, float]:
        """Products of scores with scores and ratings, and of ratings with themselves, within cells; pairs by count."""
        weight = counts[self.pair] * self.share
        both = np.column_stack([self.scores, self.ratings])
        held = np.maximum(np.bincount(self.cell, weight, self.cells), 1e-12)
        means = np.column_stack([np.bincount(self.cell, weight * one, self.cells) / held for one in both.T])
        both = both - means[self.cell]
        product = both.T @ (both * weight[:, None])
        return product[:-1, :-1], product[:-1, -1], float(product[-1, -1])


def _solved(square: Floats, linear: Floats, *, pull: float, toward: Floats) -> Floats:
    """Non-negative β and scale b with the least β'Gβ − 2h'β + λ|β − b·toward|²; without a pull, b plays no part."""
    from scipy.optimize import nnls

    size = len(linear)
    strength = pull * float(np.trace(square)) / size
    whole = np.zeros((size + 1, size + 1))
    whole[0, 0] = strength * float(toward @ toward)
    whole[0, 1:] = whole[1:, 0] = -strength * toward
    whole[1:, 1:] = square + strength * np.eye(size)
    whole += np.eye(size + 1) * max(1e-9 * float(np.trace(whole)) / (size + 1), 1e-12)
    root = np.linalg.cholesky(whole)
    found, _rest = nnls(root.T, np.linalg.solve(root, np.concatenate([[0.0], linear])))
    solution: Floats = found[1:]
    return solution


def _folds(count: int, folds: int, chance: np.random.Generator) -> Ints:
    """Which fold each pair is in: as equal in size as can be."""
    return chance.permutation(count).astype(np.intp) % folds


def _fitted(data: _Ratings, counts: Floats, toward: Floats, chance: np.random.Generator) -> Floats:
    """Shares that sum to 1, under the pull that predicts best; `toward` where the ratings follow no criterion."""
    errors = np.zeros(len(PULLS))
    fold = _folds(data.pairs, FOLDS, chance)
    for number in range(FOLDS):
        square, linear, _own = data.moments(counts * (fold != number))
        held, products, own = data.moments(counts * (fold == number))
        for place, pull in enumerate(PULLS):
            found = _solved(square, linear, pull=pull, toward=toward)
            errors[place] += own - 2 * float(products @ found) + float(found @ held @ found)
    square, linear, _own = data.moments(counts)
    found = _solved(square, linear, pull=PULLS[int(np.argmin(errors))], toward=toward)
    total = float(found.sum())
    return found / total if total > 0 else toward


def _interval(data: _Ratings, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """The middle 80 % of what resampled pairs alone say, without a pull; from 0 to 1 where they say nothing."""
    size = data.scores.shape[1]
    nowhere = np.zeros(size)
    drawn = []
    for _number in range(RESAMPLES):
        counts = np.bincount(chance.integers(0, data.pairs, data.pairs), minlength=data.pairs).astype(float)
        square, linear, _own = data.moments(counts)
        found = _solved(square, linear, pull=0.0, toward=nowhere)
        total = float(found.sum())
        if total > 0:
            drawn.append(found / total)
    if not drawn:
        return np.zeros(size), np.ones(size)
    tail = (1 - COVERS) / 2
    low, high = np.quantile(np.array(drawn), [tail, 1 - tail], axis=0)
    return low, high


# ------------------------------------------------------------------ how much better


def _agreement(data: _Ratings, toward: Floats, chance: np.random.Generator) -> Agreement | None:
    """None where no two pairs that can be compared were rated differently."""
    fold = _folds(data.pairs, OUTER_FOLDS, chance)
    learned = np.zeros(len(data.pair))
    for number in range(OUTER_FOLDS):
        share = _fitted(data, (fold != number).astype(float), toward, chance)
        rows = fold[data.pair] == number
        learned[rows] = data.scores[rows] @ share
    kept = np.sort(chance.permutation(data.pairs)[:COMPARED_PAIRS])
    rows = np.isin(data.pair, kept)
    above = np.sign(data.ratings[rows, None] - data.ratings[None, rows])
    is_compared = (above != 0) & (data.cell[rows, None] == data.cell[None, rows])
    if not is_compared.any():
        return None
    agreed = [
        np.where(is_compared, (1 + above * np.sign(fit[rows, None] - fit[None, rows])) / 2, 0.0)
        for fit in (data.scores @ toward, learned)
    ]
    told = []
    for number in range(RESAMPLES + 1):
        chosen = kept[chance.integers(0, len(kept), len(kept))] if number else np.arange(data.pairs)
        drawn = np.bincount(chosen, minlength=data.pairs)
        weight = drawn[data.pair[rows]] * data.share[rows]
        whole = float(weight @ is_compared @ weight)
        if whole > 0:
            told.append([float(weight @ one @ weight) / whole for one in agreed])
    shares = np.array(told)
    gains = shares[:, 1] - shares[:, 0]
    tail = (1 - COVERS) / 2
    return Agreement(
        present=float(shares[0, 0]),
        suggested=float(shares[0, 1]),
        suggested_low=float(np.quantile(shares[1:, 1], tail)),
        gain=float(gains[0]),
        gain_low=float(np.quantile(gains[1:], tail)),
        gain_high=float(np.quantile(gains[1:], 1 - tail)),
    )
