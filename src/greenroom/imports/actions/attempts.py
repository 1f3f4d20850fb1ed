from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, Refusal
from greenroom.base.locks import locked
from greenroom.imports.actions.batches import CHANGED, CREATED, UNCHANGED
from greenroom.imports.actions.passes import Pass
from greenroom.imports.actions.questions import add_missing
from greenroom.imports.actions.uploads import check_mapping
from greenroom.imports.core.unreadable import UnreadableTable
from greenroom.imports.facts import AttemptCancelled, AttemptRequested, ImportApplied
from greenroom.imports.models import Attempt, Cancellation, Import
from greenroom.imports.permissions import may_import
from greenroom.jobs.registry import Work
from greenroom.people.models import Person


@transaction.atomic
def request_attempt(source: Import, *, kind: str, by: Person) -> Attempt:
    """Ask for a dry run, or for the import itself. The work is done by `perform`, in the background."""
    _check_may_import(by, source)
    source = locked(source)
    source.check_can_change()
    source.cohort.check_open()
    check_mapping(source.columns, part=source.part)
    attempt = Attempt.objects.create(source=source, kind=Attempt.Kind(kind), by=by)
    announce(AttemptRequested(organization_id=_organization_id(source), by_id=by.pk, attempt_id=attempt.pk))
    return attempt


@transaction.atomic
def cancel_attempt(attempt: Attempt, *, by: Person) -> Attempt:
    """Stop it. An import that is being written is undone; one that has been written stays."""
    _check_may_import(by, attempt.source)
    attempt = locked(attempt)
    attempt.check_can_cancel()
    Cancellation.objects.create(attempt=attempt, by=by)
    announce(
        AttemptCancelled(organization_id=_organization_id(attempt.source), by_id=by.pk, attempt_id=attempt.pk)
    )
    return attempt


def perform(attempt: Attempt, *, work: Work) -> None:
    """Read every row and note every fault; without any, and when the import was asked for, write all in one transaction.

    A dry run of the same mapping stands for the first reading: then the rows are read once, while they are written.

    Safe to run twice, also at once: an attempt that has ended is left alone, and imports into one cohort take turns.
    """
    if _is_over(attempt):
        return
    check = Pass(attempt.source, work=work)
    try:
        rehearsal = attempt.source.rehearsal if attempt.kind == Attempt.Kind.APPLY else None
        if rehearsal is not None:
            check.questions.take_missing(rehearsal.new_questions)
            if _apply(attempt, check, work=work):
                return
            check = Pass(attempt.source, work=work)  # something has changed since the dry run
        check.compare()
        if (
            attempt.kind == Attempt.Kind.APPLY
            and not check.log.fault_count
            and _apply(attempt, check, work=work)
        ):
            return
    except (UnreadableTable, Refusal) as refused:
        check.fail(refused.message)
    _finish(attempt, check)


def _apply(attempt: Attempt, check: Pass, *, work: Work) -> bool:
    """All or nothing. False when a row is at fault, or asks a question, that `check` did not know of: then nothing."""
    work.progress(0, 0, _("Saving everyone at once"))
    try:
        with transaction.atomic():
            locked(attempt.source.cohort).check_open()
            if _is_over(attempt):
                return True
            if attempt.by is None or not may_import(attempt.by, attempt.source.cohort):
                raise NotAllowed("may_not_import", _("Only coordinators of this program may import people."))
            add_missing(check.questions, by=attempt.by)
            made = Pass(attempt.source, work=work)
            made.write()
            if made.log.fault_count or made.questions.missing:
                raise _OutdatedError  # noqa: TRY301 -- leaving the block by an exception is what undoes it
            _finish(attempt, made, is_applied=True)
    except _OutdatedError:
        return False
    return True


@transaction.atomic
def _finish(attempt: Attempt, check: Pass, *, is_applied: bool = False) -> None:
    attempt = locked(attempt)
    if _is_over(attempt):
        return
    attempt.finished_at, attempt.is_applied = clock.now(), is_applied
    attempt.rows = check.rows
    attempt.created, attempt.changed, attempt.unchanged = (
        check.count(state) for state in (CREATED, CHANGED, UNCHANGED)
    )
    log = check.log
    attempt.fault_count, attempt.note_count = log.fault_count, log.note_count
    attempt.new_questions = [
        [part, label, longest] for (part, label), longest in check.questions.missing.items()
    ]
    attempt.faults, attempt.notes, attempt.all_faults = log.faults, log.notes, log.packed()
    attempt.save()
    if is_applied:
        # The file has done its work, and it holds more of these people than anybody needs.
        Import.objects.filter(pk=attempt.source_id).update(data=b"", forgotten_at=attempt.finished_at)
        announce(
            ImportApplied(
                organization_id=_organization_id(attempt.source),
                by_id=attempt.by_id,
                import_id=attempt.source_id,
                attempt_id=attempt.pk,
                created=attempt.created,
                changed=attempt.changed,
                unchanged=attempt.unchanged,
            )
        )


class _OutdatedError(Exception):
    """What was found before the transaction is no longer so; the transaction is undone."""


def _is_over(attempt: Attempt) -> bool:
    """Read anew: another worker may have done it, or someone stopped it."""
    rows = Attempt.objects.filter(pk=attempt.pk, finished_at=None, cancellation=None)
    return not rows.exists()


def _check_may_import(by: Person, source: Import) -> None:
    if not may_import(by, source.cohort):
        raise NotAllowed("may_not_import", _("Only coordinators of this program may import people."))


def _organization_id(source: Import) -> int:
    return source.cohort.program.organization_id
