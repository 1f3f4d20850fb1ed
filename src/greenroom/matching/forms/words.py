"""What each kind of rule is called, and what it asks for, in the words of a coordinator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from greenroom.matching.forms.curves import CurveField
from greenroom.matching.queries import AnswerChoices

MAX_HOURS = 60
MOST_KM = 20_000
LIKE_QUESTION = _("a question that both sides answer in this way")
OptionField = Callable[[AnswerChoices], forms.Field]


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """A kind of rule: its name, one sentence, what a new one starts with, and its settings in short.

    `needs` says what both sides have to be asked before there is anything to compare.
    """

    label: str | Promise
    says: str | Promise
    needs: str | Promise = LIKE_QUESTION
    short: str | Promise = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)


CRITERION_WORDS: Mapping[str, RuleWords] = {
    "skills": RuleWords(
        label=_("Skills to learn"),
        says=_("The mentor can share what the mentee wants to learn, at the level they want it."),
        defaults={"weight": 30, "missing": "0.5", "strictness": "should"},
    ),
    "hours": RuleWords(
        label=_("Times"),
        says=_("They have free hours in common, in whichever time zones they live."),
        short=_("%(enough)s hours a week are enough"),
        defaults={"weight": 15, "missing": "0.5", "strictness": "should", "enough": 4},
    ),
    "ladder": RuleWords(
        label=_("Steps ahead"),
        says=_("The mentor stands a good way ahead of the mentee: not too near, not too far."),
        short=_("best when %(best_low)s to %(best_high)s ahead"),
        defaults={
            "weight": 15,
            "missing": "0.5",
            "strictness": "should",
            "best_low": 1,
            "best_high": 3,
            "reach": 2,
        },
    ),
    "shared": RuleWords(
        label=_("In common"),
        says=_("They named the same things."),
        defaults={"weight": 10, "missing": "0.5", "strictness": "should"},
    ),
    "same": RuleWords(
        label=_("The same"),
        says=_("They gave the same answer."),
        defaults={"weight": 10, "missing": "0.5", "strictness": "should"},
    ),
    "text": RuleWords(
        label=_("Goals in text"),
        says=_("What the mentee hopes for is near what the mentor writes of themself."),
        needs=_("a long text from both sides, such as goals and a story"),
        defaults={
            "weight": 15,
            "missing": "0.5",
            "strictness": "should",
            "mentee_answer": "question goals",
            "mentor_answer": "story",
        },
    ),
    "style": RuleWords(
        label=_("Ways of working"),
        says=_("They like to work alike: as direct, as structured, as demanding."),
        needs=_("a scale, such as how direct feedback should be, asked of both sides under one key"),
        defaults={"weight": 10, "missing": "0.5", "strictness": "should"},
    ),
    "curve": RuleWords(
        label=_("Steps ahead, by a curve"),
        says=_("How far the mentor stands ahead of the mentee, by a curve that you draw."),
        defaults={
            "weight": 15,
            "missing": "0.5",
            "strictness": "should",
            "points": "0: 0\n1: 70\n2: 100\n4: 30",
        },
    ),
    "distance": RuleWords(
        label=_("Distance"),
        says=_("They live near each other, unless one of them would meet from anywhere."),
        short=_("in full up to %(near)s km, nothing from %(far)s km"),
        needs=_("a short text from both sides with a latitude and a longitude, such as 51.45, −2.59"),
        defaults={"weight": 10, "missing": "0.5", "strictness": "should", "near": 30, "far": 200},
    ),
    "prior_ties": RuleWords(
        label=_("New to each other"),
        says=_("Whether the two have been partners here before, in whichever part."),
        defaults={
            "weight": 5,
            "missing": "0.5",
            "strictness": "should",
            "prefer": "new",
            "mentee_answer": "known",
            "mentor_answer": "known",
        },
    ),
    "time_zone": RuleWords(
        label=_("Time zones"),
        says=_("Their clocks are near each other."),
        short=_("as good as none up to %(near)s hours, nothing from %(far)s"),
        defaults={"weight": 10, "missing": "0.5", "strictness": "should", "near": 1, "far": 9},
    ),
    "wishes": RuleWords(
        label=_("Wishes"),
        says=_("They named each other, first choices most."),
        short=_("everyone’s ranked wishes"),
        defaults={"weight": 10, "missing": "0.5", "strictness": "should"},
    ),
}

CONSTRAINT_WORDS: Mapping[str, RuleWords] = {
    "shared": RuleWords(
        label=_("Something in common"),
        says=_("They have at least so many in common, such as a language."),
        short=_("at least %(at_least)s"),
        defaults={"missing": "allow", "at_least": 1},
    ),
    "hours": RuleWords(
        label=_("Hours in common"),
        says=_("They have at least so many free hours a week in common."),
        short=_("at least %(at_least)s a week"),
        defaults={"missing": "allow", "at_least": 1},
    ),
    "different": RuleWords(
        label=_("Not the same"),
        says=_("They did not give the same answer: not the same employer, not the same department."),
        defaults={"missing": "allow"},
    ),
    "same": RuleWords(
        label=_("The same"),
        says=_("They gave the same answer."),
        defaults={"missing": "allow"},
    ),
    "ladder": RuleWords(
        label=_("A step ahead"),
        says=_("The mentor stands at least, or at most, so far ahead of the mentee."),
        short=_("ahead by at least %(at_least)s, at most %(at_most)s"),
        defaults={"missing": "allow", "at_least": 1},
    ),
    "time_zone": RuleWords(
        label=_("Near in time"),
        says=_("Their clocks are at most so many hours apart."),
        short=_("at most %(at_most)s hours apart"),
        defaults={"missing": "allow", "at_most": 3},
    ),
    "prior_ties": RuleWords(
        label=_("Not partners before"),
        says=_("They have not been mentor and mentee here before, in whichever part."),
        defaults={"missing": "allow", "mentee_answer": "known", "mentor_answer": "known"},
    ),
    "distance": RuleWords(
        label=_("Near enough to meet"),
        says=_("They live at most so far apart, unless one of them would meet from anywhere."),
        short=_("at most %(at_most)s km"),
        needs=_("a short text from both sides with a latitude and a longitude, such as 51.45, −2.59"),
        defaults={"missing": "allow", "at_most": 100},
    ),
    "reporting_line": RuleWords(
        label=_("Neither reports to the other"),
        says=_("The answer is the name of the person’s manager."),
        defaults={"missing": "allow"},
    ),
}


def _whole(label: Any, *, low: int, high: int, required: bool = True) -> OptionField:
    return lambda _choices: forms.IntegerField(label=label, min_value=low, max_value=high, required=required)


def _number(label: Any, *, low: float, high: float, required: bool = True) -> OptionField:
    return lambda _choices: forms.FloatField(label=label, min_value=low, max_value=high, required=required)


def _scales(label: Any, *, required: bool) -> OptionField:
    return lambda choices: forms.MultipleChoiceField(
        label=label,
        choices=[(one.name, one.label) for one in choices.scales()],
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


def _unless(choices: AnswerChoices) -> forms.Field:
    """Which answer can say that distance does not matter, on whichever side it is asked."""
    names = {
        one.name: one.label
        for side in (choices.mentee, choices.mentor)
        for one in side.values()
        if one.shapes & {"set", "word"}
    }
    none: tuple[Any, Any] = ("", _("Nothing makes up for distance"))
    return forms.ChoiceField(
        label=_("Except where this says so"), choices=[none, *names.items()], required=False
    )


def _says(_choices: AnswerChoices) -> forms.Field:
    return forms.CharField(
        label=_("by one of these words"),
        help_text=_("Separated by commas, such as Video call, Phone."),
        max_length=200,
        required=False,
    )


def _prefer(_choices: AnswerChoices) -> forms.Field:
    return forms.ChoiceField(
        label=_("Better are"),
        choices=[("new", _("people who are new to each other")), ("known", _("people who know each other"))],
    )


def _points(_choices: AnswerChoices) -> forms.Field:
    return CurveField(
        label=_("The curve"),
        help_text=_(
            "A line for each point: how many steps (or years) ahead, a colon, and a score from 0 to 100. "
            "Between points the score goes evenly."
        ),
    )


CRITERION_OPTIONS: Mapping[str, Mapping[str, OptionField]] = {
    "hours": {"enough": _whole(_("Hours a week that are enough"), low=1, high=MAX_HOURS)},
    "shared": {"enough": _whole(_("So many in common are as good as all"), low=1, high=100, required=False)},
    "ladder": {
        "best_low": _number(_("Best when ahead by at least"), low=-100, high=100),
        "best_high": _number(_("and at most"), low=-100, high=100),
        "reach": _number(_("Nothing left when so far outside"), low=0.1, high=100),
    },
    "time_zone": {
        "near": _number(_("Up to so many hours apart is as good as none"), low=0, high=12),
        "far": _number(_("From so many hours apart it scores nothing"), low=0.5, high=24),
    },
    "style": {
        "scales": _scales(_("Compare these scales"), required=True),
        "opposites": _scales(_("Opposite ends fit on"), required=False),
    },
    "curve": {"points": _points},
    "distance": {
        "near": _number(_("Up to so many km is as good as next door"), low=0, high=MOST_KM),
        "far": _number(_("From so many km it scores nothing"), low=1, high=MOST_KM),
        "unless": _unless,
        "says": _says,
    },
    "prior_ties": {"prefer": _prefer},
    "wishes": {"count": _whole(_("How many wishes count"), low=1, high=50, required=False)},
}

CONSTRAINT_OPTIONS: Mapping[str, Mapping[str, OptionField]] = {
    "hours": {"at_least": _whole(_("At least so many hours a week"), low=1, high=MAX_HOURS)},
    "shared": {"at_least": _whole(_("At least so many"), low=1, high=100)},
    "ladder": {
        "at_least": _number(_("Ahead by at least"), low=-100, high=100, required=False),
        "at_most": _number(_("and at most"), low=-100, high=100, required=False),
    },
    "time_zone": {"at_most": _number(_("At most so many hours apart"), low=0, high=12)},
    "distance": {
        "at_most": _number(_("At most so many km apart"), low=0, high=MOST_KM),
        "unless": _unless,
        "says": _says,
    },
}
