"""What each kind of rule is called, and what it asks for, in the words of a coordinator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_HOURS = 60
OptionField = Callable[[], forms.Field]


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """A kind of rule: its name, one sentence, what a new one starts with, and its settings in short."""

    label: str | Promise
    says: str | Promise
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
    "reporting_line": RuleWords(
        label=_("Neither reports to the other"),
        says=_("The answer is the name of the person’s manager."),
        defaults={"missing": "allow"},
    ),
}


def _whole(label: Any, *, low: int, high: int, required: bool = True) -> OptionField:
    return lambda: forms.IntegerField(label=label, min_value=low, max_value=high, required=required)


def _number(label: Any, *, low: float, high: float, required: bool = True) -> OptionField:
    return lambda: forms.FloatField(label=label, min_value=low, max_value=high, required=required)


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
}
