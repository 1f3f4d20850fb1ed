"""Putting two people together, and their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce, announce_all
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound
from greenroom.mentorships import facts, permissions
from greenroom.mentorships.actions.places import (
    check_never_proposed,
    check_not_together,
    check_two_people,
    take_all_places,
    take_places,
)
from greenroom.mentorships.actions.shared import NOT_YOURS, held, require, who
from greenroom.mentorships.models import Acceptance, Mentorship
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort

Reasons = Mapping[str, Sequence[str]]
ROWS_AT_ONCE = 1_000


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
    check_two_people(organization, mentor, mentee)
    if cohort is not None:
        take_places(cohort, mentor, mentee)
        check_never_proposed(cohort, mentor, mentee)
    else:
        check_not_together(mentor, mentee)
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
    announce(facts.MentorshipProposed(mentorship_id=mentorship.pk, **who(mentorship, by)))
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
        check_two_people(organization, one.mentor, one.mentee)
    take_all_places(cohort, [(one.mentor, one.mentee) for one in proposals])
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
    announce_all([facts.MentorshipProposed(mentorship_id=row.pk, **who(row, by)) for row in rows])
    return rows


@transaction.atomic
def accept(mentorship: Mentorship, *, by: Person) -> Mentorship:
    """Say yes. With the second yes it starts."""
    mentorship = held(mentorship, by)
    require(permissions.may_answer(by, mentorship), NOT_YOURS)
    mentorship.check_can_answer(by)
    if mentorship.cohort is not None:
        mentorship.cohort.check_open()
    Acceptance.objects.create(mentorship=mentorship, person=by, accepted=True)
    announce(facts.MentorshipAccepted(mentorship_id=mentorship.pk, person_id=by.pk, **who(mentorship, by)))
    if mentorship.acceptances.filter(accepted=True).count() == len(("mentor", "mentee")):
        _start(mentorship, by)
    return mentorship


@transaction.atomic
def decline(mentorship: Mentorship, *, reason: str = "", by: Person) -> Mentorship:
    """Say no. `reason` is for the coordinator; the other side never reads it."""
    mentorship = held(mentorship, by)
    require(permissions.may_answer(by, mentorship), NOT_YOURS)
    mentorship.check_can_answer(by)
    Acceptance.objects.create(mentorship=mentorship, person=by, accepted=False, reason=reason)
    announce(facts.MentorshipDeclined(mentorship_id=mentorship.pk, person_id=by.pk, **who(mentorship, by)))
    return mentorship


def _start(mentorship: Mentorship, by: Person) -> None:
    mentorship.started_at = clock.now()
    mentorship.save(update_fields=["started_at"])
    announce(facts.MentorshipStarted(mentorship_id=mentorship.pk, **who(mentorship, by)))


def _by_side(reasons: Reasons) -> dict[str, list[str]]:
    return {side: list(reasons.get(side, ())) for side in ("mentor", "mentee")}


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
