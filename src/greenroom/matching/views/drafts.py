"""A draft: being solved, in the way of being solved, or ready for a coordinator's eye."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from greenroom.base.tables import Cell, Format, table_response
from greenroom.matching.models import MatchingRun, Pairing, Unmatched, Workings
from greenroom.matching.queries.comparisons import ways_of
from greenroom.matching.queries.drafts import endings_of
from greenroom.matching.queries.panel import panel_for
from greenroom.matching.queries.recruiting import who_to_recruit
from greenroom.matching.queries.review import (
    LEFT_ON_THE_PAGE,
    SHOWS,
    SORTS,
    blocks_of,
    left_in,
    page_of_pairs,
    rows_of,
    words_set,
)
from greenroom.matching.views.places import answered_run_for, number_from, page, run_for
from greenroom.people.middleware import PersonRequest

LEFT_ON_A_PAGE = 24
PAIRS_AT_ONCE = 1_000_000
"""In a draft of more possible pairs the page comes first, and the panel when it is worked out."""


@require_safe
def draft(request: PersonRequest, run_id: int) -> HttpResponse:
    """The draft as it stands: the review page once it is solved. htmx may ask for the table or the panel alone."""
    run = run_for(request, run_id)
    if run.state == run.State.FAULTY:
        return page(
            request, "matching/faulty.html", {"run": run, "words": words_set(run.cohort)}, cohort=run.cohort
        )
    if not run.is_solved:
        return page(request, "matching/solving.html", {"run": run}, cohort=run.cohort)
    context = _table(request, run)
    if request.htmx.target == "pairs":  # type: ignore[attr-defined] # HtmxMiddleware sets it
        return render(request, "matching/pairs.html", context)
    is_later = run.summary["checked"] > PAIRS_AT_ONCE and "mentee" not in request.GET
    context |= {
        "panel": None if is_later else _panel(request, run, context["page"].object_list),
        "panel_later": context["page"].object_list[0] if is_later and context["rows"] else None,
    }
    if request.htmx.target == "why":  # type: ignore[attr-defined] # HtmxMiddleware sets it
        return render(request, "matching/chosen.html", context)
    left = list(left_in(run)[: LEFT_ON_THE_PAGE + 1])
    context |= {
        "ways": ways_of(run),
        "endings": endings_of(run) if run.moving_price is not None else None,
        "left": left[:LEFT_ON_THE_PAGE],
        "left_more": len(left) > LEFT_ON_THE_PAGE,
        "left_in_all": run.summary["mentees"] - run.summary["matched"],
        "recruit": who_to_recruit(run),
    }
    return page(request, "matching/draft.html", context, cohort=run.cohort)


def _table(request: PersonRequest, run: MatchingRun) -> dict[str, Any]:
    show = request.GET.get("show", "all")
    show = show if show in SHOWS else "all"
    sort = request.GET.get("sort", "mentee")
    sort = sort if sort.removeprefix("-") in SORTS else "mentee"
    pairings = page_of_pairs(run, show=show, sort=sort, page=request.GET.get("page", 1))
    pairings.object_list = list(pairings.object_list)
    mentee_id = number_from(request, "mentee")
    if mentee_id is None and pairings.object_list:
        mentee_id = pairings.object_list[0].mentee_id
    query = request.GET.copy()
    for name in ("mentee", "other"):
        query.pop(name, None)
    return {
        "run": run,
        "summary": run.summary,
        "is_draft": run.state == run.State.READY,
        "show": show,
        "sort": sort,
        "page": pairings,
        "rows": rows_of(run, pairings.object_list, mentee_id=mentee_id),
        "kept_query": query.urlencode(),
    }


def _panel(request: PersonRequest, run: MatchingRun, shown: list[Pairing]) -> Any:
    return panel_for(
        run,
        mentee_id=number_from(request, "mentee"),
        other_id=number_from(request, "other"),
        else_shown=shown[0] if shown else None,
    )


@require_safe
def progress(request: PersonRequest, run_id: int) -> HttpResponse:
    """The bar, for htmx to ask for again and again; once there is an answer, the whole page is asked for instead."""
    run = run_for(request, run_id)
    response = render(request, "matching/progress.html", {"run": run})
    if run.state != run.State.SOLVING:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def unmatched(request: PersonRequest, run_id: int) -> HttpResponse:
    """Everyone without a mentor, with reasons and what would help."""
    run = answered_run_for(request, run_id)
    pages: Paginator[Unmatched] = Paginator(left_in(run), LEFT_ON_A_PAGE)
    context = {"run": run, "summary": run.summary, "page": pages.get_page(request.GET.get("page"))}
    context["recruit"] = who_to_recruit(run)
    return page(request, "matching/unmatched.html", context, cohort=run.cohort)


@require_safe
def certificate(request: PersonRequest, run_id: int) -> HttpResponse:
    """The whole certificate, which `greenroom verify` checks by itself."""
    run = answered_run_for(request, run_id)
    text = Workings.objects.values_list("certificate", flat=True).get(run=run)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = (
        f'attachment; filename="certificate-{run.cohort_id}-draft-{run.number}.json"'
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def pairs(request: PersonRequest, run_id: int) -> HttpResponseBase:
    """Every pair as CSV or XLSX: people, fit, what it is made of, pins and notes."""
    run = answered_run_for(request, run_id)
    criteria = [one["label"] for one in run.summary["criteria"]]
    header = [
        _("Mentee"),
        _("Mentee’s e-mail"),
        _("Mentor"),
        _("Mentor’s e-mail"),
        _("Fit of 100"),
        *criteria,
        _("Cost to change"),
        _("Pinned"),
        _("Note"),
    ]
    file_format: Format = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    name = f"{run.cohort.program.name} {run.cohort.name} draft {run.number}"
    return table_response(name, header, _lines(run), file_format=file_format)


def _lines(run: MatchingRun) -> Iterator[list[Cell]]:
    rows = run.pairings.select_related("mentee__person", "mentor__person").order_by(
        "mentee__person__name", "pk"
    )
    for pairing in rows.iterator(chunk_size=500):
        yield [
            pairing.mentee.person.name,
            pairing.mentee.person.email,
            pairing.mentor.person.name,
            pairing.mentor.person.email,
            round(pairing.fit * 100, 1),
            *(block.points for block in blocks_of(pairing)),
            None if pairing.price is None else round(pairing.price * 100, 1),
            pairing.is_pinned,
            pairing.note,
        ]
