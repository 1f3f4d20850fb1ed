import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from greenroom.mentorships.actions import propose
from greenroom.programs.models import Enrollment, Part
from tests import world
from tests.journeys.pages import assert_accessible, be
from tests.matching import cohorts

pytestmark = pytest.mark.django_db(transaction=True)


def coordinate(page: Page, live_server: LiveServer) -> None:
    cleo = world.cleo()
    assert cleo.account is not None
    be(page, cleo.account, at=live_server.url)


def inside(path: str) -> str:
    return world.inside(world.cleo(), path)


def test_coordinator_gives_a_mentor_a_circle_and_mentees_two_mentors(
    page: Page, live_server: LiveServer
) -> None:
    ada, ben = world.ada_mentors(capacity=3), world.ben_learns()
    coordinate(page, live_server)
    page.goto(inside(f"/programs/{ada.cohort.program_id}/details/"))
    page.get_by_label("Mentors for each mentee").fill("2")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    page.goto(inside(f"/enrollments/{ada.pk}/"))
    page.get_by_label("Mentees they take in this cohort").fill("8")
    page.get_by_label("A circle that opens with").fill("9")
    page.get_by_role("button", name="Save places").click()
    expect(page.get_by_text("Write 8 or less, or offer more places.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("A circle that opens with").fill("4")
    page.get_by_role("button", name="Save places").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(inside(f"/cohorts/{ada.cohort_id}/enrollments/"))
    expect(page.get_by_text("circle of 4 to 8")).to_be_visible()
    assert_accessible(page)
    page.goto(inside(f"/enrollments/{ben.pk}/"))
    expect(page.get_by_label("Mentors they have in this cohort")).to_have_value("2")
    assert_accessible(page)


def test_matching_says_of_whom_other_mentorships_take_places_and_which_circle_stays_shut(
    page: Page, live_server: LiveServer
) -> None:
    cohorts.judged_by_skills()
    ada = cohorts.mentor("Ada Lind", capacity=2, budgeting=5)
    circle = cohorts.mentor("Finn Moe", capacity=5, budgeting=5)
    Enrollment.objects.filter(pk=circle.pk).update(opens_with=4)
    cohorts.mentee("Ben Okafor", budgeting=2)
    world.enrolled(world.person("Dan Poe"), Part.MENTEE)
    propose(world.school(), mentor=ada.person, mentee=world.person("Ina Formal"), by=ada.person)
    cohorts.solved()
    coordinate(page, live_server)
    page.goto(inside(f"/cohorts/{ada.cohort_id}/matching/"))
    words = "Ada Lind offers 2 places here. With 1 mentee elsewhere, of 2 in all, 1 is free."
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("Ina Formal")).to_have_count(0)
    assert_accessible(page)
    page.goto(inside(f"/enrollments/{ada.pk}/"))
    expect(page.get_by_text(words)).to_be_visible()
    assert_accessible(page)
    page.goto(inside(f"/cohorts/{ada.cohort_id}/matching/"))
    page.get_by_role("link", name="Draft 1").click()
    expect(page.get_by_text("The circle of Finn Moe does not open")).to_be_visible()
    assert_accessible(page)
