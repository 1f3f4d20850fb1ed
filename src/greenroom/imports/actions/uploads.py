import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.imports.core.mapping import ColumnGuess, guess_mapping
from greenroom.imports.core.meanings import REPEATABLE, Field
from greenroom.imports.core.reading import BadValue
from greenroom.imports.core.stages import parse_stage
from greenroom.imports.core.tables import TableReader, open_table
from greenroom.imports.facts import ImportMapped, ImportUploaded
from greenroom.imports.models import Import
from greenroom.imports.permissions import may_import
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Part

TELL_PART = frozenset({Field.PART, Field.IS_MENTOR, Field.IS_MENTEE})
FILES_KEPT = dt.timedelta(days=30)
SAMPLE = 200
_KEPT_AS_ANSWERS = frozenset(
    {
        Field.PROFESSION,
        Field.GOALS,
        Field.CHARACTERISTICS,
        Field.WANTED_CHARACTERISTICS,
        Field.WANTS_SIMILAR,
        Field.ANSWER,
    }
)
"""Profiles have no field of their own for these: each becomes the answer to a question."""


def upload(cohort: Cohort, file: BinaryIO, *, filename: str, by: Person) -> Import:
    """Keep a file for this cohort with all that was found out of it, and a first guess of what its columns mean.

    Raises UnreadableTable for a file that is no table; then nothing is kept.
    """
    _check_may_import(by, cohort)
    cohort.check_open()
    table = open_table(file, filename=filename)
    rows = _sample(table)
    file.seek(0)
    data = file.read()
    source = Import(
        cohort=cohort,
        filename=filename[-200:],
        data=data,
        size=len(data),
        checksum=Import.checksum_of(data),
        part=_part_of_name(filename),
        by=by,
    )
    _take_table(source, table, rows)
    with transaction.atomic():
        source.save()
        announce(
            ImportUploaded(organization_id=cohort.program.organization_id, by_id=by.pk, import_id=source.pk)
        )
    return source


def change_reading(source: Import, *, encoding: str, separator: str, sheet: str, by: Person) -> Import:
    """Read the same file otherwise; the columns are guessed anew. Raises UnreadableTable and changes nothing."""
    _check_may_import(by, source.cohort)
    table = open_table(
        bytes(source.data), filename=source.filename, encoding=encoding, separator=separator, sheet=sheet
    )
    rows = _sample(table)
    with transaction.atomic():
        source = locked(source)
        source.check_can_change()
        _take_table(source, table, rows)
        source.save()
        announce(_mapped(source, by=by))
    return source


@transaction.atomic
def map_columns(
    source: Import, *, columns: Sequence[Mapping[str, Any]], part: str, status: str, by: Person
) -> Import:
    """Say what each column means: [{"column", "target", "rank"}] in the order of the header.

    Raises RuleBroken when two columns mean one thing, or nothing tells people apart.
    """
    _check_may_import(by, source.cohort)
    source = locked(source)
    source.check_can_change()
    if [column["column"] for column in columns] != source.header:
        raise RuleBroken(
            "import_columns", _("The file is read otherwise now. Look its columns over once more.")
        )
    check_mapping(columns, part=part)
    source.columns, source.part = [dict(column) for column in columns], part
    source.status, source.mapped_at = Import.Status(status), clock.now()
    source.save(update_fields=["columns", "part", "status", "mapped_at"])
    announce(_mapped(source, by=by))
    return source


def check_mapping(columns: Sequence[Mapping[str, Any]], *, part: str) -> None:
    """Each single field at most once, someone to be told apart by, and a part for everyone."""
    targets = [str(column["target"]) for column in columns]
    for column in columns:
        target = str(column["target"])
        if target in set(Field) and Field(target) not in REPEATABLE and targets.count(target) > 1:
            names = ", ".join(f"“{other['column']}”" for other in columns if other["target"] == target)
            raise RuleBroken(
                "import_field_twice",
                _("%(columns)s mean the same. Keep one of them for it.") % {"columns": names},
            )
    if Field.EMAIL not in targets and Field.EXTERNAL_ID not in targets:
        raise RuleBroken(
            "import_no_email", _("Choose the column with e-mail addresses: people are told apart by them.")
        )
    if not part and not TELL_PART.intersection(targets):
        raise RuleBroken(
            "import_no_part",
            _("Say whether everyone in this file is a mentor or a mentee, or which column says so."),
        )


def forget_old_files(now: dt.datetime | None = None) -> int:
    """Throw away files that nobody applied within 30 days; what came out of them stays. Returns how many."""
    moment = now or clock.now()
    old = Import.objects.filter(at__lt=moment - FILES_KEPT, forgotten_at=None)
    return old.update(data=b"", forgotten_at=moment)


def _check_may_import(by: Person, cohort: Cohort) -> None:
    if not may_import(by, cohort):
        raise NotAllowed("may_not_import", _("Only coordinators of this program may import people."))


def _sample(table: TableReader) -> list[list[str]]:
    rows = []
    for row in table:
        rows.append(row.cells)
        if len(rows) >= SAMPLE:
            break
    return rows


def _take_table(source: Import, table: TableReader, rows: list[list[str]]) -> None:
    source.encoding, source.separator = table.encoding or "", table.separator or ""
    source.sheet, source.sheets = table.sheet or "", list(table.sheets)
    source.header, source.mapped_at = list(table.header), clock.now()
    guesses = guess_mapping(table.header, rows)
    if any(guess.field in TELL_PART for guess in guesses):
        source.part = ""
    source.columns = [
        {
            "column": guess.column,
            "target": _target(guess, [row[guess.index] for row in rows]),
            "rank": guess.rank,
            "why": guess.why,
            "sure": guess.confidence >= 0.5,  # noqa: PLR2004 -- ColumnGuess says where a person should look
            "examples": _examples([row[guess.index] for row in rows]),
        }
        for guess in guesses
    ]


def _target(guess: ColumnGuess, values: Sequence[str]) -> str:
    if guess.field is Field.STAGE and not _are_stages(values):
        return f"answer:{guess.column}"
    return f"answer:{guess.column}" if guess.field in _KEPT_AS_ANSWERS else guess.field.value


def _are_stages(values: Sequence[str]) -> bool:
    try:
        return all(parse_stage(value) for value in values if value)
    except BadValue:
        return False


def _examples(values: Sequence[str]) -> list[str]:
    """The first three that differ, short enough for a line."""
    return [value[:80] for value in list(dict.fromkeys(filter(None, values)))[:3]]


def _part_of_name(filename: str) -> str:
    name = filename.casefold()
    if "mentee" in name or "protege" in name:
        return Part.MENTEE
    return Part.MENTOR if "mentor" in name else ""


def _mapped(source: Import, *, by: Person) -> ImportMapped:
    return ImportMapped(
        organization_id=source.cohort.program.organization_id, by_id=by.pk, import_id=source.pk
    )
