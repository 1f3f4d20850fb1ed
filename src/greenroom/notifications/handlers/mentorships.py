"""What the two of a mentorship hear, and what their coordinators hear. Each side reads only what is theirs."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from greenroom.audit.actions import for_many
from greenroom.jobs.actions import enqueue
from greenroom.mentorships import facts
from greenroom.mentorships.core import first_meeting
from greenroom.mentorships.models import Acceptance, Agreement, Closure, Mentorship, Pause
from greenroom.notifications.actions import Letter, write_proposals, write_to
from greenroom.notifications.queries import coordinators_of, page_of
from greenroom.people.models import Person

WRITTEN_AT_ONCE = 100


def tell_both_of_the_proposal(fact: facts.MentorshipProposed) -> None:
    write_proposals([fact.mentorship_id])


@for_many(tell_both_of_the_proposal)
def tell_all_of_their_proposals(proposed: Sequence[facts.MentorshipProposed]) -> None:
    """A few at once; thousands are written by a worker, so that whoever publishes holds the database for seconds."""
    ids = [fact.mentorship_id for fact in proposed]
    if len(ids) <= WRITTEN_AT_ONCE:
        write_proposals(ids)
        return
    for first in range(0, len(ids), WRITTEN_AT_ONCE):
        part = ids[first : first + WRITTEN_AT_ONCE]
        enqueue(
            "notifications.write_proposals",
            arguments={"mentorship_ids": part, "language": get_language() or settings.LANGUAGE_CODE},
            key=f"proposals:{part[0]}",
        )


def tell_the_other_of_a_yes(fact: facts.MentorshipAccepted) -> None:
    """Only the one who has not answered yet: two yeses are told of when the mentorship starts."""
    mentorship = _mentorship(fact.mentorship_id)
    said_yes = _one_of(mentorship, fact.person_id)
    partner = mentorship.partner_of(said_yes)
    if Acceptance.objects.filter(mentorship=mentorship, person=partner).exists():
        return
    _tell(
        partner,
        mentorship,
        kind="mentorship_accepted",
        key=f"mentorship:{mentorship.pk}:accepted:{said_yes.pk}",
        subject=_("%(partner)s has said yes") % {"partner": said_yes.name},
        button=_("Give your answer"),
    )


def tell_of_a_no(fact: facts.MentorshipDeclined) -> None:
    """The other side hears a kind word without the reason; the coordinators read the reason."""
    mentorship = _mentorship(fact.mentorship_id)
    said_no = _one_of(mentorship, fact.person_id)
    key = f"mentorship:{mentorship.pk}:declined:{said_no.pk}"
    partner = mentorship.partner_of(said_no)
    _tell(
        partner,
        mentorship,
        kind="mentorship_not_this_time",
        key=f"{key}:partner",
        subject=_("Your match with %(partner)s: not this time") % {"partner": said_no.name},
        page=("mentorships:own",),
        button=_("See your mentorships"),
    )
    answer = Acceptance.objects.filter(mentorship=mentorship, person=said_no).first()
    _tell_coordinators(
        mentorship,
        kind="mentorship_declined",
        key=key,
        subject=_("%(name)s declined a match") % {"name": said_no.name},
        button=_("Open this match"),
        said_no=said_no,
        reason=answer.reason if answer else "",
    )


def tell_both_of_the_start(fact: facts.MentorshipStarted) -> None:
    """How they reach each other, and what to talk about first."""
    mentorship = _mentorship(fact.mentorship_id)
    for person in (mentorship.mentor, mentorship.mentee):
        partner = mentorship.partner_of(person)
        _tell(
            person,
            mentorship,
            kind="mentorship_started",
            key=f"mentorship:{mentorship.pk}:started:{person.pk}",
            subject=_("You and %(partner)s can begin") % {"partner": partner.name},
            button=_("Open your mentorship"),
            agenda=[(point.minutes, _(point.topic), _(point.text)) for point in first_meeting.POINTS],
        )


def tell_the_other_of_an_agreement(fact: facts.AgreementWritten) -> None:
    agreement = _agreement(fact.agreement_id)
    for person in _all_but(agreement.mentorship, agreement.written_by_id):
        _tell(
            person,
            agreement.mentorship,
            kind="agreement_written",
            key=f"agreement:{agreement.pk}:written:{person.pk}",
            subject=_("An agreement is waiting for your signature"),
            button=_("Read it and sign"),
            page=("mentorships:version", agreement.mentorship_id, agreement.version),
            agreement=agreement,
            writer=agreement.written_by,
        )


def tell_both_of_the_second_signature(fact: facts.AgreementSigned) -> None:
    """One signature alone is not mailed: the page shows it."""
    agreement = _agreement(fact.agreement_id)
    if agreement.signed_at is None:
        return
    for person in (agreement.mentorship.mentor, agreement.mentorship.mentee):
        partner = agreement.mentorship.partner_of(person)
        _tell(
            person,
            agreement.mentorship,
            kind="agreement_signed",
            key=f"agreement:{agreement.pk}:signed:{person.pk}",
            subject=_("You and %(partner)s have both signed") % {"partner": partner.name},
            button=_("Open your agreement"),
            page=("mentorships:version", agreement.mentorship_id, agreement.version),
            agreement=agreement,
        )


def tell_of_the_pause(fact: facts.MentorshipPaused) -> None:
    """The word about a pause stays on the page, where its writer put it."""
    mentorship = _mentorship(fact.mentorship_id)
    pause = Pause.objects.filter(mentorship=mentorship).order_by("-at", "-pk").first()
    if pause is None:
        return
    for person in _all_but(mentorship, pause.by_id):
        partner = mentorship.partner_of(person)
        _tell(
            person,
            mentorship,
            kind="mentorship_paused",
            key=f"pause:{pause.pk}:paused:{person.pk}",
            subject=_("Your mentorship with %(partner)s is paused") % {"partner": partner.name},
            button=_("Open your mentorship"),
            pause=pause,
        )


def tell_of_the_resumption(fact: facts.MentorshipResumed) -> None:
    mentorship = _mentorship(fact.mentorship_id)
    pause = Pause.objects.filter(mentorship=mentorship).order_by("-at", "-pk").first()
    if pause is None:
        return
    for person in _all_but(mentorship, fact.by_id):
        partner = mentorship.partner_of(person)
        _tell(
            person,
            mentorship,
            kind="mentorship_resumed",
            key=f"pause:{pause.pk}:resumed:{person.pk}",
            subject=_("Your mentorship with %(partner)s goes on") % {"partner": partner.name},
            button=_("Open your mentorship"),
        )


def tell_of_the_closure(fact: facts.MentorshipClosed) -> None:
    """The closing word goes to the other of the two alone. Coordinators hear of an end before its time, unless they made it."""
    mentorship = _mentorship(fact.mentorship_id)
    closure = (
        Closure.objects.filter(mentorship=mentorship).select_related("by").order_by("-at", "-pk").first()
    )
    if closure is None:
        return
    is_whole = closure.reason in (Closure.Reason.COMPLETED, Closure.Reason.PROGRAM_END)
    is_rematch = closure.reason == Closure.Reason.REMATCHED
    for person in _all_but(mentorship, closure.by_id):
        partner = mentorship.partner_of(person)
        _tell(
            person,
            mentorship,
            kind="mentorship_closed",
            key=f"closure:{closure.pk}:closed:{person.pk}",
            subject=_("Your mentorship with %(partner)s has closed") % {"partner": partner.name},
            button=_("Look back at it"),
            words=closure.words,
            writer=closure.by.short_name if closure.by else "",
            is_whole=is_whole,
            is_rematch=is_rematch,
        )
    if not is_whole and not is_rematch:
        _tell_coordinators(
            mentorship,
            kind="mentorship_ended_early",
            key=f"closure:{closure.pk}:closed",
            subject=_("%(mentee)s and %(mentor)s have closed their mentorship")
            % {"mentee": mentorship.mentee.name, "mentor": mentorship.mentor.name},
            button=_("Open this mentorship"),
            but_not=closure.by_id,
            reason=closure.get_reason_display(),
        )


def tell_of_the_reopening(fact: facts.MentorshipReopened) -> None:
    mentorship = _mentorship(fact.mentorship_id)
    closure = Closure.objects.filter(mentorship=mentorship).order_by("-at", "-pk").first()
    if closure is None:
        return
    for person in _all_but(mentorship, fact.by_id):
        partner = mentorship.partner_of(person)
        _tell(
            person,
            mentorship,
            kind="mentorship_reopened",
            key=f"closure:{closure.pk}:reopened:{person.pk}",
            subject=_("Your mentorship with %(partner)s is open again") % {"partner": partner.name},
            button=_("Open your mentorship"),
        )


def _tell(person: Person, mentorship: Mentorship, *, page: tuple[Any, ...] = (), **letter: Any) -> None:
    """Write to one of the two, about the other. `page` is a view and its arguments; without, the mentorship's own."""
    known = {name: letter.pop(name) for name in ("kind", "key", "subject", "button")}
    context = {"mentorship": mentorship, "partner": mentorship.partner_of(person), **letter}
    view, *arguments = page or ("mentorships:page", mentorship.pk)
    address = page_of(mentorship.organization, view, *arguments)
    write_to(person, Letter(**known, facts=context, page=address))


def _tell_coordinators(
    mentorship: Mentorship, *, key: str, but_not: int | None = None, **letter: Any
) -> None:
    if mentorship.cohort is None:
        return
    known = {name: letter.pop(name) for name in ("kind", "subject", "button")}
    address = page_of(mentorship.organization, "mentorships:page", mentorship.pk)
    for person in coordinators_of(mentorship.cohort.program, but_not=but_not):
        context = {"mentorship": mentorship, **letter}
        write_to(person, Letter(**known, key=f"{key}:coordinator:{person.pk}", facts=context, page=address))


def _mentorship(mentorship_id: int) -> Mentorship:
    related = (
        "organization",
        "cohort__program__organization",
        "mentor__organization",
        "mentee__organization",
    )
    return Mentorship.objects.select_related(*related).get(pk=mentorship_id)


def _agreement(agreement_id: int) -> Agreement:
    agreement = Agreement.objects.select_related("written_by").get(pk=agreement_id)
    agreement.mentorship = _mentorship(agreement.mentorship_id)
    return agreement


def _one_of(mentorship: Mentorship, person_id: int) -> Person:
    return mentorship.mentor if person_id == mentorship.mentor_id else mentorship.mentee


def _all_but(mentorship: Mentorship, person_id: int | None) -> list[Person]:
    """Those of the two who did not do it themselves."""
    return [person for person in (mentorship.mentor, mentorship.mentee) if person.pk != person_id]
