import pytest

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.jobs.actions import run as work_off
from greenroom.jobs.models import Job
from greenroom.jobs.registry import Cancelled
from greenroom.matching import actions
from greenroom.matching.core import verify_certificate
from greenroom.matching.models import Comparison, MatchingRun, Policy, Workings
from greenroom.matching.queries.comparisons import comparisons, others_for, rather_in, ways_of
from greenroom.programs.models import Enrollment
from tests import world
from tests.matching import cohorts
from tests.matching.actions.test_solving import Quiet

OTHERS = ["fairest", "stable"]


def compared() -> MatchingRun:
    """A draft with every other way to choose worked out beside it. Fairest lifts Dan from 0 to 50."""
    cohorts.two_pairs()
    draft = cohorts.solved()
    for job in Job.objects.filter(kind="matching.compare").order_by("pk"):
        work_off(job.pk)
    return draft


def states(draft: MatchingRun) -> dict[str, str]:
    return {str(row.policy): row.state for row in ways_of(draft).rows}


class Ending(Quiet):
    """Work that fails at its last step."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def progress(self, done: int, total: int, phase: str = "") -> None:
        super().progress(done, total, phase)
        if phase == "Writing it down":
            raise self.error


@pytest.mark.django_db
def test_solved_draft_asks_for_every_other_way_and_is_ready_at_once() -> None:
    cohorts.two_pairs()
    draft = cohorts.solved()
    assert (draft.state, states(draft)) == (
        MatchingRun.State.READY,
        {"best_total": "ready", "fairest": "working", "stable": "working"},
    )
    assert (
        sorted(Job.objects.filter(kind="matching.compare").values_list("state", flat=True)) == ["queued"] * 2
    )


@pytest.mark.django_db
def test_compare_keeps_figures_of_each_way() -> None:
    draft = compared()
    found = {str(row.policy): row.summary for row in ways_of(draft).rows}
    assert [(name, round(one["total"]), one["lowest"]) for name, one in found.items()] == [
        ("best_total", 100, 0),
        ("fairest", 100, 50),
        ("stable", 100, 0),
    ]
    assert found["stable"]["blocking"] == 0
    assert [row.dots for row in ways_of(draft).rows] == [[0, 100], [50, 50], [0, 100]]


@pytest.mark.django_db
def test_compare_a_second_time_changes_nothing() -> None:
    draft = compared()
    before = list(Comparison.objects.order_by("pk").values("solved_at", "summary", "solution"))
    for comparison in comparisons().select_related("run__cohort"):
        actions.compare(comparison, work=Quiet())
    assert list(Comparison.objects.order_by("pk").values("solved_at", "summary", "solution")) == before
    assert draft.comparisons.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("error", [MemoryError("no room left"), Cancelled(), KeyboardInterrupt()])
def test_compare_that_ends_half_way_keeps_nothing_and_can_be_done_again(error: BaseException) -> None:
    cohorts.two_pairs()
    draft = cohorts.solved()
    comparison = comparisons().select_related("run__cohort").get(run=draft, policy="fairest")
    with pytest.raises(type(error)):
        actions.compare(comparison, work=Ending(error))
    kept = Comparison.objects.get(pk=comparison.pk)
    assert (kept.solved_at, kept.summary, kept.solution) == (None, {}, None)
    actions.compare(comparison, work=Quiet())
    assert Comparison.objects.get(pk=comparison.pk).summary["lowest"] == 50


@pytest.mark.django_db
def test_stop_comparing_and_start_it_again() -> None:
    cohorts.two_pairs()
    draft = cohorts.solved()
    comparison = comparisons().get(run=draft, policy="stable")
    actions.stop_comparing(comparison, by=world.cleo())
    assert states(draft)["stable"] == "stopped"
    with pytest.raises(RuleBroken, match="nothing left to stop"):
        actions.stop_comparing(comparison, by=world.cleo())
    again = actions.ask_to_compare(draft, policy="stable", by=world.cleo())
    assert (again.pk, again.state) == (comparison.pk, "working")
    assert again.job is not None
    work_off(again.job.pk)
    assert states(draft)["stable"] == "ready"


@pytest.mark.django_db
def test_compare_in_a_draft_that_is_overtaken_waits_until_somebody_asks() -> None:
    cohorts.two_pairs()
    first = cohorts.solved()
    cohorts.solved()
    for job in Job.objects.filter(kind="matching.compare").order_by("pk"):
        work_off(job.pk)
    assert states(first) == {"best_total": "ready", "fairest": "stopped", "stable": "stopped"}
    asked = actions.ask_to_compare(first, policy="fairest", by=world.cleo())
    assert asked.job is not None
    work_off(asked.job.pk)
    assert states(first)["fairest"] == "ready"


@pytest.mark.django_db
def test_large_draft_compares_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenroom.matching.actions.solving.COMPARED_AT_ONCE", 3)
    cohorts.two_pairs()
    draft = cohorts.solved()
    assert (states(draft), Job.objects.filter(kind="matching.compare").count()) == (
        {"best_total": "ready", "fairest": "", "stable": ""},
        0,
    )
    actions.ask_to_compare(draft, policy="fairest", by=world.cleo())
    assert states(draft)["fairest"] == "working"


@pytest.mark.django_db
def test_ask_to_compare_what_cannot_be_is_refused() -> None:
    draft = compared()
    for policy in ("best_total", "rematch", "luck"):
        with pytest.raises(RuleBroken, match="no such way"):
            actions.ask_to_compare(draft, policy=policy, by=world.cleo())


@pytest.mark.django_db
def test_ways_are_closed_to_others() -> None:
    draft = compared()
    comparison = comparisons().get(run=draft, policy="stable")
    for person, refusal in ((world.ada(), NotAllowed), (world.eve(), NotFound)):
        with pytest.raises(refusal):
            actions.ask_to_compare(draft, policy="stable", by=person)
        with pytest.raises(refusal):
            actions.stop_comparing(comparison, by=person)
        with pytest.raises(refusal):
            actions.choose_policy(draft, policy="stable", by=person)


@pytest.mark.django_db
def test_choose_policy_makes_a_draft_of_the_kept_answer_that_proves_its_own_claim() -> None:
    draft = compared()
    actions.note_pairing(draft.pairings.get(mentee__person=world.ben()), note="Keep.", by=world.cleo())
    following = cohorts.worked(actions.choose_policy(draft, policy="fairest", by=world.cleo()))
    assert (following.number, following.policy, following.taken_from_id) == (2, Policy.FAIREST, draft.pk)
    assert cohorts.named(following) == [("Ben", "Finn", 50), ("Dan", "Ada", 50)]
    assert (following.summary["holds"], following.summary["lowest"], following.summary["notes"]) == (
        True,
        50,
        [],
    )
    assert verify_certificate(Workings.objects.get(run=following).certificate).holds
    kept = Comparison.objects.get(run=draft, policy="fairest")
    assert Workings.objects.get(run=following).solution == kept.solution
    back = cohorts.worked(actions.choose_policy(following, policy="best_total", by=world.cleo()))
    assert back.pairings.get(mentee__person=world.ben()).note == "Keep."


@pytest.mark.django_db
def test_choose_policy_after_people_changed_solves_anew_and_says_so() -> None:
    draft = compared()
    Enrollment.objects.filter(person__name="Dan Poe").update(status=Enrollment.Status.WITHDRAWN)
    following = cohorts.worked(actions.choose_policy(draft, policy="fairest", by=world.cleo()))
    assert cohorts.named(following) == [("Ben", "Ada", 100)]
    assert following.summary["notes"][0] == (
        "People or rules have changed since draft 1, so this one was worked out anew."
    )


@pytest.mark.django_db
def test_choose_the_same_policy_is_refused() -> None:
    with pytest.raises(RuleBroken, match="chosen in that way already"):
        actions.choose_policy(compared(), policy="best_total", by=world.cleo())


@pytest.mark.django_db
def test_publish_a_fairest_draft_proposes_its_pairs() -> None:
    following = cohorts.worked(actions.choose_policy(compared(), policy="fairest", by=world.cleo()))
    actions.publish(following, by=world.cleo())
    assert following.cohort.mentorships.count() == 2


@pytest.mark.django_db
def test_rather_names_people_of_the_cohort() -> None:
    following = cohorts.worked(actions.choose_policy(compared(), policy="fairest", by=world.cleo()))
    found = rather_in(following, policy=Policy.FAIREST)
    assert found is not None
    assert found.count == len(found.examples) == 1
    one = found.examples[0]
    assert (one.mentee.person.short_name, one.mentor.person.short_name, one.fit) == ("Ben", "Ada", 100)
    assert one.leaves_mentor is not None
    assert one.leaves_mentor.person.short_name == "Finn"
    assert rather_in(following, policy=Policy.STABLE) is None


@pytest.mark.django_db
def test_others_for_a_rematch_are_none() -> None:
    assert others_for(MatchingRun(policy=Policy.REMATCH)) == []
