"""One rule as a form: a kind, the answers that it compares, and the kind's own settings in plain words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.matching.core import Constraint, Criterion
from greenroom.matching.core.criteria.texts import by_default
from greenroom.matching.core.given.rules import slug
from greenroom.matching.forms.curves import CurveField, Drawn, drawn, ladder_points
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
WITHOUT_ANSWERS = frozenset({"wishes", "style"})
STEPPED = frozenset({"ladder", "curve"})
OF_PAIRS = frozenset({"wishes", "prior_ties"})
"""Kinds that speak of single pairs: they are no must, and nobody leaves them unsaid."""
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
            self.fields[name] = field(choices)
        if self.kind_key not in WITHOUT_ANSWERS:
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
    def is_of_pairs(self) -> bool:
        return self.kind_key in OF_PAIRS and isinstance(self, CriterionForm)

    @property
    def compared_by(self) -> str:
        """How texts are compared on this machine, where the rule compares any."""
        if self.kind_key != "text":
            return ""
        if by_default() == "meaning":
            return _("Compared by what the texts mean, in any language, by a model on this machine.")
        return _(
            "Compared by the words both use (TF-IDF). With greenroom[semantic] installed it would be by what they mean."
        )

    @property
    def curve(self) -> Drawn | None:
        """The curve that the gap is judged by, as far as it can be drawn yet."""
        try:
            if self.kind_key == "curve":
                return drawn(CurveField().clean(self._now("points")))
            if self.kind_key == "ladder" and "reach" in self.fields:
                low, high, reach = (float(self._now(name)) for name in ("best_low", "best_high", "reach"))
                return drawn(ladder_points(low, high, reach)) if low <= high and reach > 0 else None
        except (forms.ValidationError, ValueError):
            return None
        return None

    @property
    def in_short(self) -> str:
        """What is compared, in one line: the answers, how strictly, and the kind's own settings."""
        said = [self._scales_in_short() if self.kind_key == "style" else self._answers_in_short()]
        if self._now("strictness") == "must":
            said.append(
                _("must score %(percent)s of 100") % {"percent": self._now("at_least_percent") or "50"}
            )
        if self._now("mentor_weight").strip():
            said.append(_("counts %(weight)s on the mentor’s side") % {"weight": self._now("mentor_weight")})
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

    def _scales_in_short(self) -> str:
        chosen = self["scales"].value() or []
        return ", ".join(one.label for one in self.choices.scales() if one.name in chosen)

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
        found = {name: data[name] for name in names if data.get(name) not in (None, "", [])}
        if "says" in found:
            found["says"] = [word.strip() for word in found["says"].split(",") if word.strip()]
        if data["kind"] == "style":
            found["low"], found["high"] = next(one.ends for one in self.choices.scales() if one.ends)
        if data["kind"] in STEPPED:
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
    mentor_weight = forms.IntegerField(
        label=gettext_lazy("For the mentor’s side"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=gettext_lazy(
            "What it counts for when mentors rank mentees. Leave it empty if it counts the same for both; the fit is "
            "the mean of the two sides."
        ),
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
            self.add_error("far", _("This must be more than the number before it."))
        strange = set(data.get("opposites") or ()) - set(data.get("scales") or ())
        if strange and data.get("scales"):
            self.add_error("opposites", _("Choose opposites only among the scales that are compared."))
        self._check_same_shape(data)
        return data

    def criterion(self) -> Criterion:
        data = self.cleaned_data
        return Criterion(
            **self.common(),
            weight=float(data["weight"]),
            mentor_weight=None if data["mentor_weight"] is None else float(data["mentor_weight"]),
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
        if self.cleaned_data["strictness"] != "must" or criterion.kind in OF_PAIRS:
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
