"""Weekly availability in words, as hours of a week."""

import re
from dataclasses import dataclass, field

from greenroom.imports.core.reading import NOTHING, BadValue, plain, shown, vocabulary

_DAYS = {
    word: day
    for day, words in enumerate(
        (
            "mon monday mondays mo montag montags lun lundi lunes",
            "tue tues tuesday tuesdays tu di dienstag dienstags mar mardi martes",
            "wed weds wednesday wednesdays we mi mittwoch mittwochs mer mercredi mie miercoles",
            "thu thur thurs thursday thursdays th do donnerstag donnerstags jeu jeudi jue jueves",
            "fri friday fridays fr freitag freitags ven vendredi vie viernes",
            "sat saturday saturdays sa samstag samstags sam samedi sab sabado",
            "sun sunday sundays su so sonntag sonntags dim dimanche dom domingo",
        )
    )
    for word in words.split()
}
_WEEKDAYS, _WEEKEND, _WEEK = frozenset(range(5)), frozenset({5, 6}), frozenset(range(7))
_GROUPS = {
    **dict.fromkeys(vocabulary("weekday weekdays week workdays werktags wochentags semaine"), _WEEKDAYS),
    **dict.fromkeys(vocabulary("weekend weekends wochenende"), _WEEKEND),
    **dict.fromkeys(vocabulary("daily everyday day days any flexible always anytime taglich"), _WEEK),
}
_PERIODS = {
    **dict.fromkeys(vocabulary("morning mornings vormittag vormittags matin manana"), (8, 12)),
    **dict.fromkeys(vocabulary("lunch lunchtime lunchtimes noon midday mittag mittags midi"), (12, 14)),
    **dict.fromkeys(vocabulary("afternoon afternoons nachmittag nachmittags tarde"), (13, 17)),
    **dict.fromkeys(vocabulary("evening evenings eve abend abends soir"), (18, 22)),
    **dict.fromkeys(vocabulary("night nights nachts noche"), (20, 24)),
}
_DAYTIME = (8, 22)
_OFFICE = (9, 17)
_FILLERS = vocabulary(
    "and or the on in at i am im i'm available free time times local my usually mostly best works work good for me "
    "only also every each all h uhr o'clock hours und oder et ou y a an of ideally preferably of day whole"
)
_NEVER = frozenset({"none", "never", "not available", "no availability"})
_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}(?:[:.h]\d{2})?) ?(?P<half>a\.?m\.?|p\.?m\.?)?(?: ?(?:h|uhr|o'clock)\b)?"
    r"|(?P<sign>-|,|&|\+|/|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bbis\b|\bfrom\b|\bvon\b|\bafter\b|\bab\b|\bnach\b|\bbefore\b|\bvor\b|\bbetween\b)"
    r"|(?P<word>[a-z][a-z']*)|(?P<other>\S)"
)
_RANGE = frozenset({"-", "to", "until", "till", "through", "bis"})
_HALF_DAY, _DAY, _HALF_HOUR = 12, 24, 30


@dataclass
class _Said:
    """What one part of the text has said so far, in the order of the words."""

    days: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Minutes of the day; an end before its start is on the next day."""


def parse_hours(text: str) -> frozenset[int]:
    """Hours of a local week, 0 (Monday 00:00 to 01:00) to 167 (Sunday 23:00 to 24:00).

    Read "Tue 18:00-20:00; Thu evening", "Mon–Fri 9–5pm", "weekends". An hour counts that is free for half of it or
    more. A day without a time is 8:00 to 22:00, a time without a day every day.
    """
    said = plain(text)
    if said in NOTHING or said in _NEVER:
        return frozenset()
    hours: set[int] = set()
    days: list[int] = []
    for part in re.split(r"[;\n|]+", said.replace("24/7", "any day 0-24")):
        if part.strip():
            read = _Part(part, text)
            days = read.days or days
            hours |= read.hours(default=days)
    return frozenset(hours)


class _Part:
    """One part between semicolons: groups of days, each with its times before or behind it."""

    def __init__(self, part: str, text: str) -> None:
        self._text = text
        self._tokens = [(match.lastgroup or "", match) for match in _TOKEN.finditer(part)]
        self._groups = [_Said()]
        self._days_last = False
        self._read()
        self.days = [day for group in self._groups for day in group.days]

    def hours(self, *, default: list[int]) -> set[int]:
        hours: set[int] = set()
        for group in self._groups:
            spans = group.spans or [(_DAYTIME[0] * 60, _DAYTIME[1] * 60)]
            for day in group.days or default or sorted(_WEEK):
                for span in spans:
                    hours |= _hours_of(day, *span)
        return hours

    def _read(self) -> None:
        at = 0
        while at < len(self._tokens):
            at = self._read_one(at)

    def _read_one(self, at: int) -> int:
        """Read what begins at the token and return where the next begins."""
        match = self._tokens[at][1]
        word = match["word"] or ""
        if match["clock"] or match["sign"] in {
            "from",
            "von",
            "between",
            "after",
            "ab",
            "nach",
            "before",
            "vor",
        }:
            return self._read_times(at)
        if word in _DAYS:
            last = self._day_at(at + 2) if self._sign_at(at + 1) in _RANGE else None
            first = _DAYS[word]
            self._add_days(
                sorted({(first + step) % 7 for step in range((last - first) % 7 + 1)})
                if last is not None
                else [first]
            )
            return at + 3 if last is not None else at + 1
        if word in _GROUPS:
            self._add_days(sorted(_GROUPS[word]))
        elif word in _PERIODS:
            start, end = _PERIODS[word]
            self._add_span(start * 60, end * 60)
        elif word in {"office", "business", "working"}:
            self._add_span(_OFFICE[0] * 60, _OFFICE[1] * 60)
        elif match["other"] not in {None, ".", ":", "(", ")"} or (word and word not in _FILLERS):
            raise self._unreadable(match.group())
        return at + 1

    def _read_times(self, at: int) -> int:
        sign = self._sign_at(at)
        at += bool(sign)
        start = self._clock_at(at)
        if start is None:
            raise self._unreadable(sign or self._text)
        if sign in {"after", "ab", "nach"}:
            self._add_span(_minutes(start), _DAYTIME[1] * 60)
            return at + 1
        if sign in {"before", "vor"}:
            self._add_span(_DAYTIME[0] * 60, _minutes(start))
            return at + 1
        end = (
            self._clock_at(at + 2)
            if self._sign_at(at + 1) in {*_RANGE, "+"} or self._word_at(at + 1) == "and"
            else None
        )
        if end is None:
            open_end = self._sign_at(at + 1) in {"-", "+"} or sign in {"from", "von"}
            self._add_span(_minutes(start), _DAYTIME[1] * 60 if open_end else _minutes(start) + 60)
            return at + 1 + (self._sign_at(at + 1) in {"-", "+"})
        if end["half"] and not start["half"] and int(start["clock"][:2].strip(":.h")) <= _HALF_DAY:
            self._add_span(*_same_half(start, end))
        elif start["half"] and not end["half"]:
            self._add_span(
                _minutes(start), _minutes(end) if _minutes(end) > _minutes(start) else _minutes(end) + 720
            )
        else:
            self._add_span(_minutes(start), _minutes(end))
        return at + 3

    def _add_days(self, days: list[int]) -> None:
        group = self._groups[-1]
        if not self._days_last and group.days and group.spans:
            self._groups.append(group := _Said())
        group.days.extend(days)
        self._days_last = True

    def _add_span(self, start: int, end: int) -> None:
        if start >= _DAY * 60 or end > _DAY * 60 or start == end:
            raise self._unreadable(self._text)
        group = self._groups[-1]
        if self._days_last and group.spans:
            self._groups.append(group := _Said())
        group.spans.append((start, end))
        self._days_last = False

    def _sign_at(self, at: int) -> str | None:
        return self._tokens[at][1]["sign"] if at < len(self._tokens) else None

    def _word_at(self, at: int) -> str | None:
        return self._tokens[at][1]["word"] if at < len(self._tokens) else None

    def _day_at(self, at: int) -> int | None:
        return _DAYS.get(self._word_at(at) or "")

    def _clock_at(self, at: int) -> re.Match[str] | None:
        if at < len(self._tokens) and self._tokens[at][1]["clock"]:
            return self._tokens[at][1]
        return None

    def _unreadable(self, what: str) -> BadValue:
        return BadValue(
            f"{shown(self._text)} cannot be read as weekly hours because of {shown(what)}. "
            "Write days and times like “Tue 18:00-20:00; Thu evening”."
        )


def _minutes(clock: re.Match[str]) -> int:
    hour, _, minute = re.sub(r"[.h]", ":", clock["clock"]).partition(":")
    hours = int(hour)
    half = (clock["half"] or "").replace(".", "")
    if half == "pm" and hours < _HALF_DAY:
        hours += _HALF_DAY
    if half == "am" and hours == _HALF_DAY:
        hours = 0
    return hours * 60 + int(minute or 0)


def _same_half(start: re.Match[str], end: re.Match[str]) -> tuple[int, int]:
    """Read "6-8pm" as 18 to 20 and "10-2pm" as 10 to 14: the latest start before the end."""
    finish = _minutes(end)
    begin = _minutes(start)
    later = begin + _HALF_DAY * 60
    return (later if later < finish else begin % (_HALF_DAY * 60), finish)


def _hours_of(day: int, start: int, end: int) -> set[int]:
    if end <= start:
        return _hours_of(day, start, _DAY * 60) | (_hours_of((day + 1) % 7, 0, end) if end else set())
    first = (start + _HALF_HOUR - 1) // 60
    last = (end + _HALF_HOUR) // 60
    return {day * _DAY + hour for hour in range(first, max(last, first + (end - start >= _HALF_HOUR)))}
