import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context
from django.test import RequestFactory
from django.utils import translation

from greenroom.base import clock
from greenroom.matching.templatetags.matching import at_time, grouped, in_fours, in_words, to_one
from greenroom.people.models import Person


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No"),
        (1, "One"),
        (13, "Thirteen"),
        (20, "Twenty"),
        (42, "Forty-two"),
        (99, "Ninety-nine"),
        (100, "100"),
        (4000, "4,000"),
    ],
)
def test_in_words_says_small_counts_and_groups_large_ones(count: int, words: str) -> None:
    assert in_words(count) == words


def test_in_words_gives_digits_in_other_languages() -> None:
    with translation.override("de"):
        assert in_words(42) == "42"


def test_figures_are_grouped_rounded_and_cut_for_reading() -> None:
    assert (grouped(3181.7), to_one(79.57), in_fours("9f2c71ab04de58c1ffff")) == (
        "3,182",
        "79.6",
        "9f2c 71ab 04de 58c1",
    )


def said(moment: dt.datetime) -> str:
    request = RequestFactory().get("/")
    request.person = Person(time_zone="Europe/Oslo")  # type: ignore[attr-defined] # PersonMiddleware sets it
    return str(at_time(Context({"request": request}), moment))


def test_at_time_says_the_day_and_hour_of_whoever_reads() -> None:
    noon = clock.now().astimezone(ZoneInfo("Europe/Oslo")).replace(hour=12, minute=5)
    assert said(noon) == "today at 12:05"
    assert said(noon - dt.timedelta(days=1)).startswith("yesterday at ")
    assert said(dt.datetime(2024, 1, 15, 22, 30, tzinfo=dt.UTC)) == "January\u00a015 at 23:30"
