"""What the gallery shows: made up, and only ever seen at /design/."""

from typing import Any

from django import forms
from django.core.paginator import Paginator

from greenroom.web.fields import LevelsField, WeekHoursField

COLORS = (
    ("paper", "page ground"),
    ("sheet", "raised surface"),
    ("well", "heads, hover, tracks"),
    ("ink", "text"),
    ("ink-2", "second text"),
    ("ink-3", "captions"),
    ("rule", "hairline"),
    ("edge", "control border"),
    ("green", "actions, links"),
    ("green-data", "chart marks"),
    ("green-tint", "chosen row, shared"),
    ("amber", "lit, now, focus"),
    ("amber-ink", "amber as text"),
    ("amber-tint", "lit ground"),
    ("brick", "late or wrong"),
    ("brick-tint", "late ground"),
    ("compare", "comparison data"),
    ("lamp-ground", "the lamp panel"),
)

ICONS = (
    "lamp",
    "pair",
    "path",
    "calendar",
    "people",
    "pulse",
    "chart",
    "award",
    "pin",
    "forbid",
    "check",
    "clock",
    "lock",
    "hidden",
    "shared",
    "next",
    "down",
    "up",
    "search",
    "bell",
    "plus",
    "mail",
    "video",
    "place",
    "flag",
    "note",
    "book",
    "shield",
    "print",
    "download",
    "close",
    "alert",
    "voice",
    "more",
    "key",
    "theme",
    "send",
    "swap",
    "school",
    "pencil",
    "pause",
    "upload",
    "table",
    "rules",
    "out",
    "person",
    "back",
)

PARTS = (
    {"weight": 30, "score": 28 / 30},
    {"weight": 25, "score": 22 / 25},
    {"weight": 15, "score": 14 / 15},
    {"weight": 15, "score": 5 / 15},
    {"weight": 10, "score": 9 / 10},
    {"weight": 5, "score": 4 / 5},
)

FITS = (
    61, 63, 64, 64, 67, 68, 69, 69, 69, 70, 70, 71, 71, 74, 75, 75, 76, 76, 76, 77,
    77, 77, 78, 78, 78, 78, 79, 80, 81, 82, 82, 83, 83, 84, 84, 85, 86, 88, 90, 91,
)  # fmt: skip

STEPS = (
    {"state": "done", "name": "Asked", "note": "6 October"},
    {"state": "done", "name": "Ingrid agreed", "note": "7 October"},
    {"state": "now", "name": "Waiting for their answer", "note": "Until 20 October"},
    {"state": "ahead", "name": "Introduced", "note": ""},
    {"state": "ahead", "name": "How it went", "note": ""},
)

CLOSED_STEPS = (
    {"state": "done", "name": "Asked", "note": "8 September"},
    {"state": "done", "name": "Desmond agreed", "note": "10 September"},
    {"state": "closed", "name": "Not this time", "note": "Closed on 24 September"},
)


LEVELS = ((1, "First steps"), (2, "Basics"), (3, "Steady"), (4, "Strong"), (5, "Teaches"))


class GalleryForm(forms.Form):
    """One field of each kind."""

    leave_with = forms.CharField(
        label="What would you like to leave with?",
        help_text="One thing. You can change it later.",
        initial="A first draft of a budget",
    )
    evenings = forms.TimeField(
        label="Evenings you can meet",
        error_messages={"invalid": "Add a time after “Thursday after”, such as 18:30."},
    )
    topic = forms.ChoiceField(
        label="Topic", choices=[("growth", "Career growth"), ("network", "Networking")], required=False
    )
    ask = forms.CharField(label="Your ask", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    often = forms.ChoiceField(
        label="How often would suit you?",
        widget=forms.RadioSelect,
        choices=[("two", "Every two weeks"), ("month", "Once a month")],
        initial="two",
    )
    languages = forms.MultipleChoiceField(
        label="Languages you’d be happy to meet in",
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("cy", "Welsh"), ("no", "Norwegian")],
        required=False,
    )
    picture = forms.FileField(label="A picture of you", help_text="JPEG or PNG, up to 5 MB.", required=False)
    free_hours = WeekHoursField(
        label="When could you usually meet?", initial=[18, 19, 42, 43], required=False
    )
    skills = LevelsField(
        label="What would you like to learn?",
        skills=[("budgeting", "Budgeting"), ("scheduling", "Scheduling")],
        levels=LEVELS,
        initial={"budgeting": 3},
        required=False,
    )
    agrees = forms.BooleanField(label="Show my answers to the mentor I’m paired with", required=False)


def contents() -> dict[str, Any]:
    """The gallery's context: a form as it first appears, and one that came back."""
    form = GalleryForm(auto_id="first_%s")
    sent = GalleryForm({"leave_with": "", "evenings": "Thursday after", "often": "never"}, auto_id="sent_%s")
    return {
        "colors": COLORS,
        "icons": ICONS,
        "parts": PARTS,
        "fits": FITS,
        "steps": STEPS,
        "closed_steps": CLOSED_STEPS,
        "form": form,
        "sent": sent,
        "page": Paginator(FITS, 14).page(2),
    }
