import datetime as dt

import pytest

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.matching import actions
from greenroom.matching.models import MatchingRun, Policy
from greenroom.matching.queries.drafts import endings_of
from greenroom.mentorships.actions import accept, close
from greenroom.mentorships.models import Closure, Mentorship
from greenroom.outbox.models import Message
from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def under_way() -> None:
    """Dan is with Ada (50) and the cohort is in its second week; then Ben (100 with Ada) and Finn come."""
    Cohort.objects.filter(pk=world.cohort().pk).update(starts_on=clock.now().date() - dt.timedelta(days=10))
    cohorts.judged_by_skills()
    cohorts.mentor("Ada Lind", budgeting=5, crewing=5)
    cohorts.mentee("Dan Poe", budgeting=2, pitching=2)
    actions.publish(cohorts.solved(), by=world.cleo())
    pair = Mentorship.objects.get()
    for person in (pair.mentor, pair.mentee):
        accept(pair, by=person)
    cohorts.mentor("Finn Moe", pitching=5, crewing=5)
    cohorts.mentee("Ben Okafor", budgeting=2, crewing=2)


def rematched(price: float | None) -> MatchingRun:
    return cohorts.worked(
        actions.request_run(world.cohort(), policy=Policy.REMATCH, moving_price=price, by=world.cleo())
    )


def test_rematch_newcomers_leaves_living_pairs_out() -> None:
    under_way()
    draft = rematched(None)
    assert (cohorts.named(draft), draft.endings.count(), draft.new_pairs) == ([("Ben", "Finn", 50)], 0, 1)
    actions.publish(draft, by=world.cleo())
    assert Mentorship.objects.filter(cohort=world.cohort()).count() == 2
    assert Closure.objects.count() == 0


def test_rematch_above_a_price_says_which_living_pair_ends_and_what_that_gains() -> None:
    under_way()
    draft = rematched(10)
    assert (cohorts.named(draft), draft.summary["holds"]) == (
        [("Ben", "Ada", 100), ("Dan", "Finn", 50)],
        True,
    )
    moves = endings_of(draft)
    assert moves.in_all == 1
    move = moves.shown[0]
    assert (move.ending.mentorship.mentee.short_name, move.before_fit, move.after_fit, move.gain) == (
        "Dan",
        50,
        50,
        0,
    )
    assert round(draft.summary["gained"]) == 50


def test_rematch_below_the_price_keeps_the_living_pair() -> None:
    under_way()
    draft = rematched(60)
    assert (cohorts.named(draft), draft.endings.count()) == ([("Ben", "Finn", 50), ("Dan", "Ada", 50)], 0)
    assert (draft.new_pairs, draft.summary["staying"]) == (1, 1)


def test_publish_a_rematch_ends_the_moved_pairs_kindly_and_proposes_the_new_ones() -> None:
    under_way()
    draft = rematched(10)
    Message.objects.all().delete()
    actions.publish(draft, by=world.cleo())
    closure = Closure.objects.select_related("mentorship__mentee").get()
    assert (closure.reason, closure.mentorship.mentee.short_name) == (Closure.Reason.REMATCHED, "Dan")
    pairs = Mentorship.objects.filter(closures=None).order_by("mentee__name")
    assert [(one.mentee.short_name, one.mentor.short_name) for one in pairs] == [
        ("Ben", "Ada"),
        ("Dan", "Finn"),
    ]
    kinds = list(Message.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == ["mentorship_closed"] * 2 + ["mentorship_proposed"] * 4
    assert "Neither of you did anything wrong" in Message.objects.filter(kind="mentorship_closed")[0].text
    with pytest.raises(RuleBroken, match="has published this draft already"):
        actions.publish(draft, by=world.cleo())


def test_publish_a_rematch_whose_pair_has_parted_since_changes_nothing() -> None:
    under_way()
    draft = rematched(10)
    pair = Mentorship.objects.get()
    close(pair, reason=Closure.Reason.TIME, by=Person.objects.get(name="Ada Lind"))
    with pytest.raises(RuleBroken, match="Dan Poe and Ada Lind are no longer together"):
        actions.publish(draft, by=world.cleo())
    assert (Mentorship.objects.count(), Closure.objects.count()) == (1, 1)


def test_rematch_after_the_programs_last_week_moves_nobody() -> None:
    under_way()
    draft = rematched(10)
    late = clock.now().date() - dt.timedelta(weeks=20)
    Cohort.objects.filter(pk=world.cohort().pk).update(starts_on=late)
    with pytest.raises(RuleBroken, match="moves living pairs until week 6"):
        rematched(10)
    with pytest.raises(RuleBroken, match="moves living pairs until week 6"):
        actions.publish(draft, by=world.cleo())
    assert Closure.objects.count() == 0
    assert rematched(None).new_pairs == 1
