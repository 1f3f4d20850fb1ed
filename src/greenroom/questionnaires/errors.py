from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.base.errors import Refusal
from greenroom.questionnaires.core.answers import Fault

WORDS: Mapping[str, str | Promise] = {
    "required": gettext_lazy("Please answer this one."),
    "not_text": gettext_lazy("We couldn’t read this answer. Please write it again."),
    "unreadable": gettext_lazy("This text holds a sign that cannot be kept. Please write it again."),
    "too_long": gettext_lazy("This is %(length)s characters long. Shorten it to %(limit)s or fewer."),
    "not_a_choice": gettext_lazy("“%(value)s” is not one of the choices. Pick one from the list."),
    "not_a_number": gettext_lazy("Write a whole number, such as 3."),
    "too_low": gettext_lazy("The lowest number here is %(minimum)s."),
    "too_high": gettext_lazy("The highest number here is %(maximum)s."),
    "level": gettext_lazy("Choose a level from 1 to 5 for “%(skill)s”."),
    "too_many": gettext_lazy("Name up to %(limit)s. Keep the ones that matter most."),
    "language": gettext_lazy("We don’t know a language called “%(value)s”. Choose one from the list."),
    "hours": gettext_lazy("Choose hours from the week’s grid."),
    "time_zone": gettext_lazy("“%(value)s” is not a time zone we know. Choose one such as Europe/London."),
}


def words_for(code: str, facts: Mapping[str, Any]) -> str:
    """What a person is told about an answer that cannot be kept."""
    return str(WORDS[code]) % facts


class AnswersRefused(Refusal):
    """Some answers cannot be kept, so nothing was. `faults` names each question."""

    def __init__(self, faults: Sequence[Fault], labels: Mapping[str, str]) -> None:
        lines = [
            f"“{labels.get(fault.key, fault.key)}”: {words_for(fault.code, fault.facts)}" for fault in faults
        ]
        super().__init__("answers_refused", _("Nothing was saved. ") + " ".join(lines))
        self.faults = tuple(faults)
