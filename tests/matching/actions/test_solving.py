import pytest
from pytest_django import Settings

from greenroom.base import clock
from greenroom.jobs.models import Job
from greenroom.jobs.registry import Cancelled
from greenroom.matching import actions
from greenroom.matching.core import verify_certificate
from greenroom.matching.models import MatchingRun, Pairing, PairRule, Unmatched, Workings
from greenroom.mentorships.actions import close, propose
from greenroom.programs.models import Enrollment
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


class Quiet:
    """Work that nobody watches and nobody stops."""

    def progress(self, done: int, total: int, phase: str = "") -> None:
        assert 0 <= done <= total, phase

    def is_cancelled(self) -> bool:
        return False


class StoppedAt(Quiet):
    """Work that someone stops when it comes to a phase."""

    def __init__(self, phase: str) -> None:
        self.phase = phase

    def progress(self, done: int, total: int, phase: str = "") -> None:
        super().progress(done, total, phase)
        if phase.startswith(self.phase):
            raise Cancelled


class Breaking(Quiet):
    """Work whose machine fails just before the answer is written down."""

    def progress(self, done: int, total: int, phase: str = "") -> None:
        super().progress(done, total, phase)
        if phase == "Writing the draft down":
            raise MemoryError("no room left")


def rows() -> list[int]:
    return [model.objects.count() for model in (Pairing, Unmatched, Workings)]


def test_solve_run_keeps_the_best_pairs_with_what_they_are_made_of() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    assert cohorts.named(run) == [("Ben", "Ada", 100), ("Dan", "Finn", 0)]
    ben = run.pairings.get(mentee__person=world.ben())
    assert ben.parts == [
        {
            "key": "skills",
            "label": "Skills to learn",
            "weight": 1.0,
            "score": 1.0,
            "facts": ["Ben Okafor wants to learn Budgeting and Crewing, and Ada Lind offers that."],
        }
    ]
    assert ben.reasons == {
        "mentee": ["You want to learn Budgeting and Crewing, and Ada Lind offers that."],
        "mentor": ["Ben Okafor wants to learn Budgeting and Crewing, which you offer."],
    }
    # Kept apart: Ben–Finn 50 and Dan–Ada 50, the same total. A tie.
    assert ben.price == 0


def test_solve_run_keeps_figures_and_a_certificate_that_checks_by_itself() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    summary = run.summary
    assert {
        name: summary[name] for name in ("mentees", "mentors", "places", "matched", "pairs", "free_places")
    } == {
        "mentees": 2,
        "mentors": 2,
        "places": 2,
        "matched": 2,
        "pairs": 2,
        "free_places": 0,
    }
    assert (summary["total"], summary["average"], summary["lowest"]) == (100.0, 50.0, 0)
    assert (summary["is_best"], summary["bound"], summary["gap"]) == (True, 100.0, 0.0)
    assert (summary["histogram"], summary["before"], summary["changed"]) == ({"0": 1, "100": 1}, None, 0)
    assert verify_certificate(run.workings.certificate).holds is True


def test_solve_run_says_why_someone_is_left_and_what_would_help() -> None:
    cohorts.judged_by_skills()
    ada = cohorts.mentor("Ada Lind", budgeting=5)
    cohorts.mentee("Ben Okafor", budgeting=3)
    cohorts.mentee("Dan Poe", pitching=3)
    left = cohorts.solved().unmatched.get()
    assert left.enrollment.person.name == "Dan Poe"
    assert left.reasons == ["The one mentor who could be theirs is needed elsewhere."]
    assert left.helps == [
        {
            "words": "One more place with Ada Lind would fit at 0 and leave all other pairs as they are.",
            "mentor": ada.pk,
            "name": "Ada Lind",
        }
    ]


def test_solve_run_counts_the_pairs_that_changed_since_the_draft_before() -> None:
    cohorts.two_pairs()
    first = cohorts.solved()
    actions.decide_pair(
        first,
        mentor=world.ada_mentors(),
        mentee=world.ben_learns(),
        kind=PairRule.Kind.FORBID,
        by=world.cleo(),
    )
    second = cohorts.solved()
    assert cohorts.named(second) == [("Ben", "Finn", 50), ("Dan", "Ada", 50)]
    assert (second.summary["before"], second.summary["changed"], second.summary["forbidden"]) == (1, 2, 1)
    assert second.summary["total_without"] == 100.0


def test_solve_run_twice_keeps_one_answer() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    before = rows()
    actions.solve_run(MatchingRun.objects.get(pk=run.pk), work=Quiet())
    stale = MatchingRun(pk=run.pk, cohort=run.cohort, number=run.number)
    actions.solve_run(
        stale, work=Quiet()
    )  # a second worker that began before the first one's answer was kept
    assert (rows(), before) == ([2, 0, 1], [2, 0, 1])
    assert cohorts.told().count("RunSolved") == 1


def test_solve_run_whose_worker_dies_at_the_end_keeps_nothing_and_is_solved_at_the_next_attempt() -> None:
    cohorts.two_pairs()
    run = actions.request_run(world.cohort(), by=world.cleo())
    with pytest.raises(MemoryError):
        actions.solve_run(run, work=Breaking())
    run.refresh_from_db()
    assert (rows(), run.is_solved, run.summary) == ([0, 0, 0], False, {})
    run = cohorts.worked(run)
    assert (rows(), run.is_solved) == ([2, 0, 1], True)


def test_solve_run_that_breaks_while_it_is_kept_leaves_no_row(settings: Settings) -> None:
    cohorts.two_pairs()
    run = actions.request_run(world.cohort(), by=world.cleo())
    settings.GREENROOM_SUBSCRIPTIONS = "tests.matching.cohorts.BREAKS_AT_THE_END"
    with pytest.raises(OSError, match="disk full"):
        actions.solve_run(run, work=Quiet())
    run.refresh_from_db()
    assert (rows(), run.is_solved) == ([0, 0, 0], False)


@pytest.mark.parametrize("phase", ["Looking", "Checking every pair", "Saying why"])
def test_solve_run_that_is_stopped_keeps_nothing(phase: str) -> None:
    cohorts.two_pairs()
    run = actions.request_run(world.cohort(), by=world.cleo())
    with pytest.raises(Cancelled):
        actions.solve_run(run, work=StoppedAt(phase))
    assert rows() == [0, 0, 0]


def test_solve_run_that_was_cancelled_before_it_began_does_nothing() -> None:
    cohorts.two_pairs()
    run = actions.request_run(world.cohort(), by=world.cleo())
    actions.cancel_run(run, by=world.cleo())
    actions.solve_run(MatchingRun.objects.get(pk=run.pk), work=Quiet())
    assert rows() == [0, 0, 0]


def faults_of(run: MatchingRun) -> list[tuple[str, str]]:
    assert (run.state, rows()) == (MatchingRun.State.FAULTY, [0, 0, 0])
    return [(fault["who"], fault["what"]) for fault in run.faults]


def test_solve_run_without_mentors_says_so_and_keeps_nothing_else() -> None:
    cohorts.judged_by_skills()
    cohorts.mentee("Ben Okafor", budgeting=3)
    assert faults_of(cohorts.solved()) != []


def test_solve_run_of_an_empty_cohort_says_so() -> None:
    assert faults_of(cohorts.solved()) != []


def test_solve_run_with_every_pair_forbidden_says_so() -> None:
    cohorts.judged_by_skills()
    ada, ben = cohorts.mentor("Ada Lind", budgeting=5), cohorts.mentee("Ben Okafor", budgeting=3)
    actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="forbid", by=world.cleo())
    assert faults_of(cohorts.solved()) == [
        ("", "Every pair is ruled out: “Forbidden by you” rules out 1 of 1.")
    ]


def test_solve_run_with_pins_in_a_circle_says_so() -> None:
    cohorts.judged_by_skills()
    places = {
        name: (cohorts.mentor(name, budgeting=3), cohorts.mentee(name, budgeting=3))
        for name in ("Ada Lind", "Ben Okafor")
    }
    actions.set_pair_rule(
        world.cohort(),
        mentor=places["Ada Lind"][0],
        mentee=places["Ben Okafor"][1],
        kind="pin",
        by=world.cleo(),
    )
    actions.set_pair_rule(
        world.cohort(),
        mentor=places["Ben Okafor"][0],
        mentee=places["Ada Lind"][1],
        kind="pin",
        by=world.cleo(),
    )
    codes = {what for _who, what in faults_of(cohorts.solved())}
    assert codes == {"these pins go round in a circle, each the mentor of the one before."}


def test_solve_run_honors_a_pin() -> None:
    cohorts.two_pairs()
    dan = Enrollment.objects.get(person__name="Dan Poe")
    actions.set_pair_rule(world.cohort(), mentor=world.ada_mentors(), mentee=dan, kind="pin", by=world.cleo())
    run = cohorts.solved()
    assert cohorts.named(run) == [("Ben", "Finn", 50), ("Dan", "Ada", 50)]
    assert list(run.pairings.filter(is_pinned=True).values_list("mentee_id", flat=True)) == [dan.pk]


def test_solve_run_lets_a_pin_rest_when_one_of_them_has_withdrawn() -> None:
    cohorts.two_pairs()
    dan = Enrollment.objects.get(person__name="Dan Poe")
    actions.set_pair_rule(world.cohort(), mentor=world.ada_mentors(), mentee=dan, kind="pin", by=world.cleo())
    Enrollment.objects.filter(pk=dan.pk).update(status=Enrollment.Status.WITHDRAWN)
    run = cohorts.solved()
    assert cohorts.named(run) == [("Ben", "Ada", 100)]
    assert run.summary["notes"] == [
        "The pin of Dan Poe and Ada Lind rests, because one of them takes no part now."
    ]


def test_solve_run_leaves_out_mentees_with_a_mentor_and_counts_the_places_taken() -> None:
    cohorts.two_pairs()
    propose(world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo())
    run = cohorts.solved()
    assert cohorts.named(run) == [("Dan", "Finn", 0)]
    assert (run.summary["mentees"], run.summary["places"]) == (1, 1)


def test_solve_run_does_not_put_a_pair_that_ended_together_again() -> None:
    cohorts.two_pairs()
    ended = propose(
        world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo()
    )
    close(ended, reason="fit", by=world.cleo())
    run = cohorts.solved()
    assert cohorts.named(run) == [("Ben", "Finn", 50), ("Dan", "Ada", 50)]
    assert (run.summary["forbidden"], run.summary["total_without"]) == (0, None)


def test_solve_run_never_pairs_someone_with_themselves() -> None:
    cohorts.judged_by_skills()
    cohorts.mentor("Ada Lind", budgeting=5)
    cohorts.mentee("Ada Lind", budgeting=3)
    cohorts.mentor("Finn Moe", pitching=5)
    assert cohorts.named(cohorts.solved()) == [("Ada", "Finn", 0)]


def test_solve_run_gives_nobody_to_a_mentor_who_pauses() -> None:
    cohorts.two_pairs()
    ada = world.ada()
    ada.paused_until = world.STARTS_ON.replace(year=clock.now().year + 2)
    ada.save()
    assert cohorts.named(cohorts.solved()) == [("Ben", "Finn", 50)]


def test_solve_is_what_the_job_does_and_the_job_is_done_once() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    job = cohorts.worked(run).job
    assert job is not None
    assert (job.state, job.attempts, rows()) == (Job.State.DONE, 1, [2, 0, 1])


def test_a_second_worker_finds_the_answer_kept(settings: Settings) -> None:
    """The first worker was taken for dead while it still wrote: the sweep hands the job out again."""
    settings.GREENROOM_STRICT_HANDLERS = True
    cohorts.two_pairs()
    run = cohorts.solved()
    Job.objects.update(state=Job.State.QUEUED, finished_at=None)
    cohorts.worked(run)
    assert rows() == [2, 0, 1]
