"""Criteria (should): the kinds there are, what each is called, and how much it counts by default.

A new kind is one function with a doctest in `scores` and one entry here; what it says to people is one
function in `facts`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from greenroom.matching.core.features import Features
from greenroom.matching.core.people import Participant
from greenroom.matching.core.rules import Criterion
from greenroom.matching.core.scores import hours, ladder, same, shared, skills, time_zone, wishes

People = Sequence[Participant]


@dataclass(frozen=True, kw_only=True)
class CriterionKind:
    """A kind of criterion, as a page or a criteria file offers it.

    ``compares`` says what is compared ("skills", "category", "set", "ladder", "hours", "time_zone",
    "wishes"); ``options`` maps each option to what it means.
    """

    key: str
    label: str
    explains: str
    default_weight: float
    features: Callable[[People, People, Criterion], Features]
    options: Mapping[str, str] = field(default_factory=dict)
    needs_answers: bool = True


CRITERION_KINDS: Final[Mapping[str, CriterionKind]] = {
    kind.key: kind
    for kind in (
        CriterionKind(
            key="skills",
            label="Skills to learn",
            explains="how much of what the mentee wants to learn the mentor can teach",
            default_weight=30,
            features=skills,
        ),
        CriterionKind(
            key="shared",
            label="In common",
            explains="the share of what the mentee named that the mentor named too",
            default_weight=15,
            features=shared,
            options={"enough": "this many in common are as good as all"},
        ),
        CriterionKind(
            key="same",
            label="The same",
            explains="both gave the same answer",
            default_weight=10,
            features=same,
        ),
        CriterionKind(
            key="ladder",
            label="Steps ahead",
            explains="how far the mentor stands ahead of the mentee",
            default_weight=15,
            features=ladder,
            options={
                "steps": "the ladder from the bottom; without it answers are numbers",
                "best": "the gap, or [low, high], that scores in full",
                "reach": "steps outside it at which the score is 0",
            },
        ),
        CriterionKind(
            key="hours",
            label="Times",
            explains="free hours of the week that both have",
            default_weight=15,
            features=hours,
            options={"enough": "this many hours score in full"},
        ),
        CriterionKind(
            key="time_zone",
            label="Time zones",
            explains="how near the two clocks are",
            default_weight=10,
            features=time_zone,
            options={
                "near": "up to so many hours apart score in full",
                "far": "from so many hours apart on the score is 0",
                "on": "the day on which zones are compared",
            },
        ),
        CriterionKind(
            key="wishes",
            label="Wishes",
            explains="whom the two named, first choices most",
            default_weight=10,
            features=wishes,
            options={
                "count": "how many wishes count",
                "mentee_share": "the share of the mentee’s wish when both sides named people",
            },
            needs_answers=False,
        ),
    )
}
