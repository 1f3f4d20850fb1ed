"""The questions that programs begin with. Keys are stable, so that rules of matching can name them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

STAGES: Final = ["Studying", "First years", "Established", "Senior", "Leading others"]
TOPICS: Final = [
    "Career growth",
    "Industry trends",
    "Networking",
    "Confidence",
    "A particular craft",
    "Leading a team",
    "Work and the rest of life",
]
FORMATS: Final = ["Video call", "In person", "Phone", "Writing"]
BACKGROUNDS: Final = ["It does not matter", "I would like it", "It matters a lot to me"]
PARTNER: Final = "partner"
CIRCLE_QUESTION: Final = "circle_from"
"""The key of the question that says how many people a mentor's circle opens with."""


def _question(key: str, kind: str, label: str, **fields: Any) -> Mapping[str, Any]:
    return MappingProxyType({"key": key, "kind": kind, "label": label, **fields})


WORK: Final = (
    _question("job_title", "short", "What do you do?", help_text="Your role, such as line producer.", is_required=True, fills="job_title", audience=PARTNER),
    _question("employer", "short", "Where do you work or study?", fills="employer", audience=PARTNER),
    _question("stage", "single", "Where are you in your career?", choices=STAGES, is_required=True, fills="stage", audience=PARTNER),
    _question("years", "number", "How many years have you worked in the field?", minimum=0, maximum=80, fills="years", audience=PARTNER),
)  # fmt: skip

PRACTICAL: Final = (
    _question("languages", "languages", "Which languages would you be happy to meet in?", is_required=True, fills="languages", audience=PARTNER),
    _question("place", "short", "Where are you based?", help_text="A town or region is enough.", fills="place", audience=PARTNER),
    _question("time_zone", "short", "Which time zone are you in?", is_required=True, fills="time_zone", audience=PARTNER),
    _question("free_hours", "hours", "When in the week could you usually meet?", help_text="Tick every hour that often works, in your own time. The more hours, the easier it is to find someone.", fills="free_hours", audience=PARTNER),
    _question("meeting_form", "multiple", "How would you like to meet?", choices=FORMATS, audience=PARTNER),
    _question("shared_background", "single", "Would you like a partner who shares your background?", help_text="Background can mean anything that shaped you. Say more below if you like.", choices=BACKGROUNDS),
)  # fmt: skip

CLOSING: Final = (
    _question("anything_else", "long", "Is there anything else we should know?", help_text="People you would rather not be matched with, what you need for access, dates when you are away."),
)  # fmt: skip

MENTOR_QUESTIONS: Final = (
    *WORK,
    _question("story", "long", "How did you get to where you are?", help_text="A few sentences about turning points. Your mentee reads this first.", fills="story", audience=PARTNER),
    _question("skills_offered", "skills", "What can you help someone with?", is_required=True, fills="skills_offered", audience=PARTNER),
    _question("topics", "multiple", "What do you like to talk about?", choices=TOPICS, audience=PARTNER),
    _question("capacity", "number", "How many mentees could you take?", help_text="Count people, not hours. One is plenty for a first time.", minimum=0, maximum=10, is_required=True, fills="capacity"),
    _question("directness", "scale", "How direct are you when you give feedback?", help_text="1 is gentle, 5 is blunt.", minimum=1, maximum=5, audience=PARTNER),
    _question("structure", "scale", "How much do you plan a meeting?", help_text="1 is seeing where the talk goes, 5 is an agenda.", minimum=1, maximum=5, audience=PARTNER),
    _question("challenge", "scale", "Do you rather support or challenge?", help_text="1 is a listening ear, 5 is a push.", minimum=1, maximum=5, audience=PARTNER),
    _question("has_mentored", "single", "Have you been a mentor before?", choices=["No, this is my first time", "Once or twice", "Many times"]),
    *PRACTICAL,
    *CLOSING,
)  # fmt: skip

_CIRCLE_PLACES: Final = (
    _question("capacity", "number", "How many people can your circle have at most?", help_text="Eight is a good size: everyone gets to speak.", minimum=0, maximum=20, is_required=True, fills="capacity"),
    _question(CIRCLE_QUESTION, "number", "With how many people would it open?", help_text="With fewer than that it does not open, and they join another circle.", minimum=2, maximum=20, is_required=True),
)  # fmt: skip

CIRCLE_MENTOR_QUESTIONS: Final = tuple(
    one
    for question in MENTOR_QUESTIONS
    for one in (_CIRCLE_PLACES if question["key"] == "capacity" else (question,))
)

_MENTEE_BASIS: Final = (
    *WORK,
    _question("skills_wanted", "skills", "What would you like to get better at?", help_text="Name up to five, and the level you would like to reach.", is_required=True, fills="skills_wanted", audience=PARTNER),
    _question("topics", "multiple", "What would you like to talk about?", choices=TOPICS, audience=PARTNER),
    _question("directness", "scale", "How direct should a mentor be with you?", help_text="1 is gentle, 5 is blunt.", minimum=1, maximum=5, audience=PARTNER),
    _question("structure", "scale", "How much would you plan a meeting?", help_text="1 is seeing where the talk goes, 5 is an agenda.", minimum=1, maximum=5, audience=PARTNER),
    _question("challenge", "scale", "Would you rather be supported or challenged?", help_text="1 is a listening ear, 5 is a push.", minimum=1, maximum=5, audience=PARTNER),
    _question("confidence", "scale", "How sure are you that you can take the next step in your career?", help_text="0 is not at all, 10 is completely. We ask again at the end.", minimum=0, maximum=10),
    *PRACTICAL,
    *CLOSING,
)  # fmt: skip

MENTEE_QUESTIONS: Final = (
    _question("goals", "long", "What would you like to have reached half a year from now?", help_text="One or two things, as concretely as you can.", is_required=True, audience=PARTNER),
    *_MENTEE_BASIS,
)  # fmt: skip

SPRINT_MENTEE_QUESTIONS: Final = (
    _question("goals", "long", "Which one thing would you like to have done in twelve weeks?", help_text="Something that both of you will see when it is done.", is_required=True, audience=PARTNER),
    *_MENTEE_BASIS,
)  # fmt: skip
