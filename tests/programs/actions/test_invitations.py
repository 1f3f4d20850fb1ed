import pytest

from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.organizations.actions import accept_invitation
from greenroom.organizations.models import Invitation
from greenroom.programs import actions
from greenroom.programs.core.addresses import Invitee
from greenroom.programs.models import CohortInvitation, Enrollment, Part
from tests import world

pytestmark = pytest.mark.django_db
Status = Enrollment.Status


def invited(email: str = "nia@new.example", part: str = Part.MENTOR) -> CohortInvitation:
    return actions.invite_to_cohort(world.cohort(), email=email, name="Nia Vance", part=part, by=world.cleo())


def test_accepted_invitation_gives_a_place_that_is_still_to_be_screened() -> None:
    place = invited()
    accept_invitation(place.invitation)
    enrollment = Enrollment.objects.get()
    assert (enrollment.person.email, enrollment.part) == ("nia@new.example", Part.MENTOR)
    assert (enrollment.status, enrollment.source) == (Status.APPLIED, "invitation")


def test_take_invited_place_twice_gives_one_place() -> None:
    place = invited()
    account = accept_invitation(place.invitation)
    place.invitation.refresh_from_db()
    again = actions.take_invited_place(place.invitation, account=account)
    assert again == Enrollment.objects.get()


def test_invitation_before_it_is_accepted_gives_nothing() -> None:
    invited()
    assert Enrollment.objects.count() == 0


def test_invite_to_cohort_is_refused_to_strangers_members_and_other_coordinators() -> None:
    other = actions.create_program(world.school(), template="sprint", name="Other", by=None)
    cohort = actions.open_cohort(other, name="other", starts_on=world.STARTS_ON, by=None)
    for by in (world.eve(), world.ben(), world.cleo()):
        with pytest.raises(NotAllowed):
            actions.invite_to_cohort(cohort, email="nia@new.example", part=Part.MENTOR, by=by)
        with pytest.raises(NotAllowed):
            actions.invite_all(cohort, [Invitee(email="nia@new.example")], part=Part.MENTOR, by=by)
    assert Invitation.objects.count() == 0


def test_invite_to_cohort_of_someone_who_is_there_is_refused() -> None:
    ada = world.ada_mentors().person
    with pytest.raises(RuleBroken, match="this place"):
        invited(email=ada.email.upper())


def test_invite_all_invites_the_rest_and_says_who_not() -> None:
    ada = world.ada_mentors().person
    people = [Invitee(email="nia@new.example"), Invitee(email=ada.email), Invitee(email="not@an_address")]
    invited, refused = actions.invite_all(world.cohort(), people, part=Part.MENTOR, by=world.cleo())
    assert [place.invitation.email for place in invited] == ["nia@new.example"]
    assert [who.email for who, _reason in refused] == [ada.email, "not@an_address"]
    assert Invitation.objects.count() == 1


def test_invite_all_of_too_many_sends_nothing() -> None:
    people = [Invitee(email=f"p{n}@new.example") for n in range(201)]
    with pytest.raises(RuleBroken, match="200"):
        actions.invite_all(world.cohort(), people, part=Part.MENTOR, by=world.cleo())
    assert Invitation.objects.count() == 0
