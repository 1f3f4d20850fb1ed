"""What a cohort's pairs are judged by: its own rules, or sensible ones from what both sides are asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from greenroom.matching.core import Constraint, Criterion, Rules
from greenroom.matching.core.criteria.texts import by_default
from greenroom.matching.core.given.rules import slug
from greenroom.matching.models import Ruleset
from greenroom.matching.queries.answers import AnswerChoice, AnswerChoices, answer_choices
from greenroom.matching.queries.participants import QUESTION, STAGES
from greenroom.programs.models import Cohort
from greenroom.questionnaires.models import Question

Asks = Callable[[str], bool]
Fills = Question.Fills
GOALS = QUESTION + "goals"


def rules_for(cohort: Cohort) -> tuple[Rules, int]:
    """The cohort's rules and their version; 0 for defaults that nobody has saved yet.

    What people told the coordinators alone counts, but is never a reason that their partner reads.
    """
    ruleset = Ruleset.objects.filter(cohort=cohort).first()
    choices = answer_choices(cohort)
    rules = default_rules(choices) if ruleset is None else Rules.from_dict(ruleset.rules)
    return settled(kept_confidences(rules, choices)), ruleset.version if ruleset is not None else 0


def settled(rules: Rules) -> Rules:
    """The rules with how texts are compared on this machine written down, so that a draft can be worked out again."""

    def options(one: Criterion | Constraint) -> dict[str, Any]:
        is_text = "text" in (one.kind, one.options.get("criterion"))
        return dict(one.options) | ({"by": by_default()} if is_text and not one.options.get("by") else {})

    return replace(
        rules,
        criteria=tuple(replace(one, options=options(one)) for one in rules.criteria),
        constraints=tuple(replace(one, options=options(one)) for one in rules.constraints),
    )


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
    goals = choices.mentee.get(GOALS)
    if goals is not None and "text" in goals.shapes and Fills.STORY in choices.asked_mentor:
        criteria.append(_compare("text", 15, _("Goals"), GOALS, "story"))
    scales = choices.scales()
    if len(scales) > 1:
        criteria.append(_style(scales))
    for name, mentee in choices.mentee.items():
        mentor = choices.mentor.get(name)
        if mentor is None or not name.startswith(QUESTION) or (mentee in scales and len(scales) > 1):
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


def _style(scales: list[AnswerChoice]) -> Criterion:
    low, high = scales[0].ends or (1, 5)
    return Criterion(
        key="style",
        kind="style",
        weight=10,
        label=_("Ways of working"),
        options={"scales": [one.name for one in scales], "low": low, "high": high},
    )


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
