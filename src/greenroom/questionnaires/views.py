from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from greenroom.base.errors import NotAllowed
from greenroom.people.middleware import PersonRequest
from greenroom.questionnaires import actions
from greenroom.questionnaires.forms import (
    QuestionForm,
    QuestionnaireDetailsForm,
    QuestionnaireForm,
)
from greenroom.questionnaires.models import Question, Questionnaire
from greenroom.questionnaires.permissions import may_edit
from greenroom.questionnaires.queries import (
    asked_questions,
    home_of,
    questionnaires_visible_to,
    questions_visible_to,
)

PLACES = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: PersonRequest, pk: int) -> HttpResponse:
    """The editor: title, introduction, and the list of questions."""
    row = _editable(request, pk)
    form = QuestionnaireDetailsForm(
        request.POST if request.method == "POST" else None, instance=row, prefix="details"
    )
    if request.method == "POST" and form.is_valid():
        actions.change_questionnaire(
            row, title=form.cleaned_data["title"], intro=form.cleaned_data["intro"], by=request.person
        )
        messages.success(request, _("Saved."))
        return redirect("questionnaires:questionnaire", pk=row.pk)
    context = {"form": form, "questions": asked_questions(row)}
    return _page(request, "questionnaires/questionnaire.html", row, context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The form as an applicant sees it. Sending it checks the answers and keeps nothing."""
    row = _editable(request, pk)
    form = QuestionnaireForm(
        request.POST if request.method == "POST" else None, questions=asked_questions(row)
    )
    is_good = request.method == "POST" and form.is_valid()
    return _page(request, "questionnaires/preview.html", row, {"form": form, "is_good": is_good})


@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: PersonRequest, pk: int) -> HttpResponse:
    row = _editable(request, pk)
    form = QuestionForm(
        request.POST if request.method == "POST" else None, instance=Question(questionnaire=row)
    )
    if request.method == "POST" and form.is_valid():
        actions.add_question(row, fields=form.cleaned_data, by=request.person)
        messages.success(request, _("The question is added at the end."))
        return redirect("questionnaires:questionnaire", pk=row.pk)
    return _page(request, "questionnaires/question.html", row, {"form": form, "question": None})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: PersonRequest, pk: int) -> HttpResponse:
    asked = _editable_question(request, pk)
    row = asked.questionnaire
    form = QuestionForm(
        request.POST if request.method == "POST" else None, instance=Question.objects.get(pk=asked.pk)
    )
    if request.method == "POST" and form.is_valid():
        actions.change_question(asked, fields=form.cleaned_data, by=request.person)
        messages.success(request, _("The question is changed. Answers given before stay as they were."))
        return redirect("questionnaires:questionnaire", pk=row.pk)
    context = {"form": form, "question": asked, "is_answered": asked.is_answered}
    return _page(request, "questionnaires/question.html", row, context)


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: PersonRequest, pk: int) -> HttpResponse:
    asked = _editable_question(request, pk)
    row = asked.questionnaire
    if request.method == "POST":
        actions.remove_question(asked, by=request.person)
        messages.success(request, _("The question is removed. Answers that were given are kept."))
        return redirect("questionnaires:questionnaire", pk=row.pk)
    context = {"question": asked, "is_answered": asked.is_answered}
    return _page(request, "questionnaires/removal.html", row, context)


@require_POST
def position(request: PersonRequest, pk: int) -> HttpResponse:
    """Move a question `up` or `down`."""
    asked = _editable_question(request, pk)
    if request.POST.get("to") not in PLACES:
        raise Http404
    actions.move_question(asked, places=PLACES[request.POST["to"]], by=request.person)
    response = redirect("questionnaires:questionnaire", pk=asked.questionnaire_id)
    response["Location"] += f"#question-{asked.pk}"
    return response


def _editable(request: PersonRequest, pk: int) -> Questionnaire:
    """The questionnaire, or 404 for one of another organization, 403 for someone who may not edit it."""
    row = get_object_or_404(questionnaires_visible_to(request.person).select_related("organization"), pk=pk)
    if not may_edit(request.person, row):
        raise NotAllowed(
            "may_not_edit_questionnaire", _("Only coordinators of the program may change its questions.")
        )
    return row


def _editable_question(request: PersonRequest, pk: int) -> Question:
    asked = get_object_or_404(questions_visible_to(request.person).select_related("questionnaire"), pk=pk)
    _editable(request, asked.questionnaire_id)
    return asked


def _page(request: PersonRequest, template: str, row: Questionnaire, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    is_faulty = request.method == "POST" and form is not None and bool(form.errors)
    context = {"questionnaire": row, "home": home_of(row), "nav_current": "programs", **context}
    return render(request, template, context, status=422 if is_faulty else 200)
