"""Drafts that are solved on a cluster, and what is left of them when it is not there."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from greenroom.base import clock
from greenroom.jobs.models import Job
from greenroom.matching import actions
from greenroom.matching.core.pairs import cluster
from greenroom.matching.models import MatchingRun, Pairing
from tests import world
from tests.clusters import cluster_of
from tests.matching import cohorts

pytestmark = pytest.mark.django_db
NOWHERE = "tcp://127.0.0.1:1"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with cluster_of(2) as two:
        yield two


def test_solve_run_on_a_cluster_keeps_the_same_pairs(address: str, settings: Settings) -> None:
    cohorts.two_pairs()
    alone = cohorts.solved()
    settings.GREENROOM_CLUSTER = address
    together = cohorts.solved()
    assert cohorts.named(together) == cohorts.named(alone) == [("Ben", "Ada", 100), ("Dan", "Finn", 0)]
    assert together.summary["is_best"]


def test_solve_run_without_its_cluster_is_tried_again_and_can_be_taken_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_WITHIN", 1)
    settings.GREENROOM_CLUSTER = NOWHERE
    cohorts.two_pairs()
    run = cohorts.solved()
    assert run.job is not None
    assert (run.state, run.job.state) == (MatchingRun.State.SOLVING, Job.State.QUEUED)
    assert f"{NOWHERE} cannot be reached" in run.job.error
    Job.objects.update(due_at=clock.now(), attempts=run.job.max_attempts - 1)
    broken = cohorts.worked(run)
    assert (broken.state, Pairing.objects.count()) == (MatchingRun.State.BROKEN, 0)
    settings.GREENROOM_CLUSTER = ""
    taken_up = cohorts.worked(actions.start_again(broken, by=world.cleo()))
    assert cohorts.named(taken_up) == [("Ben", "Ada", 100), ("Dan", "Finn", 0)]
