"""Programs to begin with. Everything here is copied into the new program, and can be changed there."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from greenroom.programs.core.questions import (
    CIRCLE_MENTOR_QUESTIONS,
    MENTEE_QUESTIONS,
    MENTOR_QUESTIONS,
    SPRINT_MENTEE_QUESTIONS,
)

Question = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What happens in a week. Week 1 holds the cohort's first day; 0 is the week before, and so on."""

    week: int
    title: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgramTemplate:
    """`weeks` None is a program without an end; questions are mappings of `questionnaires.Question` fields."""

    name: str
    summary: str
    purpose: str
    eligibility: str
    weeks: int | None
    cadence_days: int
    rematch_until_week: int
    introductions_target: int
    events_target: int
    milestones: tuple[Step, ...]
    mentor_intro: str
    mentee_intro: str
    mentors_each: int = 1
    opens_with: int = 0
    mentor_questions: tuple[Question, ...] = MENTOR_QUESTIONS
    mentee_questions: tuple[Question, ...] = MENTEE_QUESTIONS


MENTOR_INTRO: Final = (
    "Thank you for thinking of giving your time. Your answers help us find someone whom you can really help. "
    "What only coordinators see is marked so."
)
MENTEE_INTRO: Final = (
    "Tell us where you are and where you would like to be. There are no wrong answers, and you can change them "
    "until we begin to match. What only coordinators see is marked so."
)

FORMAL: Final = ProgramTemplate(
    name="Formal program, 24 weeks",
    summary="One cohort, matched together, that meets every two weeks for half a year and closes together.",
    purpose=(
        "Each mentee works for half a year with one person who has been where they want to go: on the next step of "
        "their career, on what their industry is turning into, and on the people they should know. By the end each "
        "mentee has reached goals that the two set together, feels surer of themself, and has met people through "
        "their mentor."
    ),
    eligibility=(
        "Mentors have worked in the field for five years or more and can give two hours every two weeks. Mentees know "
        "what they would like to work on and can do the same."
    ),
    weeks=24,
    cadence_days=14,
    rematch_until_week=6,
    introductions_target=5,
    events_target=2,
    mentor_intro=MENTOR_INTRO,
    mentee_intro=MENTEE_INTRO,
    milestones=(
        Step(week=-8, title="Settle what the program is for", detail="Write down its purpose, whom it is for, who runs it, and how you will tell whether it worked. Keep the evaluation plan as it is from here on."),
        Step(week=-6, title="Invite mentors, then open applications", detail="Mentors first: their places decide how many mentees you can take. Watch the meter of places against demand."),
        Step(week=-4, title="Screen applications", detail="Answer everyone within days. Ask every applicant the first survey, also those who will have to wait."),
        Step(week=-2, title="Prepare both sides", detail="Two hours of training for mentors, one hour of briefing for mentees."),
        Step(week=-1, title="Match", detail="Try the rules, review every pair, let both sides have their say, publish."),
        Step(week=0, title="Kick off", detail="Everyone in one room or one call. Pairs set the date of their first meeting."),
        Step(week=1, title="First meeting", detail="An hour to get to know each other and agree how to work. A pair without a date after five days gets a nudge."),
        Step(week=2, title="Agreement, goals, map of ties", detail="Both sign the agreement, set two or three goals, and draw whom the mentee knows now."),
        Step(week=3, title="Is it a good fit?", detail="One private question to each. Until week 6 a pair can part without fault and be matched anew."),
        Step(week=4, title="First pulse", detail="A short question to both; coordinators call pairs that have not met."),
        Step(week=6, title="Skills and gaps", detail="Strengths with evidence, gaps to the target role, and a plan. Last week for a new match."),
        Step(week=8, title="Where the industry is going", detail="Signals that each has seen, and what they mean for the plan. First event together."),
        Step(week=10, title="Plan the network", detail="Whom to meet and why. First and second introduction, once both ends have agreed."),
        Step(week=12, title="Midpoint", detail="Look at the goals again, answer the second survey, then go on, adjust, or end without fault."),
        Step(week=14, title="Work that stretches", detail="A task slightly too large, and someone who sees it. Third introduction."),
        Step(week=16, title="Mentor circle", detail="Mentors compare notes among themselves. Fourth introduction."),
        Step(week=18, title="Second event, and a look at sponsorship", detail="Is the mentee ready for someone who argues for them?"),
        Step(week=20, title="The case for the next role", detail="What the mentee will ask for, from whom, with what evidence. Fifth introduction."),
        Step(week=22, title="Prepare the closing", detail="What was promised, what was kept, what to hand on."),
        Step(week=24, title="Closing and thanks", detail="Last meeting, recognition, the survey of both sides. Choose what follows: stay in touch, a new pair, a sponsor, or become a mentor."),
        Step(week=36, title="Follow-up after three months", detail="Both sides: what has come of it, and of the introductions?"),
        Step(week=76, title="Follow-up after a year", detail="The same questions once more, so that change over time can be seen."),
    ),
)  # fmt: skip

SPRINT: Final = ProgramTemplate(
    name="Sprint, 12 weeks",
    summary="One goal, six meetings, a clear end. For a single step such as a first credit or a change of role.",
    purpose=(
        "Twelve weeks for one goal that matters now. Mentor and mentee meet every two weeks, agree on a next step each "
        "time, and stop when they said they would."
    ),
    eligibility=(
        "Mentors have taken the step that the mentee is about to take. Mentees can name one goal and can give it two "
        "hours a week."
    ),
    weeks=12,
    cadence_days=14,
    rematch_until_week=3,
    introductions_target=2,
    events_target=1,
    mentor_intro=MENTOR_INTRO,
    mentee_intro=MENTEE_INTRO,
    mentee_questions=SPRINT_MENTEE_QUESTIONS,
    milestones=(
        Step(week=-4, title="Invite mentors, then open applications", detail="Ask for the one goal in plain words. Watch the meter of places against demand."),
        Step(week=-2, title="Screen, and ask the first survey", detail="Answer everyone within days, also those who will have to wait."),
        Step(week=-1, title="Brief both sides, then match", detail="One hour together: how a sprint works and what it does not promise."),
        Step(week=1, title="First meeting", detail="The goal, how both will know that it is reached, and the working rules."),
        Step(week=2, title="Is it a good fit?", detail="One private question to each. Until week 3 a pair can be matched anew."),
        Step(week=4, title="First result", detail="Something that can be shown, however rough."),
        Step(week=6, title="Midpoint", detail="Is it still the right goal? First introduction, once both ends have agreed."),
        Step(week=8, title="Try it in the open", detail="An event, an application, a pitch: somewhere that counts."),
        Step(week=10, title="What is still missing", detail="Second introduction. Plan what happens without the mentor."),
        Step(week=12, title="Closing and thanks", detail="What was reached, the survey of both sides, and what follows."),
        Step(week=24, title="Follow-up after three months", detail="What has come of it?"),
    ),
)  # fmt: skip

EVERGREEN: Final = ProgramTemplate(
    name="Evergreen, no fixed end",
    summary="People join when they like and are matched as mentors become free. Each pair sets its own length.",
    purpose=(
        "Mentorship for whoever needs it, when they need it. People apply all year round, are matched as places become "
        "free, and agree on how long they want to work together."
    ),
    eligibility="Every member of the organization. Mentors say how many people they can take at a time.",
    weeks=None,
    cadence_days=21,
    rematch_until_week=8,
    introductions_target=3,
    events_target=1,
    mentor_intro=MENTOR_INTRO,
    mentee_intro=MENTEE_INTRO,
    milestones=(
        Step(week=-2, title="Invite the first mentors", detail="Begin when there are places for half of the people you expect."),
        Step(week=1, title="Open the doors", detail="Applications stay open. Screen once a week, match every second week."),
        Step(week=4, title="First look at the queue", detail="Who has waited longest, and which skills are short?"),
        Step(week=13, title="Review the quarter", detail="Ask every pair: go on, adjust, or end without fault? Ask mentors about their load."),
        Step(week=26, title="Review the half-year", detail="Invite mentors for what is short. Thank those who gave."),
        Step(week=39, title="Review the quarter", detail="The same questions as before, so that answers can be compared."),
        Step(week=52, title="Look back on the year", detail="The survey of both sides, and a year’s outcomes to report."),
    ),
)  # fmt: skip

CIRCLES: Final = ProgramTemplate(
    name="Mentor circles, six months",
    summary="One mentor, four to eight people, a meeting a month. A circle opens with four, or not at all.",
    purpose=(
        "Six months in a small circle. One mentor meets four to eight people once a month: each brings a question of "
        "their own, and the circle learns from all of them."
    ),
    eligibility=(
        "Mentors like to hold a conversation among several people. Mentees want to learn from one another as well as "
        "from the mentor, and can keep one evening a month free."
    ),
    weeks=26,
    cadence_days=30,
    rematch_until_week=6,
    introductions_target=2,
    events_target=1,
    opens_with=4,
    mentor_intro=MENTOR_INTRO,
    mentee_intro=MENTEE_INTRO,
    mentor_questions=CIRCLE_MENTOR_QUESTIONS,
    milestones=(
        Step(week=-4, title="Invite mentors, then open applications", detail="Ask each mentor with how many people their circle would open, and how many it can hold."),
        Step(week=-1, title="Match", detail="Circles that would stay too small do not open; their people join another."),
        Step(week=1, title="First meeting", detail="Who is here, what each would like to have reached, and what stays in the circle."),
        Step(week=2, title="Is it a good fit?", detail="One private question to everyone. Until week 6 people can change circles."),
        Step(week=5, title="Second meeting", detail="Two people bring a question each; the others ask before they advise."),
        Step(week=9, title="Third meeting", detail="What was tried, what came of it, and the next two questions."),
        Step(week=13, title="Midpoint", detail="Is everyone getting something out of it? Ask the second survey."),
        Step(week=18, title="A guest", detail="Someone whom the circle would like to learn from."),
        Step(week=22, title="What carries on", detail="Who stays in touch with whom, and who would lead a circle."),
        Step(week=26, title="Closing and thanks", detail="What was reached, the survey of both sides, and what follows."),
    ),
)  # fmt: skip

TEMPLATES: Final[Mapping[str, ProgramTemplate]] = MappingProxyType(
    {"formal": FORMAL, "sprint": SPRINT, "evergreen": EVERGREEN, "circles": CIRCLES}
)
