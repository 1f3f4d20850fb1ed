"""The other ways to choose, worked out beside a solved draft from the same people and rules. Kept whole or not at all."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.base.locks import locked
from greenroom.jobs.actions import retry
from greenroom.jobs.registry import Cancelled, Work
from greenroom.matching import core
from greenroom.matching.actions.access import require_may_match
from greenroom.matching.actions.figures import figures_of, groups_of
from greenroom.matching.core.pairs.cluster import executor_at
from greenroom.matching.facts import ComparisonRequested, ComparisonStopped
from greenroom.matching.models import Comparison, MatchingRun
from greenroom.matching.queries.alternatives import worked_out
from greenroom.matching.queries.comparisons import comparisons, others_for
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment

MEASURING, END = 90, 100


def compare_by_itself(run: MatchingRun) -> None:
    """Ask for every other way to choose, inside the transaction that keeps the draft."""
    for policy in others_for(run):
        _request(Comparison.objects.create(run=run, policy=policy), by=None)


@transaction.atomic
def ask_to_compare(run: MatchingRun, *, policy: str, by: Person) -> Comparison:
    """Work one way out beside a draft, or take it up again where it was stopped or interrupted.

    One that is worked out, or being worked out, is left as it is.
    """
    run = locked(run)
    require_may_match(run.cohort, by=by)
    run.check_can_choose()
    if policy not in others_for(run):
        raise RuleBroken(
            "policy_unknown", _("There is no such way to choose. Nothing was started."), policy=policy
        )
    comparison = comparisons().filter(run=run, policy=policy).first()
    if comparison is None:
        comparison = Comparison.objects.create(run=run, policy=policy, asked_by=by)
        _request(comparison, by=by)
    elif comparison.state in (Comparison.State.STOPPED, Comparison.State.BROKEN):
        Comparison.objects.filter(pk=comparison.pk).update(stopped_at=None, asked_by=by, asked_at=clock.now())
        if comparison.job is None:
            _request(comparison, by=by)
        else:
            retry(comparison.job)
    return comparisons().get(pk=comparison.pk)


@transaction.atomic
def stop_comparing(comparison: Comparison, *, by: Person) -> Comparison:
    """Give it up: at once if it waits, at the solver's next step if it runs. Nothing of it is kept."""
    comparison = comparisons().select_for_update(of=("self",)).get(pk=comparison.pk)
    require_may_match(comparison.run.cohort, by=by)
    comparison.check_can_stop()
    comparison.stopped_at = clock.now()
    comparison.save(update_fields=["stopped_at"])
    announce(
        ComparisonStopped(
            organization_id=comparison.run.cohort.program.organization_id,
            by_id=by.pk,
            comparison_id=comparison.pk,
        )
    )
    return comparison


def compare(comparison: Comparison, *, work: Work) -> None:
    """Choose in another way and keep the answer with its figures. Safe to run twice or to be killed.

    One that nobody asked for by hand is given up where a newer draft stands already. Raises
    `jobs.registry.Cancelled` for that, and when someone stops it; then nothing is kept.
    """
    run = comparison.run
    if comparison.solved_at is not None or comparison.stopped_at is not None:
        return
    if comparison.asked_by_id is None and _is_overtaken(run):
        Comparison.objects.filter(pk=comparison.pk, solved_at=None).update(stopped_at=clock.now())
        raise Cancelled
    try:
        problem, _own = worked_out(run)
        with executor_at(settings.GREENROOM_CLUSTER) as executor:
            solution = core.solve(
                problem,
                policy=comparison.policy,
                seed=run.seed,
                on_progress=_shown_by(work),
                is_cancelled=work.is_cancelled,
                executor=executor,
            )
        work.progress(MEASURING, END, _("Asking who would rather swap"))
        places = {
            (part, str(person)): pk
            for part, person, pk in Enrollment.objects.filter(cohort=run.cohort_id).values_list(
                "part", "person_id", "pk"
            )
        }
        figures = figures_of(problem, solution, places=places)
        groups = groups_of(problem, solution, cohort=run.cohort)
        work.progress(END, END, _("Writing it down"))
    except core.Cancelled as error:
        raise Cancelled from error
    with transaction.atomic():
        Comparison.objects.filter(pk=comparison.pk, solved_at=None, stopped_at=None).update(
            solved_at=clock.now(), summary=figures, solution=solution.to_dict(), groups=groups
        )


def _request(comparison: Comparison, *, by: Person | None) -> None:
    announce(
        ComparisonRequested(
            organization_id=comparison.run.cohort.program.organization_id,
            by_id=by.pk if by else None,
            comparison_id=comparison.pk,
        )
    )


def _is_overtaken(run: MatchingRun) -> bool:
    return MatchingRun.objects.filter(cohort=run.cohort_id, number__gt=run.number).exists()


def _shown_by(work: Work) -> Callable[[core.Progress], None]:
    """The solver's phases as words and a share of the whole."""
    words = {
        "candidates": _("Looking at every pair"),
        "flow": _("Choosing the best set of pairs"),
        "proof": _("Proving it over all pairs"),
        "fairest": _("Seeing how high the lowest pair can be"),
        "leximin": _("Lifting the next lowest pairs"),
        "proposals": _("Mentees ask, mentors choose"),
    }

    def show(progress: core.Progress) -> None:
        work.progress(
            int(MEASURING * min(1.0, progress.share)), END, words.get(progress.phase, _("Checking"))
        )

    return show
