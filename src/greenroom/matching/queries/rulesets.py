"""What a cohort's pairs are judged by, and what its people are asked that a rule could look at."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from greenroom.matching.core import Constraint, Criterion, Rules
from greenroom.matching.core.rules import slug
from greenroom.matching.models import Ruleset
from greenroom.matching.queries.participants import QUESTION, STAGES
from greenroom.programs.models import Cohort, Part
from greenroom.questionnaires.models import Question

Asks = Callable[[str], bool]
Fills = Question.Fills
Kind = Question.Kind

SHAPES: Mapping[str, frozenset[str]] = {
    "skills": frozenset({"skills"}),
    "shared": frozenset({"set", "skills"}),
    "same": frozenset({"word"}),
    "different": frozenset({"word"}),
    "ladder": frozenset({"number", "ladder"}),
    "hours": frozenset({"hours"}),
    "time_zone": frozenset({"zone"}),
    "reporting_line": frozenset({"word", "text"}),
    "wishes": frozenset(),
}
"""Which shapes of answers each kind of rule can compare."""

QUESTION_SHAPES: Mapping[str, frozenset[str]] = {
    Kind.SINGLE: frozenset({"word", "ladder"}),
    Kind.MULTIPLE: frozenset({"set"}),
    Kind.SCALE: frozenset({"number"}),
    Kind.NUMBER: frozenset({"number"}),
    Kind.SHORT: frozenset({"word"}),
    Kind.LONG: frozenset({"text"}),
    Kind.SKILLS: frozenset({"skills"}),
    Kind.LANGUAGES: frozenset({"set"}),
    Kind.HOURS: frozenset({"hours"}),
}


@dataclass(frozen=True, kw_only=True)
class AnswerChoice:
    """Something that one side has told: its name in the rules, its words for people, and what it can be compared as.

    `steps` are the possible answers from the lowest to the highest, where they make a ladder. Those who gave an answer
    that is `for_coordinators` were told that only coordinators see it.
    """

    name: str
    label: str
    shapes: frozenset[str]
    steps: tuple[str, ...] = ()
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
        sides = ((self.mentee, criterion.mentee_answer), (self.mentor, criterion.mentor_answer))
        return any(name in side and side[name].for_coordinators for side, name in sides)

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
    ]


def rules_for(cohort: Cohort) -> tuple[Rules, int]:
    """The cohort's rules and their version; 0 for defaults that nobody has saved yet.

    What people told the coordinators alone counts, but is never a reason that their partner reads.
    """
    ruleset = Ruleset.objects.filter(cohort=cohort).first()
    choices = answer_choices(cohort)
    if ruleset is None:
        return kept_confidences(default_rules(choices), choices), 0
    return kept_confidences(Rules.from_dict(ruleset.rules), choices), ruleset.version


def kept_confidences(rules: Rules, choices: AnswerChoices) -> Rules:
    criteria = tuple(
        replace(one, private=True) if not one.private and choices.confide(one) else one
        for one in rules.criteria
    )
    return replace(rules, criteria=criteria)


def default_rules(choices: AnswerChoices) -> Rules:
    """Sensible rules from what both sides are asked; from the whole profile where the program asks nothing yet."""
    criteria = [*_profile_criteria(choices.asks_both, choices), *_question_criteria(choices)]
    constraints = _constraints(choices.asks_both)
    if not criteria:
        criteria = _profile_criteria(_everything, choices)
        constraints = _constraints(_everything)
    criteria.append(Criterion(key="wishes", kind="wishes", weight=10, label=_("Wishes")))
    return Rules(criteria=tuple(criteria), constraints=tuple(constraints))


def _everything(name: str) -> bool:
    return name in {Fills.STAGE, Fills.FREE_HOURS, Fills.LANGUAGES, "skills"}


def _profile_criteria(asks: Asks, choices: AnswerChoices) -> list[Criterion]:
    asks_skills = Fills.SKILLS_WANTED in choices.asked_mentee and Fills.SKILLS_OFFERED in choices.asked_mentor
    criteria = []
    if asks_skills or asks("skills"):
        criteria.append(_compare("skills", 30, _("Skills to learn"), "skills_wanted", "skills_offered"))
    if asks(Fills.FREE_HOURS):
        criteria.append(_compare("hours", 15, _("Times"), "free_hours", enough=4))
    elif asks(Fills.TIME_ZONE):
        on = choices.starts_on.isoformat()
        criteria.append(_compare("time_zone", 10, _("Time zones"), "time_zone", on=on))
    if asks(Fills.STAGE):
        steps = list(STAGES.values())
        criteria.append(
            _compare("ladder", 15, _("A step or more ahead"), "stage", steps=steps, best=[1, 3], reach=2)
        )
    elif asks(Fills.YEARS):
        criteria.append(_compare("ladder", 15, _("Years ahead"), "years", best=[4, 20], reach=6))
    if asks(Fills.DEPARTMENT):
        criteria.append(_compare("same", 10, _("Department"), "department"))
    if asks(Fills.PLACE):
        criteria.append(_compare("same", 5, _("Place"), "place"))
    return criteria


def _question_criteria(choices: AnswerChoices) -> list[Criterion]:
    """Questions of the same key that both sides answer: alike is good."""
    criteria = []
    for name, mentee in choices.mentee.items():
        mentor = choices.mentor.get(name)
        if mentor is None or not name.startswith(QUESTION):
            continue
        shapes = mentee.shapes & mentor.shapes
        label = name.removeprefix(QUESTION).replace("-", " ").replace("_", " ").capitalize()
        if "set" in shapes:
            criteria.append(_compare("shared", 10, label, name))
        elif "number" in shapes:
            criteria.append(_compare("ladder", 10, label, name, best=[0, 0], reach=max(1.0, mentee.reach)))
        elif "ladder" in shapes:
            criteria.append(_compare("same", 10, label, name))
    return criteria


def _constraints(asks: Asks) -> list[Constraint]:
    found = []
    if asks(Fills.LANGUAGES):
        found.append(_must("shared", _("A language in common"), "languages", at_least=1))
    if asks(Fills.FREE_HOURS):
        found.append(_must("hours", _("An hour in common"), "free_hours", at_least=1))
    if asks(Fills.EMPLOYER):
        found.append(_must("different", _("Not the same employer"), "employer"))
    return found


def _compare(
    kind: str, weight: float, label: str, mentee: str, mentor: str = "", **options: Any
) -> Criterion:
    return Criterion(
        key=slug(label) or kind,
        kind=kind,
        weight=weight,
        label=label,
        mentee_answer=mentee,
        mentor_answer=mentor or mentee,
        options=options,
    )


def _must(kind: str, label: str, answer: str, **options: Any) -> Constraint:
    return Constraint(
        key=f"must_{kind}_{answer}",
        kind=kind,
        label=label,
        mentee_answer=answer,
        mentor_answer=answer,
        options=options,
    )
