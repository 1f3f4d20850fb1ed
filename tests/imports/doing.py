"""What the tests of imports do again and again."""

import io
from dataclasses import dataclass, field

from greenroom.imports.actions import perform, request_attempt, upload
from greenroom.imports.models import Attempt, Import
from greenroom.jobs.registry import Cancelled
from greenroom.programs.models import Cohort
from tests import world


@dataclass
class Bench:
    """Stands where a job's work would: remembers the progress, and stops after so many steps when told to."""

    stop_after: int | None = None
    seen: list[tuple[int, int, str]] = field(default_factory=list)
    asked: int = 0

    def progress(self, done: int, total: int, phase: str = "") -> None:
        self.seen.append((done, total, phase))
        if self.is_cancelled():
            raise Cancelled

    def is_cancelled(self) -> bool:
        self.asked += 1
        return self.stop_after is not None and self.asked > self.stop_after


def uploaded(text: str | bytes, *, filename: str = "mentors.csv", cohort: Cohort | None = None) -> Import:
    data = text.encode() if isinstance(text, str) else text
    return upload(cohort or world.cohort(), io.BytesIO(data), filename=filename, by=world.cleo())


def tried(source: Import) -> Attempt:
    return done(source, kind="try")


def applied(source: Import) -> Attempt:
    return done(source, kind="apply")


def done(source: Import, *, kind: str) -> Attempt:
    attempt = request_attempt(source, kind=kind, by=world.cleo())
    perform(fresh(attempt), work=Bench())
    return fresh(attempt)


def fresh(attempt: Attempt) -> Attempt:
    """The attempt as a worker reads it."""
    attempts = Attempt.objects.select_related("source__cohort__program__organization", "by__organization")
    return attempts.get(pk=attempt.pk)


def figures(attempt: Attempt) -> tuple[int, int, int, int]:
    """Rows, created, changed, unchanged."""
    return (attempt.rows, attempt.created, attempt.changed, attempt.unchanged)
