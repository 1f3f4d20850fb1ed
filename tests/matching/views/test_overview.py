import pytest

from greenroom.matching import actions
from greenroom.matching.models import MatchingRun
from greenroom.programs.models import Cohort
from tests import world
from tests.matching import cohorts
from tests.matching.views.test_drafts import other_coordinator, pressed, seen_by, text

pytestmark = pytest.mark.django_db


def test_open_matching_leads_to_the_only_open_cohort() -> None:
    cleo, cohort = world.cleo(), world.cohort()
    response = world.signed_in(cleo).get(world.inside(cleo, "/matching/"))
    assert (response.status_code, response["Location"]) == (
        302,
        world.inside(cleo, f"/cohorts/{cohort.pk}/matching/"),
    )


def test_open_matching_with_several_cohorts_lists_them() -> None:
    cleo, cohort = world.cleo(), world.cohort()
    Cohort.objects.create(program=world.program(), name="spring 2027", starts_on=world.STARTS_ON)
    status, html = seen_by(cleo, "/matching/")
    assert (status, str(cohort) in html, "spring 2027" in html) == (200, True, True)


def test_open_matching_as_a_mentor_lists_nothing() -> None:
    world.cohort()
    assert "There is no cohort to match yet" in seen_by(world.ada(), "/matching/")[1]


def test_open_a_cohort_is_a_404_to_everyone_who_does_not_coordinate() -> None:
    cohort = world.cohort()
    paths = [f"/cohorts/{cohort.pk}/matching/", f"/cohorts/{cohort.pk}/matching/rules/"]
    people = [world.eve(), world.ada(), other_coordinator()]
    assert {seen_by(person, path)[0] for person in people for path in paths} == {404}
    assert {pressed(person, f"/cohorts/{cohort.pk}/runs/")[0] for person in people} == {404}
    assert MatchingRun.objects.count() == 0


def test_open_a_cohort_shows_its_drafts_and_rules_in_short() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    actions.decide_pair(
        run, mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="pin", by=world.cleo()
    )
    page = text(seen_by(world.cleo(), f"/cohorts/{world.cohort().pk}/matching/")[1])
    for words in (
        "Draft 1 gives 2 of 2 mentees a mentor",
        "Ready to review",
        "Being solved",
        "Skills to learn",
        "Pinned",
    ):
        assert words in page, words


@pytest.mark.parametrize("count", [1, 3])
def test_open_a_cohort_asks_as_much_for_one_draft_as_for_three(count: int) -> None:
    cohorts.two_pairs()
    for _ in range(count):
        cohorts.solved()
    # cohort; rules; drafts; heads; places offered; places taken; pairs under way; pins and forbids; other programs
    assert cohorts.own_queries(f"/cohorts/{world.cohort().pk}/matching/") == 11


def test_start_a_draft_leads_to_it() -> None:
    leads_to = pressed(world.cleo(), f"/cohorts/{world.cohort().pk}/runs/")[1]
    assert leads_to == world.inside(world.cleo(), f"/runs/{MatchingRun.objects.get().pk}/")
