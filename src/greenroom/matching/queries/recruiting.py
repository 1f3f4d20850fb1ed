"""Who to recruit: a draft’s advice in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from greenroom.matching.models import MatchingRun


@dataclass(frozen=True, kw_only=True)
class Recruit:
    """One more mentor or place; `gain` in points. `drawn` of `most` is the length of its bar; `place` an enrollment."""

    words: str
    people: int
    gain: float
    drawn: float
    most: float
    place: int | None
    name: str


def who_to_recruit(run: MatchingRun) -> list[Recruit]:
    """What the draft advises, the most people first; nothing for a draft that was solved without."""
    found: list[Mapping[str, Any]] = run.summary.get("recruit", [])
    most = max((abs(one["gain"]) for one in found), default=1) or 1
    return [
        Recruit(
            words=_words(one),
            people=one["people"],
            gain=round(one["gain"], 1),
            drawn=max(0.0, one["gain"]),
            most=most,
            place=one.get("place"),
            name=one["name"],
        )
        for one in found
    ]


def _words(one: Mapping[str, Any]) -> str:
    if one["code"] == "place":
        return _("One more place with %(name)s") % {"name": one["name"]}
    parts = {
        "weekday mornings": _("free on weekday mornings"),
        "weekday afternoons": _("free on weekday afternoons"),
        "weekday evenings": _("free on weekday evenings"),
        "weekends": _("free on weekends"),
    }
    facts = {"skill": one["skill"], "word": one["word"], "part": parts.get(str(one["part"]), "")}
    kind = _("One more mentor for %(skill)s") % facts if one["skill"] else _("One more mentor")
    kind = _("%(kind)s, %(part)s") % (facts | {"kind": kind}) if one["part"] else kind
    return _("%(kind)s, who shares %(word)s") % (facts | {"kind": kind}) if one["word"] else kind
