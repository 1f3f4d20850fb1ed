import pytest

from greenroom.matching import actions
from greenroom.matching.models import MatchingRun, PairRule, Publication
from greenroom.programs.models import Enrollment
from tests import world
from tests.matching import cohorts
from tests.matching.views.test_drafts import pressed, seen_by, text

pytestmark = pytest.mark.django_db


def test_pin_a_pair_leads_to_the_next_draft_at_the_same_mentee() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    ada, ben = world.ada_mentors(), world.ben_learns()
    status, leads_to = pressed(
        world.cleo(), f"/runs/{run.pk}/pair-rules/", mentor=ada.pk, mentee=ben.pk, kind="pin"
    )
    following = MatchingRun.objects.get(number=2)
    assert (status, leads_to) == (302, world.inside(world.cleo(), f"/runs/{following.pk}/?mentee={ben.pk}"))
    assert PairRule.objects.get().kind == "pin"


def test_pin_a_pair_that_the_rules_keep_apart_holds_when_it_is_meant() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    ada, ben = world.ada_mentors(), world.ben_learns()
    pressed(
        world.cleo(),
        f"/runs/{run.pk}/pair-rules/",
        mentor=ada.pk,
        mentee=ben.pk,
        kind="pin",
        despite_rules="on",
    )
    assert PairRule.objects.get().despite_rules is True


def test_pin_someone_who_is_not_in_the_cohort_is_a_404() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    found = [
        pressed(
            world.cleo(),
            f"/runs/{run.pk}/pair-rules/",
            mentor=mentor,
            mentee=world.ben_learns().pk,
            kind="pin",
        )[0]
        for mentor in (999999, world.ben_learns().pk, "nobody")
    ]
    assert (found, PairRule.objects.count()) == ([404, 404, 404], 0)


def test_stop_a_draft_leads_back_to_the_cohort() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    leads_to = pressed(world.cleo(), f"/runs/{run.pk}/cancellation/")[1]
    assert leads_to == world.inside(world.cleo(), f"/cohorts/{world.cohort().pk}/matching/")
    assert pressed(world.cleo(), f"/runs/{run.pk}/cancellation/")[0] == 409


def test_take_up_a_draft_that_is_not_broken_is_refused() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    assert pressed(world.cleo(), f"/runs/{run.pk}/attempt/")[0] == 409


def test_note_a_pair_keeps_the_note_for_coordinators() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    pairing = run.pairings.get(mentee__person=world.ben())
    assert pressed(world.ada(), f"/pairings/{pairing.pk}/note/", note="mine")[0] == 404
    status, leads_to = pressed(world.cleo(), f"/pairings/{pairing.pk}/note/", note="Both like jazz.")
    pairing.refresh_from_db()
    assert (status, pairing.note) == (302, "Both like jazz.")
    assert leads_to == world.inside(world.cleo(), f"/runs/{run.pk}/?mentee={pairing.mentee_id}#why")


def test_note_that_is_too_long_is_shown_again_and_nothing_is_kept() -> None:
    cohorts.two_pairs()
    pairing = cohorts.solved().pairings.get(mentee__person=world.ben())
    response = world.signed_in(world.cleo()).post(
        world.inside(world.cleo(), f"/pairings/{pairing.pk}/note/"), {"note": "long " * 500}
    )
    pairing.refresh_from_db()
    assert (response.status_code, pairing.note) == (422, "")
    assert "long long" in response.content.decode()


def test_publish_says_first_who_hears_what() -> None:
    cohorts.two_pairs()
    cohorts.mentee("Zoe Late", budgeting=2)
    run = cohorts.solved()
    page = text(seen_by(world.cleo(), f"/runs/{run.pk}/publication/")[1])
    assert "2 mentees and 2 mentors get an e-mail today" in page
    assert "has no mentor in this draft and hears nothing yet" in page
    assert Publication.objects.count() == 0


def test_publish_leads_to_the_draft_and_a_second_press_is_refused_with_the_name() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    first = pressed(world.olga(), f"/runs/{run.pk}/publication/")
    assert first == (302, world.inside(world.olga(), f"/runs/{run.pk}/"))
    response = world.signed_in(world.cleo()).post(world.inside(world.cleo(), f"/runs/{run.pk}/publication/"))
    assert (
        response.status_code,
        "Olga Brandt has published this draft already" in response.content.decode(),
    ) == (
        409,
        True,
    )
    assert "Olga Brandt published it today" in text(seen_by(world.cleo(), f"/runs/{run.pk}/publication/")[1])


def test_publish_what_no_longer_holds_is_refused_with_names() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    Enrollment.objects.filter(person=world.ben()).update(status=Enrollment.Status.WITHDRAWN)
    response = world.signed_in(world.cleo()).post(world.inside(world.cleo(), f"/runs/{run.pk}/publication/"))
    assert (response.status_code, Publication.objects.count()) == (409, 0)
    assert "Ben Okafor is no longer accepted (withdrawn)." in response.content.decode()
