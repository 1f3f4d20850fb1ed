"""The question on a mentorship's page and at its close, and a cohort's answers."""

import re

import pytest

from greenroom.mentorships import actions
from greenroom.mentorships.models import Closure, FitCheck, Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Part
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
QUESTION = "How well do you two fit"
CANARY = "We circle each other. CANARY-FIT"


def read(person: Person, path: str) -> str:
    response = world.signed_in(person).get(world.inside(person, path))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(mentorship: Mentorship) -> str:
    return f"/mentorships/{mentorship.pk}/"


def send(person: Person, mentorship: Mentorship, where: str = "fit-check", **fields: str) -> int:
    address = world.inside(person, f"{page_of(mentorship)}{where}/")
    return world.signed_in(person).post(address, fields).status_code


def told(mentorship: Mentorship) -> None:
    actions.tell_fit(mentorship, fit=2, comment=CANARY, by=world.ben())


def test_page_asks_both_from_the_fourth_week_on_and_says_who_reads_it() -> None:
    mentorship = pairs.under_way(days=20)
    assert QUESTION not in read(world.ben(), page_of(mentorship))
    pairs.under_way(days=22, mentorship=mentorship)
    shown = read(world.ben(), page_of(mentorship))
    assert QUESTION in shown
    assert (
        "Only the coordinators of Second Reel and the owners of Kestrel Lane School read it. Ada never does."
        in shown
    )
    assert QUESTION in read(world.ada(), page_of(mentorship))
    assert QUESTION not in read(world.cleo(), page_of(mentorship))


def test_answer_sent_from_the_page_is_kept_and_shown_to_its_writer() -> None:
    mentorship = pairs.under_way(days=22)
    assert send(world.ben(), mentorship, **{"fit-fit": "4", "fit-comment": CANARY}) == 302
    answer = FitCheck.objects.get()
    assert (answer.fit, answer.comment) == (4, CANARY)
    shown = read(world.ben(), page_of(mentorship))
    assert "Well: 4 of 5" in shown
    assert CANARY in shown
    assert "Change your answer" in shown


@pytest.mark.parametrize("fit", ["", "0", "6", "well"])
def test_answer_without_one_of_the_five_keeps_the_words_and_says_so(fit: str) -> None:
    mentorship = pairs.under_way(days=22)
    address = world.inside(world.ben(), f"{page_of(mentorship)}fit-check/")
    response = world.signed_in(world.ben()).post(address, {"fit-fit": fit, "fit-comment": CANARY})
    assert response.status_code == 422
    assert CANARY in response.content.decode()
    assert not FitCheck.objects.exists()


def test_answer_stands_on_no_page_and_no_export_of_the_other_side() -> None:
    mentorship = pairs.under_way(days=22)
    told(mentorship)
    for path in (page_of(mentorship), f"{page_of(mentorship)}closure/", "/mentorships/own/", "/"):
        shown = read(world.ada(), path)
        assert CANARY not in shown
        assert "Only a little: 2 of 5" not in shown
    for file_format in ("csv", "xlsx"):
        address = world.inside(world.cleo(), f"/mentorships/export.{file_format}")
        content = world.signed_in(world.cleo()).get(address).getvalue()
        assert b"CANARY" not in content
        assert b"Only a little" not in content


def test_coordinator_reads_both_answers_on_the_pairs_page() -> None:
    mentorship = pairs.under_way(days=22)
    assert "as each sees it" not in read(world.cleo(), page_of(mentorship))
    told(mentorship)
    actions.tell_fit(mentorship, fit=5, by=world.ada())
    for reader in (world.cleo(), world.olga()):
        shown = read(reader, page_of(mentorship))
        assert "Only a little: 2 of 5" in shown
        assert "Very well: 5 of 5" in shown
        assert CANARY in shown


def test_closing_page_asks_and_keeps_both_in_one_step() -> None:
    mentorship = pairs.under_way(days=100)
    assert QUESTION in read(world.ben(), f"{page_of(mentorship)}closure/")
    assert QUESTION not in read(world.cleo(), f"{page_of(mentorship)}closure/")
    assert send(world.ben(), mentorship, "closure", reason="completed", words="", **{"fit-fit": "5"}) == 302
    assert FitCheck.objects.get().occasion == "closing"
    shown = read(world.ada(), page_of(mentorship))
    assert "One question, looking back" in shown


def test_closing_without_an_answer_closes_and_words_without_one_are_asked_for() -> None:
    mentorship = pairs.under_way(days=100)
    alone = {"reason": "time", "words": "", "fit-comment": CANARY}
    assert send(world.ben(), mentorship, "closure", **alone) == 422
    assert not Closure.objects.exists()
    assert send(world.ben(), mentorship, "closure", reason="time", words="") == 302
    assert not FitCheck.objects.exists()


def test_closing_by_a_coordinator_takes_no_answer_of_fit() -> None:
    mentorship = pairs.under_way(days=100)
    assert send(world.cleo(), mentorship, "closure", reason="time", words="", **{"fit-fit": "1"}) == 302
    assert not FitCheck.objects.exists()


def test_cohort_page_counts_answers_and_lists_the_lowest_first() -> None:
    mentorship = pairs.under_way(days=22)
    path = f"/cohorts/{mentorship.cohort_id}/fit/"
    assert "Nobody has said yet how well they fit" in read(world.cleo(), path)
    told(mentorship)
    shown = read(world.cleo(), path)
    assert "One of 2 people has said how well they fit" in shown
    assert "2 of 5" in shown
    assert CANARY not in shown


def started_pairs(count: int) -> Mentorship:
    mentorship = pairs.under_way(days=22)
    for number in range(1, count):
        mentor, mentee = (world.person(f"{kind}{number} X") for kind in ("Mentor", "Mentee"))
        world.enrolled(mentor, Part.MENTOR)
        world.enrolled(mentee, Part.MENTEE)
        other = pairs.proposed(mentor=mentor, mentee=mentee)
        for person in (mentor, mentee):
            actions.accept(other, by=person)
        pairs.under_way(days=22, mentorship=other)
        actions.tell_fit(other, fit=3, by=mentee)
    told(mentorship)
    return mentorship


@pytest.mark.parametrize("count", [1, 3])
def test_cohort_page_takes_the_same_queries_for_any_number_of_pairs(count: int) -> None:
    mentorship = started_pairs(count)
    assert pairs.own_queries(world.cleo(), f"/cohorts/{mentorship.cohort_id}/fit/") == 7


def test_page_goes_on_showing_its_writer_alone_what_they_said() -> None:
    mentorship = pairs.under_way(days=100)
    told(mentorship)
    actions.close(mentorship, reason="completed", by=world.ada())
    assert CANARY in read(world.ben(), page_of(mentorship))
    assert CANARY not in read(world.ada(), page_of(mentorship))
