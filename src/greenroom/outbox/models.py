from django.db import models
from django.db.models import Q

from greenroom.base import clock


class Message(models.Model):
    """One mail, whole: what it says, to whom, and whether it has gone. Written in the transaction that caused it."""

    event_key = models.CharField(max_length=200, unique=True)
    organization_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=80)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    message_id = models.CharField(max_length=255, unique=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    drop_after = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="message_sent_or_failed"
            )
        ]

    @property
    def is_settled(self) -> bool:
        return self.sent_at is not None or self.failed_at is not None
