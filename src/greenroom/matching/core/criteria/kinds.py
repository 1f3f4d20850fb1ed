"""Criteria (should): the kinds there are, what each is called, and how much it counts by default.

A new kind is one function with a doctest (`scores`, `texts`, `styles`, `places`, `ties`) and one entry here; what it says to people is one
function in `facts`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from greenroom.matching.core.criteria import texts
from greenroom.matching.core.criteria.features import Features
from greenroom.matching.core.criteria.places import distance
from greenroom.matching.core.criteria.scores import hours, ladder, same, shared, skills, time_zone, wishes
from greenroom.matching.core.criteria.styles import curve, style
from greenroom.matching.core.criteria.ties import prior_ties
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.progress import Watch
from greenroom.matching.core.given.rules import Criterion

People = Sequence[Participant]
ReadAhead = Callable[[People, People, Criterion, Watch], None]


@dataclass(frozen=True, kw_only=True)
class CriterionKind:
    """A kind of criterion, as a page or a criteria file offers it.

    ``options`` maps each option to what it means. ``read_ahead`` does what takes long before the features are asked
    for, with progress; ``remark`` is a sentence for the notes of a problem, on how this machine compares.
    """

    key: str
    label: str
    explains: str
    default_weight: float
    features: Callable[[People, People, Criterion], Features]
    options: Mapping[str, str] = field(default_factory=dict)
    needs_answers: bool = True
    read_ahead: ReadAhead | None = None
    remark: Callable[[Criterion], str] | None = None


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
            key="text",
            label="Goals in text",
            explains="how near two texts are, in meaning or in words",
            default_weight=20,
            features=texts.text,
            options={
                "by": "“meaning” or “words”; without it meaning, where greenroom[semantic] is installed"
            },
            read_ahead=texts.read_ahead,
            remark=texts.said_of,
        ),
        CriterionKind(
            key="style",
            label="Ways of working",
            explains="how alike they like to work, over several scales",
            default_weight=15,
            features=style,
            options={
                "scales": "the answers compared, numbers on a scale",
                "opposites": "those of them on which opposites fit",
                "low": "the lowest step of the scales",
                "high": "the highest step",
            },
            needs_answers=False,
        ),
        CriterionKind(
            key="curve",
            label="Steps ahead, by a curve",
            explains="how far the mentor stands ahead of the mentee, by a curve of your own",
            default_weight=15,
            features=curve,
            options={
                "points": "[[gap, score], …], gaps rising, scores in [0, 1]",
                "steps": "the ladder from the bottom; without it answers are numbers",
            },
        ),
        CriterionKind(
            key="distance",
            label="Distance",
            explains="how near they live",
            default_weight=10,
            features=distance,
            options={
                "near": "up to so many km apart score in full",
                "far": "from so many km apart on the score is 0",
                "unless": "an answer that can say that distance does not matter",
                "says": "the words that say so; “online” if not said",
            },
        ),
        CriterionKind(
            key="prior_ties",
            label="New to each other",
            explains="they do not know each other yet, or do",
            default_weight=5,
            features=prior_ties,
            options={"prefer": "“new” or “known”"},
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
