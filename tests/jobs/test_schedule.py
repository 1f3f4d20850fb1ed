import datetime as dt

import pytest
from pytest_django import Settings

from greenroom.jobs.models import Job
from greenroom.jobs.schedule import Scheduled, tick

pytestmark = pytest.mark.django_db

SCHEDULE = (
    Scheduled(kind="tests.each_minute", every_minutes=1),
    Scheduled(kind="tests.each_hour", every_minutes=60),
)
NOON = dt.datetime(2026, 10, 13, 12, 0, 31, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _schedule(settings: Settings) -> None:
    settings.GREENROOM_SCHEDULE = "tests.jobs.test_schedule.SCHEDULE"


def kinds() -> list[str]:
    return sorted(Job.objects.values_list("kind", flat=True))


def test_tick_twice_in_a_minute_enqueues_each_once() -> None:
    tick(NOON)
    tick(NOON + dt.timedelta(seconds=20))
    assert kinds() == ["tests.each_hour", "tests.each_minute"]


def test_tick_between_hours_leaves_the_hourly_out() -> None:
    tick(NOON + dt.timedelta(minutes=1))
    assert kinds() == ["tests.each_minute"]
