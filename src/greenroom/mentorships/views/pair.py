"""A mentorship's page: one for the two people in it, one for who oversees it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_safe

from greenroom.base import clock
from greenroom.mentorships import permissions
from greenroom.mentorships.core import first_meeting
from greenroom.mentorships.core.agreement import DUE_WEEK, written
from greenroom.mentorships.forms import AnswerForm, FitForm, PauseForm
from greenroom.mentorships.models import Acceptance, FitCheck, Mentorship
from greenroom.mentorships.queries import coordinators_of, fit_checks_of
from greenroom.mentorships.views.found import found
from greenroom.mentorships.views.history import history
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import Person


@require_safe
def page(request: PersonRequest, pk: int) -> HttpResponse:
    return shown(request, found(request, pk))


def shown(
    request: PersonRequest,
    mentorship: Mentorship,
    *,
    answer_form: AnswerForm | None = None,
    pause_form: PauseForm | None = None,
    fit_form: FitForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as this reader may see it, with forms that came back."""
    person = request.person
    is_one = permissions.may_take_part(person, mentorship)
    context = _both(mentorship, person)
    context |= _for_the_two(mentorship, person) if is_one else _for_who_oversees(mentorship, person)
    context |= {
        "answer_form": answer_form or AnswerForm(),
        "pause_form": pause_form or PauseForm(),
        "fit_form": fit_form or FitForm(initial=_fit_start(context.get("own_fit"))),
        "nav_current": "pair" if is_one else "mentorships",
        "masthead_program": str(mentorship.cohort) if mentorship.cohort else "",
    }
    template = "mentorships/pair.html" if is_one else "mentorships/overseen.html"
    with timezone.override(person.zone):
        return render(request, template, context, status=status)


def _both(mentorship: Mentorship, person: Person) -> dict[str, Any]:
    today = clock.today(person.zone)
    program = mentorship.cohort.program if mentorship.cohort else None
    newest_signed_at = mentorship.agreement.signed_at if mentorship.agreement else None
    return {
        "mentorship": mentorship,
        "state": mentorship.state,
        "program": program,
        "week": mentorship.week_on(today),
        "weeks": program.weeks if program else None,
        "agreement": mentorship.agreement,
        "closure": mentorship.closure,
        "pause": mentorship.pause,
        "moments": history(mentorship, reader=person),
        "may_close": permissions.may_close(person, mentorship),
        "may_reopen": mentorship.closure is not None and permissions.may_reopen(person, mentorship),
        "due_week": DUE_WEEK,
        "is_agreement_late": mentorship.is_living
        and newest_signed_at is None
        and mentorship.is_agreement_due(today),
    }


def _for_the_two(mentorship: Mentorship, person: Person) -> dict[str, Any]:
    partner = mentorship.partner_of(person)
    in_force = mentorship.agreement_in_force
    newest = mentorship.agreement
    named = [other for other in coordinators_of(mentorship) if other.pk not in (person.pk, partner.pk)]
    return {
        "you": person,
        "partner": partner,
        "partner_is_mentor": partner.pk == mentorship.mentor_id,
        "in_force": in_force,
        "purpose": in_force.content.get("purpose", "") if in_force else "",
        "parts": written(in_force.content) if in_force else [],
        "own_answer": mentorship.answer_of(person),
        "partner_answer": mentorship.answer_of(partner),
        "own_signature": newest.signature_of(person) if newest else None,
        "partner_signature": newest.signature_of(partner) if newest else None,
        "reasons": mentorship.reasons.get("mentor" if person.pk == mentorship.mentor_id else "mentee", []),
        "may_reach": permissions.may_reach(person, mentorship),
        "partner_clock": time_format(clock.now().astimezone(partner.zone)),
        "coordinator": named[0] if named else None,
        "points": first_meeting.POINTS,
        "point_minutes": first_meeting.MINUTES,
        **_fit_question(mentorship, person),
    }


def _fit_question(mentorship: Mentorship, person: Person) -> dict[str, Any]:
    """What this person is asked of the fit, and what they have said; nothing of the other's answer."""
    if not permissions.may_tell_fit(person, mentorship):
        return {}
    own = {answer.occasion: answer for answer in fit_checks_of(mentorship) if answer.person_id == person.pk}
    occasion = mentorship.fit_occasion_at(clock.now())
    return {
        "fit_occasion": occasion,
        "own_fit": own.get(occasion or ""),
        "earlier_fits": [answer for answer in own.values() if answer.occasion != occasion],
    }


def _fit_start(answer: FitCheck | None) -> dict[str, Any]:
    return {"fit": answer.fit, "comment": answer.comment} if answer else {}


def _for_who_oversees(mentorship: Mentorship, person: Person) -> dict[str, Any]:
    told = [answer for answer in fit_checks_of(mentorship) if permissions.may_read_fit_check(person, answer)]
    return {
        "has_fits": bool(told),
        "sides": [
            {
                "person": side,
                "part": part,
                "answer": (answer := mentorship.answer_of(side)),
                "reason": _reason(answer, person),
                "signature": mentorship.agreement.signature_of(side) if mentorship.agreement else None,
                "fits": [row for row in told if row.person_id == side.pk],
            }
            for part, side in (("mentor", mentorship.mentor), ("mentee", mentorship.mentee))
        ],
        "versions": mentorship.agreements.all(),
    }


def _reason(answer: Acceptance | None, person: Person) -> str:
    if answer is None or not answer.reason:
        return ""
    return answer.reason if permissions.may_read_answer_reason(person, answer) else ""
