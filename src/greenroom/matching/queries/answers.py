"""What a cohort's people are asked that a rule could look at."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from greenroom.matching.core import Criterion
from greenroom.matching.queries.participants import QUESTION, STAGES
from greenroom.programs.models import Cohort, Part
from greenroom.questionnaires.models import Question

Kind = Question.Kind

SHAPES: Mapping[str, frozenset[str]] = {
    "skills": frozenset({"skills"}),
    "shared": frozenset({"set", "skills"}),
    "same": frozenset({"word"}),
    "different": frozenset({"word"}),
    "ladder": frozenset({"number", "ladder"}),
    "hours": frozenset({"hours"}),
    "time_zone": frozenset({"zone"}),
    "curve": frozenset({"number", "ladder"}),
    "text": frozenset({"text"}),
    "style": frozenset({"scale"}),
    "distance": frozenset({"coordinates"}),
    "prior_ties": frozenset({"people"}),
    "reporting_line": frozenset({"word", "text"}),
    "wishes": frozenset(),
}
"""Which shapes of answers each kind of rule can compare."""

QUESTION_SHAPES: Mapping[str, frozenset[str]] = {
    Kind.SINGLE: frozenset({"word", "ladder"}),
    Kind.MULTIPLE: frozenset({"set"}),
    Kind.SCALE: frozenset({"number", "scale"}),
    Kind.NUMBER: frozenset({"number"}),
    Kind.SHORT: frozenset({"word", "coordinates"}),
    Kind.LONG: frozenset({"text"}),
    Kind.SKILLS: frozenset({"skills"}),
    Kind.LANGUAGES: frozenset({"set"}),
    Kind.HOURS: frozenset({"hours"}),
}


@dataclass(frozen=True, kw_only=True)
class AnswerChoice:
    """Something that one side has told: its name in the rules, its words for people, and what it can be compared as.

    `steps` are the possible answers from the lowest to the highest, where they make a ladder; `ends` are the lowest and
    highest of a scale. Those who gave an answer that is `for_coordinators` were told that only coordinators see it.
    """

    name: str
    label: str
    shapes: frozenset[str]
    steps: tuple[str, ...] = ()
    ends: tuple[int, int] | None = None
    reach: float = 0
    for_coordinators: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerChoices:
    """What each side has told."""

    mentee: Mapping[str, AnswerChoice]
    mentor: Mapping[str, AnswerChoice]
    asked_mentee: frozenset[str]
    asked_mentor: frozenset[str]
    starts_on: dt.date

    def for_kind(self, kind: str, *, part: str) -> list[AnswerChoice]:
        side = self.mentee if part == Part.MENTEE else self.mentor
        return [choice for choice in side.values() if choice.shapes & SHAPES.get(kind, frozenset())]

    def asks_both(self, name: str) -> bool:
        return name in self.asked_mentee and name in self.asked_mentor

    def steps_of(self, mentee: str, mentor: str) -> list[str] | None:
        """The ladder that two answers stand on, None where they are numbers."""
        both = [*self._steps(self.mentee, mentee), *self._steps(self.mentor, mentor)]
        return list(dict.fromkeys(both)) or None

    def confide(self, criterion: Criterion) -> bool:
        """Whether it looks at something that one of the two told the coordinators alone."""
        sides = [(self.mentee, criterion.mentee_answer), (self.mentor, criterion.mentor_answer)]
        more = [*criterion.options.get("scales", ()), criterion.options.get("unless", "")]
        sides += [(side, name) for side in (self.mentee, self.mentor) for name in more]
        return any(name in side and side[name].for_coordinators for side, name in sides)

    def both(self, shape: str) -> list[AnswerChoice]:
        """What both sides are asked under one name, in answers of one shape."""
        return [
            one
            for name, one in self.mentee.items()
            if shape in one.shapes and name in self.mentor and shape in self.mentor[name].shapes
        ]

    def scales(self) -> list[AnswerChoice]:
        """Scales that both sides answer, from the same lowest to the same highest step as the first of them."""
        found = [one for one in self.both("scale") if one.ends == self.mentor[one.name].ends]
        return [one for one in found if one.ends == found[0].ends]

    def can_judge(self, kind: str) -> bool:
        """Whether both sides are asked something that this kind of rule compares."""
        if kind == "style":
            return bool(self.scales())
        return kind == "wishes" or all(self.for_kind(kind, part=part) for part in (Part.MENTEE, Part.MENTOR))

    def _steps(self, side: Mapping[str, AnswerChoice], name: str) -> tuple[str, ...]:
        return side[name].steps if name in side else ()


def answer_choices(cohort: Cohort) -> AnswerChoices:
    """What mentors and mentees of this cohort's program have told, in one query."""
    program = cohort.program
    questions: dict[int, list[Question]] = {
        program.mentee_questionnaire_id: [],
        program.mentor_questionnaire_id: [],
    }
    for question in Question.objects.filter(questionnaire__in=list(questions)):
        questions[question.questionnaire_id].append(question)
    mentee = questions[program.mentee_questionnaire_id]
    mentor = questions[program.mentor_questionnaire_id]
    return AnswerChoices(
        mentee=_choices(mentee, Part.MENTEE),
        mentor=_choices(mentor, Part.MENTOR),
        asked_mentee=_asked(mentee),
        asked_mentor=_asked(mentor),
        starts_on=cohort.starts_on,
    )


def _asked(questions: Iterable[Question]) -> frozenset[str]:
    return frozenset(str(question.fills) for question in questions if question.fills)


def _choices(questions: Sequence[Question], part: str) -> dict[str, AnswerChoice]:
    own = [
        AnswerChoice(
            name=QUESTION + question.key,
            label=_("Answer to “%(question)s”") % {"question": question.label},
            shapes=QUESTION_SHAPES.get(question.kind, frozenset()),
            steps=tuple(str(choice) for choice in question.choices) if question.kind == Kind.SINGLE else (),
            ends=question.scale_ends if question.kind == Kind.SCALE else None,
            reach=float((question.maximum or 0) - (question.minimum or 0)),
            for_coordinators=question.audience == Question.Audience.COORDINATOR,
        )
        for question in questions
        if not question.fills
    ]
    return {choice.name: choice for choice in [*_profile_choices(part), *own]}


def _profile_choices(part: str) -> list[AnswerChoice]:
    skills = (
        AnswerChoice(name="skills_wanted", label=_("Skills they want to learn"), shapes=frozenset({"skills"}))
        if part == Part.MENTEE
        else AnswerChoice(
            name="skills_offered", label=_("Skills they can share"), shapes=frozenset({"skills"})
        )
    )
    return [
        skills,
        AnswerChoice(
            name="stage",
            label=_("Career stage"),
            shapes=frozenset({"word", "ladder"}),
            steps=tuple(STAGES.values()),
        ),
        AnswerChoice(name="years", label=_("Years in the field"), shapes=frozenset({"number"})),
        AnswerChoice(name="job_title", label=_("Role"), shapes=frozenset({"word"})),
        AnswerChoice(name="employer", label=_("Employer"), shapes=frozenset({"word"})),
        AnswerChoice(name="department", label=_("Department"), shapes=frozenset({"word"})),
        AnswerChoice(name="place", label=_("Place"), shapes=frozenset({"word"})),
        AnswerChoice(name="time_zone", label=_("Time zone"), shapes=frozenset({"zone", "word"})),
        AnswerChoice(name="languages", label=_("Languages"), shapes=frozenset({"set"})),
        AnswerChoice(name="free_hours", label=_("Hours they are usually free"), shapes=frozenset({"hours"})),
        AnswerChoice(name="story", label=_("Story"), shapes=frozenset({"text"})),
        AnswerChoice(name="headline", label=_("Headline"), shapes=frozenset({"text"})),
        AnswerChoice(name="known", label=_("Past partners here"), shapes=frozenset({"people"})),
    ]
