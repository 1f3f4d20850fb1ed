"""Drafts: asked for, stopped, started again, noted on."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce
from greenroom.base.errors import RuleBroken
from greenroom.base.locks import locked
from greenroom.jobs.actions import retry
from greenroom.matching.actions.access import require_may_match
from greenroom.matching.core.solver import POLICIES
from greenroom.matching.facts import RunCancelled, RunRequested
from greenroom.matching.models import Cancellation, MatchingRun, Pairing
from greenroom.people.models import Person
from greenroom.programs.models import Cohort


@transaction.atomic
def request_run(cohort: Cohort, *, policy: str = "best_total", by: Person) -> MatchingRun:
    """A new draft, numbered after the last one of its cohort; a worker solves it."""
    cohort = locked(cohort)
    require_may_match(cohort, by=by)
    cohort.check_open()
    if policy not in POLICIES:
        raise RuleBroken(
            "policy_unknown", _("There is no such way to choose. Nothing was started."), policy=policy
        )
    last = MatchingRun.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    run = MatchingRun.objects.create(cohort=cohort, number=last + 1, policy=policy, asked_by=by)
    announce(RunRequested(organization_id=cohort.program.organization_id, by_id=by.pk, run_id=run.pk))
    run.refresh_from_db()
    return run


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
