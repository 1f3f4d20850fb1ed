import hashlib
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.jobs.models import Job
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part


class Import(models.Model):
    """A file of people for one cohort, and how it is read. The file is forgotten when its people are in.

    `columns` is [{"column": name, "target": key, "rank": int or None}], where the target is a `Field`, or "answer:"
    and the label of the question under which the column is kept.
    """

    class Status(models.TextChoices):
        """The place that people new to the cohort get."""

        ACCEPTED = Enrollment.Status.ACCEPTED.value, _("Accepted: they can be matched right away")
        APPLIED = Enrollment.Status.APPLIED.value, _("Applied: someone screens them first")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    filename = models.CharField(max_length=200)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    sheets = models.JSONField(default=list)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    part = models.CharField(_("everyone in this file"), max_length=7, choices=Part.choices, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ACCEPTED)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    mapped_at = models.DateTimeField(default=clock.now)  # when `columns`, `part` or the reading changed last
    forgotten_at = models.DateTimeField(null=True)  # when the file itself was thrown away

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.filename

    @staticmethod
    def checksum_of(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    @property
    def is_workbook(self) -> bool:
        return bool(self.sheets)

    @property
    def rehearsal(self) -> "Attempt | None":
        """A dry run without faults of the file as it is read and mapped now."""
        tried = self.attempts.filter(kind=Attempt.Kind.TRY, finished_at__isnull=False, fault_count=0)
        return tried.filter(asked_at__gte=self.mapped_at).first()

    @property
    def newest_attempt(self) -> "Attempt | None":
        return self.attempts.select_related("job", "cancellation", "by").first()

    def check_can_change(self) -> None:
        """May the mapping change, or another attempt begin?"""
        if self.attempts.filter(kind=Attempt.Kind.APPLY, is_applied=True).exists():
            raise RuleBroken(
                "import_applied",
                _("The people of this file are in the cohort already. Upload a file to import more."),
            )
        newest = self.newest_attempt
        if newest is not None and newest.state == Attempt.State.RUNNING:
            raise RuleBroken(
                "import_running",
                _("This file is being worked on. Wait until that has ended, or stop it first."),
            )
        if self.forgotten_at is not None:
            raise RuleBroken(
                "import_forgotten", _("This file was kept for 30 days and is gone. Upload it again.")
            )


class Attempt(models.Model):
    """One pass over the file: to try (nothing is written), or to apply (all of it or nothing)."""

    class Kind(models.TextChoices):
        TRY = "try", _("Dry run")
        APPLY = "apply", _("Import")

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        TRIED = "tried", _("Tried")
        APPLIED = "applied", _("Imported")
        FAULTY = "faulty", _("With faults")
        CANCELLED = "cancelled", _("Stopped")
        BROKEN = "broken", _("Interrupted")

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    is_applied = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    note_count = models.PositiveIntegerField(default=0)
    new_questions = models.JSONField(
        default=list
    )  # that the file answers and nobody asked: [part, label, longest]
    faults = models.JSONField(default=list)  # the first 100, as {row, column, value, message}
    notes = models.JSONField(default=list)  # the first 100 of what was left out without harm, likewise
    all_faults = models.BinaryField(default=b"")  # every fault and note as CSV, deflated

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(is_applied=True), name="import_applied_once"
            ),
            models.CheckConstraint(
                condition=Q(is_applied=False) | Q(kind="apply", finished_at__isnull=False, fault_count=0),
                name="import_applied_without_faults",
            ),
        ]

    @property
    def state(self) -> State:
        """Read from the records: select `cancellation` and `job` with the row."""
        if getattr(self, "cancellation", None) is not None:
            return self.State.CANCELLED
        if self.finished_at is not None:
            if self.fault_count:
                return self.State.FAULTY
            return self.State.APPLIED if self.is_applied else self.State.TRIED
        is_over = self.job is not None and self.job.is_finished
        return self.State.BROKEN if is_over else self.State.RUNNING

    def check_can_cancel(self) -> None:
        if self.state != self.State.RUNNING:
            raise RuleBroken("attempt_over", _("This has already ended. There is nothing left to stop."))

    def summary(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }


class Cancellation(models.Model):
    """Someone stopped an attempt; nothing of it was kept."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="cancellation")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)


class RequestedPair(models.Model):
    """A file said that these two must be paired. Matching reads it when the import is applied."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="requested_pairs")
    mentor = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "mentor", "mentee"], name="requested_pair_once")
        ]
