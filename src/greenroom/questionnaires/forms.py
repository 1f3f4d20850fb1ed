import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.people.models import Person
from greenroom.people.queries import language_choices, skill_names
from greenroom.questionnaires.core.answers import BadAnswer, read_answer
from greenroom.questionnaires.errors import words_for
from greenroom.questionnaires.models import Question, Questionnaire
from greenroom.web.fields import WeekHoursField, WeekHoursInput

MOST_RADIOS = 8
SKILL_ROWS = 4
LEVELS = (
    (1, gettext_lazy("1, first steps")),
    (2, gettext_lazy("2, some practice")),
    (3, gettext_lazy("3, at ease")),
    (4, gettext_lazy("4, strong")),
    (5, gettext_lazy("5, could teach it")),
)
COMMON_LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "ar", "zh", "hi", "pl", "nl", "uk")


class ScaleInput(forms.Widget):
    """Numbers side by side, each a radio button."""

    kind = "own"
    use_fieldset = True
    choices: Sequence[tuple[str, Any]] = ()

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        context = {
            "name": name,
            "value": "" if value is None else str(value),
            "choices": self.choices,
            **(attrs or {}),
        }
        return render_to_string("questionnaires/scale.html", context)


class SkillsInput(forms.Widget):
    """Rows of a skill's name, with suggestions, and its level; the rows that are filled and some more."""

    kind = "own"
    use_fieldset = True
    suggestions: Sequence[str] = ()

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        pairs = list(value.items()) if isinstance(value, Mapping) else list(value or ())
        filled = [(str(skill), str(level)) for skill, level in pairs if skill]
        spare = max(2, SKILL_ROWS - len(filled))
        context = {
            "name": name,
            "rows": [*filled, *[("", "3")] * spare],
            "row_count": len(filled) + spare,
            "more_rows": [("", "3")] * SKILL_ROWS,
            "levels": [(str(level), words) for level, words in LEVELS],
            "suggestions": self.suggestions,
            **(attrs or {}),
        }
        return render_to_string("questionnaires/skills.html", context)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002 - Django's signature
        if not isinstance(data, MultiValueDict):
            return data.get(name)
        names, levels = data.getlist(name), data.getlist(f"{name}-level")
        levels += [""] * (len(names) - len(levels))
        return [pair for pair in zip(names, levels, strict=False) if pair[0].strip()]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002 - Django's signature
        return False


class LanguagesInput(forms.CheckboxSelectMultiple):
    """The usual languages as boxes, all others folded away beneath."""

    kind = "own"

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        chosen = [str(item) for item in value or ()]
        words = dict(language_choices())
        first = [code for code in words if code in COMMON_LANGUAGES or code in chosen]
        context = {
            "name": name,
            "first": [(code, words[code], code in chosen) for code in first],
            "rest": [(code, name) for code, name in words.items() if code not in first],
            **(attrs or {}),
        }
        return render_to_string("questionnaires/languages.html", context)


class AnswerField(forms.Field):
    """The answer to one question, read by the one reader of answers."""

    def __init__(self, question: Question, *, suggestions: Sequence[str]) -> None:
        self.asked = question.asked
        super().__init__(
            label=question.label,
            help_text=_hint(question),
            required=question.is_required,
            widget=_widget_for(question, suggestions=suggestions),
        )

    def clean(self, value: Any) -> Any:
        if self.asked.kind == Question.Kind.HOURS:
            value = WeekHoursField(required=False).to_python(value)
        try:
            return read_answer(self.asked, value)
        except BadAnswer as bad:
            raise ValidationError(words_for(bad.code, bad.facts), code=bad.code) from None


def _hint(question: Question) -> str:
    """The question's own hint, and who reads the answer where that is not the partner too."""
    if question.audience == Question.Audience.PARTNER:
        return question.help_text
    return " ".join(part for part in (question.help_text, _("Only coordinators see this.")) if part)


class QuestionnaireForm(forms.Form):
    """A form made of a questionnaire's questions. `answers` gives what `save_response` takes.

    `skills` are names to suggest; without them the organization's own list is read.
    """

    def __init__(
        self, *args: Any, questions: Iterable[Question], skills: Sequence[str] | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("prefix", "q")
        super().__init__(*args, **kwargs)
        asked = list(questions)
        if skills is None:
            skills = _suggestions(asked)
        for question in asked:
            self.fields[question.key] = AnswerField(question, suggestions=skills)

    @property
    def answers(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if value is not None}


def _suggestions(questions: Sequence[Question]) -> list[str]:
    first = next((question for question in questions if question.kind == Question.Kind.SKILLS), None)
    return list(skill_names(first.questionnaire.organization)[:500]) if first else []


def _widget_for(question: Question, *, suggestions: Sequence[str]) -> forms.Widget:
    if question.fills == Question.Fills.TIME_ZONE:
        return forms.Select(choices=time_zone_choices())
    if question.kind == Question.Kind.SKILLS:
        skills = SkillsInput()
        skills.suggestions = suggestions
        return skills
    return _WIDGETS[question.kind](question)


def _single_widget(question: Question) -> forms.Widget:
    choices = [(choice, choice) for choice in question.choices]
    if len(choices) > MOST_RADIOS:
        return forms.Select(choices=[("", _("Choose one")), *choices])
    blank = [] if question.is_required else [("", _("No answer"))]
    return forms.RadioSelect(choices=[*choices, *blank])


def _multiple_widget(question: Question) -> forms.Widget:
    return forms.CheckboxSelectMultiple(choices=[(choice, choice) for choice in question.choices])


def _scale_widget(question: Question) -> forms.Widget:
    low, high = question.scale_ends
    widget = ScaleInput()
    blank = [] if question.is_required else [("", _("No answer"))]
    widget.choices = [*((str(step), str(step)) for step in range(low, high + 1)), *blank]
    return widget


def _long_widget(question: Question) -> forms.Widget:
    return forms.Textarea(attrs={"rows": 4, "maxlength": question.asked.max_length})


def _short_widget(question: Question) -> forms.Widget:
    return forms.TextInput(attrs={"maxlength": question.asked.max_length})


def _number_widget(question: Question) -> forms.Widget:
    asked = question.asked
    limits = {"min": asked.minimum, "max": asked.maximum}
    attrs = {name: str(limit) for name, limit in limits.items() if limit is not None}
    return forms.NumberInput(attrs={"inputmode": "numeric", **attrs})


def _languages_widget(_question: Question) -> forms.Widget:
    return LanguagesInput()


def _hours_widget(_question: Question) -> forms.Widget:
    return WeekHoursInput()


_WIDGETS: Mapping[str, Callable[[Question], forms.Widget]] = {
    Question.Kind.SINGLE: _single_widget,
    Question.Kind.MULTIPLE: _multiple_widget,
    Question.Kind.SCALE: _scale_widget,
    Question.Kind.LONG: _long_widget,
    Question.Kind.SHORT: _short_widget,
    Question.Kind.NUMBER: _number_widget,
    Question.Kind.LANGUAGES: _languages_widget,
    Question.Kind.HOURS: _hours_widget,
}


def time_zone_choices() -> list[tuple[str, Any]]:
    """The world's zones by region, for a select."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "US", "posix", "right"):
            regions.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [
        ("", _("Choose your time zone")),
        ("UTC", "UTC"),
        *((name, zones) for name, zones in regions.items()),
    ]


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes no parameter when it runs
    """One question in the editor; what does not belong to its kind is put aside."""

    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        help_text=gettext_lazy("One a line. Needed for one choice or several."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=20_000,
    )

    class Meta:
        model = Question
        fields: ClassVar[list[str]] = [
            "label", "help_text", "kind", "choices", "minimum", "maximum", "is_required", "audience", "fills",
        ]  # fmt: skip
        widgets = {"audience": forms.RadioSelect, "label": forms.TextInput(attrs={"autofocus": True})}
        help_texts = {
            "minimum": gettext_lazy("For a scale or a number. A scale without ends goes from 1 to 5."),
            "fills": gettext_lazy("The answer is also written into their profile."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices"] = "\n".join(self.instance.choices)

    def clean_choices(self) -> list[str]:
        if self.cleaned_data.get("kind") not in (Question.Kind.SINGLE, Question.Kind.MULTIPLE):
            return []
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        return [line for line in lines if line]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") not in (Question.Kind.SCALE, Question.Kind.NUMBER):
            data["minimum"] = data["maximum"] = None
        return data


class QuestionnaireDetailsForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes no parameter when it runs
    class Meta:
        model = Questionnaire
        fields: ClassVar[list[str]] = ["title", "intro"]
        widgets = {"intro": forms.Textarea(attrs={"rows": 4})}


def profile_answers(person: Person, questions: Iterable[Question]) -> dict[str, Any]:
    """What the profile knows already, so that nobody types it twice: answers to begin a form with."""
    fills = Question.Fills
    skills: dict[str, dict[str, int]] = {}
    for row in person.skills.select_related("skill"):
        skills.setdefault(f"skills_{row.direction}", {})[row.skill.name] = row.level
    known: dict[str, Any] = {}
    for question in questions:
        if question.fills in (fills.SKILLS_OFFERED, fills.SKILLS_WANTED):
            known[question.key] = skills.get(question.fills)
        elif question.fills == fills.STAGE:
            known[question.key] = person.get_stage_display() if person.stage else None
        elif question.fills:
            known[question.key] = getattr(person, question.fills)
    return {key: value for key, value in known.items() if value not in (None, "", [], {})}
