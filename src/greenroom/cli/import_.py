import argparse
import pathlib
import sys
import time
from typing import TYPE_CHECKING

from greenroom.cli.ready import load_django, refuse_when_behind

if TYPE_CHECKING:
    from greenroom.imports.models import Attempt
    from greenroom.people.models import Person
    from greenroom.programs.models import Cohort

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=pathlib.Path, help="CSV or XLSX, one row a person, a header line")
    parser.add_argument(
        "--organization", required=True, metavar="SLUG", help="the word in its address: /o/<slug>/"
    )
    parser.add_argument(
        "--cohort", required=True, help="the cohort’s name, such as “winter 2027”, or its number"
    )
    parser.add_argument("--by", metavar="EMAIL", help="who imports (default: the organization’s first owner)")
    parser.add_argument(
        "--part", choices=["mentor", "mentee"], help="what everyone in the file is, if no column says it"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")


def run(chosen: argparse.Namespace) -> int:
    """Exit codes: 0 imported (or could be), 1 faults or refused and nothing was written, 2 no such file or place."""
    load_django()
    refuse_when_behind()
    from greenroom.base.errors import Refusal
    from greenroom.imports import actions
    from greenroom.imports.core.unreadable import UnreadableTable
    from greenroom.imports.models import Attempt

    try:
        cohort = _cohort(chosen.organization, chosen.cohort)
        by = _importer(cohort, chosen.by)
        with chosen.file.open("rb") as file:
            source = actions.upload(cohort, file, filename=chosen.file.name, by=by)
    except (LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except (UnreadableTable, Refusal) as refused:
        print(f"{refused.message} Nothing was written.", file=sys.stderr)
        return 1
    for column in source.columns:
        print(f"  {column['column']:<40} {column['target']}", file=sys.stderr)
    kind = Attempt.Kind.TRY if chosen.dry_run else Attempt.Kind.APPLY
    try:
        if chosen.part:
            source = actions.map_columns(
                source, columns=source.columns, part=chosen.part, status=source.status, by=by
            )
        attempt = actions.request_attempt(source, kind=kind, by=by)
    except Refusal as refused:
        print(f"{refused.message} Nothing was written.", file=sys.stderr)
        return 1
    return _report(_done(attempt))


def _cohort(slug: str, words: str) -> "Cohort":
    from django.db.models import Q

    from greenroom.programs.models import Cohort

    named = Q(name__iexact=words) | (Q(pk=int(words)) if words.isdigit() else Q())
    found = list(
        Cohort.objects.filter(named, program__organization__slug=slug).select_related(
            "program__organization"
        )[:2]
    )
    if not found:
        raise LookupError(f"There is no cohort “{words}” in an organization “{slug}”.")
    if len(found) > 1:
        raise LookupError(
            f"There is more than one cohort “{words}”. Give its number instead, from its address."
        )
    return found[0]


def _importer(cohort: "Cohort", email: str | None) -> "Person":
    from greenroom.organizations.models import Role
    from greenroom.people.models import Person

    people = Person.objects.filter(organization=cohort.program.organization_id, deactivated_at=None)
    person = people.filter(email__iexact=email) if email else people.filter(role=Role.OWNER).order_by("pk")
    found = person.select_related("organization").first()
    if found is None:
        raise LookupError(
            f"There is nobody with the address {email} there." if email else "It has no owner yet."
        )
    return found


def _done(attempt: "Attempt") -> "Attempt":
    """Do the work here, unless a worker was quicker: then wait for it."""
    from greenroom.imports.models import Attempt
    from greenroom.jobs.actions import run as run_job

    attempt = Attempt.objects.select_related("job", "source").get(pk=attempt.pk)
    assert attempt.job is not None  # noqa: S101 - the handler wrote it in the same transaction
    run_job(attempt.job.pk)
    while not attempt.job.is_finished:
        time.sleep(0.5)
        attempt.job.refresh_from_db()
    attempt.refresh_from_db()
    return attempt


def _report(attempt: "Attempt") -> int:
    if attempt.finished_at is None:
        print(
            f"It did not come to an end: {attempt.job.error if attempt.job else ''}. Nothing was written.",
            file=sys.stderr,
        )
        return 1
    for fault in attempt.faults[:SHOWN]:
        where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
        print(f"{where}: {fault['message']}", file=sys.stderr)
    if attempt.fault_count:
        more = attempt.fault_count - SHOWN
        print((f"… and {more} more. " if more > 0 else "") + "Nothing was written.", file=sys.stderr)
        return 1
    verb = "Imported" if attempt.is_applied else "Would import"
    print(
        f"{verb} {attempt.rows} rows: {attempt.created} new, {attempt.changed} changed, {attempt.unchanged} as before."
    )
    return 0
