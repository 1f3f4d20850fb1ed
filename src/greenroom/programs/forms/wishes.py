"""Whom somebody would like to be paired with, and whom rather not: selects in order."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from greenroom.people.core.folding import folded
from greenroom.people.models import Person
from greenroom.programs.models import MOST_WISHES, Enrollment

UNWANTED_AT_ONCE = 3
MOST_SHOWN = 300
"""So many names stand in a select; with more people in the cohort, a search narrows them."""


class WishesForm(forms.Form):
    """`wish_1` … in order and, for coordinators, `unwanted_1` …; empty ones count for nothing."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        enrollment: Enrollment,
        people: QuerySet[Person],
        is_own: bool,
        search: str = "",
    ) -> None:
        super().__init__(data)
        self.is_own = is_own
        self.shown = _shown(
            people, named={*enrollment.wishes, *enrollment.unwanted, *_sent(data)}, search=search
        )
        self.is_cut = people.count() > MOST_SHOWN
        choices = [("", "–"), *((person.pk, _called(person)) for person in self.shown)]
        known = {person.pk for person in self.shown}
        now = {"wish": [pk for pk in enrollment.wishes if pk in known]}
        fewest = {"wish": MOST_WISHES}
        labels = {"wish": _("Choice %(n)s"), "unwanted": _("Person %(n)s")}
        if not is_own:
            now["unwanted"] = [pk for pk in enrollment.unwanted if pk in known]
            fewest["unwanted"] = max(UNWANTED_AT_ONCE, len(now["unwanted"]) + 1)
        for kind, ids in now.items():
            for n in range(1, max(fewest[kind], len(ids)) + 1):
                self.fields[f"{kind}_{n}"] = forms.TypedChoiceField(
                    label=labels[kind] % {"n": n},
                    choices=choices,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=ids[n - 1] if n <= len(ids) else None,
                )

    @property
    def wishes(self) -> list[int]:
        return self._given("wish_")

    @property
    def unwanted(self) -> list[int]:
        return self._given("unwanted_")

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("wish_")]

    @property
    def unwanted_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("unwanted_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seen: set[int] = set()
        for name in self.fields:
            given = data.get(name)
            if given is None:
                continue
            if given in seen:
                self.add_error(name, _("This person is chosen above already. Choose each person once."))
            seen.add(given)
        return data

    def _given(self, prefix: str) -> list[int]:
        values = (self.cleaned_data.get(name) for name in self.fields if name.startswith(prefix))
        return [pk for pk in values if pk is not None]


def _shown(people: QuerySet[Person], *, named: Collection[int], search: str) -> list[Person]:
    found = people
    for word in folded(search).split():
        found = found.filter(search_line__contains=word)
    columns = ("name", "headline", "job_title", "search_line")
    first = list(found.only(*columns)[:MOST_SHOWN])
    there = {person.pk for person in first}
    first += [person for person in people.filter(pk__in=named).only(*columns) if person.pk not in there]
    return sorted(first, key=lambda person: (person.search_line, person.pk))


def _sent(data: Mapping[str, Any] | None) -> set[int]:
    """Numbers among what was sent, so that nobody chosen falls out of the list."""
    values = {str(value) for name, value in (data or {}).items() if name.startswith(("wish_", "unwanted_"))}
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}  # noqa: PLR2004 - a database's integer


def _called(person: Person) -> str:
    note = person.headline or person.job_title
    return f"{person.name} ({note})" if note else person.name
