"""One way in for each part that a newcomer may want to play. Signed, and good for nothing outside a demo."""

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from greenroom.demo.build import DemoPeople, demo_people
from greenroom.organizations.models import Organization
from greenroom.people.models import Person

PARTS = ("coordinator", "mentor", "mentee", "sponsor")
SALT = "demo.sign-in"


def token_for(part: str) -> str:
    return signing.Signer(salt=SALT).sign(part)


def part_in(token: str) -> str | None:
    """The part that a token names, or None when its signature does not hold."""
    try:
        part = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return part if part in PARTS else None


def person_in(token: str) -> Person | None:
    """Who plays the token's part in the demo, or None."""
    part = part_in(token)
    if part is None:
        return None
    try:
        return player(demo_people(), part)
    except (Organization.DoesNotExist, KeyError):  # no demo here, or its people go by other names now
        return None


def player(people: DemoPeople, part: str) -> Person:
    return {
        "coordinator": people.coordinator,
        "mentor": people.mentor,
        "mentee": people.mentee,
        "sponsor": people.sponsor,
    }[part]


def sign_in_links() -> list[tuple[str, str, str]]:
    """(part, name, address) of each, for the command to print. Raises Organization.DoesNotExist without a demo."""
    people = demo_people()
    words = {
        "coordinator": _("Coordinator"),
        "mentor": _("Mentor"),
        "mentee": _("Mentee"),
        "sponsor": _("Sponsor"),
    }
    return [(words[part], player(people, part).name, address_for(part)) for part in PARTS]


def address_for(part: str) -> str:
    path = reverse("demo:sign_in", args=[token_for(part)]).removeprefix(get_script_prefix())
    return f"{settings.GREENROOM_URL}/{path.lstrip('/')}"
