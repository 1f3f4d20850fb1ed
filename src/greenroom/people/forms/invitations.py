import dataclasses
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from greenroom.organizations.models import Role, plain_email
from greenroom.people.core.folding import tidied

MOST_LINES = 500
LONGEST_NAME = 200
LONGEST_ADDRESS = 254


@dataclasses.dataclass(frozen=True, kw_only=True)
class Invited:
    """One line of the list: `Nia Vale <nia@post.example>`, `nia@post.example, Nia Vale` or the address alone."""

    line: int
    email: str
    name: str


class InvitationsForm(forms.Form):
    """One address or a pasted list. Every line at fault is named, with its number."""

    addresses = forms.CharField(
        label=gettext_lazy("Who to invite"),
        help_text=gettext_lazy(
            "One person on each line: an address, with the name before or after it if you like."
        ),
        max_length=60_000,
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": "Nia Vale <nia@post.example>", "autocomplete": "off"}
        ),
        error_messages={"required": gettext_lazy("Give at least one address.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("As"), choices=Role.choices, initial=Role.MEMBER, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("A personal line"),
        help_text=gettext_lazy("Stands in the mail, above the button."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, may_invite_owners: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_invite_owners:
            del self.fields["role"]

    def clean_addresses(self) -> list[Invited]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        if sum(bool(line) for line in lines) > MOST_LINES:
            raise ValidationError(
                _("Invite up to %(most)s people at a time."), code="many", params={"most": MOST_LINES}
            )
        faults: list[ValidationError] = []
        people: dict[str, Invited] = {}
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            try:
                invited = _read(line, number)
            except ValidationError as fault:
                faults.append(fault)
                continue
            first = people.setdefault(invited.email, invited)
            if first is not invited:
                faults.append(
                    _fault(
                        number,
                        _("%(email)s stands in line %(first)s already.")
                        % {"email": invited.email, "first": first.line},
                    )
                )
        if faults:
            raise ValidationError(faults)
        return list(people.values())


def _read(line: str, number: int) -> Invited:
    before, opening, rest = line.partition("<")
    if opening:
        address, name = rest.partition(">")[0], before
    else:
        words = line.replace("\t", ",").replace(";", ",").split(",")
        at = next((word for word in words if "@" in word), words[0])
        address, name = at, " ".join(word for word in words if word is not at)
    email, name = plain_email(address), tidied(name).strip("\"' ")
    try:
        validate_email(email)
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError("")  # noqa: TRY301 - said in the same words
    except ValidationError:
        raise _fault(
            number, _("“%(text)s” has no e-mail address we can read.") % {"text": line[:80]}
        ) from None
    if len(name) > LONGEST_NAME:
        raise _fault(number, _("Keep the name to %(most)s characters.") % {"most": LONGEST_NAME})
    return Invited(line=number, email=email, name=name)


def _fault(number: int, words: str) -> ValidationError:
    return ValidationError(_("Line %(line)s: %(words)s") % {"line": number, "words": words}, code="line")
