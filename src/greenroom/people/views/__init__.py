"""The doors to people: the list, a profile, invitations, an organization's own settings."""

from django.utils.translation import gettext as _

from greenroom.base.errors import NotFound
from greenroom.people.models import Person
from greenroom.people.queries import people_visible_to


def person_or_refusal(viewer: Person, key: int) -> Person:
    """The person, if the viewer may open their page; else the answer of one that is not there."""
    found = people_visible_to(viewer).select_related("organization").filter(pk=key).first()
    if found is None:
        raise NotFound("person_not_found", _("There is no such person, or they are not yours to see."))
    return found
