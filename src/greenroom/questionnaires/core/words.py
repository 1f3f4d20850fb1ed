"""Answers as sentences."""

from collections.abc import Iterable, Sequence

HOURS_OF_DAY = 24


def hours_in_words(hours: Iterable[int], *, days: Sequence[str]) -> list[str]:
    """Neighboring hours of a day drawn together, one line a day that has any.

    >>> hours_in_words([9, 10, 11, 18, 42], days=["Mon", "Tue"])
    ['Mon 9–12, 18–19', 'Tue 18–19']
    """
    lines = []
    chosen = set(hours)
    for day, name in enumerate(days):
        spans: list[str] = []
        start: int | None = None
        for hour in range(HOURS_OF_DAY + 1):
            is_free = hour < HOURS_OF_DAY and day * HOURS_OF_DAY + hour in chosen
            if is_free and start is None:
                start = hour
            elif not is_free and start is not None:
                spans.append(f"{start}–{hour}")
                start = None
        if spans:
            lines.append(f"{name} {', '.join(spans)}")
    return lines
