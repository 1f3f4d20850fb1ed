import pytest

from greenroom.jobs.models import Job
from greenroom.matching import actions
from greenroom.matching.models import MatchingRun, PairRule, Policy
from greenroom.programs.models import Enrollment
from tests import world
from tests.matching import cohorts
from tests.matching.actions.test_comparing import compared, states
from tests.matching.actions.test_rematching import under_way
from tests.matching.queries.test_groups import in_departments
from tests.matching.views.test_drafts import pressed, seen_by, text

pytestmark = pytest.mark.django_db


def shown(path: str) -> str:
    status, html = seen_by(world.cleo(), path)
    assert status == 200
    return text(html)


def test_read_a_draft_shows_three_ways_side_by_side() -> None:
    page = shown(f"/runs/{compared().pk}/")
    for words in ("Three ways to choose", "Fairest", "Stable", "Make a draft of the chosen way", "0 pairs"):
        assert words in page, words


def test_read_a_draft_whose_ways_are_under_way_shows_words_and_a_way_to_stop() -> None:
    cohorts.two_pairs()
    draft = cohorts.solved()
    Job.objects.filter(kind="matching.compare").update(done=40, total=100, phase="Looking at every pair")
    page = shown(f"/runs/{draft.pk}/")
    assert ("Looking at every pair" in page, "Stop working out Fairest" in page, "every 1s" in page) == (
        True,
        True,
        True,
    )
    assert "<html" not in shown(f"/runs/{draft.pk}/ways/")


def test_stop_a_way_and_start_it_again() -> None:
    cohorts.two_pairs()
    draft = cohorts.solved()
    back = world.inside(world.cleo(), f"/runs/{draft.pk}/#ways")
    assert pressed(world.cleo(), f"/runs/{draft.pk}/ways/stable/cancellation/") == (302, back)
    assert "Start it again" in shown(f"/runs/{draft.pk}/")
    assert pressed(world.cleo(), f"/runs/{draft.pk}/ways/stable/") == (302, back)
    assert states(draft)["stable"] == "working"


def test_choose_a_way_leads_to_its_draft_and_its_own_proof() -> None:
    draft = compared()
    status, leads_to = pressed(world.cleo(), f"/runs/{draft.pk}/choice/", policy="fairest")
    following = MatchingRun.objects.get(number=2)
    assert (status, leads_to) == (302, world.inside(world.cleo(), f"/runs/{following.pk}/"))
    cohorts.worked(following)
    assert "Nobody’s lowest fit can be lifted further" in shown(f"/runs/{following.pk}/")
    assert pressed(world.cleo(), f"/runs/{draft.pk}/choice/", policy="luck")[0] == 409


def test_choose_stable_says_that_nobody_would_swap() -> None:
    draft = cohorts.worked(actions.choose_policy(compared(), policy="stable", by=world.cleo()))
    assert "No two people would both rather have each other" in shown(f"/runs/{draft.pk}/")


def test_read_fit_by_group_shows_groups_and_says_why_others_are_hidden() -> None:
    in_departments(Sound=9, Camera=8, Art=2)
    draft = cohorts.solved()
    page = shown(f"/runs/{draft.pk}/groups/?by=department")
    assert ("Fit by group: Department" in page, "Sound" in page, "Camera" in page) == (True, True, False)
    assert "2 groups are not shown" in page


def test_read_who_would_rather_swap_offers_to_pin_them() -> None:
    draft = cohorts.worked(actions.choose_policy(compared(), policy="fairest", by=world.cleo()))
    page = shown(f"/runs/{draft.pk}/rather/")
    assert ("One pair would both rather swap" in page, "Pin Ben Okafor and Ada Lind" in page) == (True, True)
    assert seen_by(world.cleo(), f"/runs/{draft.pk}/rather/?policy=luck")[0] == 404
    assert seen_by(world.cleo(), f"/runs/{draft.pk}/rather/?policy=stable")[0] == 404


def test_rematch_form_asks_for_a_price_and_leads_to_the_draft() -> None:
    under_way()
    where = f"/cohorts/{world.cohort().pk}/"
    assert "1 pair of this cohort is under way." in shown(f"{where}matching/")
    assert pressed(world.cleo(), f"{where}runs/", living="move", price="-1")[0] == 422
    assert pressed(world.cleo(), f"{where}runs/", living="move", price="10")[0] == 302
    draft = cohorts.worked(MatchingRun.objects.get(policy=Policy.REMATCH))
    page = shown(f"/runs/{draft.pk}/")
    for words in (
        "Two new pairs, ready for your eye",
        "Living pairs that would end",
        "your price is 10 a pair",
    ):
        assert words in page, words


def test_take_back_a_pin_on_the_cohorts_page() -> None:
    cohorts.two_pairs()
    rule = actions.set_pair_rule(
        world.cohort(), mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="pin", by=world.cleo()
    )
    assert "Take it back: Ben Okafor and Ada Lind, Pinned" in shown(f"/cohorts/{world.cohort().pk}/matching/")
    path = f"/cohorts/{world.cohort().pk}/pair-rules/{rule.pk}/removal/"
    assert pressed(world.ada(), path)[0] == 404
    assert (pressed(world.cleo(), path)[0], PairRule.objects.count()) == (302, 0)


def test_faulty_draft_offers_to_pin_despite_the_rules() -> None:
    cohorts.two_pairs()
    ben, ada = world.ben_learns(), world.ada_mentors()
    actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", by=world.cleo())
    Enrollment.objects.filter(pk=ben.pk).update(unwanted=[ada.person_id])
    draft = cohorts.solved()
    assert "Pin Ben Okafor and Ada Lind despite the rules" in shown(f"/runs/{draft.pk}/")
    pressed(
        world.cleo(),
        f"/runs/{draft.pk}/pair-rules/",
        mentor=ada.pk,
        mentee=ben.pk,
        kind="pin",
        despite_rules="on",
    )
    assert cohorts.named(cohorts.worked(MatchingRun.objects.get(number=2)))[0] == ("Ben", "Ada", 100)
