"""The shape of what people send about a mentorship. Limits are those of the models' fields."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.mentorships.core.agreement import HEADINGS, KEYS, MAX_LENGTH, Facts
from greenroom.mentorships.models import Acceptance, Agreement, Closure, FitCheck, Mentorship, Pause
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Part


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg] # Django’s takes no parameter when it runs
    """A no, with a word to the coordinator."""

    class Meta:
        model = Acceptance
        fields = ("reason",)
        labels = {"reason": gettext_lazy("Would you like to say why?")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class PauseForm(forms.ModelForm):  # type: ignore[type-arg] # Django’s takes no parameter when it runs
    class Meta:
        model = Pause
        fields = ("until", "reason")
        labels = {
            "until": gettext_lazy("Go on again on"),
            "reason": gettext_lazy("A word to the other"),
        }
        help_texts = {
            "until": gettext_lazy("It resumes by itself on that day. Leave it empty if you can’t tell yet.")
        }
        widgets = {
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "reason": forms.Textarea(attrs={"rows": 2}),
        }


class ClosureForm(forms.ModelForm):  # type: ignore[type-arg] # Django’s takes no parameter when it runs
    class Meta:
        model = Closure
        fields = ("reason", "words")
        labels = {"reason": gettext_lazy("What fits best?"), "words": gettext_lazy("A closing word")}
        widgets = {"reason": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.TypedChoiceField)  # noqa: S101 - tells the type checker what Django made
        reason.choices = [one for one in Closure.Reason.choices if one[0] != Closure.Reason.REMATCHED]


class FitForm(forms.Form):
    """One question to each side. Beside a closing it may be left out: `is_required` says so."""

    fit = forms.TypedChoiceField(
        label=gettext_lazy("How well do you two fit for what you want from this mentorship?"),
        choices=reversed(FitCheck.Fit.choices),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the answer that comes closest.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("A word about it"),
        help_text=gettext_lazy("What makes it work, or what would help."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    prefix = "fit"

    def __init__(self, *args: Any, is_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fit"].required = is_required

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("comment") and data.get("fit") is None and "fit" not in self.errors:
            self.add_error("fit", _("Choose an answer too, so that your words are kept with it."))
        return data


class AgreementForm(forms.Form):
    """A text for each heading, and the version that the writer read."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for heading in HEADINGS:
            self.fields[heading.key] = forms.CharField(
                label=_(heading.title),
                help_text=_(heading.hint),
                required=heading.key == "purpose",
                max_length=MAX_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": _("Say in a sentence what the two of you are doing this for.")},
            )

    @property
    def content(self) -> dict[str, str]:
        """What was written under each heading."""
        return {key: self.cleaned_data[key] for key in KEYS}


def agreement_start(newest: Agreement | None, facts: Facts) -> dict[str, Any]:
    """What the agreement's form shows at first: the newest version, else words to start from."""
    if newest is not None:
        return {"based_on": newest.version, **newest.content}
    starters = {heading.key: _(heading.starter) % facts.words() for heading in HEADINGS if heading.starter}
    return {"based_on": 0, **starters}


class PersonField(forms.CharField):
    """Somebody by their e-mail address or whole name, among the people that the asker may see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.people: QuerySet[Person] = Person.objects.none()

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        by_address = list(self.people.filter(email__iexact=words)[:1])
        found = by_address or list(self.people.filter(name__iexact=words)[:2])
        if not found:
            raise forms.ValidationError(
                _(
                    "Nobody that you can see here has this name or address. Write it as it stands in their profile."
                ),
                code="nobody",
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one person here has this name. Write their e-mail address instead."),
                code="several",
            )
        return found[0]


class ProposalForm(forms.Form):
    """A coordinator puts two people together."""

    mentor = PersonField(
        label=gettext_lazy("Mentor"), help_text=gettext_lazy("Their e-mail address or whole name.")
    )
    mentee = PersonField(
        label=gettext_lazy("Mentee"), help_text=gettext_lazy("Their e-mail address or whole name.")
    )
    cohort = forms.ModelChoiceField(
        label=gettext_lazy("Cohort"),
        queryset=Cohort.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: a personal, informal mentorship"),
    )
    why = forms.CharField(
        label=gettext_lazy("Why these two?"),
        help_text=gettext_lazy("Both of them read this."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], cohorts: QuerySet[Cohort], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("mentor", "mentee"):
            field = self.fields[name]
            assert isinstance(field, PersonField)  # noqa: S101 - tells the type checker what was declared above
            field.people = people
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined] # a ModelChoiceField has one

    @property
    def proposal(self) -> Mapping[str, Any]:
        """What `actions.propose` takes."""
        why = self.cleaned_data["why"].strip()
        return {
            "mentor": self.cleaned_data["mentor"],
            "mentee": self.cleaned_data["mentee"],
            "cohort": self.cleaned_data["cohort"],
            "reasons": {"mentor": [why], "mentee": [why]} if why else {},
        }


class AskForm(forms.Form):
    """A member asks somebody, as their mentee or as their mentor."""

    person = PersonField(
        label=gettext_lazy("Whom would you like to ask?"),
        help_text=gettext_lazy(
            "Their e-mail address or whole name. You can ask people that you share a cohort with."
        ),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("You would be their"),
        choices=[(Part.MENTEE.value, Part.MENTEE.label), (Part.MENTOR.value, Part.MENTOR.label)],
        initial=Part.MENTEE.value,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=gettext_lazy("What are you hoping for?"),
        help_text=gettext_lazy("They read this when they decide."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, asker: Person, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        field = self.fields["person"]
        assert isinstance(field, PersonField)  # noqa: S101 - tells the type checker what was declared above
        field.people = people

    @property
    def proposal(self) -> Mapping[str, Any]:
        """What `actions.propose` takes."""
        person, why = self.cleaned_data["person"], self.cleaned_data["why"].strip()
        as_mentee = self.cleaned_data["part"] == Part.MENTEE
        return {
            "mentor": person if as_mentee else self.asker,
            "mentee": self.asker if as_mentee else person,
            "reasons": {"mentor" if as_mentee else "mentee": [why]} if why else {},
        }


class ListForm(forms.Form):
    """What the list of mentorships can be narrowed to. What the address gets wrong is left out."""

    WEEKS = (
        ("before", gettext_lazy("Before the start")),
        ("1-2", gettext_lazy("Weeks 1 and 2")),
        ("3-6", gettext_lazy("Weeks 3 to 6")),
        ("7-12", gettext_lazy("Weeks 7 to 12")),
        ("13-", gettext_lazy("Week 13 and later")),
    )
    NEEDS = (
        ("answer", gettext_lazy("Not yet answered by both")),
        ("agreement", gettext_lazy("Agreement not signed by both")),
    )

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=Mentorship.State.choices)
    cohort = forms.ModelChoiceField(required=False, queryset=Cohort.objects.none())
    week = forms.ChoiceField(required=False, choices=WEEKS)
    needs = forms.ChoiceField(required=False, choices=NEEDS)

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohorts = list(cohorts)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined] # a ModelChoiceField has one

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The filters that were given and understood."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
