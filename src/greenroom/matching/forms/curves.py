"""A curve of gaps and scores: typed a line each, drawn beside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from greenroom.matching.core.criteria.features import BadOption
from greenroom.matching.core.criteria.styles import height_at, points_of

MOST_POINTS: Final = 12
WIDTH, HEIGHT = 320, 96
_LINE: Final = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[:=,;\s]\s*(\d+(?:\.\d+)?)\s*")


class CurveField(forms.CharField):
    """Points of a curve, a line each: a gap, a colon, a score out of 100. Gives [[gap, score in [0, 1]], …]."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}), max_length=400, **kwargs
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        points = []
        for line in text.splitlines():
            if not line.strip():
                continue
            match = _LINE.fullmatch(line.replace("−", "-"))
            if match is None or float(match[2]) > 100:  # noqa: PLR2004 - a score of 100
                raise forms.ValidationError(
                    _(
                        "“%(line)s” is no gap and score. Write a line such as “2: 60”, the score from 0 to 100."
                    )
                    % {"line": line.strip()},
                    code="point",
                )
            points.append([float(match[1]), float(match[2]) / 100])
        if len(points) > MOST_POINTS:
            raise forms.ValidationError(_("Keep the curve to %(most)s points.") % {"most": MOST_POINTS})
        try:
            points_of({"points": points})
        except BadOption as error:
            raise forms.ValidationError(
                _("Give two points or more, each with a greater gap than the one before."), code="order"
            ) from error
        return points


def said_points(points: Sequence[Sequence[float]]) -> str:
    r"""The points as they are typed.

    >>> said_points([[-1, 0], [2, 0.65]])
    '-1: 0\n2: 65'
    """
    return "\n".join(f"{gap:g}: {round(score * 100, 2):g}" for gap, score in points)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A curve as it is drawn: points in a box of 320 × 96, where the gap is 0, and the table beside."""

    line: str
    level_at: float | None
    rows: list[tuple[str, int]]
    low: str
    high: str


def drawn(points: Sequence[Sequence[float]]) -> Drawn:
    """Draw a curve with a little room at either end, where it stays level."""
    curve = tuple((float(gap), float(score)) for gap, score in points)
    first, last = curve[0][0], curve[-1][0]
    room = (last - first) * 0.08
    low, high = first - room, last + room
    shown = [(low, height_at(curve, low)), *curve, (high, height_at(curve, high))]

    def across(gap: float) -> float:
        return round(WIDTH * (gap - low) / (high - low), 1)

    return Drawn(
        line=" ".join(f"{across(gap)},{round(HEIGHT * (1 - score), 1)}" for gap, score in shown),
        level_at=across(0.0) if low < 0 < high else None,
        rows=[(signed(gap), round(score * 100)) for gap, score in curve],
        low=signed(first),
        high=signed(last),
    )


def signed(gap: float) -> str:
    """A gap with a true minus sign.

    >>> signed(-1.5), signed(3.0)
    ('−1.5', '3')
    """
    return f"{gap:g}".replace("-", "−")


def ladder_points(low: float, high: float, reach: float) -> list[list[float]]:
    """The curve of a ladder: in full from low to high, nothing from so far outside.

    >>> ladder_points(1, 3, 2)
    [[-1, 0.0], [1, 1.0], [3, 1.0], [5, 0.0]]
    """
    full = [[low, 1.0], [high, 1.0]] if high > low else [[low, 1.0]]
    return [[low - reach, 0.0], *full, [high + reach, 0.0]]
