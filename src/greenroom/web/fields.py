"""Form fields that Django has none of: the hours of a week, and levels of skills."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

HOURS_OF_DAY = 24
HOURS_OF_WEEK = 7 * HOURS_OF_DAY
DAYS = (
    (_("Mon"), _("Monday")),
    (_("Tue"), _("Tuesday")),
    (_("Wed"), _("Wednesday")),
    (_("Thu"), _("Thursday")),
    (_("Fri"), _("Friday")),
    (_("Sat"), _("Saturday")),
    (_("Sun"), _("Sunday")),
)
WAKING = range(7, 23)
WEEKDAYS, WEEKEND = range(5), range(5, 7)


def _part_of_week(days: Sequence[int], hours: Sequence[int]) -> tuple[int, ...]:
    return tuple(day * HOURS_OF_DAY + hour for day in days for hour in hours)


PARTS_OF_WEEK: dict[str, tuple[str | Promise, tuple[int, ...]]] = {
    "weekday-mornings": (_("Weekday mornings, 9 to 12"), _part_of_week(WEEKDAYS, range(9, 12))),
    "weekday-lunch": (_("Weekday lunch, 12 to 14"), _part_of_week(WEEKDAYS, range(12, 14))),
    "weekday-afternoons": (_("Weekday afternoons, 14 to 18"), _part_of_week(WEEKDAYS, range(14, 18))),
    "weekday-evenings": (_("Weekday evenings, 18 to 22"), _part_of_week(WEEKDAYS, range(18, 22))),
    "weekend-days": (_("Weekends, 10 to 18"), _part_of_week(WEEKEND, range(10, 18))),
}


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One box of the grid: its place in the week (0 = Monday 00:00) and its name in words."""

    slot: int
    words: str
    is_chosen: bool


class WeekHoursInput(forms.Widget):
    """A grid of seven days by 24 hours, and named parts of the week that tick many at once."""

    kind = "own"
    use_fieldset = True

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        chosen = {str(item) for item in value or ()}
        rest = [23, *range(7)]
        context = {
            "name": name,
            "days": DAYS,
            "waking": [self._row(hour, chosen) for hour in WAKING],
            "rest": [self._row(hour, chosen) for hour in rest],
            "rest_is_open": any(str(slot) in chosen for slot in _part_of_week(range(7), rest)),
            "picks": [
                {"key": key, "words": words, "hours": " ".join(map(str, hours)), "is_chosen": key in chosen}
                for key, (words, hours) in PARTS_OF_WEEK.items()
            ],
            **(attrs or {}),
        }
        return render_to_string("web/week_hours.html", context)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:  # noqa: ARG002 - Django's signature
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name) or ())

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002 - Django's signature
        return False  # a grid with nothing ticked sends nothing, and means it

    def _row(self, hour: int, chosen: set[str]) -> dict[str, Any]:
        hours = []
        for day, (_short, day_name) in enumerate(DAYS):
            slot = day * HOURS_OF_DAY + hour
            hours.append(Hour(slot=slot, words=f"{day_name} {hour:02}:00", is_chosen=str(slot) in chosen))
        return {"words": f"{hour:02}:00", "hours": hours}


class WeekHoursField(forms.Field):
    """Gives a sorted list of whole hours of the week, 0 = Monday 00:00 … 167 = Sunday 23:00."""

    widget = WeekHoursInput
    default_error_messages = {"invalid": _("Choose hours from the week’s grid.")}

    def to_python(self, value: Any) -> list[int]:
        slots: set[int] = set()
        for item in value or ():
            slots.update(self._slots(str(item)))
        return sorted(slots)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)

    def _slots(self, item: str) -> tuple[int, ...]:
        if item in PARTS_OF_WEEK:
            return PARTS_OF_WEEK[item][1]
        if (
            item.isascii()
            and item.isdigit()
            and len(item) <= len(str(HOURS_OF_WEEK))
            and int(item) < HOURS_OF_WEEK
        ):
            return (int(item),)
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


Words = str | Promise


class LevelsInput(forms.Widget):
    """A row of levels for each skill, the first of which is none."""

    kind = "own"
    use_fieldset = True
    skills: Sequence[tuple[str, Words]] = ()
    levels: Sequence[tuple[int, Words]] = ()

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,  # noqa: ARG002 - Django's signature
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        chosen = {key: str(level) for key, level in (value or {}).items()}
        rows = [(f"{name}-{key}", words, chosen.get(key, "")) for key, words in self.skills]
        return render_to_string("web/levels.html", {"rows": rows, "levels": self.levels})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:  # noqa: ARG002 - Django's signature
        sent = {key: data.get(f"{name}-{key}", "") for key, _words in self.skills}
        return {key: level for key, level in sent.items() if level}


class LevelsField(forms.Field):
    """Gives `{key: level}` for the skills that were given a level."""

    widget = LevelsInput
    default_error_messages = {"invalid": _("Choose one of the levels shown.")}

    def __init__(
        self, *, skills: Sequence[tuple[str, Words]], levels: Sequence[tuple[int, Words]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.levels = {str(level): level for level, _words in levels}
        self.widget.skills, self.widget.levels = skills, levels

    def to_python(self, value: Any) -> dict[str, int]:
        sent = {key: str(level) for key, level in (value or {}).items()}
        if not set(sent.values()) <= set(self.levels):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return {key: self.levels[level] for key, level in sent.items()}
