from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from greenroom.base.errors import Refusal
from greenroom.organizations.models import Organization
from greenroom.people.middleware import PersonRequest, open_to_visitors
from greenroom.people.models import Person
from greenroom.programs import actions
from greenroom.programs.forms.enrollments import APPLICANTS, VisitorForm
from greenroom.programs.models import Application, Cohort, Enrollment
from greenroom.programs.queries import enrollments_visible_to
from greenroom.programs.views.lookups import note_fault, say
from greenroom.questionnaires.forms import QuestionnaireForm, profile_answers
from greenroom.questionnaires.queries import asked_questions

FORM = ["GET", "HEAD", "POST"]


class VisitorRequest(HttpRequest):
    """A request inside an organization, by a member or by someone who is not signed in."""

    person: Person | None
    organization: Organization


@dataclass(frozen=True, kw_only=True)
class ApplyForms:
    """What an applicant fills: who they are (visitors only), and the questions."""

    visitor: VisitorForm | None
    questions: QuestionnaireForm

    def are_valid(self) -> bool:
        is_known = self.visitor is None or self.visitor.is_valid()
        return self.questions.is_valid() and is_known


@open_to_visitors
@require_safe
def apply(request: VisitorRequest, link_key: str) -> HttpResponse:
    """What the program is, and which part one would like to play. A closed door says when it opens or that it has shut."""
    cohort = _cohort(request, link_key)
    places = _places(request, cohort)
    context = {
        "cohort": cohort,
        "program": cohort.program,
        "parts": APPLICANTS,
        "places": places,
        "today": cohort.today,
    }
    return render(request, "programs/apply.html", context)


@open_to_visitors
@require_http_methods(FORM)
def apply_as(request: VisitorRequest, link_key: str, part: str) -> HttpResponse:
    """The questions of one part."""
    cohort = _cohort(request, link_key)
    if part not in dict(APPLICANTS):
        raise Http404
    is_there = any(
        place.part == part and place.status != Enrollment.Status.WITHDRAWN
        for place in _places(request, cohort)
    )
    if is_there or (request.method != "POST" and not cohort.takes_applications):
        return redirect("programs:apply", link_key=link_key)
    forms = _forms(request, cohort, part)
    status = 200
    if request.method == "POST":
        if forms.are_valid():
            try:
                return _take(request, cohort, part, forms)
            except (Refusal, ValidationError) as fault:
                note_fault(forms.visitor or forms.questions, fault)
                status = getattr(fault, "status", 422)
        else:
            status = 422
    context = {
        "cohort": cohort,
        "program": cohort.program,
        "questionnaire": cohort.program.questionnaire_for(part),
        "part": part,
        "visitor_form": forms.visitor,
        "form": forms.questions,
    }
    return render(request, "programs/apply_as.html", context, status=status)


def _take(request: VisitorRequest, cohort: Cohort, part: str, forms: ApplyForms) -> HttpResponse:
    answers = forms.questions.answers
    if request.person is not None:
        place = actions.apply(cohort, request.person, part=part, answers=answers)
        say(request, _("Thank you. Your application is with the coordinators."))
        return redirect("programs:enrollment", pk=place.pk)
    assert forms.visitor is not None  # noqa: S101 - for the type checker: only visitors come here
    who = forms.visitor.cleaned_data
    actions.send_application(cohort, part=part, name=who["name"], email=who["email"], answers=answers)
    return redirect("programs:sent", link_key=cohort.link_key)


def _forms(request: VisitorRequest, cohort: Cohort, part: str) -> ApplyForms:
    questionnaire = cohort.program.questionnaire_for(part)
    questions = asked_questions(questionnaire)
    for question in questions:
        question.questionnaire = questionnaire
    data = request.POST if request.method == "POST" else None
    if request.person is not None:
        initial = profile_answers(request.person, questions)
        return ApplyForms(
            visitor=None, questions=QuestionnaireForm(data, questions=questions, initial=initial)
        )
    known = {"name": request.user.name, "email": request.user.email} if request.user.is_authenticated else {}
    visitor = VisitorForm(data, initial=known, prefix="who")
    return ApplyForms(visitor=visitor, questions=QuestionnaireForm(data, questions=questions))


@open_to_visitors
@require_safe
def sent(request: VisitorRequest, link_key: str) -> HttpResponse:
    """The same words for every address."""
    cohort = _cohort(request, link_key)
    return render(request, "programs/sent.html", {"cohort": cohort, "program": cohort.program})


@open_to_visitors
@never_cache
@require_http_methods(FORM)
def application(request: VisitorRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads. Reading it changes nothing; the button confirms."""
    rows = Application.objects.select_related("cohort__program__organization").filter(
        cohort__program__organization=request.organization
    )
    row = get_object_or_404(rows, pk=Application.id_in(token))
    refusal: Refusal | None = None
    if request.method == "POST" and row.confirmed_at is None:
        try:
            actions.confirm_application(row)
        except Refusal as fault:
            refusal = fault
        else:
            return redirect("programs:application", token=token)
    context = {"application": row, "cohort": row.cohort, "program": row.cohort.program, "refusal": refusal}
    return render(request, "programs/application.html", context, status=refusal.status if refusal else 200)


@require_http_methods(FORM)
def answers(request: PersonRequest, pk: int) -> HttpResponse:
    """A person answers anew, or for the first time after an invitation."""
    rows = enrollments_visible_to(request.person).filter(person=request.person)
    place = get_object_or_404(
        rows.select_related("person__organization", "cohort__program__organization", "response"), pk=pk
    )
    place.check_can_change_answers()
    questionnaire = place.cohort.program.questionnaire_for(place.part)
    questions = asked_questions(questionnaire)
    known = profile_answers(request.person, questions) | (place.response.answers if place.response else {})
    form = QuestionnaireForm(
        request.POST if request.method == "POST" else None, questions=questions, initial=known
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change_answers(place, answers=form.answers, by=request.person)
            except ValidationError as fault:
                note_fault(form, fault)
            else:
                messages.success(request, _("Your answers are saved."))
                return redirect("programs:enrollment", pk=place.pk)
    context = {"enrollment": place, "cohort": place.cohort, "program": place.cohort.program, "form": form}
    return render(request, "programs/answers.html", context | {"questionnaire": questionnaire}, status=status)


def _cohort(request: VisitorRequest, link_key: str) -> Cohort:
    rows = Cohort.objects.filter(program__organization=request.organization, program__archived_at=None)
    return get_object_or_404(rows.select_related("program__organization"), link_key=link_key)


def _places(request: VisitorRequest, cohort: Cohort) -> list[Enrollment]:
    """The places that a member has in this cohort already."""
    if request.person is None:
        return []
    return list(Enrollment.objects.filter(cohort=cohort, person=request.person).order_by("part"))
