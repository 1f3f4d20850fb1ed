"""The coordinators' list, its export, proposing by form, and one's own."""

import csv
import io

import pytest

from greenroom.mentorships import actions
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Part
from tests import world
from tests.mentorships import pairs
from tests.mentorships.test_views import get, post, text

pytestmark = pytest.mark.django_db


def started_pairs(count: int) -> list[Mentorship]:
    """Under way, each agreement written and signed by Ada."""
    ada = world.ada()
    world.ada_mentors(capacity=count)
    made = []
    for number in range(count):
        mentee = world.person(f"Mentee{number} Long")
        world.enrolled(mentee, Part.MENTEE)
        mentorship = pairs.proposed(mentee=mentee)
        actions.accept(mentorship, by=ada)
        actions.accept(mentorship, by=mentee)
        actions.sign_agreement(pairs.written(mentorship, by=ada), by=ada)
        made.append(mentorship)
    return made


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_rows(count: int) -> None:
    started_pairs(count)
    assert pairs.own_queries(world.cleo(), "/mentorships/") == 9
    response = get(world.cleo(), "/mentorships/")
    assert (len(response.context["rows"]), response.context["counts"]["active"]) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number_of_versions(count: int) -> None:
    (mentorship,) = started_pairs(1)
    for number in range(1, count):
        newer = pairs.written(
            mentorship, content={"purpose": f"More {number}."}, based_on=number, by=world.ada()
        )
        actions.sign_agreement(newer, by=world.ada())
    assert pairs.own_queries(mentorship.mentee, f"/mentorships/{mentorship.pk}/") == 8
    assert pairs.own_queries(world.cleo(), f"/mentorships/{mentorship.pk}/") == 8


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_takes_the_same_queries_for_any_number_of_rows(count: int) -> None:
    started_pairs(count)
    assert pairs.own_queries(world.ada(), "/mentorships/own/") == 3


def names(person: Person, query: str = "") -> list[str]:
    response = get(person, f"/mentorships/{query}")
    return [row["mentorship"].mentee.short_name for row in response.context["rows"]]


def test_list_is_narrowed_sorted_and_paged_by_its_address() -> None:
    made = started_pairs(3)
    actions.close(made[1], reason="time", by=world.cleo())
    cleo = world.cleo()
    assert names(cleo) == ["Mentee2", "Mentee1", "Mentee0"]
    assert names(cleo, "?sort=mentee") == ["Mentee0", "Mentee1", "Mentee2"]
    assert names(cleo, "?q=mentee1") == ["Mentee1"]
    assert names(cleo, "?state=active&sort=-mentee") == ["Mentee2", "Mentee0"]
    assert names(cleo, f"?cohort={world.cohort().pk}&needs=agreement&sort=mentee") == ["Mentee0", "Mentee2"]


@pytest.mark.parametrize("query", ["?sort=mentor__account__password", "?state=none", "?cohort=x", "?page=-9"])
def test_list_leaves_out_what_the_address_gets_wrong(query: str) -> None:
    started_pairs(2)
    assert names(world.cleo(), query) == ["Mentee1", "Mentee0"]


def test_list_of_a_cohort_elsewhere_shows_nothing_of_it() -> None:
    pairs.proposed()
    eve = world.eve()
    assert names(eve) == []
    assert names(eve, f"?cohort={world.cohort().pk}") == []


@pytest.mark.parametrize("path", ["/mentorships/", "/mentorships/export.csv", "/mentorships/export.xlsx"])
def test_list_is_closed_to_members(path: str) -> None:
    assert get(world.ben(), path).status_code == 403


def test_export_holds_what_the_list_shows_and_no_private_words() -> None:
    mentorship = actions.decline(pairs.proposed(), reason="canary", by=world.ben())
    response = get(world.cleo(), "/mentorships/export.csv?state=declined")
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(body)))
    shown = dict(zip(header, row, strict=True))
    assert (shown["Mentor"], shown["Mentee"], shown["State"]) == ("Ada Lind", "Ben Okafor", "Declined")
    assert (shown["Cohort"], shown["Started"]) == (mentorship.cohort.name if mentorship.cohort else "", "")
    assert "canary" not in body


def test_export_in_an_unknown_format_is_not_found() -> None:
    assert get(world.cleo(), "/mentorships/export.pdf").status_code == 404


def test_proposal_by_a_coordinator_puts_two_together() -> None:
    world.ada_mentors()
    world.ben_learns()
    answer = post(
        world.cleo(),
        "/mentorships/proposal/",
        mentor="ADA@kestrel-lane.example",
        mentee="ben okafor",
        cohort=world.cohort().pk,
        why="Budgets.",
    )
    mentorship = Mentorship.objects.get()
    assert answer.headers["Location"] == world.inside(world.cleo(), f"/mentorships/{mentorship.pk}/")
    assert (mentorship.mentor, mentorship.mentee) == (world.ada(), world.ben())
    assert mentorship.reasons == {"mentor": ["Budgets."], "mentee": ["Budgets."]}


def test_proposal_that_is_refused_keeps_what_was_typed() -> None:
    world.ada(), world.ben()
    answer = post(
        world.cleo(),
        "/mentorships/proposal/",
        mentor="Ada Lind",
        mentee="Ben Okafor",
        cohort=world.cohort().pk,
        why="Kept words.",
    )
    assert (answer.status_code, Mentorship.objects.count()) == (409, 0)
    assert ("Kept words." in text(answer), "does not hold an accepted place" in text(answer)) == (True, True)


def test_proposal_to_somebody_out_of_sight_finds_nobody() -> None:
    world.ada()
    answer = post(world.ben(), "/mentorships/proposal/", person=world.ada().email, part="mentee")
    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["person"][0].code == "nobody"


def test_proposal_by_a_member_asks_somebody_of_their_cohort() -> None:
    world.ada_mentors()
    world.ben_learns()
    post(world.ben(), "/mentorships/proposal/", person="Ada Lind", part="mentee", why="To learn.")
    mentorship = Mentorship.objects.get()
    assert (mentorship.formality, mentorship.mentor, mentorship.proposed_by) == (
        "informal",
        world.ada(),
        world.ben(),
    )
    assert mentorship.reasons == {"mentor": ["To learn."], "mentee": []}


def test_proposal_ignores_fields_that_it_does_not_have() -> None:
    world.ada_mentors()
    world.ben_learns()
    post(
        world.ben(),
        "/mentorships/proposal/",
        person="Ada Lind",
        part="mentee",
        cohort=world.cohort().pk,
        formality="formal",
        started_at="2020-01-01",
        mentor=world.ben().pk,
    )
    mentorship = Mentorship.objects.get()
    assert (mentorship.cohort, mentorship.formality, mentorship.started_at) == (None, "informal", None)


def test_proposal_to_one_of_two_namesakes_asks_for_the_address() -> None:
    world.person("Ada Lind", email="other@kestrel-lane.example")
    world.ada()
    answer = post(world.cleo(), "/mentorships/proposal/", mentor="Ada Lind", mentee=world.cleo().email)
    assert answer.context["form"].errors.as_data()["mentor"][0].code == "several"


def test_own_mentorships_show_open_and_ended_ones() -> None:
    pairs.closed()
    response = get(world.ben(), "/mentorships/own/")
    assert [(row["partner"], row["state"]) for row in response.context["rows"]] == [(world.ada(), "closed")]
