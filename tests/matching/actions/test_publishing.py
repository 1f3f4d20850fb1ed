import threading

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound, Refusal, RuleBroken
from greenroom.jobs.actions import run as work
from greenroom.jobs.models import Job
from greenroom.matching import actions
from greenroom.matching.models import MatchingRun, Publication
from greenroom.matching.queries.comparisons import others_for
from greenroom.mentorships.actions import propose
from greenroom.mentorships.models import Mentorship
from greenroom.notifications.handlers import mentorships as mentorship_mails
from greenroom.outbox.models import Message
from greenroom.people.models import Person
from greenroom.programs.models import Coordination, Enrollment
from tests import world
from tests.matching import cohorts

PUBLISHING = 39


def together() -> list[tuple[str, str]]:
    """Every mentorship: mentor and mentee."""
    rows = Mentorship.objects.select_related("mentor", "mentee").order_by("mentee__name")
    return [(row.mentor.short_name, row.mentee.short_name) for row in rows]


@pytest.mark.django_db
def test_publish_proposes_every_pair_with_each_sides_own_reasons() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    publication = actions.publish(run, by=world.cleo())
    assert together() == [("Ada", "Ben"), ("Finn", "Dan")]
    ben = Mentorship.objects.get(mentee=world.ben())
    assert (ben.cohort, ben.proposed_by, ben.formality) == (world.cohort(), world.cleo(), "formal")
    assert ben.reasons == {
        "mentee": ["You want to learn Budgeting and Crewing, and Ada Lind offers that."],
        "mentor": ["Ben Okafor wants to learn Budgeting and Crewing, which you offer."],
    }
    run = MatchingRun.objects.get(pk=run.pk)
    assert (publication.by, run.state) == (world.cleo(), MatchingRun.State.PUBLISHED)
    besides = ["ComparisonRequested"] * len(others_for(run))
    assert cohorts.told() == ["RulesChanged", "RunRequested", "RunSolved", *besides, "RunPublished"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 5])
def test_publish_takes_the_same_statements_for_few_and_for_many(
    count: int, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(mentorship_mails, "WRITTEN_AT_ONCE", 1)  # a job a pair writes the mails
    monkeypatch.setattr(mentorship_mails, "enqueue", lambda *_given, **_named: None)
    cohorts.pairs(count)
    run = cohorts.solved()
    with django_assert_num_queries(PUBLISHING):
        actions.publish(run, by=world.cleo())
    assert len(together()) == count


@pytest.mark.django_db
def test_publish_more_than_a_few_pairs_leaves_the_mails_to_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentorship_mails, "WRITTEN_AT_ONCE", 2)
    cohorts.pairs(3)
    run = cohorts.solved()
    actions.publish(run, by=world.cleo())
    jobs = Job.objects.filter(kind="notifications.write_proposals").order_by("pk")
    assert (Message.objects.count(), [len(job.arguments["mentorship_ids"]) for job in jobs]) == (0, [2, 1])
    for job in [*jobs, *jobs]:  # the second time nothing is left to write
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, finished_at=None)
        work(job.pk)
    assert (Message.objects.count(), Job.objects.filter(kind="outbox.deliver").count()) == (6, 6)


@pytest.mark.django_db
def test_publish_twice_is_refused_with_the_name_of_whoever_did_it() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    actions.publish(run, by=world.olga())
    with pytest.raises(RuleBroken, match="Olga Brandt has published this draft already") as refused:
        actions.publish(run, by=world.cleo())
    assert (refused.value.status, refused.value.code) == (409, "run_published")
    assert (Publication.objects.count(), len(together())) == (1, 2)


@pytest.mark.django_db
def test_publish_an_older_draft_after_another_is_refused_because_everyone_is_taken() -> None:
    cohorts.two_pairs()
    older, newer = cohorts.solved(), cohorts.solved()
    actions.publish(newer, by=world.cleo())
    with pytest.raises(RuleBroken, match="Ben Okafor has a mentor in this cohort already"):
        actions.publish(older, by=world.cleo())
    assert together() == [("Ada", "Ben"), ("Finn", "Dan")]


@pytest.mark.django_db
def test_publish_a_draft_that_is_not_solved_is_refused() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    with pytest.raises(RuleBroken, match="has no answer yet"):
        actions.publish(run, by=world.cleo())


@pytest.mark.django_db
def test_publish_a_draft_that_could_not_be_solved_is_refused() -> None:
    run = cohorts.solved()
    assert run.state == MatchingRun.State.FAULTY
    with pytest.raises(RuleBroken, match="has no answer yet"):
        actions.publish(run, by=world.cleo())


@pytest.mark.django_db
def test_publish_after_someone_withdrew_names_them_and_publishes_nothing() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    Enrollment.objects.filter(person=world.ben()).update(status=Enrollment.Status.WITHDRAWN)
    with pytest.raises(RuleBroken, match=r"Ben Okafor is no longer accepted \(withdrawn\)") as refused:
        actions.publish(run, by=world.cleo())
    assert refused.value.facts == {"hurdles": ["Ben Okafor is no longer accepted (withdrawn)."]}
    assert (together(), Publication.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_publish_after_a_place_was_taken_names_the_mentor_and_publishes_nothing() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    gil = cohorts.mentee("Gil Ray", crewing=3)
    propose(world.school(), mentor=world.ada(), mentee=gil.person, cohort=world.cohort(), by=world.cleo())
    with pytest.raises(RuleBroken, match="Ada Lind has 0 free places, and this draft fills 1"):
        actions.publish(run, by=world.cleo())
    assert together() == [("Ada", "Gil")]


@pytest.mark.django_db
def test_publish_after_someone_left_or_paused_names_both() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    Person.objects.filter(pk=world.ada().pk).update(deactivated_at=clock.now())
    far = clock.now().date().replace(year=clock.now().year + 2)
    Person.objects.filter(name="Finn Moe").update(paused_until=far)
    with pytest.raises(RuleBroken) as refused:
        actions.publish(run, by=world.cleo())
    assert refused.value.facts["hurdles"] == [
        "Ada Lind is no longer active here.",
        f"Finn Moe takes nobody new until {far.isoformat()}.",
    ]


@pytest.mark.django_db
def test_publish_names_no_more_than_six_and_counts_the_rest() -> None:
    cohorts.pairs(8)
    run = cohorts.solved()
    Enrollment.objects.filter(part="mentee").update(status=Enrollment.Status.DECLINED)
    with pytest.raises(RuleBroken, match=r"And 2 more\. Start a new draft\."):
        actions.publish(run, by=world.cleo())


@pytest.mark.django_db
def test_publish_that_breaks_half_way_leaves_nothing_published() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    Mentorship.objects.create(  # a closed tie of another time, which the database will not have twice
        organization=world.school(),
        cohort=world.cohort(),
        mentor=Person.objects.get(name="Finn Moe"),
        mentee=Person.objects.get(name="Dan Poe"),
        formality="formal",
    ).closures.create(reason="time")
    with pytest.raises(RuleBroken, match="Finn Moe and Dan Poe were put together in this cohort before"):
        actions.publish(run, by=world.cleo())
    assert (together(), Publication.objects.count()) == ([("Finn", "Dan")], 0)


@pytest.mark.django_db
def test_publish_by_others_changes_nothing() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    with pytest.raises(NotAllowed):
        actions.publish(run, by=world.ada())
    with pytest.raises(NotFound):
        actions.publish(run, by=world.eve())
    assert (together(), Publication.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_publish_by_two_coordinators_at_once_publishes_once_and_names_the_winner() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    people = [world.cleo(), world.person("Mira Vale")]
    Coordination.objects.get_or_create(program=world.program(), person=people[1])
    start = threading.Barrier(len(people))
    outcomes: dict[str, str] = {}

    def press(person: Person) -> None:
        mine = MatchingRun.objects.select_related("cohort__program__organization").get(pk=run.pk)
        start.wait()
        try:
            actions.publish(mine, by=person)
            outcomes[person.name] = "published"
        except Refusal as refusal:
            outcomes[person.name] = refusal.message
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    winner = Publication.objects.select_related("by").get().by
    assert winner is not None
    loser = next(person for person in people if person.pk != winner.pk)
    assert outcomes == {
        winner.name: "published",
        loser.name: f"{winner.name} has published this draft already."
        " Everyone has been told once, and nothing was sent again.",
    }
    assert together() == [("Ada", "Ben"), ("Finn", "Dan")]
    assert cohorts.told().count("RunPublished") == 1


@pytest.mark.django_db(transaction=True)
def test_publish_two_drafts_at_once_publishes_one() -> None:
    cohorts.two_pairs()
    runs = [cohorts.solved(), cohorts.solved()]
    start = threading.Barrier(len(runs))
    outcomes: list[str] = []

    def press(run_id: int) -> None:
        mine = MatchingRun.objects.select_related("cohort__program__organization").get(pk=run_id)
        cleo = Person.objects.select_related("organization").get(name="Cleo Marsh")
        start.wait()
        try:
            actions.publish(mine, by=cleo)
            outcomes.append("published")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(run.pk,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (sorted(outcomes), Publication.objects.count()) == (["pairs_changed", "published"], 1)
    assert together() == [("Ada", "Ben"), ("Finn", "Dan")]
