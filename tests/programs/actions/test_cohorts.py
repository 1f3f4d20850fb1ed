import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.programs import actions
from greenroom.programs.models import Cohort
from tests import world
from tests.programs.announcements import announced

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_open_cohort_lasts_as_long_as_the_program() -> None:
    cohort = actions.open_cohort(world.program(), name="spring", starts_on=world.STARTS_ON, by=world.cleo())
    assert cohort.ends_on == world.STARTS_ON + dt.timedelta(weeks=24)
    assert announced() == ["CohortOpened"]


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"ends_on": world.STARTS_ON}, "ends_on"),
        ({"apply_from": world.STARTS_ON, "apply_until": world.STARTS_ON - DAY}, "apply_until"),
        ({"name": "autumn 2026"}, "name"),
    ],
)
def test_open_cohort_with_impossible_dates_names_the_field(fields: dict[str, Any], at_fault: str) -> None:
    world.cohort()
    with pytest.raises(ValidationError) as fault:
        actions.open_cohort(
            world.program(), **{"name": "spring", "starts_on": world.STARTS_ON, **fields}, by=world.cleo()
        )
    assert list(fault.value.error_dict) == [at_fault]
    assert Cohort.objects.count() == 1


def test_cohort_is_changed_and_closed_once() -> None:
    cohort = actions.change_cohort(world.cohort(), changes={"name": "fall"}, by=world.cleo())
    cohort = actions.close_cohort(cohort, by=world.cleo())
    with pytest.raises(RuleBroken, match="has closed"):
        actions.close_cohort(cohort, by=world.cleo())
    with pytest.raises(RuleBroken, match="has closed"):
        actions.change_cohort(cohort, changes={"name": "winter"}, by=world.cleo())
    assert announced() == ["CohortChanged", "CohortClosed"]


def test_cohort_is_not_for_strangers() -> None:
    for by in (world.ben(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.open_cohort(world.program(), name="mine", starts_on=world.STARTS_ON, by=by)
        with pytest.raises(NotAllowed):
            actions.change_cohort(world.cohort(), changes={"name": "mine"}, by=by)
        with pytest.raises(NotAllowed):
            actions.close_cohort(world.cohort(), by=by)
    assert announced() == []


@pytest.mark.parametrize(("days", "week"), [(-8, -1), (-7, 0), (-1, 0), (0, 1), (6, 1), (7, 2)])
def test_week_on_counts_from_the_first_day(days: int, week: int) -> None:
    assert Cohort(starts_on=world.STARTS_ON).week_on(world.STARTS_ON + days * DAY) == week
