from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from greenroom.base.errors import NotAllowed, Refusal, RuleBroken
from greenroom.people.middleware import PersonRequest
from greenroom.programs import actions
from greenroom.programs.forms.wishes import WishesForm
from greenroom.programs.models import Enrollment
from greenroom.programs.permissions import may_coordinate
from greenroom.programs.queries import enrollments_visible_to
from greenroom.programs.queries.wishes import bar_to_wishes, candidates_for
from greenroom.programs.views.lookups import form_page, note_fault, say


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom somebody would like: said by themself where the program asks, or noted by a coordinator."""
    rows = enrollments_visible_to(request.person).select_related("person", "cohort__program__organization")
    place = get_object_or_404(rows, pk=pk)
    is_own = not may_coordinate(request.person, place.cohort.program)
    _check_may_open(place, is_own=is_own)
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        enrollment=place,
        people=candidates_for(place, reader=request.person, is_own=is_own),
        is_own=is_own,
        search=request.GET.get("q", ""),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _kept(form, place, request=request)
        except Refusal as refusal:
            if isinstance(refusal, NotAllowed):
                raise
            note_fault(form, refusal)
        else:
            say(request, _("Your wishes are kept.") if is_own else _("Saved."))
            return redirect("programs:enrollment", pk=place.pk)
    context = {
        "form": form,
        "enrollment": place,
        "cohort": place.cohort,
        "program": place.cohort.program,
        "is_own": is_own,
        "search": request.GET.get("q", ""),
    }
    return form_page(request, "programs/wishes.html", context)


def _check_may_open(place: Enrollment, *, is_own: bool) -> None:
    if is_own and not place.cohort.program.asks_wishes:
        raise RuleBroken("wishes_not_asked", _("This program does not ask whom you would like."))
    place.check_can_wish()
    bar = bar_to_wishes(place)
    if bar:
        raise RuleBroken("wishes_settled", bar)


def _kept(form: WishesForm, place: Enrollment, *, request: PersonRequest) -> None:
    if form.is_own:
        actions.wish(place, wishes=form.wishes, by=request.person)
    else:
        actions.set_wishes(place, wishes=form.wishes, unwanted=form.unwanted, by=request.person)
