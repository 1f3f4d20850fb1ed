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


class NoteForm(forms.ModelForm):  # type: ignore[type-arg] # Django’s ModelForm takes no argument when it runs
    class Meta:
        model = Pairing
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        labels = {"note": _("Note, for coordinators only")}
