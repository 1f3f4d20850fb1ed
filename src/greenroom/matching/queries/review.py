"""What the review page shows of a solved draft: its pairs a page at a time, and the people left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from greenroom.matching.models import MatchingRun, Pairing, PairRule, Unmatched, low_limit
from greenroom.programs.models import Cohort

PAIRS_ON_A_PAGE = 25
LEFT_ON_THE_PAGE = 4
SHOWS = ("all", "new", "low", "changed", "pinned")
SORTS: Mapping[str, str] = {
    "mentee": "mentee__person__name",
    "mentor": "mentor__person__name",
    "fit": "fit",
    "cost": "price",
}


@dataclass(frozen=True, kw_only=True)
class Block:
    """One criterion of one pair: `points` of the `of` that it could give, and the facts behind it.

    Whole where every weight is a whole share of a hundred, else with one decimal: equal weights look equal.
    """

    label: str
    points: float
    of: float
    weight: float
    score: float
    facts: Sequence[str]

    @property
    def is_low(self) -> bool:
        return self.score < LOW_SCORE


LOW_SCORE = 0.4


def blocks_of(pairing: Pairing) -> list[Block]:
    """What the fit is made of, in points that add up to it."""
    parts: list[Mapping[str, Any]] = pairing.parts
    shares, points = _points([100 * part["weight"] for part in parts], parts, fit=pairing.fit)
    return [
        Block(
            label=part["label"],
            points=min(given, share),
            of=share,
            weight=part["weight"],
            score=part["score"],
            facts=part["facts"],
        )
        for part, given, share in zip(parts, points, shares, strict=True)
    ]


def _points(
    weights: Sequence[float], parts: Sequence[Mapping[str, Any]], *, fit: float
) -> tuple[Sequence[float], Sequence[float]]:
    """What each could give, and what it gives."""
    given = [weight * part["score"] for weight, part in zip(weights, parts, strict=True)]
    if any(abs(weight - round(weight)) > SAME for weight in weights):
        return [round(weight, 1) for weight in weights], [round(one, 1) for one in given]
    return [round(weight) for weight in weights], _whole(given, total=round(fit * 100))


SAME = 0.005


def _whole(values: Sequence[float], *, total: int) -> list[int]:
    """Round so that the sum is `total` (largest remainders)."""
    whole = [int(value + 1e-9) for value in values]
    by_rest = sorted(range(len(values)), key=lambda place: whole[place] - values[place])
    for place in by_rest[: max(0, total - sum(whole))]:
        whole[place] += 1
    return whole


@dataclass(frozen=True, kw_only=True)
class PairRow:
    """A pair as a row of the table."""

    pairing: Pairing
    blocks: list[Block]
    is_low: bool
    is_on: bool

    @property
    def fit(self) -> int:
        return round(self.pairing.fit * 100)

    @property
    def in_words(self) -> str:
        """The blocks' numbers, for whoever does not see them."""
        return ", ".join(
            _("%(label)s %(points)s of %(of)s")
            % {"label": block.label, "points": block.points, "of": block.of}
            for block in self.blocks
        )

    @property
    def cost(self) -> float | None:
        """What the total changes by, in points, if the two are kept apart; 0 is a tie."""
        return None if self.pairing.price is None else -round(self.pairing.price * 100, 1)


class PairPages(Paginator):  # type: ignore[type-arg] # Django’s Paginator takes no argument when it runs
    """Pages whose count is known from the draft itself, so that nothing is counted for a page."""

    def __init__(self, pairings: QuerySet[Pairing], *, count: int) -> None:
        super().__init__(pairings, PAIRS_ON_A_PAGE)
        self._count = count

    @cached_property
    def count(self) -> int:
        return self._count


def page_of_pairs(run: MatchingRun, *, show: str, sort: str, page: str | int) -> Page[Pairing]:
    """One page of a draft's pairs, with their people, in one query."""
    summary = run.summary
    pairings = run.pairings.select_related("mentee__person", "mentor__person")
    counts = {
        "all": summary["pairs"],
        "new": run.new_pairs,
        "low": summary["low"],
        "changed": summary["changed"],
        "pinned": summary["pinned"],
    }
    if show == "low":
        pairings = pairings.filter(fit__lt=low_limit(summary["low_below"]))
    elif show == "new":
        pairings = pairings.filter(is_standing=False)
    elif show == "pinned":
        pairings = pairings.filter(is_pinned=True)
    elif show == "changed" and summary["before"] is not None:
        same_before = Pairing.objects.filter(
            run__cohort=run.cohort_id,
            run__number=summary["before"],
            mentor=OuterRef("mentor"),
            mentee=OuterRef("mentee"),
        )
        pairings = pairings.filter(~Exists(same_before))
    return PairPages(_sorted(pairings, sort), count=counts[show]).get_page(page)


def _sorted(pairings: QuerySet[Pairing], sort: str) -> QuerySet[Pairing]:
    field = F(SORTS.get(sort.removeprefix("-"), SORTS["mentee"]))
    order = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return pairings.order_by(order, "pk")


def rows_of(run: MatchingRun, pairings: Sequence[Pairing], *, mentee_id: int | None) -> list[PairRow]:
    limit = low_limit(run.summary["low_below"])
    return [
        PairRow(
            pairing=pairing,
            blocks=blocks_of(pairing),
            is_low=pairing.fit < limit,
            is_on=pairing.mentee_id == mentee_id,
        )
        for pairing in pairings
    ]


def left_in(run: MatchingRun) -> QuerySet[Unmatched]:
    """Mentees without a mentor in this draft, by name."""
    return run.unmatched.select_related("enrollment__person").order_by("enrollment__person__name", "pk")


def pairing_of(run: MatchingRun, *, mentee_id: int) -> Pairing | None:
    return run.pairings.filter(mentee=mentee_id).select_related("mentee__person", "mentor__person").first()


def word_on(run: MatchingRun, *, mentor_id: int, mentee_id: int) -> PairRule | None:
    """The pin or forbid on these two that is in force now, whatever this draft was solved under."""
    return (
        PairRule.objects.filter(cohort=run.cohort_id, mentor=mentor_id, mentee=mentee_id)
        .select_related("by")
        .first()
    )


def words_set(cohort: Cohort) -> list[PairRule]:
    """Every pin and forbid of the cohort, newest first."""
    return list(
        PairRule.objects.filter(cohort=cohort)
        .select_related("mentor__person", "mentee__person", "by")
        .order_by("-at", "-pk")[:50]
    )
