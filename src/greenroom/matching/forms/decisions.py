from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from greenroom.matching.models import Pairing, PairRule
from greenroom.programs.models import Cohort, Enrollment, Part


class PairRuleForm(forms.Form):
    """A word on two people of a cohort. `kind` "" takes the word back."""

    mentor = forms.ModelChoiceField(queryset=Enrollment.objects.none())
    mentee = forms.ModelChoiceField(queryset=Enrollment.objects.none())
    kind = forms.ChoiceField(choices=[("", ""), *PairRule.Kind.choices], required=False)
    despite_rules = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: object, cohort: Cohort, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own arguments, passed on
        places = Enrollment.objects.filter(cohort=cohort).select_related("person")
        for name, part in (("mentor", Part.MENTOR), ("mentee", Part.MENTEE)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = places.filter(part=part)


class RematchForm(forms.Form):
    """Do living pairs stay, or may they end where the whole gains more than a price for each?"""

    STAY, MOVE = "stay", "move"
    LIVING = (
        (STAY, _("Living pairs stay; only newcomers and free places are matched")),
        (MOVE, _("Living pairs may move where it is worth the price")),
    )

    living = forms.ChoiceField(
        label=_("What about pairs that are under way?"),
        choices=LIVING,
        initial=STAY,
        widget=forms.RadioSelect,
    )
    price = forms.FloatField(
        label=_("Price of moving a pair, in points"),
        help_text=_("A pair ends only if the whole program gains more than this for each pair that ends."),
        min_value=0,
        max_value=100,
        initial=10,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any"}),
        error_messages={
            "min_value": _("A price is 0 or more."),
            "max_value": _("No pair fits better than 100, so a price is at most 100."),
        },
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("living") == self.MOVE and data.get("price") is None and "price" not in self.errors:
            self.add_error("price", _("Give the price, such as 10."))
        return data

    @property
    def moving_price(self) -> float | None:
        """The price, None where living pairs stay."""
        data = self.cleaned_data
        return float(data["price"]) if data["living"] == self.MOVE else None


class NoteForm(forms.ModelForm):  # type: ignore[type-arg] # Django’s ModelForm takes no argument when it runs
    class Meta:
        model = Pairing
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        labels = {"note": _("Note, for coordinators only")}
