from django.db import models
from django.db.models import Q

from greenroom.base import clock
from greenroom.jobs.models import Job
from greenroom.people.models import Person
from greenroom.programs.models import Cohort


class Import(models.Model):
    """One uploaded table on its way into a cohort: the file, how it is read, what is wrong with it, what it changed.

    `mapping` is a list in the order of the columns: {"column": str, "field": str, …}. `faults` lists at most the
    first 1,000 as {"row": int, "column": str, "value": str, "message": str}; `fault_count` counts all.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    checksum = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)  # {"encoding", "separator", "sheet"} as found out or corrected
    part = models.CharField(max_length=7, blank=True)  # for a file with one side only
    mapping = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)  # {"created", "changed", "unchanged", …}
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(fault_count=0), name="import_applied_without_faults"
            )
        ]
