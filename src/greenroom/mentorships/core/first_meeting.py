"""A first meeting of an hour, for two people who have not met: what to talk about, and for how long."""

import dataclasses

from greenroom.mentorships.core.agreement import gettext_noop


@dataclasses.dataclass(frozen=True, kw_only=True)
class Point:
    topic: str
    text: str
    minutes: int


POINTS: tuple[Point, ...] = (
    Point(
        topic=gettext_noop("Who we are"),
        text=gettext_noop("Where each of you comes from, and a turning point on the way"),
        minutes=10,
    ),
    Point(
        topic=gettext_noop("Hopes"),
        text=gettext_noop("What each of you hopes for, and what the mentor can and cannot offer"),
        minutes=10,
    ),
    Point(
        topic=gettext_noop("First goals"),
        text=gettext_noop("Two or three, and what success would look like"),
        minutes=10,
    ),
    Point(
        topic=gettext_noop("Working rules"),
        text=gettext_noop("How often, how long, who books, when the agenda is ready, how to cancel"),
        minutes=15,
    ),
    Point(
        topic=gettext_noop("Between the two of you"),
        text=gettext_noop("What stays private, where that ends, and what may be asked for"),
        minutes=8,
    ),
    Point(
        topic=gettext_noop("Looking back"),
        text=gettext_noop("When you ask whether this still helps, and how either may end it without fault"),
        minutes=4,
    ),
    Point(
        topic=gettext_noop("Next time"),
        text=gettext_noop("A date, and one thing each of you will do before it"),
        minutes=3,
    ),
)

MINUTES = sum(point.minutes for point in POINTS)
