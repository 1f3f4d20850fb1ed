"""Which pairs a suggestion rests on, and with which scores."""

from dataclasses import replace
from typing import Any

import pytest

from greenroom.matching import actions
from greenroom.matching.core import Criterion, Rules
from greenroom.matching.models import MatchingRun
from greenroom.matching.queries import rules_for
from greenroom.matching.queries.learning import _comparable, learned_for
from greenroom.mentorships.models import FitCheck, Mentorship
from greenroom.programs.models import Coordination
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def published() -> MatchingRun:
    cohorts.two_pairs()
    draft = cohorts.solved()
    actions.publish(draft, by=world.cleo())
    return draft


def rate(mentorship: Mentorship, *, mentee: int, mentor: int | None = None, occasion: str = "early") -> None:
    for person, fit in ((mentorship.mentee, mentee), (mentorship.mentor, mentor)):
        if fit is not None:
            FitCheck.objects.create(mentorship=mentorship, person=person, fit=fit, occasion=occasion)


def counted(**asked: bool) -> tuple[int, int, int, int]:
    """Pairs, answers, cohorts, pairs made by hand."""
    rules, _version = rules_for(world.cohort())
    learned = learned_for(world.cohort(), rules, reader=world.cleo(), **asked)
    told = learned.suggestion
    return told.pairs, told.ratings, learned.cohorts, learned.by_hand


def test_learn_from_published_pairs_that_somebody_rated() -> None:
    published()
    assert counted() == (0, 0, 0, 0)
    first, second = Mentorship.objects.order_by("pk")
    rate(first, mentee=4, mentor=5)
    rate(second, mentee=2)
    assert counted() == (2, 3, 1, 0)


def test_learn_from_each_sides_last_answer() -> None:
    published()
    first = Mentorship.objects.earliest("pk")
    rate(first, mentee=4)
    rate(first, mentee=1, occasion="closing")
    assert counted() == (1, 1, 1, 0)


def test_learn_leaves_out_pairs_made_by_hand_and_says_how_many() -> None:
    published()
    gus, hana = cohorts.mentor("Gus Ode").person, cohorts.mentee("Hana Fry").person
    by_hand = Mentorship.objects.create(
        organization=world.school(), cohort=world.cohort(), mentor=gus, mentee=hana, formality="formal"
    )
    rate(by_hand, mentee=3)
    assert counted() == (0, 0, 0, 1)


def test_learn_leaves_out_pairs_that_the_reader_is_in() -> None:
    published()
    first = Mentorship.objects.get(mentor=world.ada())
    rate(first, mentee=4)
    Coordination.objects.create(program=world.program(), person=world.ada())
    rules, _version = rules_for(world.cohort())
    assert learned_for(world.cohort(), rules, reader=world.ada()).suggestion.pairs == 0
    assert counted() == (1, 1, 1, 0)


def test_learn_reads_nothing_for_strangers() -> None:
    published()
    for mentorship in Mentorship.objects.all():
        rate(mentorship, mentee=4)
    rules, _version = rules_for(world.cohort())
    for stranger in (world.eve(), world.ben()):
        learned = learned_for(world.cohort(), rules, reader=stranger, everywhere=True)
        assert (learned.suggestion.pairs, learned.by_hand) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"weight": 50, "label": "Hours"}, True),
        ({"options": {"enough": 4.0}}, True),
        ({"options": {"enough": 6}}, False),
        ({"mentor_answer": "evenings"}, False),
        ({"missing": 0.0}, False),
    ],
)
def test_scores_count_only_where_the_criterion_meant_the_same(
    changes: dict[str, Any],
    is_same: bool,  # noqa: FBT001 - a table's column
) -> None:
    now = Criterion(
        key="times",
        kind="hours",
        weight=10,
        mentee_answer="free_hours",
        mentor_answer="free_hours",
        options={"enough": 4},
    )
    then = Rules(criteria=(replace(now, **changes),)).to_dict()
    assert bool(_comparable(then, Rules(criteria=(now,)))) is is_same
