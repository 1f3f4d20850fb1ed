"""A draft was asked for, or another way to choose beside it: enqueue the work. It was stopped: stop the work.

A file asked for pairs: pin them.
"""

import logging

from greenroom.base.errors import RuleBroken
from greenroom.imports.facts import ImportApplied
from greenroom.imports.queries import requested_pairs
from greenroom.jobs.actions import cancel, enqueue
from greenroom.matching.actions import set_pair_rule
from greenroom.matching.facts import ComparisonRequested, ComparisonStopped, RunCancelled, RunRequested
from greenroom.matching.models import Comparison, MatchingRun, PairRule
from greenroom.matching.queries.comparisons import LARGE

log = logging.getLogger(__name__)


def enqueue_solving(fact: RunRequested) -> None:
    job = enqueue(
        "matching.solve",
        arguments={"run_id": fact.run_id},
        key=f"matching.solve:{fact.run_id}",
        max_attempts=3,
    )
    MatchingRun.objects.filter(pk=fact.run_id).update(job=job)


def cancel_solving(fact: RunCancelled) -> None:
    run = MatchingRun.objects.select_related("job").get(pk=fact.run_id)
    if run.job is not None and not run.job.is_finished:
        cancel(run.job)


def enqueue_comparing(fact: ComparisonRequested) -> None:
    job = enqueue(
        "matching.compare",
        arguments={"comparison_id": fact.comparison_id},
        key=f"matching.compare:{fact.comparison_id}",
        max_attempts=3,
    )
    Comparison.objects.filter(pk=fact.comparison_id).update(job=job)


def cancel_comparing(fact: ComparisonStopped) -> None:
    comparison = Comparison.objects.select_related("job").defer(*LARGE).get(pk=fact.comparison_id)
    if comparison.job is not None and not comparison.job.is_finished:
        cancel(comparison.job)


def pin_requested_pairs(fact: ImportApplied) -> None:
    """A pair that cannot be pinned (its mentor is full) is logged, and the others are pinned all the same."""
    pairs = requested_pairs(fact.import_id).select_related(None)
    for pair in pairs.prefetch_related(
        "source__by", "mentor__person", "mentee__person", "mentor__cohort", "mentee__cohort"
    ):
        if pair.source.by is None:
            continue
        try:
            set_pair_rule(
                pair.mentor.cohort,
                mentor=pair.mentor,
                mentee=pair.mentee,
                kind=PairRule.Kind.PIN,
                reason=pair.source.filename,
                by=pair.source.by,
            )
        except RuleBroken as refusal:
            log.warning("Import %s asks for a pair that cannot be: %s", fact.import_id, refusal.message)
