"""Drafts: asked for, stopped, started again, noted on."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce
from greenroom.base.errors import RuleBroken
from greenroom.base.locks import locked
from greenroom.jobs.actions import retry
from greenroom.matching.actions.access import require_may_match
from greenroom.matching.core.solving.solver import POLICIES
from greenroom.matching.facts import RunCancelled, RunRequested
from greenroom.matching.models import Cancellation, MatchingRun, Pairing, Policy
from greenroom.people.models import Person
from greenroom.programs.models import Cohort


@transaction.atomic
def request_run(
    cohort: Cohort,
    *,
    policy: str = Policy.BEST_TOTAL,
    moving_price: float | None = None,
    taken_from: MatchingRun | None = None,
    by: Person,
) -> MatchingRun:
    """A new draft, numbered after the last one of its cohort; a worker solves it.

    With a `moving_price` (in points, policy `rematch`) living pairs may end where the whole gains more than that for
    each; raises RuleBroken `rematch_too_late` once the program no longer moves pairs. What `taken_from` has worked
    out in this way is taken as it is while people and rules are the same.
    """
    cohort = locked(cohort)
    require_may_match(cohort, by=by)
    cohort.check_open()
    if policy not in POLICIES:
        raise RuleBroken(
            "policy_unknown", _("There is no such way to choose. Nothing was started."), policy=policy
        )
    last = MatchingRun.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    run = MatchingRun(
        cohort=cohort,
        number=last + 1,
        policy=policy,
        moving_price=moving_price if policy == Policy.REMATCH else None,
        taken_from=taken_from,
        asked_by=by,
    )
    run.check_may_move()
    run.save()
    announce(RunRequested(organization_id=cohort.program.organization_id, by_id=by.pk, run_id=run.pk))
    run.refresh_from_db()
    return run


def request_next(run: MatchingRun, *, by: Person) -> MatchingRun:
    """The draft after this one, chosen in the same way."""
    return request_run(run.cohort, policy=run.policy, moving_price=run.moving_price, by=by)


@transaction.atomic
def choose_policy(run: MatchingRun, *, policy: str, by: Person) -> MatchingRun:
    """A new draft with the answer that another way to choose gives for the people and rules of this one."""
    require_may_match(run.cohort, by=by)
    run.check_can_choose()
    if policy == run.policy:
        raise RuleBroken("policy_same", _("This draft is chosen in that way already. Nothing was started."))
    return request_run(run.cohort, policy=policy, taken_from=run, by=by)


@transaction.atomic
def cancel_run(run: MatchingRun, *, by: Person) -> Cancellation:
    """Stop a draft that is not solved yet: at once if it waits, at the solver's next step if it runs."""
    run = locked(run)
    require_may_match(run.cohort, by=by)
    run.check_can_cancel()
    cancellation = Cancellation.objects.create(run=run, by=by)
    announce(RunCancelled(organization_id=run.cohort.program.organization_id, by_id=by.pk, run_id=run.pk))
    return cancellation


@transaction.atomic
def start_again(run: MatchingRun, *, by: Person) -> MatchingRun:
    """Take up a draft whose work was interrupted for good. Nothing of it was kept, so it starts from the beginning."""
    run = locked(run)
    require_may_match(run.cohort, by=by)
    run.check_can_start_again()
    assert run.job is not None  # noqa: S101 - a draft is broken only when its job is over
    retry(run.job)
    return run


@transaction.atomic
def note_pairing(pairing: Pairing, *, note: str, by: Person) -> Pairing:
    """Keep a coordinator's note on a pair, "" to take it away. It travels to the next draft with the same pair."""
    pairing = locked(pairing)
    require_may_match(pairing.run.cohort, by=by)
    pairing.note = note.strip()
    pairing.save(update_fields=["note"])
    return pairing
