from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.organizations.models import plain_email
from greenroom.people.models import Person
from greenroom.programs.core.templates import TEMPLATES
from greenroom.programs.models import Cohort, Milestone, Program

DAY = {"type": "date"}


class NewProgramForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("Short and of its own, such as Second Reel. You can change it later."),
        max_length=160,
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        help_text=gettext_lazy(
            "Plan, questions and targets are copied; all of it can be changed afterwards."
        ),
        choices=[(key, f"{template.name}. {template.summary}") for key, template in TEMPLATES.items()],
        widget=forms.RadioSelect,
        initial="formal",
    )


class ProgramForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes no parameter when it runs
    class Meta:
        model = Program
        fields: ClassVar[list[str]] = [
            "name", "purpose", "eligibility", "weeks", "cadence_days", "rematch_until_week", "introductions_target",
            "events_target", "mentors_each", "opens_with", "asks_wishes",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 6}),
            "eligibility": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "mentors_each": gettext_lazy("Mentors for each mentee"),
            "opens_with": gettext_lazy("A circle opens with"),
            "asks_wishes": gettext_lazy("Ask people whom they would like"),
        }
        help_texts = {
            "weeks": gettext_lazy("Leave it empty for a program without a fixed end."),
            "mentors_each": gettext_lazy(
                "From 1 to 5. Everyone gets a first mentor before anyone gets a second. A mentee’s own place can differ."
            ),
            "opens_with": gettext_lazy(
                "For mentors who lead a group: it opens with so many mentees, or not at all. 0 for pairs. Mentors who join "
                "from now on begin with it; each mentor’s own place can differ."
            ),
            "asks_wishes": gettext_lazy(
                "Whoever has a place may name up to five people of the other part of their cohort. Only coordinators read "
                "it. Without this, coordinators still note wishes themselves."
            ),
        }


class MilestoneForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes no parameter when it runs
    class Meta:
        model = Milestone
        fields: ClassVar[list[str]] = ["week", "title", "detail"]
        widgets = {"detail": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "week": gettext_lazy("Week 1 holds the cohort’s first day. Before it: 0, −1 and so on."),
        }


class CohortForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes no parameter when it runs
    class Meta:
        model = Cohort
        fields: ClassVar[list[str]] = ["name", "starts_on", "ends_on", "apply_from", "apply_until"]
        widgets = {
            name: forms.DateInput(attrs=DAY, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on", "apply_from", "apply_until")
        }
        help_texts = {
            "name": gettext_lazy("What tells it from the others, such as fall 2026."),
            "ends_on": gettext_lazy("Leave it empty and it follows the program’s length."),
            "apply_from": gettext_lazy("Leave it empty to take applications from now on."),
            "apply_until": gettext_lazy("The last day. Leave it empty to keep them open."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The last day must come after the first."))
        opens, closes = data.get("apply_from"), data.get("apply_until")
        if opens and closes and closes < opens:
            self.add_error("apply_until", _("Applications cannot end before they begin."))
        return data


class CoordinatorForm(forms.Form):
    """Names a member by their address. `person` is who it is, once valid."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail of a member"),
        help_text=gettext_lazy("They can then see and change everything of this program."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        self.person: Person | None = None

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.person = Person.objects.filter(
            organization_id=self.program.organization_id, email=plain_email(email), deactivated_at=None
        ).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody here has the address %(email)s. Invite them as a member first, then name them."),
                params={"email": email},
            )
        return email
