from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.people.models import MAX_CAPACITY
from greenroom.programs.core.addresses import Invitee, read_invitees
from greenroom.programs.models import MOST_MENTORS_EACH, Enrollment, Part
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


class PlacesForm(forms.Form):
    """How many mentees a mentor takes in a cohort, what they were promised, and what a circle opens with."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Mentees they take in this cohort"), min_value=0, max_value=MAX_CAPACITY
    )
    minimum = forms.IntegerField(
        label=gettext_lazy("At least, if it can be done"),
        help_text=gettext_lazy("A promise to this mentor. 0 for none."),
        min_value=0,
        max_value=MAX_CAPACITY,
        required=False,
    )
    opens_with = forms.IntegerField(
        label=gettext_lazy("A circle that opens with"),
        help_text=gettext_lazy("So many mentees together, or nobody. 0 if they meet people one by one."),
        min_value=0,
        max_value=MAX_CAPACITY,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        capacity = data.get("capacity")
        for name in ("minimum", "opens_with"):
            if name not in self.fields or name in self.errors:
                continue
            data[name] = data.get(name) or 0
            if capacity is not None and data[name] > capacity:
                self.add_error(
                    name,
                    _("That is more than the places above. Write %(most)s or less, or offer more places.")
                    % {"most": capacity},
                )
        return data


class MentorsForm(PlacesForm):
    """How many mentors a mentee has in a cohort."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Mentors they have in this cohort"),
        help_text=gettext_lazy("Everyone gets a first mentor before anyone gets a second."),
        min_value=1,
        max_value=MOST_MENTORS_EACH,
    )
    minimum = None  # type: ignore[assignment] # Django takes an inherited field away by this
    opens_with = None  # type: ignore[assignment]


def places_form(enrollment: Enrollment, data: Mapping[str, Any] | None = None) -> PlacesForm | None:
    """The form for the person's places in their part; None for those who have none."""
    now = {name: getattr(enrollment, name) for name in ("capacity", "minimum", "opens_with")}
    kind = {Part.MENTOR.value: PlacesForm, Part.MENTEE.value: MentorsForm}.get(enrollment.part)
    return kind(data, initial=now) if kind else None


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
