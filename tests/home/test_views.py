"""The first page of everyone: what is lit, what is open, and that it is all true."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from greenroom.base import clock
from greenroom.matching.models import MatchingRun
from greenroom.mentorships import actions
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Milestone, Part
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db


def sheet(person: Person) -> Any:
    """The context of this person's call sheet."""
    response = world.signed_in(person).get(world.inside(person, "/"))
    assert response.status_code == 200
    return response.context


def in_week(week: int) -> Cohort:
    """The cohort, moved so that today is the first day of its week."""
    cohort = world.cohort()
    cohort.starts_on = clock.today(world.ben().zone) - dt.timedelta(weeks=week - 1)
    cohort.save()
    return cohort


def at_home(name: str) -> Person:
    """Somebody whose profile has nothing missing but skills."""
    return world.person(
        name, headline="Runs things", time_zone="Europe/London", languages=["en"], free_hours=[18]
    )


def test_start_for_a_visitor_welcomes_and_offers_to_sign_in() -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert response.templates[0].name == "home/welcome.html"


def test_start_with_one_organization_goes_straight_there() -> None:
    response = world.signed_in(world.ben()).get("/")
    assert response.headers["Location"] == "/o/kestrel-lane/"


def test_start_with_two_organizations_lets_one_choose() -> None:
    ben = world.ben()
    Person.objects.create(
        organization=world.guild(), account=ben.account, email="ben@guild.example", name="Ben O."
    )
    response = world.signed_in(ben).get("/")
    assert [person.organization.slug for person in response.context["belongs"]] == ["kestrel-lane", "guild"]


def test_start_after_deactivation_belongs_nowhere() -> None:
    ben = world.ben()
    client = world.signed_in(ben)
    Person.objects.filter(pk=ben.pk).update(deactivated_at=clock.now())
    assert list(client.get("/").context["belongs"]) == []
    assert client.get(world.inside(ben, "/")).status_code == 404


def test_call_sheet_of_somebody_with_nothing_yet_says_what_to_do() -> None:
    context = sheet(world.ben())
    assert (context["lamp"], context["pairs"], context["steps"]) == (None, [], [])
    assert [todo.text for todo in context["todos"]] == ["Complete your profile"]
    assert context["lead"] == "One thing is waiting for you."


def test_call_sheet_lights_a_proposal_to_answer_first() -> None:
    in_week(1)
    mentorship = pairs.proposed()
    context = sheet(world.ben())
    assert (context["lamp"].about, context["lamp"].press) == (mentorship, "Read why, and answer")
    assert context["todos"][0].text == "Answer whether you would like to meet Ada"
    assert [thing.text for day in context["days"] for thing in day.things if thing.is_lit] == ["Answer: Ada"]


def test_call_sheet_after_a_yes_waits_for_the_other() -> None:
    in_week(1)
    actions.accept(pairs.proposed(), by=world.ben())
    context = sheet(world.ben())
    assert (context["lamp"].title, context["lamp"].big) == ("Waiting for an answer", "Ada")
    assert context["side"].words == "no answer yet."


def test_call_sheet_of_a_new_pair_lights_the_first_meeting() -> None:
    in_week(1)
    pairs.started()
    context = sheet(world.ben())
    assert (context["lamp"].title, context["lamp"].address) == ("Your first meeting", world.ada().email)
    assert sum(point.minutes for point in context["lamp"].points) == 60
    assert context["todos"][0].text == "Write down with Ada what you are doing this for"


def test_call_sheet_lights_an_agreement_to_sign_on_the_day_it_is_due() -> None:
    cohort = in_week(2)
    actions.sign_agreement(pairs.written(by=world.ada()), by=world.ada())
    context = sheet(world.ben())
    due = cohort.starts_on + dt.timedelta(days=13)
    assert (context["lamp"].big, context["lamp"].day) == ("Version 1", due)
    assert (context["todos"][0].due, context["todos"][0].is_late) == (due, False)
    assert context["side"].words == "signed version 1."


def test_call_sheet_calls_an_unsigned_agreement_late_after_week_two() -> None:
    in_week(3)
    pairs.written(by=world.ada())
    context = sheet(world.ben())
    assert (context["todos"][0].is_late, context["lamp"].day) == (True, clock.today(world.ben().zone))
    assert context["lead"] == "Two things are waiting, one of them late."


def test_call_sheet_once_signed_looks_ahead_in_the_program() -> None:
    in_week(3)
    for week, title in ((2, "Agreement"), (4, "First pulse"), (-1, "Match")):
        Milestone.objects.create(program=world.program(), week=week, title=title)
    pairs.signed()
    context = sheet(world.ben())
    assert (context["lamp"].big, context["lamp"].line) == ("Week 4", "First pulse")
    assert [(step.state, step.name) for step in context["steps"]] == [
        ("done", "Agreement"),
        ("ahead", "First pulse"),
    ]
    assert [todo.text for todo in context["todos"] if todo.is_done] == ["Agreement with Ada"]
    assert context["kicker"].endswith("week 3 of 24")


def test_call_sheet_shows_the_end_of_a_pause_on_its_day() -> None:
    in_week(3)
    mentorship = pairs.signed().mentorship
    today = clock.today(world.ben().zone)
    actions.pause(mentorship, until=today + dt.timedelta(days=1), by=world.ada())
    Mentorship.objects.get().pauses.update(until=today)
    texts = [thing.text for day in sheet(world.ben())["days"] if day.is_today for thing in day.things]
    assert "You and Ada go on" in texts


@pytest.mark.parametrize(
    ("status", "big"), [("applied", "Sent"), ("waiting", "Waiting list"), ("accepted", "Not paired yet")]
)
def test_call_sheet_of_an_applicant_says_where_they_stand(status: str, big: str) -> None:
    in_week(1)
    world.ben_learns(status=status)
    assert sheet(world.ben())["lamp"].big == big


def test_call_sheet_of_a_declined_applicant_lights_nothing() -> None:
    world.ben_learns(status=Enrollment.Status.DECLINED)
    assert sheet(world.ben())["lamp"] is None


def test_call_sheet_without_a_place_shows_what_takes_applications() -> None:
    cohort = in_week(0)
    assert sheet(world.ben())["open_cohorts"] == [cohort]
    cohort.apply_until = clock.today(dt.UTC) - dt.timedelta(days=3)
    cohort.save()
    assert sheet(world.ben())["open_cohorts"] == []


def test_call_sheet_of_a_sponsor_shows_their_program() -> None:
    in_week(3)
    world.cleo()
    place = world.enrolled(world.ben(), Part.SPONSOR)
    context = sheet(world.ben())
    assert (context["sponsoring"], context["sponsor_contact"]) == ([place], world.cleo())


def test_call_sheet_of_a_coordinator_counts_what_is_open() -> None:
    cohort = in_week(3)
    world.ada_mentors(capacity=1)
    for number in range(3):
        world.enrolled(at_home(f"Mentee{number} Long"), Part.MENTEE)
    world.enrolled(at_home("Applicant Long"), Part.MENTEE, status=Enrollment.Status.APPLIED)
    pairs.proposed(mentee=at_home("Mentee0 Long"))
    Mentorship.objects.update(proposed_at=clock.now() - dt.timedelta(days=6))
    (glance,) = sheet(world.cleo())["glances"]
    assert (glance.cohort, glance.waiting, glance.places, glance.mentees, glance.short) == (
        cohort,
        1,
        1,
        4,
        3,
    )
    assert (glance.silent, glance.unsigned, glance.living, glance.ready_run) == (1, 0, 0, None)


def test_call_sheet_of_a_coordinator_counts_unsigned_agreements_after_week_two() -> None:
    in_week(2)
    pairs.started()
    assert [glance.unsigned for glance in sheet(world.cleo())["glances"]] == [0]
    in_week(3)
    assert [(glance.unsigned, glance.living) for glance in sheet(world.cleo())["glances"]] == [(1, 1)]


def test_call_sheet_of_a_coordinator_lights_a_draft_that_is_ready() -> None:
    run = MatchingRun.objects.create(cohort=in_week(0), number=1, solved_at=clock.now())
    context = sheet(world.cleo())
    assert (context["lamp"].title, context["glances"][0].ready_run) == (
        "A draft is ready to look through",
        run.pk,
    )
    assert context["lamp"].href == world.inside(world.cleo(), f"/runs/{run.pk}/")


def test_call_sheet_of_a_coordinator_never_says_that_nothing_waits_while_applications_do() -> None:
    cohort = in_week(0)
    world.enrolled(at_home("Applicant Long"), Part.MENTEE, status=Enrollment.Status.APPLIED)
    context = sheet(world.cleo())
    assert [(thing.text, thing.href) for thing in context["todos"] if thing.is_pressing] == [
        (
            "Answer 1 application",
            world.inside(world.cleo(), f"/cohorts/{cohort.pk}/enrollments/?status=applied"),
        )
    ]
    assert (context["lead"], context["todo_title"]) == ("Two things are waiting for you.", "To do")


def test_call_sheet_of_a_member_shows_no_cohort_to_run() -> None:
    world.cleo()
    assert sheet(world.ada())["glances"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_call_sheet_takes_the_same_few_queries_for_any_number_of_mentorships(count: int) -> None:
    in_week(3)
    Milestone.objects.create(program=world.program(), week=4, title="First pulse")
    world.ada_mentors(capacity=count)
    for number in range(count):
        mentee = at_home(f"Mentee{number} Long")
        world.enrolled(mentee, Part.MENTEE)
        mentorship = actions.accept(pairs.proposed(mentee=mentee), by=world.ada())
        actions.accept(mentorship, by=mentee)
        pairs.written(mentorship, by=world.ada())
    assert pairs.own_queries(world.ada(), "/") == 7
    assert pairs.own_queries(world.cleo(), "/") == 3


@pytest.mark.parametrize("address", ["/who-sees-what/", "/o/kestrel-lane/who-sees-what/"])
def test_who_sees_what_is_open_to_visitors(address: str) -> None:
    world.school()
    response = Client().get(address)
    assert response.status_code == 200
    assert len(response.context["rows"]) == 13


def test_who_sees_what_names_rules_that_exist() -> None:
    from importlib import import_module

    from greenroom.home.views.visibility import ROWS

    for row in ROWS:
        module, _, name = row.rule.rpartition(".")
        if name != "reasons":
            assert callable(getattr(import_module(f"greenroom.{module}"), name))
