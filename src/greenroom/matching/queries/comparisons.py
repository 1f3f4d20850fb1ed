"""The ways to choose, side by side: a draft's own and those worked out beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.matching.core.solving.solver import POLICIES
from greenroom.matching.models import Comparison, MatchingRun, Policy
from greenroom.programs.models import Enrollment

LARGE = ("solution", "groups")
COMPARED = tuple(one for one in (Policy.BEST_TOTAL, Policy.FAIREST, Policy.STABLE) if one in POLICIES)
COMPARED_AT_ONCE = 1_000_000
"""Beside a draft of more possible pairs another way to choose is worked out only when somebody asks."""


def comparisons() -> QuerySet[Comparison]:
    """Without what is large in them."""
    return Comparison.objects.select_related("job").defer(*LARGE)


def others_for(run: MatchingRun) -> list[Policy]:
    """The ways to choose that can stand beside a draft."""
    return [one for one in COMPARED if one != run.policy] if run.policy in COMPARED else []


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to choose, as a row of the comparison. `comparison` is None for the draft's own, and where none was asked."""

    policy: Policy
    is_own: bool
    comparison: Comparison | None
    summary: Mapping[str, Any]
    dots: Sequence[int]
    words: str

    @property
    def is_ready(self) -> bool:
        return bool(self.summary)

    @property
    def state(self) -> str:
        if self.is_ready:
            return str(Comparison.State.READY)
        return "" if self.comparison is None else str(self.comparison.state)


@dataclass(frozen=True, kw_only=True)
class Ways:
    """All of them, drawn on one scale from `start`; a dot stands for `each` pairs."""

    rows: Sequence[Way]
    start: int
    each: int

    @property
    def is_working(self) -> bool:
        return any(row.state == Comparison.State.WORKING for row in self.rows)


def ways_of(run: MatchingRun) -> Ways:
    """A draft's own way first in its place among the others; one query."""
    kept = {one.policy: one for one in comparisons().filter(run=run)}
    order = COMPARED if run.policy in COMPARED else (Policy(run.policy),)
    histograms = {str(run.policy): run.summary["histogram"]} | {
        str(policy): one.summary["histogram"] for policy, one in kept.items() if one.summary
    }
    each = max(1, *(-(-sum(counts.values()) // DOTS) for counts in histograms.values()))
    lowest = min((int(fit) for counts in histograms.values() for fit in counts), default=0)
    rows = []
    for policy in order:
        comparison = None if policy == run.policy else kept.get(policy)
        summary = run.summary if policy == run.policy else comparison.summary if comparison else {}
        dots = dots_of(summary.get("histogram", {}), each=each)
        rows.append(
            Way(
                policy=policy,
                is_own=policy == run.policy,
                comparison=comparison,
                summary=summary,
                dots=dots,
                words=_in_words(summary, dots),
            )
        )
    return Ways(rows=rows, start=max(0, (lowest - 5) // 10 * 10), each=each)


DOTS = 240


def dots_of(histogram: Mapping[str, int], *, each: int) -> list[int]:
    """Whole fits for a strip of dots, each of which stands for so many pairs."""
    counts = sorted((int(fit), count) for fit, count in histogram.items())
    return [fit for fit, count in counts for _ in range(-(-count // each))]


def _in_words(summary: Mapping[str, Any], dots: Sequence[int]) -> str:
    if not dots:
        return _("No pairs")
    words = ngettext(
        "%(n)s pair, from %(low)s to %(high)s", "%(n)s pairs, from %(low)s to %(high)s", summary["pairs"]
    )
    return words % {"n": summary["pairs"], "low": dots[0], "high": dots[-1]}


@dataclass(frozen=True, kw_only=True)
class Rather:
    """Two people who are not paired and would each rather have the other; `leaves…` is whom, None for a free place."""

    mentee: Enrollment
    mentor: Enrollment
    fit: int
    leaves_mentor: Enrollment | None
    leaves_mentee: Enrollment | None


@dataclass(frozen=True, kw_only=True)
class WouldRather:
    """How many pairs would both rather in one way to choose, and those of them with the best fit."""

    policy: Policy
    count: int
    examples: Sequence[Rather]


def rather_in(run: MatchingRun, *, policy: Policy) -> WouldRather | None:
    """None where that way is not worked out beside the draft. Two queries at most."""
    summary = run.summary
    if policy != run.policy:
        summary = comparisons().filter(run=run, policy=policy).values_list("summary", flat=True).first() or {}
    if "rather" not in summary:
        return None
    names = ("mentee", "mentor", "instead_of_mentor", "instead_of_mentee")
    ids = {one[name] for one in summary["rather"] for name in names}
    places = Enrollment.objects.filter(cohort=run.cohort_id).select_related("person").in_bulk(ids - {None})
    return WouldRather(
        policy=policy,
        count=summary["blocking"],
        examples=[
            Rather(
                mentee=places[one["mentee"]],
                mentor=places[one["mentor"]],
                fit=one["fit"],
                leaves_mentor=places.get(one["instead_of_mentor"]),
                leaves_mentee=places.get(one["instead_of_mentee"]),
            )
            for one in summary["rather"]
            if one["mentee"] in places and one["mentor"] in places
        ],
    )
