"""How a draft's figures are said: counts in words, points, and when something happened for whoever reads."""

import datetime as dt

from django import template
from django.template import Context
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from greenroom.base import clock

register = template.Library()

ONES = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *(
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
FIRST_IN_DIGITS = 100
SAME = 0.005


@register.filter
def in_words(count: int) -> str:
    """A count that opens a sentence: "Forty", "Forty-two", "No"; digits from a hundred on and in other languages."""
    if count >= FIRST_IN_DIGITS or not (get_language() or "en").startswith("en"):
        return grouped(count)
    tens, ones = divmod(count, 10)
    words = ONES[count] if count < len(ONES) else TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    return words.capitalize()


@register.filter
def grouped(value: float) -> str:
    """A number with its thousands apart and no decimals: "3,182"."""
    return formats.number_format(round(value), decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def to_one(value: float) -> str:
    """A number with one decimal: "79.6"."""
    return formats.number_format(round(value, 1), decimal_pos=1, use_l10n=True)


@register.filter
def share(value: float) -> str:
    """A share of a hundred points as it was given: "30", and "8.3" where it is not whole."""
    return grouped(value) if abs(value - round(value)) < SAME else to_one(value)


@register.filter
def in_fours(fingerprint: str) -> str:
    """The first sixteen signs of a fingerprint, four by four."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, 16, 4))


@register.simple_tag(takes_context=True)
def at_time(context: Context, moment: dt.datetime) -> str:
    """When it was, in the reader's own zone: "today at 10:14", "yesterday at 09:05", "October 3 at 10:14"."""
    person = context["request"].person
    local = moment.astimezone(person.zone)
    clock_time = local.strftime("%H:%M")
    days = (clock.today(person.zone) - local.date()).days
    if days == 0:
        return _("today at %(time)s") % {"time": clock_time}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": clock_time}
    day = formats.date_format(local, "MONTH_DAY_FORMAT")
    return _("%(day)s at %(time)s") % {"day": day.replace(" ", "\u00a0"), "time": clock_time}
