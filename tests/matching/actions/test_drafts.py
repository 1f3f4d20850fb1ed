import pytest

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.jobs.models import Job
from greenroom.matching import actions
from greenroom.matching.models import MatchingRun, Pairing
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def test_request_run_numbers_drafts_and_enqueues_each() -> None:
    first = actions.request_run(world.cohort(), by=world.cleo())
    second = actions.request_run(world.cohort(), by=world.cleo())
    assert (first.number, second.number) == (1, 2)
    assert [job.arguments for job in Job.objects.order_by("pk")] == [
        {"run_id": first.pk},
        {"run_id": second.pk},
    ]
    assert (first.job, second.state) == (Job.objects.order_by("pk")[0], MatchingRun.State.SOLVING)
    assert cohorts.told() == ["RunRequested", "RunRequested"]


def test_request_run_of_an_unknown_policy_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no such way to choose"):
        actions.request_run(world.cohort(), policy="by star sign", by=world.cleo())
    assert MatchingRun.objects.count() == 0


def test_request_run_in_a_closed_cohort_is_refused() -> None:
    cohort = world.cohort()
    cohort.closed_at = cohort.created_at
    cohort.save()
    with pytest.raises(RuleBroken, match="has closed"):
        actions.request_run(cohort, by=world.cleo())


def test_request_run_by_someone_who_does_not_coordinate_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.request_run(world.cohort(), by=world.ada())
    assert (MatchingRun.objects.count(), cohorts.told()) == (0, [])


def test_request_run_by_eve_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.request_run(world.cohort(), by=world.eve())
    assert MatchingRun.objects.count() == 0


def test_cancel_run_stops_the_waiting_job_and_says_who() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    cancellation = actions.cancel_run(run, by=world.olga())
    run = MatchingRun.objects.select_related("job", "cancellation").get(pk=run.pk)
    assert run.job is not None
    assert (run.state, run.job.state) == (MatchingRun.State.CANCELLED, Job.State.CANCELLED)
    assert (cancellation.by, cohorts.told()) == (world.olga(), ["RunRequested", "RunCancelled"])


def test_cancel_run_of_a_solved_draft_is_refused() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    with pytest.raises(RuleBroken, match="solved already"):
        actions.cancel_run(run, by=world.cleo())
    assert run.state == MatchingRun.State.READY


def test_cancel_run_twice_is_refused() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    actions.cancel_run(run, by=world.cleo())
    with pytest.raises(RuleBroken, match="stopped already"):
        actions.cancel_run(run, by=world.cleo())


def test_cancel_run_by_eve_changes_nothing() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    with pytest.raises(NotFound):
        actions.cancel_run(run, by=world.eve())
    run.refresh_from_db()
    assert run.state == MatchingRun.State.SOLVING


def test_start_again_takes_up_a_draft_whose_job_failed() -> None:
    cohorts.two_pairs()
    run = actions.request_run(world.cohort(), by=world.cleo())
    Job.objects.update(state=Job.State.FAILED, finished_at=run.asked_at)
    broken = MatchingRun.objects.get(pk=run.pk)
    assert broken.state == MatchingRun.State.BROKEN
    actions.start_again(broken, by=world.cleo())
    assert MatchingRun.objects.get(pk=run.pk).state == MatchingRun.State.SOLVING


def test_start_again_of_a_draft_under_way_is_refused() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    with pytest.raises(RuleBroken, match="was not interrupted"):
        actions.start_again(run, by=world.cleo())


def test_start_again_by_eve_finds_nothing() -> None:
    run = actions.request_run(world.cohort(), by=world.cleo())
    with pytest.raises(NotFound):
        actions.start_again(run, by=world.eve())


def test_note_pairing_keeps_it_and_carries_it_to_the_same_pair_of_the_next_draft() -> None:
    cohorts.two_pairs()
    pairing = cohorts.solved().pairings.get(mentee__person=world.ben())
    actions.note_pairing(pairing, note="  Both were at the summer school. ", by=world.cleo())
    following = cohorts.solved().pairings.order_by("mentee__person__name")
    assert [row.note for row in following] == ["Both were at the summer school.", ""]


def test_note_pairing_by_others_changes_nothing() -> None:
    cohorts.two_pairs()
    pairing = cohorts.solved().pairings.first()
    assert pairing is not None
    with pytest.raises(NotAllowed):
        actions.note_pairing(pairing, note="mine", by=world.ada())
    with pytest.raises(NotFound):
        actions.note_pairing(pairing, note="mine", by=world.eve())
    assert list(Pairing.objects.exclude(note="")) == []
