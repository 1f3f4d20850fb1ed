"""The one clock. Everything that asks for the time asks here."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today(zone: dt.tzinfo) -> dt.date:
    """The calendar day that it is now in `zone`."""
    return now().astimezone(zone).date()
