"""A cohort's rules as one form: criteria and constraints in plain words, any number of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.matching.core import CONSTRAINT_KINDS, CRITERION_KINDS, BadRules, Constraint, Criterion, Rules
from greenroom.matching.core.rules import slug
from greenroom.matching.forms.words import (
    CONSTRAINT_OPTIONS,
    CONSTRAINT_WORDS,
    CRITERION_OPTIONS,
    CRITERION_WORDS,
    OptionField,
    RuleWords,
)
from greenroom.matching.queries import AnswerChoices
from greenroom.programs.models import Part

MUST = "must_"
DEFAULT_MUST_PERCENT = 50


class RuleForm(forms.Form):
    """What criteria and constraints have in common: a kind, a name, and the two answers that are compared."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=30, widget=forms.HiddenInput)
    label = forms.CharField(
        label=gettext_lazy("Called"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    words: Mapping[str, RuleWords] = {}
    options: Mapping[str, Mapping[str, OptionField]] = {}

    def __init__(self, *args: Any, choices: AnswerChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.kind_key = self._kind()
        self.said = self.words.get(self.kind_key)
        for name, field in self.options.get(self.kind_key, {}).items():
            self.fields[name] = field()
        if self.kind_key != "wishes":
            for part, label in ((Part.MENTEE, _("Mentee’s side")), (Part.MENTOR, _("Mentor’s side"))):
                known = [(one.name, one.label) for one in choices.for_kind(self.kind_key, part=part)]
                self.fields[f"{part.value}_answer"] = forms.ChoiceField(label=label, choices=known)

    def _kind(self) -> str:
        given = self.data.get(self.add_prefix("kind")) if self.is_bound else self.initial.get("kind")
        return str(given or "")

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind not in self.words:
            raise forms.ValidationError(_("There is no such rule. Take it out and add another."), code="kind")
        return kind

    @property
    def in_short(self) -> str:
        """What is compared, in one line: the answers, how strictly, and the kind's own settings."""
        said = [self._answers_in_short()]
        if self._now("strictness") == "must":
            said.append(
                _("must score %(percent)s of 100") % {"percent": self._now("at_least_percent") or "50"}
            )
        if self.said is not None and self.said.short:
            values = {
                name: self._now(name).removesuffix(".0") or "–"
                for name in self.options.get(self.kind_key, {})
            }
            is_level = values.get("best_low") == values.get("best_high") == "0"
            said.append(_("best when both are level") if is_level else str(self.said.short) % values)
        line = "; ".join(part for part in said if part)
        return line[:1].upper() + line[1:]

    def _now(self, name: str) -> str:
        value = self[name].value() if name in self.fields else None
        return "" if value is None else str(value)

    def _answers_in_short(self) -> str:
        mentee = self.choices.mentee.get(self._now("mentee_answer"))
        mentor = self.choices.mentor.get(self._now("mentor_answer"))
        names = dict.fromkeys(one.label for one in (mentee, mentor) if one is not None)
        return _(" with ").join(
            name if not place else name[0].lower() + name[1:] for place, name in enumerate(names)
        )

    @property
    def option_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.options.get(self.kind_key, {})]

    def common(self) -> dict[str, Any]:
        """What `Criterion` and `Constraint` both take."""
        data = self.cleaned_data
        return {
            "key": data["key"] or slug(data["label"]) or data["kind"],
            "kind": data["kind"],
            "label": data["label"],
            "mentee_answer": data.get("mentee_answer", ""),
            "mentor_answer": data.get("mentor_answer", ""),
        }

    def given_options(self) -> dict[str, Any]:
        """The kind's own options that were filled in, and the ladder's steps."""
        data = self.cleaned_data
        names = self.options.get(data["kind"], {})
        found = {name: data[name] for name in names if data.get(name) is not None}
        if data["kind"] == "ladder":
            steps = self.choices.steps_of(data["mentee_answer"], data["mentor_answer"])
            if steps is not None:
                found["steps"] = steps
        return found

    def _check_same_shape(self, data: Mapping[str, Any]) -> None:
        mentee = self.choices.mentee.get(data.get("mentee_answer", ""))
        mentor = self.choices.mentor.get(data.get("mentor_answer", ""))
        if mentee and mentor and bool(mentee.steps) != bool(mentor.steps):
            self.add_error(
                "mentor_answer",
                _(
                    "One side answers with a number and the other with a step. Choose two answers of the same kind."
                ),
            )


class CriterionForm(RuleForm):
    """Something a good pair should have."""

    words = CRITERION_WORDS
    options = CRITERION_OPTIONS

    weight = forms.IntegerField(
        label=gettext_lazy("Weight"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("0 leaves it out"),
    )
    strictness = forms.ChoiceField(
        label=gettext_lazy("How strictly"),
        choices=[
            ("should", gettext_lazy("Should: it counts")),
            ("must", gettext_lazy("Must: a low score also rules a pair out")),
        ],
    )
    at_least_percent = forms.IntegerField(
        label=gettext_lazy("Least score, if it is a must"), min_value=1, max_value=100, required=False
    )
    missing = forms.TypedChoiceField(
        label=gettext_lazy("When someone hasn’t said"),
        choices=[
            ("0.5", gettext_lazy("Neither for nor against")),
            ("1.0", gettext_lazy("As if it fitted")),
            ("0.0", gettext_lazy("As if it didn’t fit")),
        ],
        coerce=float,
    )
    private = forms.BooleanField(
        label=gettext_lazy("Only coordinators read what it says about a pair"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("best_low"), data.get("best_high")
        if low is not None and high is not None and low > high:
            self.add_error(
                "best_high", _("The best gap ends before it begins. Give the smaller number first.")
            )
        near, far = data.get("near"), data.get("far")
        if near is not None and far is not None and far <= near:
            self.add_error("far", _("This must be more hours than the number before it."))
        self._check_same_shape(data)
        return data

    def criterion(self) -> Criterion:
        data = self.cleaned_data
        return Criterion(
            **self.common(),
            weight=float(data["weight"]),
            missing=data["missing"],
            private=data["private"],
            options=self._options(),
        )

    def _options(self) -> dict[str, Any]:
        options = self.given_options()
        if "best_low" in options or "best_high" in options:
            low, high = options.pop("best_low", 0), options.pop("best_high", None)
            options["best"] = [low, low if high is None else high]
        if self.cleaned_data["kind"] == "time_zone":
            options["on"] = self.choices.starts_on.isoformat()
        return options

    def must(self, criterion: Criterion) -> Constraint | None:
        """The constraint that makes this criterion a must, if it is one."""
        if self.cleaned_data["strictness"] != "must" or criterion.kind == "wishes":
            return None
        percent = self.cleaned_data.get("at_least_percent") or DEFAULT_MUST_PERCENT
        return Constraint(
            key=MUST + criterion.key,
            kind="score",
            label=criterion.label,
            mentee_answer=criterion.mentee_answer,
            mentor_answer=criterion.mentor_answer,
            options={**criterion.options, "criterion": criterion.kind, "at_least": percent / 100},
        )


class ConstraintForm(RuleForm):
    """Something that no pair may break."""

    words = CONSTRAINT_WORDS
    options = CONSTRAINT_OPTIONS

    missing = forms.ChoiceField(
        label=gettext_lazy("When someone hasn’t said"),
        choices=[("allow", gettext_lazy("Let it pass")), ("refuse", gettext_lazy("Rule the pair out"))],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_same_shape(data)
        low, high = data.get("at_least"), data.get("at_most")
        if self.kind_key == "ladder" and low is None and high is None:
            self.add_error("at_least", _("Give the smallest gap, the largest, or both."))
        if low is not None and high is not None and low > high:
            self.add_error("at_most", _("The largest gap is smaller than the smallest."))
        return data

    def constraint(self) -> Constraint:
        options = self.given_options()
        if self.cleaned_data["kind"] == "time_zone":
            options["on"] = self.choices.starts_on.isoformat()
        return Constraint(**self.common(), missing=self.cleaned_data["missing"], options=options)


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
        if all(parts) and not any(criterion.weight > 0 for criterion in self.rules().criteria):
            self.faults.append(
                _(
                    "All weights are zero, so no pair would be better than another. Give one criterion some weight."
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


def with_added(data: QueryDict, wanted: str) -> QueryDict:
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
    return {
        "key": criterion.key,
        "kind": criterion.kind,
        "label": criterion.label or CRITERION_KINDS[criterion.kind].label,
        "weight": round(criterion.weight),
        "strictness": "must" if must else "should",
        "at_least_percent": round(float(must.options["at_least"]) * 100) if must else None,
        "missing": str(criterion.missing),
        "private": criterion.private,
        "mentee_answer": criterion.mentee_answer,
        "mentor_answer": criterion.mentor_answer,
        **options,
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
            **one.options,
        }
        for one in rules.constraints
        if one.kind in CONSTRAINT_WORDS
    ]


def _is_must(constraint: Constraint) -> bool:
    return constraint.kind == "score" and constraint.key.startswith(MUST)
