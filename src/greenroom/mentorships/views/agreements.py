"""What two people agreed: writing it, reading a version beside the one before, putting a name under it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.mentorships import actions, permissions
from greenroom.mentorships.core.agreement import Facts, written
from greenroom.mentorships.core.differences import changes
from greenroom.mentorships.forms import AgreementForm, agreement_start
from greenroom.mentorships.models import Agreement, Mentorship
from greenroom.mentorships.queries import coordinators_of
from greenroom.mentorships.views.found import back, found
from greenroom.people.middleware import PersonRequest

WEEKS_WITHOUT_A_PROGRAM = 24


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: PersonRequest, pk: int) -> HttpResponse:
    """Write a new version, from the newest or from words to start with."""
    mentorship = _between_the_two(request, pk)
    mentorship.check_is_living()
    if request.method != "POST":
        form = AgreementForm(initial=agreement_start(mentorship.agreement, _facts(mentorship)))
        return _editor(request, mentorship, form)
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return _editor(request, mentorship, form, status=422)
    try:
        actions.write_agreement(
            mentorship, content=form.content, based_on=form.cleaned_data["based_on"], by=request.person
        )
    except RuleBroken as refusal:
        return _refused(request, mentorship, form, refusal)
    return back(request, mentorship, _("Saved as a new version. Both of you sign it to make it yours."))


@require_GET
def version(request: PersonRequest, pk: int, version: int) -> HttpResponse:
    """One version, and what it changed of the one before."""
    mentorship = _between_the_two(request, pk)
    shown = _version(mentorship, version)
    before = next((row for row in mentorship.agreements.all() if row.version == version - 1), None)
    context = {
        "mentorship": mentorship,
        "agreement": shown,
        "is_newest": shown == mentorship.agreement,
        "parts": written(shown.content),
        "before": before,
        "changes": changes(before.content, shown.content) if before else [],
        "partner": mentorship.partner_of(request.person),
        "own_signature": shown.signature_of(request.person),
        "signers": _signers(shown),
        "versions": sorted(mentorship.agreements.all(), key=lambda row: -row.version),
        "can_sign": mentorship.is_living and shown == mentorship.agreement,
    }
    return render(request, "mentorships/version.html", context)


@require_POST
def signature(request: PersonRequest, pk: int, version: int) -> HttpResponse:
    mentorship = _between_the_two(request, pk)
    signed = actions.sign_agreement(_version(mentorship, version), by=request.person)
    if signed.signed_at is not None:
        return back(request, mentorship, _("Signed by you both. This is your agreement now."))
    name = mentorship.partner_of(request.person).short_name
    return back(request, mentorship, _("Signed. %(name)s has been asked to sign it too.") % {"name": name})


def _between_the_two(request: PersonRequest, pk: int) -> Mentorship:
    mentorship = found(request, pk)
    if not permissions.may_read_words(request.person, mentorship):
        raise NotAllowed("agreement_not_yours", _("An agreement is read by the two people who made it."))
    return mentorship


def _version(mentorship: Mentorship, number: int) -> Agreement:
    for row in mentorship.agreements.all():
        if row.version == number:
            return row
    raise NotFound("agreement_not_found", _("There is no such version of this agreement."))


def _signers(agreement: Agreement) -> list[dict[str, Any]]:
    """Both people, each with their signature or None."""
    people = (agreement.mentorship.mentor, agreement.mentorship.mentee)
    return [{"person": person, "signature": agreement.signature_of(person)} for person in people]


def _facts(mentorship: Mentorship) -> Facts:
    """What the words to start from speak of. Without a program they take the formal one's habits."""
    program = mentorship.cohort.program if mentorship.cohort else None
    named = coordinators_of(mentorship)
    return Facts(
        mentor=mentorship.mentor.short_name,
        mentee=mentorship.mentee.short_name,
        coordinator=named[0].name if named else _("the coordinator"),
        cadence_days=program.cadence_days if program else 14,
        introductions=program.introductions_target if program else 5,
        weeks=(program.weeks if program else None) or WEEKS_WITHOUT_A_PROGRAM,
    )


def _refused(
    request: PersonRequest, mentorship: Mentorship, form: AgreementForm, refusal: RuleBroken
) -> HttpResponse:
    """The writer's words again; beside the other's, when those came first, and ready to be saved on top of them."""
    theirs = None
    if refusal.code == "agreement_changed":
        newest = mentorship.agreements.get(version=refusal.facts["version"])
        theirs = {"agreement": newest, "changes": changes(newest.content, form.content)}
        form = AgreementForm({**form.cleaned_data, "based_on": newest.version})
        form.full_clean()
    form.add_error(None, refusal.message)
    return _editor(request, mentorship, form, status=refusal.status, theirs=theirs)


def _editor(
    request: PersonRequest,
    mentorship: Mentorship,
    form: AgreementForm,
    *,
    status: int = 200,
    theirs: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "mentorship": mentorship,
        "partner": mentorship.partner_of(request.person),
        "newest": mentorship.agreement,
        "form": form,
        "theirs": theirs,
    }
    return render(request, "mentorships/agreement.html", context, status=status)
