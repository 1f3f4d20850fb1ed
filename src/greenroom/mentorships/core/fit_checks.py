"""When the two of a mentorship are asked how well they fit.

The question comes when they have been under way for three weeks: late enough to know, early enough to be matched
anew. Time in which the mentorship rested or was closed does not count, nor do days before its program began.
"""

import datetime as dt
from collections.abc import Iterable

ASK_AFTER = dt.timedelta(weeks=3)
ASK_WITHIN = dt.timedelta(weeks=1)
"""A mail that could not go out in this time is not sent late; the page goes on asking."""
CLOSING_OPEN_FOR = dt.timedelta(weeks=4)
LOW = 2
"""An answer of so much or less asks the coordinators for a kind look."""

Span = tuple[dt.datetime, dt.datetime | None]


def time_under_way(since: dt.datetime, now: dt.datetime, *, rests: Iterable[Span]) -> dt.timedelta:
    """How long two people have been under way, without the rests; an open rest has no end. Rests do not overlap.

    >>> day = lambda n: dt.datetime(2026, 10, n, tzinfo=dt.UTC)
    >>> time_under_way(day(1), day(22), rests=[(day(5), day(9)), (day(20), None)]).days
    15
    """
    rested = dt.timedelta()
    for start, end in rests:
        first, last = max(start, since), min(end or now, now)
        rested += max(dt.timedelta(), last - first)
    return max(dt.timedelta(), now - since - rested)


def is_time_to_ask(under_way: dt.timedelta) -> bool:
    """Is it three weeks, and not yet four?"""
    return ASK_AFTER <= under_way < ASK_AFTER + ASK_WITHIN
