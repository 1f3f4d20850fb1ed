"""The main job, end to end, as people do it: a spreadsheet, a draft, a publication, two mails, two answers."""

import pathlib
import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from greenroom.jobs.actions import run
from greenroom.jobs.models import Job
from greenroom.mentorships.models import Mentorship
from greenroom.outbox.models import Message
from greenroom.people.models import Person
from tests import world
from tests.journeys.pages import assert_accessible, be

SLOW = 30_000

SHEET = """\
Name;E-mail;Mentor or mentee?;Job title;Employer;Skills I can share;Skills I want to learn;Languages;When free;How many mentees
Ada Lind;ada@kestrel-lane.example;Mentor;Line producer;Harbor Films;Budgeting (5), Scheduling (4);;English;Tue 18:00-21:00;up to 2
Ines Roca;ines@kestrel-lane.example;mentor;Editor;Cutting Room;Editing (5);;English, Spanish;Tue 18:00-21:00;1
Ben Okafor;ben@kestrel-lane.example;Mentee;Runner;Low Tide;;Budgeting (2);English;Tue 18:00-21:00;
Mia Sand;mia@kestrel-lane.example;mentee;Edit assistant;Low Tide;;Editing (2);english;Tuesday 18:00-21:00;
Jo Fair;jo@kestrel-lane.example;MENTEE;Trainee;North;;Scheduling (1);English;Tue 18:00-20:00;
"""


@pytest.fixture
def sheet(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "applicants.csv"
    path.write_text(SHEET)
    return path


def work() -> None:
    """Do what a worker would do, until nothing waits."""
    while job := Job.objects.filter(state=Job.State.QUEUED).order_by("pk").first():
        run(job.pk)


def person(email: str) -> Person:
    return Person.objects.select_related("account").get(email=f"{email}@kestrel-lane.example")


def go_on_as(page: Page, who: Person, server: LiveServer) -> None:
    assert who.account is not None
    page.context.clear_cookies()
    be(page, who.account, at=server.url)


def make_program_with_cohort(page: Page) -> None:
    page.goto("/o/kestrel-lane/programs/new/")
    assert_accessible(page)
    page.get_by_label("What is it called?").fill("Second Reel")
    page.get_by_role("button", name="Make the program").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Second Reel")
    page.get_by_role("link", name="Open a cohort").first.click()
    page.get_by_label("Name").fill("winter 2027")
    page.get_by_label("Starts on").fill("2027-01-11")
    page.locator("main form button[type=submit]").last.click()


def import_sheet(page: Page, sheet: pathlib.Path) -> None:
    page.get_by_role("link", name="Import").first.click()
    page.set_input_files("input[type=file]", sheet)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the columns mean?")
    assert_accessible(page)
    page.get_by_role("button", name="Try it").click()
    work()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This file is ready to import")
    assert not Person.objects.filter(email__startswith="mia@").exists()
    page.get_by_role("button", name="Import these 5 rows").click()
    work()
    page.reload()
    assert Person.objects.filter(email__startswith="mia@").exists()
    assert_accessible(page)


def choose_the_fairest(page: Page) -> None:
    page.get_by_role("radio", name="Fairest").check()
    page.get_by_role("button", name="Make a draft of the chosen way").click()
    work()  # the page asks for itself until there is an answer
    expect(page.get_by_text("Nobody’s lowest fit can be lifted further")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("radio", name="Fairest")).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three pairs, ready for your eye")


def solve_and_publish(page: Page) -> None:
    page.get_by_role("link", name="Matching").first.click()
    page.get_by_role("link", name="Change the rules").click()
    expect(page.get_by_text("3 of 3 mentees have an eligible mentor")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.get_by_role("button", name="Start a new draft").click()
    work()  # the page asks for itself until there is an answer
    expect(page.get_by_role("heading", level=1)).to_have_text("Three pairs, ready for your eye", timeout=SLOW)
    expect(page.get_by_text("No better set of pairs exists under your rules")).to_be_visible()
    assert_accessible(page)
    choose_the_fairest(page)
    page.get_by_role("button", name="Publish 3 pairs").click()
    page.get_by_role("button", name="Publish and tell them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three pairs, published")
    work()


def say_yes(page: Page, mentorship: Mentorship) -> None:
    page.goto("/o/kestrel-lane/")
    assert_accessible(page)
    page.goto(f"/o/kestrel-lane/mentorships/{mentorship.pk}/")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Yes")).click()


@pytest.mark.django_db(transaction=True)
def test_coordinator_takes_a_spreadsheet_to_mentorships_that_people_know_of(
    page: Page, live_server: LiveServer, sheet: pathlib.Path
) -> None:
    go_on_as(page, world.olga(), live_server)
    make_program_with_cohort(page)
    import_sheet(page, sheet)
    solve_and_publish(page)
    told = Message.objects.filter(kind__contains="proposed", sent_at__isnull=False)
    assert sorted(told.values_list("to_address", flat=True)) == [
        f"{name}@kestrel-lane.example" for name in ("ada", "ada", "ben", "ines", "jo", "mia")
    ]
    page.goto("/o/kestrel-lane/mailbox/")
    assert_accessible(page)

    mentorship = Mentorship.objects.get(mentee=person("ben"))
    assert mentorship.mentor == person("ada")
    for name in ("ben", "ada"):
        go_on_as(page, person(name), live_server)
        say_yes(page, mentorship)
    assert Mentorship.objects.get(pk=mentorship.pk).state == Mentorship.State.ACTIVE
    page.goto(f"/o/kestrel-lane/mentorships/{mentorship.pk}/")
    expect(page.get_by_text("ben@kestrel-lane.example").first).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_stranger_finds_nothing_of_it(page: Page, live_server: LiveServer) -> None:
    world.ada_mentors()
    go_on_as(page, world.eve(), live_server)
    for path in ("", "people/", "programs/", f"cohorts/{world.cohort().pk}/matching/", "mentorships/"):
        answer = page.goto(f"/o/kestrel-lane/{path}")
        assert answer is not None
        assert answer.status == 404
