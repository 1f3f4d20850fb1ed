"""All rows of a file, a thousand at a time: compared with what is there, or written."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.utils.translation import gettext as _

from greenroom.base.errors import Refusal
from greenroom.imports.actions.batches import CHANGED, UNCHANGED, Batch
from greenroom.imports.actions.faults import FaultLog
from greenroom.imports.actions.questions import Questions
from greenroom.imports.actions.seen import Seen
from greenroom.imports.actions.wishes import Wishes
from greenroom.imports.core.meanings import Field
from greenroom.imports.core.rows import Column, Entry, Fault, Reading
from greenroom.imports.core.tables import Row, TableReader, open_table
from greenroom.imports.models import Import
from greenroom.jobs.registry import Cancelled, Work
from greenroom.people.models import LONGEST_SKILL, Person
from greenroom.questionnaires.models import SHORT_LENGTH

ROWS_AT_ONCE = 1_000
_NAMING = frozenset({Field.CHOICE, Field.MUST_PAIR, Field.MUST_NOT_PAIR})
_LIMITED = (
    "name",
    "pronouns",
    "headline",
    "story",
    "job_title",
    "employer",
    "department",
    "place",
    "external_id",
)
_ANSWER = "answer:"


class Pass:
    """One reading of the whole file. `states` counts its rows as created, changed and unchanged."""

    def __init__(self, source: Import, *, work: Work) -> None:
        self.log = FaultLog()
        self.rows = 0
        self.states: dict[str, int] = {}
        self.questions = Questions.of(source.cohort.program)
        self._source, self._work = source, work
        self._reading = reading_of(source)
        self._fields = {column.field for column in self._reading.columns}
        self._seen, self._wishes = Seen(), Wishes()
        self._unchanged: set[int] = set()

    def count(self, state: str) -> int:
        return self.states.get(state, 0)

    def fail(self, message: str) -> None:
        """The file as a whole is at fault."""
        self.log.add(Fault(row=0, column="", value="", message=message))

    def compare(self) -> None:
        """Read, compare and count; write nothing. Raises UnreadableTable, Refusal, Cancelled."""
        expected = bytes(self._source.data).count(b"\n")
        with _collecting_by_batch():
            for batch in self._batches():
                self._take(batch)
                self._work.progress(self.rows, max(expected, self.rows) + 1, _("Reading the rows"))
        if self._fields & _NAMING:
            self._wishes.know_cohort(self._source.cohort)
            self._settle(set(self._wishes.changed_rows(self._source.cohort)))

    def write(self) -> None:
        """Write each batch as it is read, in the caller's transaction. Stops at the first batch with a fault."""
        with _collecting_by_batch():
            for batch in self._batches():
                self._take(batch)
                if self.log.fault_count:
                    return
                batch.write()
                if self._work.is_cancelled():
                    raise Cancelled
        if self._fields & _NAMING:
            self._wishes.know_cohort(self._source.cohort)
            self._settle(self._wishes.write(self._source))

    def _batches(self) -> Iterator[Batch]:
        with_skills = bool(self._fields & {Field.SKILLS_OFFERED, Field.SKILLS_WANTED})
        rows = iter(self._table())
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield Batch(
                self._source,
                self._entries(some),
                questions=self.questions,
                seen=self._seen,
                with_skills=with_skills,
            )
            gc.collect()

    def _table(self) -> TableReader:
        source = self._source
        table = open_table(
            bytes(source.data),
            filename=source.filename,
            encoding=source.encoding or None,
            separator=source.separator or None,
            sheet=source.sheet or None,
        )
        if list(table.header) != source.header:
            raise Refusal(
                "import_columns",
                _("The columns of this file are not those that were mapped. Map them again."),
            )
        return table

    def _entries(self, rows: list[Row]) -> list[Entry]:
        """The people of rows without a fault; the faults go to the log."""
        entries = []
        for number, cells in rows:
            entry, faults = self._reading.entry(number, cells)
            faults += self._seen.faults_of(entry)
            for fault in faults:
                self.log.add(fault)
            if not faults:
                entries.append(entry)
        self.rows += len(rows)
        return entries

    def _take(self, batch: Batch) -> None:
        for fault in batch.faults:
            self.log.add(fault)
        for state in batch.states.values():
            self.states[state] = self.count(state) + 1
        if self._fields & _NAMING:
            for entry in batch.entries:
                self._wishes.take(entry)
            self._unchanged.update(row for row, state in batch.states.items() if state == UNCHANGED)

    def _settle(self, changed: set[int]) -> None:
        """Note the names that nobody has; a row that differs only in whom it names has changed after all."""
        for note in self._wishes.notes():
            self.log.add(note)
        moved = len(changed & self._unchanged)
        self.states[CHANGED] = self.count(CHANGED) + moved
        self.states[UNCHANGED] = self.count(UNCHANGED) - moved


@contextmanager
def _collecting_by_batch() -> Iterator[None]:
    """The garbage collector runs once a batch and leaves alone what was there before.

    Left to itself it walks the whole heap again and again while rows become objects: a third of an import's time.
    """
    was_on = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def reading_of(source: Import) -> Reading:
    """The mapping as the reader of rows takes it."""
    columns = [
        _column(index, str(mapped["column"]), str(mapped["target"]), mapped.get("rank"))
        for index, mapped in enumerate(source.columns)
    ]
    limits = {name: int(getattr(Person._meta.get_field(name), "max_length", None) or 0) for name in _LIMITED}  # noqa: SLF001 -- public by Django's docs
    return Reading(columns=columns, default_part=source.part, limits={**limits, "skill": LONGEST_SKILL})


def _column(index: int, name: str, target: str, rank: int | None) -> Column:
    if target.startswith(_ANSWER):
        question = target.removeprefix(_ANSWER)[:SHORT_LENGTH]
        return Column(index=index, name=name, field=Field.ANSWER, question=question)
    return Column(index=index, name=name, field=Field(target), rank=rank)
