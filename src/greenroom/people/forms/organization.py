from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from greenroom.organizations.models import Organization
from greenroom.people.forms.fields import TimeZoneField
from greenroom.people.models import LONGEST_SKILL, Skill


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg] # Django's own class takes no parameter at run time
    time_zone = TimeZoneField(label=gettext_lazy("Time zone"))

    class Meta:
        model = Organization
        fields = ("name", "tagline", "contact_name", "contact_email", "time_zone")
        labels = {
            "name": gettext_lazy("Name"),
            "tagline": gettext_lazy("Tagline"),
            "contact_name": gettext_lazy("Who answers questions"),
            "contact_email": gettext_lazy("Address for questions"),
        }
        help_texts = {
            "tagline": gettext_lazy("One line under the name, where people sign in."),
            "contact_email": gettext_lazy("Stands at the foot of every page and mail."),
        }

    def __init__(self, data: Any = None, *, instance: Organization) -> None:
        super().__init__(data, instance=instance)
        self.fields["time_zone"] = TimeZoneField(
            label=gettext_lazy("Time zone"),
            current=instance.time_zone,
            help_text=gettext_lazy("For deadlines, and for everyone who has not chosen their own."),
        )


class SkillForm(forms.Form):
    """A new name for a skill. A name that another has merges the two."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_SKILL)

    def clean_name(self) -> str:
        return Skill.tidied_name(self.cleaned_data["name"])
