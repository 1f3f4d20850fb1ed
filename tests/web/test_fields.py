from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from greenroom.web.fields import LevelsField, WeekHoursField

SKILLS = [("budgeting", "Budgeting"), ("scheduling", "Scheduling")]
LEVELS = [(1, "First steps"), (3, "Steady")]


class Week(forms.Form):
    hours = WeekHoursField(required=False)


class Levels(forms.Form):
    skills = LevelsField(skills=SKILLS, levels=LEVELS, required=False)


def cleaned(form: forms.Form) -> dict[str, Any]:
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_send_hours_and_part_of_week_gives_their_union_in_order() -> None:
    form = Week(QueryDict("hours=167&hours=weekend-days&hours=0"))
    saturday, sunday = list(range(130, 138)), list(range(154, 162))
    assert cleaned(form) == {"hours": [0, *saturday, *sunday, 167]}


def test_send_no_hours_gives_an_empty_week() -> None:
    assert cleaned(Week(QueryDict("other=1"))) == {"hours": []}


@pytest.mark.parametrize("slot", ["168", "-1", "x", "1.5", "٣", "9" * 5000])
def test_send_unknown_hour_is_refused_and_keeps_the_rest(slot: str) -> None:
    form = Week({"hours": ["5", slot]})
    assert form.errors == {"hours": ["Choose hours from the week’s grid."]}
    assert 'value="5" aria-label="Monday 05:00" checked' in str(form["hours"])


def test_send_levels_gives_those_that_were_given_one() -> None:
    form = Levels(QueryDict("skills-budgeting=3&skills-scheduling=&skills-other=1"))
    assert cleaned(form) == {"skills": {"budgeting": 3}}


def test_send_level_that_is_not_shown_is_refused() -> None:
    form = Levels(QueryDict("skills-budgeting=2"))
    assert form.errors == {"skills": ["Choose one of the levels shown."]}


def test_show_levels_again_keeps_the_choice() -> None:
    form = Levels(initial={"skills": {"budgeting": 3}})
    assert 'name="skills-budgeting" value="3" checked' in str(form["skills"])
