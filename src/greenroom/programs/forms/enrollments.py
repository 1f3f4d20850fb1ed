from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.people.models import MAX_CAPACITY
from greenroom.programs.core.addresses import Invitee, read_invitees
from greenroom.programs.models import Enrollment, Part
from greenroom.programs.queries import EnrollmentFilter

REASON_LENGTH = 2000
APPLICANTS = [(Part.MENTOR.value, Part.MENTOR.label), (Part.MENTEE.value, Part.MENTEE.label)]
DECISIONS = (Enrollment.Status.ACCEPTED, Enrollment.Status.WAITING, Enrollment.Status.DECLINED)
SUGGESTED_REASONS: Mapping[str, str | Promise] = {
    Enrollment.Status.ACCEPTED: "",
    Enrollment.Status.WAITING: gettext_lazy(
        "There are more good applications than places this time. You are on the waiting list, and we will write as "
        "soon as a place comes free."
    ),
    Enrollment.Status.DECLINED: gettext_lazy(
        "Thank you for taking the time to apply. We could not find you the right partner this time. That says "
        "nothing about you or your work, and we would be glad to hear from you again for the next cohort."
    ),
}


class ScreeningForm(forms.Form):
    """A decision on one person or several, with a reason that they will read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (Enrollment.Status.ACCEPTED.value, gettext_lazy("Accept")),
            (Enrollment.Status.WAITING.value, gettext_lazy("Put on the waiting list")),
            (Enrollment.Status.DECLINED.value, gettext_lazy("Decline")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("A word to them"),
        help_text=gettext_lazy("They read this in the mail and on their page. Change it as you like."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=REASON_LENGTH,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Would you like to say why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=REASON_LENGTH,
    )


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label=gettext_lazy("Mentees they take in this cohort"), min_value=0, max_value=MAX_CAPACITY
    )


class VisitorForm(forms.Form):
    """Who applies, when nobody is signed in."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send you a link there to confirm that it is yours."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if "\0" in name or not name:
            raise forms.ValidationError(_("Write your name as people know you."))
        return name


class InvitationsForm(forms.Form):
    """A pasted list of people. `invitees` is who was found in it."""

    part = forms.ChoiceField(
        label=gettext_lazy("Invite as"), choices=APPLICANTS, widget=forms.RadioSelect, initial="mentor"
    )
    people = forms.CharField(
        label=gettext_lazy("Whom?"),
        help_text=gettext_lazy(
            "One a line: Ada Lind <ada@example.org>, or just the address. Up to 200 at a time."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=60_000,
    )
    note = forms.CharField(
        label=gettext_lazy("A personal line"),
        help_text=gettext_lazy("It stands in the mail above the link."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitees: list[Invitee] = []

    def clean_people(self) -> str:
        text: str = self.cleaned_data["people"]
        self.invitees, unread = read_invitees(text)
        if unread:
            raise forms.ValidationError(
                _("There is no e-mail address in: %(lines)s. Add one or take the line out."),
                params={"lines": " · ".join(unread[:10])},
            )
        return text


class FilterForm(forms.Form):
    """What the address says about a list of enrollments; what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=200)
    part = forms.ChoiceField(required=False, choices=[("", ""), *Part.choices])
    status = forms.ChoiceField(required=False, choices=[("", ""), *Enrollment.Status.choices])
    skill = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    @property
    def narrowed(self) -> EnrollmentFilter:
        self.is_valid()
        data = self.cleaned_data
        return EnrollmentFilter(
            search=data.get("q") or "",
            part=data.get("part") or "",
            status=data.get("status") or "",
            skill=data.get("skill"),
        )
