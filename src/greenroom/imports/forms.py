from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.imports.core.meanings import Field
from greenroom.imports.core.tables import ENCODINGS, SEPARATORS
from greenroom.imports.core.unreadable import MAX_BYTES
from greenroom.imports.models import Import
from greenroom.people.core.folding import folded
from greenroom.programs.models import Part
from greenroom.questionnaires.models import Question

RANKS = range(1, 11)
_LIST = "choice"
Groups = list[tuple[str | Promise, list[tuple[str, str | Promise]]]]

_WHO: list[tuple[str, str | Promise]] = [
    (Field.EMAIL, gettext_lazy("E-mail address")),
    (Field.FULL_NAME, gettext_lazy("Name")),
    (Field.FIRST_NAME, gettext_lazy("First name")),
    (Field.LAST_NAME, gettext_lazy("Last name")),
    (Field.PRONOUNS, gettext_lazy("Pronouns")),
    (Field.EXTERNAL_ID, gettext_lazy("Id in another system")),
    (Field.JOB_TITLE, gettext_lazy("Role at work")),
    (Field.EMPLOYER, gettext_lazy("Employer")),
    (Field.DEPARTMENT, gettext_lazy("Department")),
    (Field.STAGE, gettext_lazy("Career stage")),
    (Field.YEARS, gettext_lazy("Years in the field")),
    (Field.PLACE, gettext_lazy("Place")),
    (Field.TIME_ZONE, gettext_lazy("Time zone")),
    (Field.LANGUAGES, gettext_lazy("Languages")),
    (Field.HEADLINE, gettext_lazy("Headline")),
    (Field.BIOGRAPHY, gettext_lazy("Story")),
    (Field.AVAILABILITY, gettext_lazy("Hours they are free")),
    (Field.SKILLS_OFFERED, gettext_lazy("Skills they can share")),
    (Field.SKILLS_WANTED, gettext_lazy("Skills they want to learn")),
]
_PLACE: list[tuple[str, str | Promise]] = [
    (Field.PART, gettext_lazy("Mentor or mentee")),
    (Field.BOTH_PARTS, gettext_lazy("Both mentor and mentee: yes or no")),
    (Field.IS_MENTOR, gettext_lazy("Mentor: yes or no")),
    (Field.IS_MENTEE, gettext_lazy("Mentee: yes or no")),
    (Field.CAPACITY, gettext_lazy("How many partners")),
    (Field.MINIMUM, gettext_lazy("How many partners at least")),
    (Field.MAXIMUM, gettext_lazy("How many partners at most")),
    (Field.CIRCLE_FROM, gettext_lazy("How many people a circle opens with")),
    (Field.MUST_PAIR, gettext_lazy("Must be paired with")),
    (Field.MUST_NOT_PAIR, gettext_lazy("Must not be paired with")),
    (_LIST, gettext_lazy("Whom they would like, in order")),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx), one row a person. Encoding and separator are found out."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """An `UploadedFile` of a size that can be read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _(
                    "This file has %(size)s MB, and %(most)s MB is the most that can be read. Split it, or remove columns."
                )
                % {"size": file.size // 1024**2, "most": MAX_BYTES // 1024**2}
            )
        return file


class ReadingForm(forms.Form):
    """How the file is read, where that was found out wrongly."""

    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"), choices=list(ENCODINGS.items()), required=False
    )
    separator = forms.ChoiceField(
        label=gettext_lazy("Between the columns"), choices=list(SEPARATORS.items()), required=False
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"encoding": source.encoding, "separator": source.separator, "sheet": source.sheet}
        )
        super().__init__(*args, **kwargs)
        if source.is_workbook:
            self.fields["sheet"].choices = [(name, name) for name in source.sheets]  # type: ignore[attr-defined] # a ChoiceField
            del self.fields["encoding"], self.fields["separator"]
        else:
            del self.fields["sheet"]


class MappingForm(forms.Form):
    """What each column means, one select a column, and what is true of everyone in the file."""

    part = forms.ChoiceField(
        label=gettext_lazy("Everyone in this file is a"),
        choices=[
            ("", gettext_lazy("A column says it")),
            *((part.value, part.label) for part in (Part.MENTOR, Part.MENTEE)),
        ],
        required=False,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("People new to this cohort are"),
        choices=Import.Status.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, source: Import, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"part": source.part, "status": source.status})
        super().__init__(*args, **kwargs)
        self._source = source
        labels = _asked_labels(source)
        for index, column in enumerate(source.columns):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=column["column"], choices=_targets(column["column"], labels), initial=_key(column)
            )

    @property
    def columns(self) -> list[dict[str, Any]]:
        """What `map_columns` takes."""
        return [
            {**column, **_target(self.cleaned_data[f"column-{index}"]), "sure": True}
            for index, column in enumerate(self._source.columns)
        ]

    @property
    def rows(self) -> list[tuple[forms.BoundField, Mapping[str, Any]]]:
        """Each select beside what is known of its column."""
        return [(self[f"column-{index}"], column) for index, column in enumerate(self._source.columns)]


def _asked_labels(source: Import) -> list[str]:
    """The questions that the cohort's people are asked already."""
    program = source.cohort.program
    rows = Question.objects.filter(
        questionnaire_id__in=[program.mentor_questionnaire_id, program.mentee_questionnaire_id],
        removed_at=None,
    )
    return list(dict.fromkeys(rows.values_list("label", flat=True)))


def _targets(name: str, labels: list[str]) -> Groups:
    choices = [(f"{_LIST}:{rank}", _("Choice number %(rank)s") % {"rank": rank}) for rank in RANKS]
    known = {folded(label) for label in labels}
    own = (_("Answer to “%(label)s”") if folded(name) in known else _("New question “%(label)s”")) % {
        "label": name
    }
    others = [
        (f"answer:{label}", _("Answer to “%(label)s”") % {"label": label})
        for label in labels
        if folded(label) != folded(name)
    ]
    return [
        (gettext_lazy("Nothing"), [(Field.IGNORE, gettext_lazy("Leave this column out"))]),
        (gettext_lazy("Questions"), [(f"answer:{name}", own), *others]),
        (gettext_lazy("The person"), _WHO),
        (gettext_lazy("Their place in the cohort"), [*_PLACE, *choices]),
    ]


def _key(column: Mapping[str, Any]) -> str:
    return f"{_LIST}:{column['rank']}" if column.get("rank") else str(column["target"])


def _target(key: str) -> dict[str, Any]:
    if key.startswith(f"{_LIST}:"):
        return {"target": _LIST, "rank": int(key.removeprefix(f"{_LIST}:"))}
    return {"target": key, "rank": None}
