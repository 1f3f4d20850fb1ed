from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from greenroom.base.errors import Refusal
from greenroom.base.tables import Cell, Format, table_response
from greenroom.people.middleware import PersonRequest
from greenroom.programs import actions
from greenroom.programs.forms.enrollments import InvitationsForm
from greenroom.programs.models import Cohort, CohortInvitation
from greenroom.programs.queries import invitations_coordinated_by
from greenroom.programs.views.lookups import cohort_page, coordinated_cohort, note_fault, say

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: PersonRequest, pk: int) -> HttpResponse:
    """Who was invited, and a form to invite one person or a pasted list."""
    cohort = coordinated_cohort(request, pk)
    form = InvitationsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invite(request, cohort, form):
        return redirect("programs:invitations", pk=cohort.pk)
    page = Paginator(_rows(request, cohort), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    status = 422 if form.is_bound and form.errors else 200
    return cohort_page(
        request, "programs/invitations.html", cohort, context, tab="invitations", status=status
    )


def _invite(request: PersonRequest, cohort: Cohort, form: InvitationsForm) -> bool:
    """Whether everyone was invited; who was not stays in the form, with the reason."""
    data = form.cleaned_data
    try:
        invited, refused = actions.invite_all(
            cohort, form.invitees, part=data["part"], note=data["note"], by=request.person
        )
    except Refusal as refusal:
        note_fault(form, refusal)
        return False
    if invited:
        words = ngettext("One invitation is on its way.", "%(n)s invitations are on their way.", len(invited))
        say(request, words % {"n": len(invited)})
    if not refused:
        return True
    left = request.POST.copy()
    left["people"] = "\n".join(f"{who.name} <{who.email}>".strip() for who, _reason in refused)
    form.data = left
    for _who, reason in refused:
        form.add_error("people", reason)
    return False


@require_safe
def invitations_file(request: PersonRequest, pk: int, file_format: Format) -> HttpResponseBase:
    cohort = coordinated_cohort(request, pk)
    header = [_("E-mail"), _("Name"), _("Invited as"), _("Invited at"), _("State")]
    rows = (_exported(row) for row in _rows(request, cohort).iterator(chunk_size=1000))
    return table_response(f"{cohort} invitations", header, rows, file_format=file_format)


def _exported(row: CohortInvitation) -> list[Cell]:
    invitation = row.invitation
    return [
        invitation.email,
        invitation.name,
        row.get_part_display(),
        invitation.created_at,
        row.state_in_words,
    ]


def _rows(request: PersonRequest, cohort: Cohort) -> QuerySet[CohortInvitation]:
    return (
        invitations_coordinated_by(request.person)
        .filter(cohort=cohort)
        .select_related("invitation")
        .order_by("-invitation__created_at", "-pk")
    )
