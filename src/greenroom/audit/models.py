from django.db import models

from greenroom.base import clock


class Entry(models.Model):
    """One fact, as it was announced. Append only; ids are plain numbers, so that an entry outlives its people."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    organization_id = models.BigIntegerField(db_index=True)
    by_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=100, db_index=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
