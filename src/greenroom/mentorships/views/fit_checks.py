"""How well the two fit: each side's answer, and a cohort's answers for its coordinators."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from greenroom.mentorships import actions
from greenroom.mentorships.forms import FitForm
from greenroom.mentorships.models import FitCheck, Mentorship
from greenroom.mentorships.queries import fit_counts, mentorships_with_fit
from greenroom.mentorships.views import pair
from greenroom.mentorships.views.found import back, found
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import Person
from greenroom.programs.queries import cohort_places, cohorts_coordinated_by
from greenroom.web.listing import listing

Occasion = FitCheck.Occasion
SORTS = {
    "lowest": ("lowest", "mentee__name"),
    "mentor": ("mentor__name",),
    "mentee": ("mentee__name",),
}


@require_POST
def fit_check(request: PersonRequest, pk: int) -> HttpResponse:
    mentorship = found(request, pk)
    form = FitForm(request.POST)
    if not form.is_valid():
        return pair.shown(request, mentorship, fit_form=form, status=422)
    actions.tell_fit(mentorship, **form.cleaned_data, by=request.person)
    return back(request, mentorship, _("Thank you. Only your coordinators read it, and you can change it."))


@require_safe
def cohort(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """What both sides of the cohort's mentorships have said; nothing of a mentorship that the reader is in."""
    found_one = cohorts_coordinated_by(request.person).select_related("program").filter(pk=cohort_id).first()
    if found_one is None:
        raise Http404
    counts = fit_counts(found_one, reader=request.person)
    rows = mentorships_with_fit(found_one, reader=request.person)
    shown = listing(request, rows, sorts=SORTS, default="lowest")
    most = max([1, *(counts.at(occasion, fit) for occasion in Occasion for fit in FitCheck.Fit)])
    context = {
        "cohort": found_one,
        "places": cohort_places(),
        "tab": "fit",
        "nav_current": "cohort",
        "masthead_program": str(found_one),
        "counts": counts,
        "steps": [
            {
                "words": fit.label,
                "early": counts.at(Occasion.EARLY, fit),
                "closing": counts.at(Occasion.CLOSING, fit),
                "most": most,
            }
            for fit in reversed(FitCheck.Fit)
        ],
        "page": shown.page,
        "sort": shown.sort,
        "rows": [_row(mentorship) for mentorship in shown.page],
    }
    with timezone.override(request.person.zone):
        return render(request, "mentorships/cohort_fit.html", context)


def _row(mentorship: Mentorship) -> dict[str, Any]:
    answers = list(mentorship.fit_checks.all())
    return {
        "mentorship": mentorship,
        "mentor": _of(answers, mentorship.mentor),
        "mentee": _of(answers, mentorship.mentee),
        "is_low": any(answer.is_low for answer in answers),
    }


def _of(answers: list[FitCheck], person: Person) -> list[FitCheck]:
    """What this person has said, the early answer first."""
    own = [answer for answer in answers if answer.person_id == person.pk]
    return sorted(own, key=lambda answer: answer.occasion != Occasion.EARLY)
