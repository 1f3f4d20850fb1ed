"""The mentorship that an address names, if this person may know of it; and the way back to its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from greenroom.base.errors import NotFound
from greenroom.mentorships.actions.shared import NOT_THERE
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import mentorships_visible_to, with_records
from greenroom.people.middleware import PersonRequest


def found(request: PersonRequest, pk: int) -> Mentorship:
    """Raises NotFound for what is not there and for what is not theirs to see, with the same words."""
    mentorship = with_records(mentorships_visible_to(request.person)).filter(pk=pk).first()
    if mentorship is None:
        raise NotFound("mentorship_not_found", NOT_THERE)
    return mentorship


def back(request: PersonRequest, mentorship: Mentorship, said: str | Promise) -> HttpResponse:
    """Say what happened on the mentorship's page."""
    messages.success(request, str(said))
    return redirect("mentorships:page", pk=mentorship.pk)
