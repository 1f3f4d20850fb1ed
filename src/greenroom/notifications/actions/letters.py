"""Every mail is written here: words from a pair of templates, addressed, and handed to the outbox."""

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise

from greenroom.organizations.models import Organization
from greenroom.outbox import actions as outbox
from greenroom.outbox.models import Message
from greenroom.people.models import Person


@dataclasses.dataclass(frozen=True, kw_only=True)
class Letter:
    """What one mail says.

    `kind` names the templates `notifications/mail/<kind>.txt` and `.html`; `key` is the same whenever the same fact
    is told to the same side, so that it is told once. `page` is where the one button leads, "" for none.
    """

    kind: str
    key: str
    subject: str | Promise
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    button: str | Promise = ""
    page: str = ""
    drop_after: dt.datetime | None = None


def write_to(person: Person, letter: Letter) -> Message | None:
    """Mail a member. Someone who has left the organization hears nothing more from it."""
    if person.deactivated_at is not None:
        return None
    return write(letter, name=person.name, address=person.email, organization=person.organization)


def write(letter: Letter, *, name: str, address: str, organization: Organization | None) -> Message:
    """Render both parts and queue them, in the transaction of the act that is told of."""
    return outbox.queue_mail(_mail_of(letter, name=name, address=address, organization=organization))


def write_to_all(letters: Iterable[tuple[Person, Letter]]) -> None:
    """Mail each member their letter, all in a few statements; those who have left hear nothing more."""
    outbox.queue_mails(
        [
            _mail_of(letter, name=person.name, address=person.email, organization=person.organization)
            for person, letter in letters
            if person.deactivated_at is None
        ]
    )


def _mail_of(letter: Letter, *, name: str, address: str, organization: Organization | None) -> outbox.Mail:
    """Both parts rendered."""
    context = {
        **letter.facts,
        "name": plain(name).split(" ")[0],
        "organization": organization,
        "subject": letter.subject,
        "button": letter.button,
        "page": letter.page,
    }
    return outbox.Mail(
        event_key=letter.key,
        kind=letter.kind,
        to_address=address,
        to_name=plain(name),
        subject=plain(str(letter.subject)),
        text=render_to_string(f"notifications/mail/{letter.kind}.txt", context).strip() + "\n",
        html=render_to_string(f"notifications/mail/{letter.kind}.html", context),
        organization_id=organization.pk if organization else None,
        headers=_headers(organization) if organization else {},
        drop_after=letter.drop_after,
    )


def plain(words: str) -> str:
    """Without control characters and without the marks that turn the direction of what follows."""
    kept = (" " if unicodedata.category(sign) == "Cc" else sign for sign in words if sign not in _TURNS)
    return " ".join("".join(kept).split())


_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _headers(organization: Organization) -> dict[str, str]:
    """The organization as sender by name, as list, and as where answers go."""
    sender = _address(organization.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    answers = _address(organization.contact_name, organization.contact_email)
    headers = {"From": sender, "Reply-To": answers}
    headers["List-Id"] = f"<{organization.slug}.{settings.GREENROOM_MAIL_DOMAIN}>"
    return {name: value for name, value in headers.items() if value}


def _address(name: str, addr_spec: str) -> str:
    """The two as a header spells them, or "" for an address that is none."""
    try:
        return str(Address(plain(name), addr_spec=addr_spec))
    except (ValueError, IndexError):  # what Address raises for text that is no address
        return ""
