import csv
import io
import json

import pytest
from django.test import Client

from greenroom.jobs.models import Job
from greenroom.matching import actions
from greenroom.matching.core import verify_certificate
from greenroom.matching.models import MatchingRun, PairRule
from greenroom.matching.queries import alternatives
from greenroom.matching.views import drafts
from greenroom.people.models import Person
from greenroom.programs.models import Coordination, Program
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db
PATHS = ("", "progress/", "unmatched/", "certificate/", "pairs/", "publication/")


def seen_by(person: Person, path: str) -> tuple[int, str]:
    response = world.signed_in(person).get(world.inside(person, path))
    return response.status_code, response.content.decode()


def text(html: str) -> str:
    """Without line breaks and doubled blanks."""
    return " ".join(html.split())


def other_coordinator() -> Person:
    """Coordinates another program of the same school."""
    person = world.person("Otto Lang")
    mine = world.program()
    other = Program.objects.get_or_create(
        organization=world.school(),
        name="First Light",
        defaults={
            "mentor_questionnaire": mine.mentor_questionnaire,
            "mentee_questionnaire": mine.mentee_questionnaire,
        },
    )[0]
    Coordination.objects.get_or_create(program=other, person=person)
    return person


def pressed(person: Person, path: str, **data: object) -> tuple[int, str]:
    """What a form answers: its status, and where it leads."""
    response = world.signed_in(person).post(world.inside(person, path), data)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("path", PATHS)
def test_read_a_draft_is_a_404_to_everyone_who_does_not_coordinate(path: str) -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    strangers = [world.eve(), world.ada(), other_coordinator()]
    found = [seen_by(person, f"/runs/{run.pk}/{path}")[0] for person in strangers]
    assert found == [404, 404, 404]


@pytest.mark.parametrize("path", ["cancellation/", "attempt/", "pair-rules/", "publication/"])
def test_change_a_draft_is_a_404_to_everyone_who_does_not_coordinate(path: str) -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    words = {"mentor": world.ada_mentors().pk, "mentee": world.ben_learns().pk, "kind": "pin"}
    found = [
        pressed(person, f"/runs/{run.pk}/{path}", **words)[0]
        for person in (world.eve(), world.ada(), other_coordinator())
    ]
    assert found == [404, 404, 404]
    assert (PairRule.objects.count(), MatchingRun.objects.count()) == (0, 1)


def test_read_a_draft_as_a_visitor_leads_to_signing_in() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    response = Client().get(world.inside(world.cleo(), f"/runs/{run.pk}/"))
    assert (response.status_code, "login" in response["Location"]) == (302, True)


def test_read_a_solved_draft_shows_pairs_proof_and_why() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    status, html = seen_by(world.cleo(), f"/runs/{run.pk}/")
    page = text(html)
    assert status == 200
    for words in (
        "Two pairs, ready for your eye",
        "No better set of pairs exists under your rules",
        "Publish 2 pairs",
        "Ben Okafor wants to learn Budgeting and Crewing, and Ada Lind offers that.",
        "Whole program, 100 to 100",
        "Pin Ben with Finn Moe anyway",
    ):
        assert words in page, words


@pytest.mark.parametrize("count", [1, 3])
def test_read_a_draft_asks_as_much_of_the_database_for_one_pair_as_for_three(count: int) -> None:
    cohorts.pairs(count)
    for number in range(count):
        cohorts.mentee(f"Zoe{number} Late", budgeting=4)
    run = cohorts.solved()
    alternatives._worked_out.cache_clear()
    # draft; page of pairs; word on the pair; the draft's workings; mentors' places; unmatched; drafts before
    assert cohorts.own_queries(f"/runs/{run.pk}/") == 7


@pytest.mark.parametrize("count", [1, 3])
def test_read_the_unmatched_asks_as_much_for_one_as_for_three(count: int) -> None:
    cohorts.pairs(1)
    for number in range(count):
        cohorts.mentee(f"Zoe{number} Late", budgeting=4)
    run = cohorts.solved()
    assert cohorts.own_queries(f"/runs/{run.pk}/unmatched/") == 3
    assert seen_by(world.cleo(), f"/runs/{run.pk}/unmatched/")[1].count("Look at mentors for") == count


def rows_shown(path: str) -> list[str]:
    """The mentees of the table, in order."""
    response = world.signed_in(world.cleo()).get(world.inside(world.cleo(), path))
    return [row.pairing.mentee.person.short_name for row in response.context["rows"]]


def test_read_a_draft_filtered_and_sorted_shows_those_pairs() -> None:
    cohorts.pairs(9)
    first = cohorts.solved()
    pair = first.pairings.get(mentee__person__name="L3 Learner")
    other = first.pairings.get(mentee__person__name="L4 Learner")
    actions.decide_pair(first, mentor=pair.mentor, mentee=other.mentee, kind="pin", by=world.cleo())
    run = cohorts.solved()
    where = f"/runs/{run.pk}/"
    assert rows_shown(where) == [f"L{n}" for n in range(9)]
    assert rows_shown(f"{where}?sort=-mentee") == [f"L{n}" for n in reversed(range(9))]
    assert rows_shown(f"{where}?show=pinned") == ["L4"]
    assert len(rows_shown(f"{where}?show=changed")) == run.summary["changed"]
    assert rows_shown(f"{where}?show=low") == []
    assert rows_shown(f"{where}?show=nonsense&sort=nonsense&page=nonsense") == [f"L{n}" for n in range(9)]


def test_read_a_draft_in_pages_keeps_the_rest_for_the_next() -> None:
    cohorts.pairs(27)
    run = cohorts.solved()
    assert [len(rows_shown(f"/runs/{run.pk}/?page={page}")) for page in (1, 2)] == [25, 2]


def test_read_a_draft_for_another_mentee_shows_their_panel() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    dan = run.pairings.get(mentee__person__name="Dan Poe")
    client = world.signed_in(world.cleo())
    path = world.inside(
        world.cleo(), f"/runs/{run.pk}/?mentee={dan.mentee_id}&other={world.ada_mentors().pk}"
    )
    panel = client.get(path).context["panel"]
    assert (panel.mentee.person.name, panel.others.chosen.name, panel.others.chosen.fit) == (
        "Dan Poe",
        "Ada Lind",
        50,
    )
    assert [step.words for step in panel.others.chosen.steps] == [
        "Dan Poe moves to Ada Lind, 0 to 50",
        "Ben Okafor leaves Ada Lind for Finn Moe, 100 to 50",
        "Whole program, 100 to 100",
    ]
    fragment = client.get(path, headers={"HX-Request": "true", "HX-Target": "why"}).content.decode()
    assert ("<html" in fragment, "Dan Poe" in fragment) == (False, True)


def test_read_a_draft_for_someone_without_a_mentor_says_why() -> None:
    cohorts.pairs(1)
    zoe = cohorts.mentee("Zoe Late", pitching=4)
    run = cohorts.solved()
    response = world.signed_in(world.cleo()).get(
        world.inside(world.cleo(), f"/runs/{run.pk}/?mentee={zoe.pk}")
    )
    panel = response.context["panel"]
    assert (panel.pairing, panel.left.reasons) == (
        None,
        ["The one mentor who could be theirs is needed elsewhere."],
    )
    assert [(other.name, other.matched_change) for other in panel.others.best] == [("M0 Mentor", 0)]


def test_read_a_draft_for_nobody_that_is_in_it_shows_the_first_pair() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    response = world.signed_in(world.cleo()).get(world.inside(world.cleo(), f"/runs/{run.pk}/?mentee=999999"))
    assert response.context["panel"].mentee.person.name == "Ben Okafor"


def test_read_a_draft_under_way_shows_progress_and_a_way_to_stop() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    Job.objects.update(done=40, total=100, phase="Looking at every pair", state=Job.State.RUNNING)
    page = text(seen_by(world.cleo(), f"/runs/{run.pk}/")[1])
    assert (
        "Looking for the best set of pairs" in page,
        "Looking at every pair" in page,
        "Stop it" in page,
    ) == (
        True,
        True,
        True,
    )


def test_poll_the_progress_asks_for_the_whole_page_once_there_is_an_answer() -> None:
    cohorts.two_pairs()
    run = actions.request_run(world.cohort(), by=world.cleo())
    client, path = world.signed_in(world.cleo()), world.inside(world.cleo(), f"/runs/{run.pk}/progress/")
    assert "HX-Refresh" not in client.get(path)
    cohorts.worked(run)
    assert client.get(path)["HX-Refresh"] == "true"


def test_read_a_draft_that_cannot_be_solved_lists_what_stands_in_the_way() -> None:
    run = cohorts.solved()
    page = text(seen_by(world.cleo(), f"/runs/{run.pk}/")[1])
    assert ("in the way of this draft" in page, "Nothing was changed" in page) == (True, True)


def test_read_a_stopped_draft_says_who_stopped_it() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    actions.cancel_run(run, by=world.olga())
    assert "Olga Brandt stopped it today" in text(seen_by(world.cleo(), f"/runs/{run.pk}/")[1])


def test_read_a_broken_draft_offers_to_take_it_up() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    Job.objects.update(state=Job.State.FAILED, finished_at=run.asked_at)
    assert "Take it up again" in seen_by(world.cleo(), f"/runs/{run.pk}/")[1]


def test_read_a_published_draft_offers_nothing_to_change() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    actions.publish(run, by=world.cleo())
    page = text(seen_by(world.cleo(), f"/runs/{run.pk}/")[1])
    assert ("Two pairs, published" in page, "Cleo Marsh published this draft today" in page) == (True, True)
    assert ("/pair-rules/" in page, "Publish 2 pairs" in page) == (False, False)


def test_download_the_certificate_gives_one_that_holds() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    response = world.signed_in(world.cleo()).get(world.inside(world.cleo(), f"/runs/{run.pk}/certificate/"))
    assert (response["Content-Type"], verify_certificate(response.content).holds) == (
        "application/json",
        True,
    )
    assert json.loads(response.content)["claims"]["is_best"] is True


def test_download_the_pairs_gives_every_pair_with_what_it_is_made_of() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    actions.note_pairing(run.pairings.get(mentee__person=world.ben()), note="=1+1", by=world.cleo())
    response = world.signed_in(world.cleo()).get(
        world.inside(world.cleo(), f"/runs/{run.pk}/pairs/?format=csv")
    )
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert lines == [
        [
            "Mentee",
            "Mentee’s e-mail",
            "Mentor",
            "Mentor’s e-mail",
            "Fit of 100",
            "Skills to learn",
            "Cost to change",
            "Pinned",
            "Note",
        ],
        [
            "Ben Okafor",
            "ben@kestrel-lane.example",
            "Ada Lind",
            "ada@kestrel-lane.example",
            "100.0",
            "100",
            "0.0",
            "no",
            "'=1+1",
        ],
        [
            "Dan Poe",
            "dan@kestrel-lane.example",
            "Finn Moe",
            "finn@kestrel-lane.example",
            "0.0",
            "0",
            "0.0",
            "no",
            "",
        ],
    ]


def test_download_the_pairs_as_a_workbook_is_a_workbook() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    response = world.signed_in(world.cleo()).get(
        world.inside(world.cleo(), f"/runs/{run.pk}/pairs/?format=xlsx")
    )
    assert response.getvalue()[:2] == b"PK"


def test_read_a_large_draft_shows_the_page_first_and_the_panel_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    monkeypatch.setattr(drafts, "PAIRS_AT_ONCE", 0)
    client, path = world.signed_in(world.cleo()), world.inside(world.cleo(), f"/runs/{run.pk}/")
    first = client.get(path)
    assert (first.context["panel"], "Work it out for Ben Okafor" in first.content.decode()) == (None, True)
    ben = world.ben_learns()
    assert client.get(f"{path}?mentee={ben.pk}").context["panel"].mentee == ben
