"""Seven days, and what stands on each."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

DAYS_OF_WEEK = 7
ROOM_IN_A_DAY = 4


@dataclasses.dataclass(frozen=True, kw_only=True)
class Thing:
    """Something true of one day. `detail` is the small print after it."""

    day: dt.date
    text: str
    detail: str = ""
    is_lit: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Day:
    date: dt.date
    things: tuple[Thing, ...]
    is_past: bool
    is_today: bool

    @property
    def shown(self) -> tuple[Thing, ...]:
        """What there is room for."""
        return self.things if len(self.things) <= ROOM_IN_A_DAY else self.things[: ROOM_IN_A_DAY - 1]

    @property
    def more(self) -> int:
        return len(self.things) - len(self.shown)

    @property
    def is_lit(self) -> bool:
        return any(thing.is_lit for thing in self.things)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def week_of(today: dt.date, things: Iterable[Thing]) -> list[Day]:
    """Monday to Sunday around today. Of lit things only those of the earliest day stay lit: one lamp a page."""
    first = monday_of(today)
    dates = [first + dt.timedelta(days=number) for number in range(DAYS_OF_WEEK)]
    within = [thing for thing in things if dates[0] <= thing.day <= dates[-1]]
    lit_day = min((thing.day for thing in within if thing.is_lit), default=None)
    return [
        Day(
            date=date,
            things=tuple(
                dataclasses.replace(thing, is_lit=thing.is_lit and thing.day == lit_day)
                for thing in within
                if thing.day == date
            ),
            is_past=date < today,
            is_today=date == today,
        )
        for date in dates
    ]


def first_day_of(starts_on: dt.date, *, week: int) -> dt.date:
    """The first day of a cohort's week; week 1 begins on the day the cohort starts, weeks before it are 0, −1, …"""
    return starts_on + dt.timedelta(weeks=week - 1)


def last_day_of(starts_on: dt.date, *, week: int) -> dt.date:
    return first_day_of(starts_on, week=week + 1) - dt.timedelta(days=1)
