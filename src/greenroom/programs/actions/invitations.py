from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.base.errors import NotAllowed, NotFound, Refusal, RuleBroken
from greenroom.organizations.actions import invite
from greenroom.organizations.models import Account, Invitation
from greenroom.people.actions import join
from greenroom.people.models import Person
from greenroom.programs.actions.coordination import name_coordinator
from greenroom.programs.actions.enrollments import enroll
from greenroom.programs.core.addresses import Invitee
from greenroom.programs.models import Cohort, CohortInvitation, Enrollment
from greenroom.programs.permissions import may_coordinate

MOST_INVITED_AT_ONCE = 200


@transaction.atomic
def invite_to_cohort(
    cohort: Cohort, *, email: str, name: str = "", part: str, note: str = "", by: Person
) -> CohortInvitation:
    """Invite one address into a part of the cohort; the mail is the organization's invitation."""
    if not may_coordinate(by, cohort.program):
        raise NotAllowed("may_not_coordinate", _("Only coordinators of this program invite people to it."))
    cohort.check_open()
    if Enrollment.objects.filter(cohort=cohort, part=part, person__email=email.strip().lower()).exists():
        raise RuleBroken(
            "invited_is_there", _("%(email)s has this place in the cohort already.") % {"email": email}
        )
    organization = cohort.program.organization
    place = CohortInvitation(program=cohort.program, cohort=cohort, part=part)
    place.invitation = invite(organization, email, name=name, note=note, by_account=by.account, by_id=by.pk)
    place.save()
    return place


@transaction.atomic
def invite_all(
    cohort: Cohort, invitees: Sequence[Invitee], *, part: str, note: str = "", by: Person
) -> tuple[list[CohortInvitation], list[tuple[Invitee, str]]]:
    """Invite a pasted list; returns the invitations, and who was not invited, each with the reason in words."""
    if len(invitees) > MOST_INVITED_AT_ONCE:
        raise RuleBroken(
            "too_many_invited",
            _("Invite up to %(limit)s people at a time. Nothing was sent.") % {"limit": MOST_INVITED_AT_ONCE},
        )
    invited: list[CohortInvitation] = []
    refused: list[tuple[Invitee, str]] = []
    for invitee in invitees:
        try:
            with transaction.atomic():
                place = invite_to_cohort(
                    cohort, email=invitee.email, name=invitee.name, part=part, note=note, by=by
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused.append((invitee, refusal.message))
        except ValidationError as error:
            refused.append((invitee, " ".join(error.messages)))
        else:
            invited.append(place)
    return invited, refused


@transaction.atomic
def take_invited_place(invitation: Invitation, *, account: Account) -> Enrollment | None:
    """What an accepted invitation leads to: a place in a cohort (screening still to come), or coordinating a program.

    Returns the place, or None where the invitation names none. Safe to run twice.
    """
    place = (
        CohortInvitation.objects.select_related("cohort__program", "program")
        .filter(invitation=invitation)
        .first()
    )
    if place is None:
        return None
    if invitation.accepted_at is None:
        raise NotFound("invitation_not_accepted", _("This invitation has not been accepted."))
    person = join(
        place.program.organization,
        account,
        email=invitation.email,
        name=invitation.name or account.name,
        by=None,
    )
    if place.cohort is None:
        name_coordinator(place.program, person, by=None)
        return None
    there = Enrollment.objects.filter(cohort=place.cohort, person=person, part=place.part).first()
    if there is not None and there.status != Enrollment.Status.WITHDRAWN:
        return there
    if place.cohort.closed_at is not None:
        return None
    return enroll(place.cohort, person, part=place.part, source=Enrollment.Source.INVITATION, by=None)
