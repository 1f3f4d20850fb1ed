"""Every write to a mentorship: lock, may this person, does its state allow it, save, announce."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce, announce_all
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.base.locks import locked
from greenroom.mentorships import facts, permissions
from greenroom.mentorships.core.fit_checks import is_time_to_ask
from greenroom.mentorships.models import (
    Acceptance,
    Agreement,
    Closure,
    FitCheck,
    FitRequest,
    Mentorship,
    Pause,
    Signature,
)
from greenroom.mentorships.queries import open_mentorships, taken_places
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part

Reasons = Mapping[str, Sequence[str]]

ROWS_AT_ONCE = 1_000

NOT_THERE = _("There is no such mentorship, or it is not yours to see.")
NOT_YOURS = _("Only the two people in this mentorship can do that.")


@transaction.atomic
def propose(
    organization: Organization,
    *,
    mentor: Person,
    mentee: Person,
    cohort: Cohort | None = None,
    reasons: Reasons | None = None,
    by: Person,
) -> Mentorship:
    """Put two people together and ask both. With a cohort it is formal and takes a place of each.

    `reasons` is {"mentor": […], "mentee": […]}, each list for that side alone. Whoever proposes it of the two has
    said yes by that. Raises RuleBroken when either is not accepted in the cohort, has no free place, or when the
    two are together already.
    """
    if not permissions.may_propose(by, organization, mentor=mentor, mentee=mentee, cohort=cohort):
        raise _refusal_to_propose(by, organization, mentor, mentee, cohort)
    _check_two_people(organization, mentor, mentee)
    if cohort is not None:
        _take_places(cohort, mentor, mentee)
        _check_never_proposed(cohort, mentor, mentee)
    else:
        _check_not_together(mentor, mentee)
    mentorship = Mentorship.objects.create(
        organization=organization,
        cohort=cohort,
        mentor=mentor,
        mentee=mentee,
        formality=Mentorship.Formality.FORMAL if cohort else Mentorship.Formality.INFORMAL,
        reasons=_by_side(reasons or {}),
        proposed_by=by,
    )
    if cohort is None and mentorship.is_one_of_the_two(by):
        Acceptance.objects.create(mentorship=mentorship, person=by, accepted=True)
    announce(facts.MentorshipProposed(mentorship_id=mentorship.pk, **_who(mentorship, by)))
    return mentorship


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Two people to put together in a cohort; `reasons` as in `propose`."""

    mentor: Person
    mentee: Person
    reasons: Reasons


@transaction.atomic
def propose_all(cohort: Cohort, proposals: Sequence[Proposal], *, by: Person) -> list[Mentorship]:
    """`propose` for many pairs of one cohort, all or none, in a handful of statements however many they are.

    Raises what `propose` raises for the first pair that cannot be.
    """
    organization = cohort.program.organization
    if proposals and not permissions.may_propose(
        by, organization, mentor=proposals[0].mentor, mentee=proposals[0].mentee, cohort=cohort
    ):
        raise _refusal_to_propose(by, organization, proposals[0].mentor, proposals[0].mentee, cohort)
    for one in proposals:
        _check_two_people(organization, one.mentor, one.mentee)
    _take_all_places(cohort, proposals)
    rows = Mentorship.objects.bulk_create(
        [
            Mentorship(
                organization=organization,
                cohort=cohort,
                mentor=one.mentor,
                mentee=one.mentee,
                formality=Mentorship.Formality.FORMAL,
                reasons=_by_side(one.reasons),
                proposed_by=by,
            )
            for one in proposals
        ],
        batch_size=ROWS_AT_ONCE,
    )
    announce_all([facts.MentorshipProposed(mentorship_id=row.pk, **_who(row, by)) for row in rows])
    return rows


@transaction.atomic
def accept(mentorship: Mentorship, *, by: Person) -> Mentorship:
    """Say yes. With the second yes it starts."""
    mentorship = _held(mentorship, by)
    _require(permissions.may_answer(by, mentorship), NOT_YOURS)
    mentorship.check_can_answer(by)
    if mentorship.cohort is not None:
        mentorship.cohort.check_open()
    Acceptance.objects.create(mentorship=mentorship, person=by, accepted=True)
    announce(facts.MentorshipAccepted(mentorship_id=mentorship.pk, person_id=by.pk, **_who(mentorship, by)))
    if mentorship.acceptances.filter(accepted=True).count() == len(("mentor", "mentee")):
        _start(mentorship, by)
    return mentorship


@transaction.atomic
def decline(mentorship: Mentorship, *, reason: str = "", by: Person) -> Mentorship:
    """Say no. `reason` is for the coordinator; the other side never reads it."""
    mentorship = _held(mentorship, by)
    _require(permissions.may_answer(by, mentorship), NOT_YOURS)
    mentorship.check_can_answer(by)
    Acceptance.objects.create(mentorship=mentorship, person=by, accepted=False, reason=reason)
    announce(facts.MentorshipDeclined(mentorship_id=mentorship.pk, person_id=by.pk, **_who(mentorship, by)))
    return mentorship


@transaction.atomic
def write_agreement(
    mentorship: Mentorship, *, content: Mapping[str, str], based_on: int, by: Person
) -> Agreement:
    """Keep a new version, which both must sign. `based_on` is the version that the writer read, 0 for none.

    Raises RuleBroken with code `agreement_changed` when the other has written since: nobody's words are overwritten.
    """
    mentorship = _held(mentorship, by)
    _require(permissions.may_write_agreement(by, mentorship), NOT_YOURS)
    mentorship.check_is_living()
    mentorship.check_newest_version_is(based_on)
    newest = mentorship.agreement
    if newest is not None and newest.content == dict(content):
        raise RuleBroken(
            "agreement_same", _("These are the words you have already. No new version was made.")
        )
    agreement = Agreement.objects.create(
        mentorship=mentorship, version=based_on + 1, content=dict(content), written_by=by
    )
    announce(facts.AgreementWritten(agreement_id=agreement.pk, **_who(mentorship, by)))
    return agreement


@transaction.atomic
def sign_agreement(agreement: Agreement, *, by: Person) -> Agreement:
    """Put one's name under a version, if it is still the newest."""
    mentorship = _held(agreement.mentorship, by)
    _require(permissions.may_write_agreement(by, mentorship), NOT_YOURS)
    mentorship.check_is_living()
    agreement = mentorship.agreements.get(pk=agreement.pk)
    agreement.check_can_sign(by)
    Signature.objects.create(agreement=agreement, person=by)
    if agreement.signatures.count() == len(("mentor", "mentee")):
        agreement.signed_at = clock.now()
        agreement.save(update_fields=["signed_at"])
    announce(facts.AgreementSigned(agreement_id=agreement.pk, person_id=by.pk, **_who(mentorship, by)))
    return agreement


@transaction.atomic
def pause(mentorship: Mentorship, *, until: dt.date | None = None, reason: str = "", by: Person) -> Pause:
    """Rest until a day, on which it resumes by itself, or until one of the two resumes it."""
    mentorship = _held(mentorship, by)
    _require(permissions.may_pause(by, mentorship), NOT_YOURS)
    mentorship.check_can_pause()
    rest = Pause(mentorship=mentorship, until=until, reason=reason, by=by)
    rest.check_ends_after(clock.today(by.zone))
    rest.save()
    announce(facts.MentorshipPaused(mentorship_id=mentorship.pk, **_who(mentorship, by)))
    return rest


@transaction.atomic
def resume(mentorship: Mentorship, *, by: Person) -> Mentorship:
    mentorship = _held(mentorship, by)
    _require(permissions.may_pause(by, mentorship), NOT_YOURS)
    mentorship.check_can_resume()
    return _resumed(mentorship, by)


@transaction.atomic
def resume_if_over(rest: Pause) -> bool:
    """End a pause whose day has come where the organization is. True when it ended; safe to run twice."""
    mentorship = locked(rest.mentorship)
    rest.refresh_from_db()
    today = clock.today(zoneinfo.ZoneInfo(mentorship.organization.time_zone))
    if rest.ended_at is not None or not rest.is_over_on(today):
        return False
    _resumed(mentorship, None)
    return True


@transaction.atomic
def close(
    mentorship: Mentorship,
    *,
    reason: str,
    words: str = "",
    fit: int | None = None,
    fit_comment: str = "",
    by: Person,
) -> Closure:
    """End it without fault. `words` go to the other one of the two; a coordinator's to both.

    `fit` and `fit_comment` are what one of the two says of how well they fitted, for the coordinators (`tell_fit`).
    """
    mentorship = _held(mentorship, by)
    _require(permissions.may_close(by, mentorship), NOT_YOURS)
    mentorship.check_can_close()
    closure = Closure.objects.create(mentorship=mentorship, reason=reason, words=words, by=by)
    mentorship.pauses.filter(ended_at=None).update(ended_at=closure.at)
    announce(facts.MentorshipClosed(mentorship_id=mentorship.pk, **_who(mentorship, by)))
    if fit is not None:
        tell_fit(mentorship, fit=fit, comment=fit_comment, by=by)
    return closure


@transaction.atomic
def ask_for_fit_if_due(mentorship: Mentorship) -> bool:
    """Ask both how well they fit, once, in the fourth week under way. True when they are asked now.

    One that rests, has closed, or is past that week is not asked by mail; its page asks all the same.
    """
    mentorship = locked(mentorship)
    now = clock.now()
    is_due = (
        mentorship.fit_occasion_at(now) == FitCheck.Occasion.EARLY
        and mentorship.state == Mentorship.State.ACTIVE
        and is_time_to_ask(mentorship.time_under_way(now))
    )
    if not is_due or FitRequest.objects.filter(mentorship=mentorship).exists():
        return False
    FitRequest.objects.create(mentorship=mentorship, at=now)
    announce(facts.FitAsked(mentorship_id=mentorship.pk, **_who(mentorship, None)))
    return True


@transaction.atomic
def tell_fit(mentorship: Mentorship, *, fit: int, comment: str = "", by: Person) -> FitCheck:
    """Keep what one of the two says of how well they fit, in place of what they said before on the same occasion.

    Raises RuleBroken with code `fit_not_asked` outside the times of `Mentorship.fit_occasion_at`.
    """
    mentorship = _held(mentorship, by)
    _require(permissions.may_tell_fit(by, mentorship), NOT_YOURS)
    now = clock.now()
    mentorship.check_can_tell_fit(now)
    answer, _is_new = FitCheck.objects.update_or_create(
        mentorship=mentorship,
        person=by,
        occasion=mentorship.fit_occasion_at(now),
        defaults={"fit": fit, "comment": comment.strip(), "at": now},
    )
    announce(facts.FitTold(fit_check_id=answer.pk, person_id=by.pk, **_who(mentorship, by)))
    return answer


@transaction.atomic
def reopen(mentorship: Mentorship, *, by: Person) -> Mentorship:
    """Take a closure back: it stays in the record. In a cohort both need a free place again."""
    mentorship = _held(mentorship, by)
    mentorship.check_can_reopen()
    _require(
        permissions.may_reopen(by, mentorship),
        _(
            "The other one of you, or a coordinator, closed this mentorship. Ask your coordinator to reopen it."
        ),
    )
    _check_two_people(mentorship.organization, mentorship.mentor, mentorship.mentee)
    if mentorship.cohort is not None:
        _take_places(mentorship.cohort, mentorship.mentor, mentorship.mentee)
    else:
        _check_not_together(mentorship.mentor, mentorship.mentee)
    mentorship.closures.filter(reopened_at=None).update(reopened_at=clock.now(), reopened_by=by)
    announce(facts.MentorshipReopened(mentorship_id=mentorship.pk, **_who(mentorship, by)))
    return mentorship


# ------------------------------------------------------------------ what the actions share


def _held(mentorship: Mentorship, by: Person) -> Mentorship:
    """The mentorship under lock, if this person may know of it at all."""
    mentorship = locked(mentorship)
    if not permissions.may_see(by, mentorship):
        raise NotFound("mentorship_not_found", NOT_THERE)
    return mentorship


def _require(allowed: bool, message: str | Promise) -> None:  # noqa: FBT001 - the answer of a predicate
    if not allowed:
        raise NotAllowed("mentorship_not_yours", message)


def _by_side(reasons: Reasons) -> dict[str, list[str]]:
    return {side: list(reasons.get(side, ())) for side in ("mentor", "mentee")}


def _who(mentorship: Mentorship, by: Person | None) -> dict[str, Any]:
    return {"organization_id": mentorship.organization_id, "by_id": by.pk if by else None}


def _start(mentorship: Mentorship, by: Person) -> None:
    mentorship.started_at = clock.now()
    mentorship.save(update_fields=["started_at"])
    announce(facts.MentorshipStarted(mentorship_id=mentorship.pk, **_who(mentorship, by)))


def _resumed(mentorship: Mentorship, by: Person | None) -> Mentorship:
    mentorship.pauses.filter(ended_at=None).update(ended_at=clock.now())
    announce(facts.MentorshipResumed(mentorship_id=mentorship.pk, **_who(mentorship, by)))
    return mentorship


def _refusal_to_propose(
    by: Person, organization: Organization, mentor: Person, mentee: Person, cohort: Cohort | None
) -> NotFound | NotAllowed:
    places = {organization.pk, mentor.organization_id, mentee.organization_id}
    if cohort is not None:
        places.add(cohort.program.organization_id)
    if places != {by.organization_id}:
        return NotFound("people_not_found", _("There are no such people here, or they are not yours to see."))
    return NotAllowed(
        "propose_not_yours",
        _("Only a coordinator can put two people together. You can ask someone yourself."),
    )


def _check_two_people(organization: Organization, mentor: Person, mentee: Person) -> None:
    if mentor.pk == mentee.pk:
        raise RuleBroken("mentorship_two_people", _("A mentorship needs two different people."))
    for person in (mentor, mentee):
        if person.organization_id != organization.pk:
            raise NotFound(
                "people_not_found", _("There are no such people here, or they are not yours to see.")
            )
        if person.deactivated_at is not None:
            raise RuleBroken(
                "person_inactive",
                _("%(name)s is no longer active here, so nobody can be paired with them.")
                % {"name": person.name},
            )


def _take_places(cohort: Cohort, mentor: Person, mentee: Person) -> None:
    """Are both accepted in the cohort, with a place free? Their enrollments are held, so the last place goes once."""
    cohort.check_open()
    held = Enrollment.objects.select_for_update().filter(
        cohort=cohort, person__in=[mentor, mentee], status=Enrollment.Status.ACCEPTED
    )
    places = {(place.person_id, place.part): place for place in held.order_by("pk")}
    taken = taken_places(cohort, mentor=mentor, mentee=mentee)
    for person, part in ((mentor, Part.MENTOR), (mentee, Part.MENTEE)):
        _check_has_place(cohort, person, part, places.get((person.pk, part.value)), taken=taken[part])


def _take_all_places(cohort: Cohort, proposals: Sequence[Proposal]) -> None:
    """The same for many pairs: every accepted place of the cohort is held, and each pair takes its two."""
    cohort.check_open()
    held = Enrollment.objects.select_for_update().filter(cohort=cohort, status=Enrollment.Status.ACCEPTED)
    places = {(place.person_id, place.part): place for place in held.order_by("pk")}
    standing = open_mentorships(cohort.mentorships.all()).values_list("mentor_id", "mentee_id")
    earlier = set(cohort.mentorships.values_list("mentor_id", "mentee_id"))
    taken: Counter[tuple[int, str]] = Counter()
    for mentor_id, mentee_id in standing:
        taken.update([(mentor_id, Part.MENTOR.value), (mentee_id, Part.MENTEE.value)])
    for one in proposals:
        for person, part in ((one.mentor, Part.MENTOR), (one.mentee, Part.MENTEE)):
            place = (person.pk, part.value)
            _check_has_place(cohort, person, part, places.get(place), taken=taken[place])
            taken[place] += 1
        if (one.mentor.pk, one.mentee.pk) in earlier:
            _check_never_proposed(cohort, one.mentor, one.mentee)


def _check_has_place(
    cohort: Cohort, person: Person, part: Part, place: Enrollment | None, *, taken: int
) -> None:
    if place is None:
        raise RuleBroken(
            "not_enrolled",
            _("%(name)s does not hold an accepted place as %(part)s in %(cohort)s.")
            % {"name": person.name, "part": part.label.lower(), "cohort": cohort.name},
            person_id=person.pk,
        )
    if taken >= place.capacity:
        raise RuleBroken(
            "no_free_place",
            _(
                "%(name)s has no free place left as %(part)s. Raise their places first, or choose someone else."
            )
            % {"name": person.name, "part": part.label.lower()},
            person_id=person.pk,
        )


def _check_never_proposed(cohort: Cohort, mentor: Person, mentee: Person) -> None:
    earlier = cohort.mentorships.filter(mentor=mentor, mentee=mentee).first()
    if earlier is not None:
        raise RuleBroken(
            "mentorship_exists",
            _(
                "%(mentor)s and %(mentee)s have been put together in this cohort before. Look at that mentorship first."
            )
            % {"mentor": mentor.name, "mentee": mentee.name},
            mentorship_id=earlier.pk,
        )


def _check_not_together(mentor: Person, mentee: Person) -> None:
    """No second informal mentorship of the same two. One of them is held, so two proposals at once make one."""
    locked(min(mentor, mentee, key=lambda person: person.pk))
    together = Mentorship.objects.filter(mentor=mentor, mentee=mentee, cohort=None)
    if open_mentorships(together).exists():
        raise RuleBroken(
            "mentorship_exists",
            _("%(mentor)s and %(mentee)s already have a mentorship, or one that waits for an answer.")
            % {"mentor": mentor.name, "mentee": mentee.name},
        )
