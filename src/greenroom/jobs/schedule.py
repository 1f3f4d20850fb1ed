"""What each minute brings: the sweep, and the scheduled work that is due."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from greenroom.base import clock
from greenroom.jobs.actions import enqueue, sweep


@dataclasses.dataclass(frozen=True, kw_only=True)
class Scheduled:
    """The task `kind` is due every `every_minutes`, counted from midnight UTC."""

    kind: str
    every_minutes: int


def tick(now: dt.datetime | None = None) -> None:
    """Run once a minute by every worker. A key for each minute keeps scheduled work single, however many run it."""
    moment = (now or clock.now()).replace(second=0, microsecond=0)
    minute_of_day = moment.hour * 60 + moment.minute
    for entry in cast("Sequence[Scheduled]", import_string(settings.GREENROOM_SCHEDULE)):
        if minute_of_day % entry.every_minutes == 0:
            enqueue(entry.kind, arguments={}, key=f"{entry.kind}@{moment:%Y-%m-%dT%H:%M}")
    sweep()
