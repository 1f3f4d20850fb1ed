"""Wishes and the mentor's side: said in a browser, without a script of ours."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from greenroom.people.models import Person
from greenroom.programs.models import Enrollment, Part, Program
from tests import world
from tests.journeys.pages import assert_accessible, be
from tests.matching import cohorts

pytestmark = pytest.mark.django_db(transaction=True)


def go(page: Page, server: LiveServer, person: Person, path: str) -> None:
    assert person.account is not None
    be(page, person.account, at=server.url)
    page.goto(world.inside(person, path))


def test_ben_says_whom_he_would_like_and_cleo_reads_it_and_notes_more(
    page: Page, live_server: LiveServer
) -> None:
    ben, cleo = world.ben_learns(), world.cleo()
    world.ada_mentors()
    world.enrolled(world.person("Finn Moe", headline="Edits by night"), Part.MENTOR)
    Program.objects.update(asks_wishes=True)
    go(page, live_server, world.ben(), f"/enrollments/{ben.pk}/")
    assert_accessible(page)
    page.get_by_role("link", name="Say whom you would like").click()
    assert_accessible(page)
    page.get_by_label("Choice 1").select_option("Finn Moe (Edits by night)")
    page.get_by_label("Choice 2").select_option("Finn Moe (Edits by night)")
    page.get_by_role("button", name="Keep my wishes").click()
    expect(page.get_by_text("Choose each person once").first).to_be_visible()
    page.get_by_label("Choice 2").select_option("Ada Lind (Line producer)")
    page.get_by_role("button", name="Keep my wishes").click()
    expect(page.get_by_role("listitem").filter(has_text="Finn Moe")).to_be_visible()
    go(page, live_server, cleo, f"/enrollments/{ben.pk}/")
    page.get_by_role("link", name="Note their wishes").click()
    expect(page.get_by_label("Choice 1")).to_have_value(str(Person.objects.get(name="Finn Moe").pk))
    page.get_by_label("Choice 2").select_option("")
    page.get_by_label("Person 1").select_option("Ada Lind (Line producer)")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Rather not with")).to_be_visible()
    assert_accessible(page)
    kept = Enrollment.objects.get(pk=ben.pk)
    assert (len(kept.wishes), kept.unwanted) == (1, [world.ada().pk])


def test_cleo_lets_a_criterion_count_for_something_else_for_mentors(
    page: Page, live_server: LiveServer
) -> None:
    cohorts.two_pairs()
    go(page, live_server, world.cleo(), f"/cohorts/{world.cohort().pk}/matching/rules/")
    page.get_by_text("Change", exact=True).first.click()
    page.get_by_label("For the mentor’s side").first.fill("40")
    assert_accessible(page)
    page.get_by_role("button", name="Keep these rules").click()
    page.goto(world.inside(world.cleo(), f"/cohorts/{world.cohort().pk}/matching/rules/"))
    expect(page.get_by_text("counts 40 on the mentor’s side")).to_be_visible()
