"""Seven days around a day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from greenroom.home.core.week import Thing, first_day_of, last_day_of, week_of

THURSDAY = dt.date(2026, 10, 15)
DAYS = st.dates(dt.date(2000, 1, 3), dt.date(2100, 1, 1))


def thing(day: dt.date, text: str, *, is_lit: bool = False) -> Thing:
    return Thing(day=day, text=text, is_lit=is_lit)


def test_week_of_a_thursday_runs_from_monday_to_sunday() -> None:
    days = week_of(THURSDAY, [])
    assert [day.date.day for day in days] == [12, 13, 14, 15, 16, 17, 18]
    assert [day.is_past for day in days] == [True, True, True, False, False, False, False]
    assert [day.date for day in days if day.is_today] == [THURSDAY]


@given(DAYS)
def test_week_of_any_day_holds_it_once(today: dt.date) -> None:
    days = week_of(today, [])
    assert [day.date for day in days].count(today) == 1
    assert (days[0].date.weekday(), days[-1].date.weekday(), len(days)) == (0, 6, 7)


def test_week_of_leaves_out_what_stands_on_other_days() -> None:
    week = dt.timedelta(weeks=1)
    days = week_of(
        THURSDAY, [thing(THURSDAY - week, "before"), thing(THURSDAY, "now"), thing(THURSDAY + week, "after")]
    )
    assert [(day.date, [each.text for each in day.things]) for day in days if day.things] == [
        (THURSDAY, ["now"])
    ]


def test_week_of_lights_one_day_alone() -> None:
    friday = THURSDAY + dt.timedelta(days=1)
    days = week_of(THURSDAY, [thing(friday, "later", is_lit=True), thing(THURSDAY, "first", is_lit=True)])
    assert [day.date for day in days if day.is_lit] == [THURSDAY]


def test_day_shows_what_there_is_room_for() -> None:
    (day,) = (day for day in week_of(THURSDAY, [thing(THURSDAY, str(n)) for n in range(6)]) if day.things)
    assert ([each.text for each in day.shown], day.more) == (["0", "1", "2"], 3)


def test_days_of_a_cohorts_week() -> None:
    assert first_day_of(THURSDAY, week=1) == THURSDAY
    assert last_day_of(THURSDAY, week=2) == THURSDAY + dt.timedelta(days=13)
    assert first_day_of(THURSDAY, week=-1) == THURSDAY - dt.timedelta(days=14)
