"""The yes or the no to a proposed mentorship."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from greenroom.mentorships import actions
from greenroom.mentorships.forms import AnswerForm
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.views import pair
from greenroom.mentorships.views.found import back, found
from greenroom.people.middleware import PersonRequest


@require_POST
def acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    mentorship = actions.accept(found(request, pk), by=request.person)
    partner = _partner_name(mentorship, request)
    if mentorship.started_at is not None:
        return back(
            request, mentorship, _("You and %(name)s have both said yes. Now find a first date.") % partner
        )
    return back(request, mentorship, _("Thank you. We’ll tell you when %(name)s has answered.") % partner)


@require_POST
def refusal(request: PersonRequest, pk: int) -> HttpResponse:
    mentorship = found(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return pair.shown(request, mentorship, answer_form=form, status=422)
    actions.decline(mentorship, reason=form.cleaned_data["reason"], by=request.person)
    return back(request, mentorship, _("You said no, and that is fine. Only your coordinator reads why."))


def _partner_name(mentorship: Mentorship, request: PersonRequest) -> dict[str, str]:
    return {"name": mentorship.partner_of(request.person).short_name}
