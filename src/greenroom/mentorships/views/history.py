"""What has happened in a mentorship, read from its records and told to one reader."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from greenroom.mentorships.models import Acceptance, Agreement, Closure, Mentorship, Pause, Signature
from greenroom.people.models import Person


@dataclasses.dataclass(frozen=True, kw_only=True)
class Moment:
    """One dated thing. `detail` is a second line, such as words that came with it."""

    at: dt.datetime
    title: str
    detail: str = ""


def history(mentorship: Mentorship, *, reader: Person) -> list[Moment]:
    """The newest first. A no is not among them: its page says so itself, without a name."""
    moments = [*_beginning(mentorship, reader)]
    for agreement in mentorship.agreements.all():
        moments += _agreement(agreement, reader)
    for pause in mentorship.pauses.all():
        moments += _pause(pause, reader)
    for closure in mentorship.closures.all():
        moments += _closure(closure, reader)
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def called(person: Person | None, reader: Person) -> str:
    if person is None:
        return _("The program")
    return _("You") if person.pk == reader.pk else person.short_name


def _beginning(mentorship: Mentorship, reader: Person) -> Iterator[Moment]:
    by = mentorship.proposed_by
    if by is not None and mentorship.is_one_of_the_two(by):
        title = _("%(name)s asked") % {"name": called(by, reader)}
    else:
        title = _("Put together")
    detail = str(mentorship.cohort) if mentorship.cohort else _("An informal mentorship")
    yield Moment(at=mentorship.proposed_at, title=title, detail=detail)
    for answer in _first_answers(mentorship):
        if answer.accepted and answer.person_id != mentorship.proposed_by_id:
            person = mentorship.mentor if answer.person_id == mentorship.mentor_id else mentorship.mentee
            yield Moment(at=answer.at, title=_("%(name)s said yes") % {"name": called(person, reader)})
    if mentorship.started_at is not None:
        yield Moment(at=mentorship.started_at, title=_("Both said yes, and it began"))


def _first_answers(mentorship: Mentorship) -> list[Acceptance]:
    """Without the second yes, which is the start."""
    answers = sorted(mentorship.acceptances.all(), key=lambda answer: answer.at)
    return answers[:1] if mentorship.started_at is not None else answers


def _agreement(agreement: Agreement, reader: Person) -> Iterator[Moment]:
    number = {"version": agreement.version, "name": called(agreement.written_by, reader)}
    yield Moment(
        at=agreement.written_at, title=_("%(name)s wrote version %(version)s of the agreement") % number
    )
    mentorship = agreement.mentorship
    for signature in agreement.signatures.all():
        person = mentorship.mentor if signature.person_id == mentorship.mentor_id else mentorship.mentee
        signed = {"version": agreement.version, "name": called(person, reader)}
        is_last = agreement.signed_at is not None and signature == _last_signature(agreement)
        detail = _("With both names under it, it is in force.") if is_last else ""
        yield Moment(at=signature.at, title=_("%(name)s signed version %(version)s") % signed, detail=detail)


def _last_signature(agreement: Agreement) -> Signature:
    return max(agreement.signatures.all(), key=lambda signature: (signature.at, signature.pk))


def _pause(pause: Pause, reader: Person) -> Iterator[Moment]:
    is_one = pause.mentorship.is_one_of_the_two(reader)
    title = _("%(name)s paused it") % {"name": called(pause.by, reader)}
    yield Moment(at=pause.at, title=title, detail=pause.reason if is_one else "")
    if pause.ended_at is not None:
        yield Moment(at=pause.ended_at, title=_("The pause ended"))


def _closure(closure: Closure, reader: Person) -> Iterator[Moment]:
    is_one = closure.mentorship.is_one_of_the_two(reader)
    title = _("%(name)s closed it") % {"name": called(closure.by, reader)}
    detail = closure.words if is_one and closure.words else str(closure.get_reason_display())
    yield Moment(at=closure.at, title=title, detail=detail)
    if closure.reopened_at is not None:
        yield Moment(
            at=closure.reopened_at,
            title=_("%(name)s opened it again") % {"name": called(closure.reopened_by, reader)},
        )
