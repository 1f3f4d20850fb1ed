from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from greenroom.base.errors import NotFound, Refusal, RuleBroken
from greenroom.base.tables import Format, table_response
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import PersonSkill
from greenroom.programs import actions
from greenroom.programs.forms.enrollments import (
    SUGGESTED_REASONS,
    FilterForm,
    PlacesForm,
    ReasonForm,
    ScreeningForm,
    places_form,
)
from greenroom.programs.models import Cohort, Enrollment, Part
from greenroom.programs.permissions import may_coordinate
from greenroom.programs.queries import (
    SORTS,
    bar_to_wishes,
    candidates_for,
    cohort_counts,
    enrollment_rows,
    enrollments_visible_to,
    export_header,
    export_questions,
    export_rows,
    named_in_order,
    place_notes,
    skills_by_person,
    skills_in_cohort,
    with_people,
)
from greenroom.programs.views.lookups import (
    cohort_page,
    coordinated_cohort,
    coordinated_enrollment,
    form_page,
    note_fault,
    say,
)
from greenroom.questionnaires.queries import answered
from greenroom.web.listing import listing

FORM = ["GET", "HEAD", "POST"]
SKILLS_SHOWN = 4


@require_safe
def enrollments(request: PersonRequest, pk: int) -> HttpResponse:
    """The people of a cohort: search, filters, sorting, paging, totals."""
    cohort = coordinated_cohort(request, pk)
    narrowed = FilterForm(request.GET).narrowed
    found = enrollment_rows(cohort, narrowed=narrowed).only("pk")
    shown = listing(request, found, sorts=SORTS, default="-applied")
    rows = with_people(shown.page.object_list)
    skills = skills_by_person(rows)
    context = {
        "rows": [(row, _skills_of(row, skills)) for row in rows],
        "page": shown.page,
        "sort": shown.sort,
        "narrowed": narrowed,
        "counts": cohort_counts(cohort),
        "parts": [("", _("Every part")), *Part.choices],
        "statuses": [("", _("Every status")), *Enrollment.Status.choices],
        "skills": [("", _("Any skill")), *skills_in_cohort(cohort)],
        "query": request.GET.urlencode(),
    }
    return cohort_page(request, "programs/enrollments.html", cohort, context, tab="people")


def _skills_of(row: Enrollment, skills: dict[tuple[int, str], list[str]]) -> list[str]:
    directions = PersonSkill.Direction
    side = directions.OFFERED if row.part == Part.MENTOR else directions.WANTED
    names = skills.get((row.person_id, side), [])
    more = len(names) - SKILLS_SHOWN
    return [*names[:SKILLS_SHOWN], *([_("and %(n)s more") % {"n": more}] if more > 0 else [])]


@require_safe
def enrollments_file(request: PersonRequest, pk: int, file_format: Format) -> HttpResponseBase:
    """The list as it is narrowed and sorted, with every answer."""
    cohort = coordinated_cohort(request, pk)
    rows = enrollment_rows(cohort, narrowed=FilterForm(request.GET).narrowed)
    questions = export_questions(cohort)
    sort = request.GET.get("sort", "")
    columns = SORTS.get(sort.removeprefix("-"), ("applied_at",))
    sign = "-" if sort.startswith("-") or sort.removeprefix("-") not in SORTS else ""
    ordered = rows.order_by(*(f"{sign}{column}" for column in columns), f"{sign}pk")
    return table_response(
        str(cohort),
        export_header(questions),
        export_rows(ordered, questions=questions),
        file_format=file_format,
    )


@require_http_methods(FORM)
def screenings(request: PersonRequest, pk: int) -> HttpResponse:
    """The same decision for several people: shown first (GET), then done (POST)."""
    cohort = coordinated_cohort(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    people = _chosen(cohort, sent.getlist("chosen"))
    decision = sent.get("decision", "")
    if request.method == "POST":
        form = ScreeningForm(request.POST)
        if form.is_valid():
            ids = [row.pk for row in people]
            try:
                done = actions.screen_all(cohort, ids, **form.cleaned_data, by=request.person)
            except Refusal as refusal:
                if isinstance(refusal, NotFound):
                    raise
                note_fault(form, refusal)
            else:
                words = ngettext("One person is told.", "%(n)s people are told.", len(done)) % {
                    "n": len(done)
                }
                say(request, words)
                return redirect("programs:enrollments", pk=cohort.pk)
    else:
        form = ScreeningForm(initial={"decision": decision, "reason": SUGGESTED_REASONS.get(decision, "")})
    context = {
        "form": form,
        "cohort": cohort,
        "program": cohort.program,
        "people": people,
        "decision": decision,
    }
    return form_page(request, "programs/screenings.html", context)


def _chosen(cohort: Cohort, ids: list[str]) -> list[Enrollment]:
    """The people named, all of them in this cohort; anything else is not there."""
    numbers = {int(item) for item in ids if item.isascii() and item.isdigit() and len(item) < 19}  # noqa: PLR2004 - a database's integer
    rows = (
        Enrollment.objects.filter(cohort=cohort, pk__in=numbers)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    found = list(rows[: actions.MOST_AT_ONCE + 1])
    if len(found) != len(set(ids)):
        raise NotFound(
            "enrollment_not_found", _("Some of these people are not in this cohort. Nothing was changed.")
        )
    return found


@require_safe
def enrollment(request: PersonRequest, pk: int) -> HttpResponse:
    """A coordinator reads the application and decides; the person reads what they answered and how it stands."""
    rows = enrollments_visible_to(request.person).select_related(
        "person", "cohort__program__organization", "response__questionnaire"
    )
    row = get_object_or_404(rows, pk=pk)
    if may_coordinate(request.person, row.cohort.program):
        return _coordinators_page(request, row)
    screenings = list(row.screenings.all())
    context = {
        "enrollment": row,
        "answers": answered(row.response) if row.response else [],
        "cohort": row.cohort,
        "program": row.cohort.program,
        "newest": screenings[0] if screenings else None,
        "nav_current": "programs",
        **(_wishes_of(request, row, is_own=True) if row.cohort.program.asks_wishes else {}),
    }
    return render(request, "programs/own_enrollment.html", context)


def _wishes_of(request: PersonRequest, row: Enrollment, *, is_own: bool) -> dict[str, Any]:
    """Whom they named, as far as the reader may see them; whom they would rather not have is the coordinators' alone."""
    if row.part == Part.SPONSOR:
        return {}
    people = candidates_for(row, reader=request.person, is_own=is_own)
    unwanted = [] if is_own else row.unwanted
    found = {person.pk: person for person in named_in_order([*row.wishes, *unwanted], among=people)}
    is_open = row.is_living and row.cohort.closed_at is None
    return {
        "shows_wishes": True,
        "wished": [found[pk] for pk in row.wishes if pk in found],
        "unwanted": [found[pk] for pk in unwanted if pk in found],
        "wishes_bar": bar_to_wishes(row) if is_open else "",
        "may_wish": is_open,
    }


def _coordinators_page(
    request: PersonRequest,
    row: Enrollment,
    *,
    form: ScreeningForm | None = None,
    sent_places: PlacesForm | None = None,
) -> HttpResponse:
    """The application with its decisions; with a form that was sent, what it needs is said and the answer is 422."""
    context = {
        "enrollment": row,
        "answers": answered(row.response) if row.response else [],
        "screenings": list(row.screenings.select_related("by")),
        "skills": _named_skills(row),
        "form": form or ScreeningForm(),
        "places_form": sent_places or places_form(row),
        "place_notes": place_notes(row),
        **_wishes_of(request, row, is_own=False),
        "suggestions": SUGGESTED_REASONS,
    }
    status = 422 if form or sent_places else 200
    return cohort_page(request, "programs/enrollment.html", row.cohort, context, tab="people", status=status)


def _named_skills(row: Enrollment) -> list[PersonSkill]:
    side = PersonSkill.Direction.OFFERED if row.part == Part.MENTOR else PersonSkill.Direction.WANTED
    return list(
        row.person.skills.filter(direction=side).select_related("skill").order_by("-level", "skill__name")
    )


@require_POST
def screening(request: PersonRequest, pk: int) -> HttpResponse:
    row = coordinated_enrollment(request, pk)
    form = ScreeningForm(request.POST)
    if not form.is_valid():
        return _coordinators_page(request, row, form=form)
    actions.screen(row, **form.cleaned_data, by=request.person)
    say(request, _("%(name)s is told.") % {"name": row.person.name})
    return redirect("programs:enrollment", pk=row.pk)


@require_POST
def places(request: PersonRequest, pk: int) -> HttpResponse:
    """How many mentees a mentor takes in this cohort, or how many mentors a mentee has."""
    row = coordinated_enrollment(request, pk)
    form = places_form(row, request.POST)
    if form is None:
        raise RuleBroken("enrollment_no_places", _("Only mentors and mentees have places."))
    if not form.is_valid():
        return _coordinators_page(request, row, sent_places=form)
    actions.change_places(row, **form.cleaned_data, by=request.person)
    say(request, _("Saved."))
    return redirect("programs:enrollment", pk=row.pk)


@require_http_methods(FORM)
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    rows = enrollments_visible_to(request.person).select_related("person", "cohort__program__organization")
    row = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(row, reason=form.cleaned_data["reason"], by=request.person)
        say(request, _("Withdrawn. The answers are kept, so coming back is easy."))
        return redirect("programs:enrollment", pk=row.pk)
    context = {
        "form": form,
        "enrollment": row,
        "cohort": row.cohort,
        "program": row.cohort.program,
        "is_own": row.person_id == request.person.pk,
    }
    return form_page(request, "programs/withdrawal.html", context)
