"""A cohort's rules as one form: criteria and constraints in plain words, any number of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.matching.core import CONSTRAINT_KINDS, CRITERION_KINDS, BadRules, Constraint, Criterion, Rules
from greenroom.matching.forms.curves import said_points
from greenroom.matching.forms.kinds import MUST, ConstraintForm, CriterionForm
from greenroom.matching.forms.words import CONSTRAINT_WORDS, CRITERION_WORDS
from greenroom.matching.queries import AnswerChoices
from greenroom.matching.queries.summaries import weigh_on_both_sides


class LimitForm(forms.Form):
    """What holds for the fit as a whole."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    minimum_fit = forms.IntegerField(
        label=gettext_lazy("Least fit of a pair, of 100"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Weaker pairs are never made. Leave it empty for no limit."),
    )


CriterionSet = formset_factory(CriterionForm, extra=0, can_delete=True, max_num=40)
ConstraintSet = formset_factory(ConstraintForm, extra=0, can_delete=True, max_num=40)


class RulesEditor:
    """The whole form: what the rules say now, or what someone typed and what is wrong with it."""

    def __init__(
        self, choices: AnswerChoices, *, rules: Rules, version: int, data: QueryDict | None = None
    ) -> None:
        self.choices = choices
        kwargs: dict[str, Any] = {"form_kwargs": {"choices": choices}}
        self.criteria: BaseFormSet[CriterionForm] = CriterionSet(
            data, prefix="criteria", initial=_criteria_initial(rules), **kwargs
        )
        self.constraints: BaseFormSet[ConstraintForm] = ConstraintSet(
            data, prefix="constraints", initial=_constraints_initial(rules), **kwargs
        )
        minimum = None if rules.minimum_fit is None else round(rules.minimum_fit * 100)
        self.limits = LimitForm(data, initial={"version": version, "minimum_fit": minimum})
        self.faults: list[str] = []

    @property
    def version(self) -> int:
        given: int = self.limits.cleaned_data["version"]
        return given

    @property
    def has_errors(self) -> bool:
        return bool(self.faults) or not (
            self.criteria.is_valid() and self.constraints.is_valid() and self.limits.is_valid()
        )

    def is_valid(self) -> bool:
        """Is all of it well formed? `faults` then has what concerns no single field."""
        parts = [self.criteria.is_valid(), self.constraints.is_valid(), self.limits.is_valid()]
        if all(parts) and not weigh_on_both_sides(self.rules().criteria):
            self.faults.append(
                _(
                    "All weights are zero, so no pair would be better than another. Give one criterion some weight, on "
                    "both sides."
                )
            )
        return all(parts) and not self.faults

    def rules(self) -> Rules:
        """What was typed, as rules. Only after all parts are valid."""
        criteria: list[Criterion] = []
        constraints: list[Constraint] = []
        for form in _kept(self.criteria):
            criterion = form.criterion()
            criteria.append(criterion)
            must = form.must(criterion)
            if must is not None:
                constraints.append(must)
        constraints += [form.constraint() for form in _kept(self.constraints)]
        minimum = self.limits.cleaned_data["minimum_fit"]
        plain = Rules(
            criteria=tuple(criteria),
            constraints=tuple(constraints),
            minimum_fit=None if minimum is None else minimum / 100,
        ).to_dict()
        try:
            return Rules.from_dict(plain)  # gives rules of one name different keys
        except BadRules as error:
            self.faults.extend(error.faults)
            return Rules(criteria=tuple(criteria))


def with_added(data: QueryDict, wanted: str, *, choices: AnswerChoices) -> QueryDict:
    """What was typed, with one more rule of a kind at the end: `wanted` is "criteria-skills" or the like."""
    prefix, _dash, kind = wanted.partition("-")
    words = {"criteria": CRITERION_WORDS, "constraints": CONSTRAINT_WORDS}.get(prefix, {}).get(kind)
    if words is None:
        return data
    data = data.copy()
    count = int(data.get(f"{prefix}-TOTAL_FORMS") or 0)
    data[f"{prefix}-TOTAL_FORMS"] = str(count + 1)
    row = {
        "kind": kind,
        "label": str(words.label),
        **{name: str(value) for name, value in words.defaults.items()},
    }
    for name, value in row.items():
        data[f"{prefix}-{count}-{name}"] = value
    if kind == "style":
        data.setlist(f"{prefix}-{count}-scales", [one.name for one in choices.scales()])
    return data


def _kept(forms_of_set: Any) -> list[Any]:
    return [form for form in forms_of_set.forms if not form.cleaned_data.get("DELETE")]


def _criteria_initial(rules: Rules) -> list[dict[str, Any]]:
    musts = {one.key: one for one in rules.constraints if _is_must(one)}
    return [
        _criterion_initial(one, musts.get(MUST + one.key))
        for one in rules.criteria
        if one.kind in CRITERION_KINDS
    ]


def _criterion_initial(criterion: Criterion, must: Constraint | None) -> dict[str, Any]:
    options = dict(criterion.options)
    best: Any = options.pop("best", None)
    if best is not None:
        low, high = best if isinstance(best, Sequence) else (best, best)
        options |= {"best_low": low, "best_high": high}
    if "points" in options:
        options["points"] = said_points(options["points"])
    return {
        "key": criterion.key,
        "kind": criterion.kind,
        "label": criterion.label or CRITERION_KINDS[criterion.kind].label,
        "weight": round(criterion.weight),
        "mentor_weight": None if criterion.mentor_weight is None else round(criterion.mentor_weight),
        "strictness": "must" if must else "should",
        "at_least_percent": round(float(must.options["at_least"]) * 100) if must else None,
        "missing": str(criterion.missing),
        "private": criterion.private,
        "mentee_answer": criterion.mentee_answer,
        "mentor_answer": criterion.mentor_answer,
        **_as_typed(options),
    }


def _constraints_initial(rules: Rules) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "label": one.label or CONSTRAINT_KINDS[one.kind].label,
            "missing": one.missing,
            "mentee_answer": one.mentee_answer,
            "mentor_answer": one.mentor_answer,
            **_as_typed(one.options),
        }
        for one in rules.constraints
        if one.kind in CONSTRAINT_WORDS
    ]


def _as_typed(options: Mapping[str, Any]) -> dict[str, Any]:
    says = {"says": ", ".join(options["says"])} if "says" in options else {}
    return {**options, **says}


def _is_must(constraint: Constraint) -> bool:
    return constraint.kind == "score" and constraint.key.startswith(MUST)
