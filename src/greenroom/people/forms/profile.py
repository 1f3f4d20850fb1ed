from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.people.actions import PROFILE_FIELDS
from greenroom.people.core.pictures import LARGEST_FILE
from greenroom.people.forms.fields import (
    OFFERED_LEVELS,
    WANTED_LEVELS,
    LanguagesField,
    LinksField,
    SkillsField,
    TimeZoneField,
)
from greenroom.people.models import Person, PersonSkill
from greenroom.people.queries import skill_names, skills_of
from greenroom.web.fields import WeekHoursField


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # Django's own class takes no parameter at run time
    """The whole profile on one page. `version` is that of the profile shown, so that no one's words are lost."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    time_zone = TimeZoneField(label=gettext_lazy("Time zone"), required=False)
    languages = LanguagesField(
        label=gettext_lazy("Languages you’d be happy to meet in"),
        help_text=gettext_lazy("The one you’re most at home in first."),
        required=False,
    )
    skills_offered = SkillsField(
        label=gettext_lazy("What you can share"),
        help_text=gettext_lazy("A skill on each line, and how well you know it."),
        levels=OFFERED_LEVELS,
        required=False,
    )
    skills_wanted = SkillsField(
        label=gettext_lazy("What you want to learn"),
        help_text=gettext_lazy("A skill on each line, and how much it matters to you."),
        levels=WANTED_LEVELS,
        required=False,
    )
    free_hours = WeekHoursField(label=gettext_lazy("Hours you are usually free"), required=False)
    links = LinksField(
        label=gettext_lazy("Links"), help_text=gettext_lazy("Your site, a reel, a portfolio."), required=False
    )

    class Meta:
        model = Person
        fields = PROFILE_FIELDS
        labels = {
            "name": gettext_lazy("Name"),
            "pronouns": gettext_lazy("Pronouns"),
            "headline": gettext_lazy("Headline"),
            "story": gettext_lazy("Your story"),
            "stage": gettext_lazy("Career stage"),
            "years": gettext_lazy("Years in the field"),
            "job_title": gettext_lazy("Role"),
            "employer": gettext_lazy("Employer"),
            "department": gettext_lazy("Department"),
            "place": gettext_lazy("Place"),
            "capacity": gettext_lazy("Most mentees at a time"),
            "paused_until": gettext_lazy("Not taking anyone new until"),
        }
        help_texts = {
            "story": gettext_lazy(
                "How you came to do what you do, and what you would tell someone starting out."
            ),
            "place": gettext_lazy("City and country."),
            "capacity": gettext_lazy(
                "How many people you could mentor at once, in all programs together. None is fine."
            ),
            "paused_until": gettext_lazy("Leave it empty if you’re open now. Those you mentor already stay."),
        }
        widgets = {
            "story": forms.Textarea(attrs={"rows": 6}),
            "paused_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, data: Any = None, *, instance: Person) -> None:
        skills = skills_of(instance)
        initial = {
            "version": instance.version,
            "skills_offered": _levels(skills[PersonSkill.Direction.OFFERED]),
            "skills_wanted": _levels(skills[PersonSkill.Direction.WANTED]),
        }
        super().__init__(data, instance=instance, initial=initial)
        self.fields["time_zone"] = TimeZoneField(
            label=_("Time zone"),
            required=False,
            current=instance.time_zone,
            blank_words=_("As the organization: %(zone)s") % {"zone": instance.organization.time_zone},
            help_text=_("Times are shown in it, and your free hours are read in it."),
        )
        names = list(skill_names(instance.organization))
        for field in (self.fields["skills_offered"], self.fields["skills_wanted"]):
            if isinstance(field, SkillsField):
                field.suggest(names)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}


def _levels(rows: list[PersonSkill]) -> dict[str, int]:
    return {row.skill.name: row.level for row in rows}


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=gettext_lazy("A picture of you"),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB. Where it was taken is not kept."),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_picture(self) -> bytes:
        sent = self.cleaned_data["picture"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("That file is larger than 10 MB. Make it smaller, or choose another."), code="too_large"
            )
        return bytes(sent.read())


class TimeZoneForm(forms.Form):
    """Only the zone, on the page of one's own settings."""

    time_zone = TimeZoneField(label=gettext_lazy("Time zone"), required=False)

    def __init__(self, data: Any = None, *, person: Person) -> None:
        super().__init__(data, initial={"time_zone": person.time_zone})
        self.fields["time_zone"] = TimeZoneField(
            label=_("Time zone"),
            required=False,
            current=person.time_zone,
            blank_words=_("As the organization: %(zone)s") % {"zone": person.organization.time_zone},
            help_text=_("Every time you read here is shown in it."),
        )
