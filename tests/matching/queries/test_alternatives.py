import pytest

from greenroom.matching.queries.alternatives import alternatives_for
from greenroom.matching.queries.firmness import firmness_of
from greenroom.matching.queries.recruiting import who_to_recruit
from greenroom.programs.models import Enrollment
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def three_pairs() -> tuple[Enrollment, Enrollment]:
    """Ben–Ada 100 and Dan–Finn 100; Ben would have half with Finn, and Dan nothing with Ada. Returns Ben and Ada."""
    cohorts.judged_by_skills()
    ada = cohorts.mentor("Ada Lind", budgeting=5, crewing=5)
    cohorts.mentor("Finn Moe", crewing=5, pitching=5)
    ben = cohorts.mentee("Ben Okafor", budgeting=2, crewing=2)
    cohorts.mentee("Dan Poe", pitching=2)
    return ben, ada


def test_another_mentor_comes_with_what_would_change_it_and_where_the_cost_comes_from() -> None:
    ben, ada = three_pairs()
    (finn,) = alternatives_for(cohorts.solved(), mentee=ben, now=ada, other_id=None).best
    assert (finn.name, finn.change) == ("Finn Moe", -150)
    assert finn.reason == (
        "Finn Moe is the only mentor who matches Dan Poe so well on “Skills to learn”. That’s where the cost comes from."
    )
    assert finn.would_change == ["Even a fit of 100 would not make them a pair."]


def test_what_would_change_another_mentor_names_the_criterion_that_would_do() -> None:
    cohorts.judged_by_skills()
    ada = cohorts.mentor("Ada Lind", budgeting=5, crewing=5)
    cohorts.mentor("Finn Moe", crewing=5)
    ben = cohorts.mentee("Ben Okafor", budgeting=2, crewing=2, pitching=2)
    (finn,) = alternatives_for(cohorts.solved(), mentee=ben, now=ada, other_id=None).best
    assert finn.would_change == [
        "They would be a pair if their fit were more than 33.3 higher.",
        "If Finn Moe offered all that Ben Okafor wants to learn, the two would be a match.",
    ]


def test_a_pair_says_how_far_its_fit_may_fall_and_who_would_be_next() -> None:
    cohorts.judged_by_skills()
    ada = cohorts.mentor("Ada Lind", budgeting=5, crewing=5)
    cohorts.mentor("Finn Moe", crewing=5)
    ben = cohorts.mentee("Ben Okafor", budgeting=2, crewing=2)
    found = firmness_of(cohorts.solved(), mentee=ben, mentor=ada)
    assert found is not None
    assert (found.fit, found.fall, found.lowest, found.room) == (100, 50, 50, 50)
    assert (found.next_name, found.next_fit, found.cost, found.fewer) == ("Finn Moe", 50, -50, 0)


def test_a_pair_without_which_fewer_would_have_a_mentor_stands_at_any_fit() -> None:
    cohorts.judged_by_skills()
    ada, ben = cohorts.mentor("Ada Lind", budgeting=5), cohorts.mentee("Ben Okafor", budgeting=2)
    found = firmness_of(cohorts.solved(), mentee=ben, mentor=ada)
    assert found is not None
    assert (found.fall, found.fewer, found.next_name) == (None, 1, "")


def test_a_draft_says_whom_to_recruit() -> None:
    cohorts.judged_by_skills()
    ada = cohorts.mentor("Ada Lind", budgeting=5)
    cohorts.mentee("Ben Okafor", budgeting=2)
    cohorts.mentee("Dan Poe", budgeting=2)
    found = who_to_recruit(cohorts.solved())
    assert [(one.words, one.people, one.gain, one.place) for one in found] == [
        ("One more mentor for Budgeting", 1, 100, None),
        ("One more place with Ada Lind", 1, 100, ada.pk),
    ]


def test_the_coordinator_reads_all_of_it_on_the_page_and_the_pair_none_of_it() -> None:
    cohorts.judged_by_skills()
    cohorts.mentor("Ada Lind", budgeting=5)
    cohorts.mentor("Finn Moe", crewing=5)
    cohorts.mentee("Ben Okafor", budgeting=2, crewing=1)
    cohorts.mentee("Dan Poe", budgeting=2)
    cohorts.mentee("Eda Roy", budgeting=2)
    draft = cohorts.solved()
    html = (
        world.signed_in(world.cleo()).get(world.inside(world.cleo(), f"/runs/{draft.pk}/")).content.decode()
    )
    for words in (
        "How firm this pair is",
        "What would change it",
        "Who to recruit",
        "One more mentor for Budgeting",
    ):
        assert words in html
    for pairing in draft.pairings.all():
        told = " ".join(sentence for side in pairing.reasons.values() for sentence in side)
        assert not any(words in told for words in ("fit", "cost", "Finn Moe is", "would be", "not offered"))
