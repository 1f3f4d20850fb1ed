"""The pages of an import: each view parses, calls one action or query, and answers."""

import zlib
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from greenroom.base.errors import Refusal
from greenroom.base.tables import MEDIA_TYPES
from greenroom.imports import actions
from greenroom.imports.core.unreadable import UnreadableTable
from greenroom.imports.forms import MappingForm, ReadingForm, UploadForm
from greenroom.imports.models import Attempt, Import
from greenroom.imports.queries import attempts_visible_to, imports_visible_to
from greenroom.people.middleware import PersonRequest
from greenroom.programs.models import Cohort
from greenroom.programs.queries import cohort_places, cohorts_coordinated_by
from greenroom.web.listing import listing

UNPROCESSABLE = 422
REFRESH = "HX-Refresh"


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: PersonRequest, pk: int) -> HttpResponse:
    """The files of a cohort, and a form for another."""
    cohort = get_object_or_404(
        cohorts_coordinated_by(request.person).select_related("program__organization"), pk=pk
    )
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            source = actions.upload(cohort, file.file, filename=file.name, by=request.person)
        except UnreadableTable as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("imports:import", source.pk)
    files = imports_visible_to(request.person).filter(cohort=cohort)
    found = listing(request, files, sorts={"at": ("at",)}, default="-at", per_page=20)
    context = {"form": form, "page": found.page}
    return _page(
        request, "imports/imports.html", cohort, context, status=UNPROCESSABLE if form.errors else 200
    )


@require_safe
def page(request: PersonRequest, pk: int) -> HttpResponse:
    """One file: what its columns mean, and what the newest attempt found."""
    source = _found(request, pk)
    return _show(request, source)


@require_POST
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep what each column means, and try it."""
    source = _found(request, pk)
    form = MappingForm(request.POST, source=source)
    if not form.is_valid():
        return _show(request, source, mapping=form)
    data = form.cleaned_data
    try:
        source = actions.map_columns(
            source, columns=form.columns, part=data["part"], status=data["status"], by=request.person
        )
        actions.request_attempt(source, kind=Attempt.Kind.TRY, by=request.person)
    except Refusal as refused:
        form.add_error(None, refused.message)
        return _show(request, source, mapping=form)
    return redirect("imports:import", source.pk)


@require_POST
def reading(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the file in another encoding, with another separator, or from another sheet."""
    source = _found(request, pk)
    form = ReadingForm(request.POST, source=source)
    if not form.is_valid():
        return _show(request, source, reading=form)
    data = form.cleaned_data
    try:
        actions.change_reading(
            source,
            encoding=data.get("encoding", ""),
            separator=data.get("separator", ""),
            sheet=data.get("sheet", ""),
            by=request.person,
        )
    except (UnreadableTable, Refusal) as refused:
        form.add_error(None, refused.message)
        return _show(request, source, reading=form)
    messages.success(request, _("Read anew. Look over what the columns mean."))
    return redirect("imports:import", source.pk)


@require_POST
def attempts(request: PersonRequest, pk: int) -> HttpResponse:
    """Try once more, or import."""
    source = _found(request, pk)
    kind = Attempt.Kind.APPLY if request.POST.get("kind") == Attempt.Kind.APPLY else Attempt.Kind.TRY
    actions.request_attempt(source, kind=kind, by=request.person)
    return redirect("imports:import", source.pk)


@require_safe
def progress(request: PersonRequest, pk: int) -> HttpResponse:
    """How far it is; the whole page again once it has ended."""
    attempt = _attempt(request, pk)
    if attempt.state != Attempt.State.RUNNING:
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={REFRESH: "true"})
        return redirect("imports:import", attempt.source_id)
    if not request.headers.get("HX-Request"):
        return redirect("imports:import", attempt.source_id)
    return render(request, "imports/progress.html", {"attempt": attempt})


@require_POST
def cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    attempt = actions.cancel_attempt(_attempt(request, pk), by=request.person)
    messages.success(request, _("Stopped. Nothing was written."))
    return redirect("imports:import", attempt.source_id)


@require_safe
def faults(request: PersonRequest, pk: int) -> StreamingHttpResponse:
    """Every fault and note as CSV."""
    attempt = _attempt(request, pk)
    packed = bytes(Attempt.objects.values_list("all_faults", flat=True).get(pk=attempt.pk))
    response = StreamingHttpResponse(_unpacked(packed), content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="import-{attempt.source_id}-faults.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _unpacked(packed: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    yield "\ufeff".encode()
    while packed:
        yield unpacker.decompress(packed, 64 * 1024)
        packed = unpacker.unconsumed_tail
    yield unpacker.flush()


def _found(request: PersonRequest, pk: int) -> Import:
    return get_object_or_404(imports_visible_to(request.person), pk=pk)


def _attempt(request: PersonRequest, pk: int) -> Attempt:
    return get_object_or_404(attempts_visible_to(request.person), pk=pk)


def _show(
    request: PersonRequest,
    source: Import,
    *,
    mapping: MappingForm | None = None,
    reading: ReadingForm | None = None,
) -> HttpResponse:
    newest = attempts_visible_to(request.person).filter(source=source).first()
    state = newest.state if newest else ""
    is_open = state not in (Attempt.State.RUNNING, Attempt.State.APPLIED) and source.forgotten_at is None
    form = mapping or MappingForm(source=source)
    context = {
        "source": source,
        "attempt": newest,
        "state": state,
        "is_open": is_open and source.cohort.closed_at is None,
        "mapping": form,
        "reading": reading or ReadingForm(source=source),
        "steps": _steps(state),
        "unsure": sum(not column.get("sure") for column in source.columns),
        "progress_url": reverse("imports:progress", args=[newest.pk]) if newest else "",
    }
    is_refused = bool((mapping and mapping.errors) or (reading and reading.errors))
    return _page(
        request, "imports/import.html", source.cohort, context, status=UNPROCESSABLE if is_refused else 200
    )


def _steps(state: str) -> list[dict[str, str]]:
    names = [_("File"), _("Columns"), _("Dry run"), _("In the cohort")]
    now = {
        "": 1,
        Attempt.State.TRIED: 2,
        Attempt.State.FAULTY: 2,
        Attempt.State.RUNNING: 2,
        Attempt.State.APPLIED: 4,
    }.get(state, 1)
    return [
        {"name": name, "state": "done" if place < now else "now" if place == now else "ahead"}
        for place, name in enumerate(names)
    ]


def _page(
    request: HttpRequest, template: str, cohort: Cohort, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page among a cohort's tabs."""
    words = {
        "cohort": cohort,
        "places": cohort_places(),
        "tab": "import",
        "nav_current": "cohort",
        "masthead_program": str(cohort),
    }
    return render(request, template, {**words, **context}, status=status)
