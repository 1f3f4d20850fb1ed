"""Proposing and answering. What follows a yes is in `test_actions_living.py`."""

import pytest

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.mentorships import actions
from greenroom.mentorships.models import Acceptance, Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment, Part
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
State = Mentorship.State


def test_propose_in_cohort_asks_both() -> None:
    mentorship = pairs.proposed(reasons={"mentor": ["Ben wants budgets."], "mentee": ["Ada does budgets."]})
    assert mentorship.state == State.PROPOSED
    assert mentorship.formality == Mentorship.Formality.FORMAL
    assert mentorship.reasons == {"mentor": ["Ben wants budgets."], "mentee": ["Ada does budgets."]}
    assert Acceptance.objects.count() == 0
    entry = Entry.objects.get(kind="mentorships.MentorshipProposed")
    assert (entry.organization_id, entry.by_id) == (world.school().pk, world.cleo().pk)
    assert entry.data == {"mentorship_id": mentorship.pk}


def test_propose_by_member_counts_as_their_yes() -> None:
    mentorship = actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=world.ben())
    assert mentorship.formality == Mentorship.Formality.INFORMAL
    assert list(mentorship.acceptances.values_list("person", "accepted")) == [(world.ben().pk, True)]
    assert mentorship.state == State.PROPOSED
    assert actions.accept(mentorship, by=world.ada()).state == State.ACTIVE


def test_propose_by_coordinator_without_cohort_asks_both() -> None:
    mentorship = actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=world.cleo())
    assert mentorship.formality == Mentorship.Formality.INFORMAL
    assert mentorship.acceptances.count() == 0


def test_propose_in_cohort_by_member_is_refused() -> None:
    with pytest.raises(NotAllowed) as refusal:
        pairs.proposed(by=world.ben())
    assert refusal.value.code == "propose_not_yours"
    assert Mentorship.objects.count() == 0


def test_propose_two_others_by_member_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=world.person("Dov Reyes"))


def test_propose_by_stranger_finds_nobody() -> None:
    with pytest.raises(NotFound):
        pairs.proposed(by=world.eve())


def test_propose_with_stranger_finds_nobody() -> None:
    with pytest.raises(NotFound):
        actions.propose(world.guild(), mentor=world.ada(), mentee=world.eve(), by=world.eve())
    with pytest.raises(NotFound):
        actions.propose(world.school(), mentor=world.eve(), mentee=world.ben(), by=world.ben())
    assert Mentorship.objects.count() == 0


def test_propose_oneself_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.propose(world.school(), mentor=world.ben(), mentee=world.ben(), by=world.ben())
    assert refusal.value.code == "mentorship_two_people"


def test_propose_someone_deactivated_is_refused() -> None:
    ada = world.ada()
    ada.deactivated_at = clock.now()
    ada.save()
    with pytest.raises(RuleBroken) as refusal:
        actions.propose(world.school(), mentor=ada, mentee=world.ben(), by=world.ben())
    assert refusal.value.code == "person_inactive"


def test_propose_someone_not_accepted_in_cohort_is_refused() -> None:
    world.ada_mentors()
    world.ben_learns(status=Enrollment.Status.WAITING)
    with pytest.raises(RuleBroken) as refusal:
        pairs.proposed()
    assert (refusal.value.code, refusal.value.facts) == ("not_enrolled", {"person_id": world.ben().pk})


def test_propose_beyond_the_last_place_is_refused() -> None:
    pairs.proposed()
    dov = world.person("Dov Reyes")
    world.enrolled(dov, Part.MENTEE)
    with pytest.raises(RuleBroken) as refusal:
        pairs.proposed(mentee=dov)
    assert (refusal.value.code, refusal.value.facts) == ("no_free_place", {"person_id": world.ada().pk})
    assert Mentorship.objects.count() == 1


def test_propose_beyond_what_the_mentor_takes_in_all_is_refused() -> None:
    """Ada offers one place here and takes one mentee in all, whom she has elsewhere."""
    actions.propose(world.school(), mentor=world.ada(), mentee=world.person("Dov Reyes"), by=world.ada())
    with pytest.raises(RuleBroken) as refusal:
        pairs.proposed()
    assert (refusal.value.code, refusal.value.facts) == (
        "no_free_place_in_all",
        {"person_id": world.ada().pk},
    )
    assert "With 1 mentee elsewhere, of 1 in all, none is free." in refusal.value.message
    with pytest.raises(RuleBroken) as refusal:
        actions.propose_all(
            world.cohort(),
            [actions.Proposal(mentor=world.ada(), mentee=world.ben(), reasons={})],
            by=world.cleo(),
        )
    assert refusal.value.code == "no_free_place_in_all"
    Person.objects.filter(pk=world.ada().pk).update(capacity=2)
    assert pairs.proposed().state == State.PROPOSED


def test_propose_after_a_no_finds_the_place_free() -> None:
    actions.decline(pairs.proposed(), by=world.ben())
    dov = world.person("Dov Reyes")
    world.enrolled(dov, Part.MENTEE)
    assert pairs.proposed(mentee=dov).state == State.PROPOSED


def test_propose_same_two_in_cohort_again_is_refused() -> None:
    actions.decline(pairs.proposed(), by=world.ben())
    with pytest.raises(RuleBroken) as refusal:
        pairs.proposed()
    assert refusal.value.code == "mentorship_exists"


def test_propose_same_two_informally_again_is_refused() -> None:
    actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=world.ben())
    with pytest.raises(RuleBroken) as refusal:
        actions.propose(world.school(), mentor=world.ada(), mentee=world.ben(), by=world.ada())
    assert refusal.value.code == "mentorship_exists"


def test_propose_in_closed_cohort_is_refused() -> None:
    cohort = world.cohort()
    cohort.closed_at = clock.now()
    cohort.save()
    with pytest.raises(RuleBroken) as refusal:
        pairs.proposed(cohort=cohort)
    assert refusal.value.code == "cohort_closed"


def test_accept_by_one_waits_for_the_other() -> None:
    mentorship = actions.accept(pairs.proposed(), by=world.ada())
    assert mentorship.state == State.PROPOSED
    assert mentorship.started_at is None
    assert pairs.told() == ["MentorshipProposed", "MentorshipAccepted"]


def test_accept_by_both_starts_it() -> None:
    mentorship = pairs.started()
    assert mentorship.state == State.ACTIVE
    assert mentorship.started_at is not None
    assert pairs.told() == [
        "MentorshipProposed",
        "MentorshipAccepted",
        "MentorshipAccepted",
        "MentorshipStarted",
    ]


def test_accept_twice_is_refused() -> None:
    mentorship = actions.accept(pairs.proposed(), by=world.ada())
    with pytest.raises(RuleBroken) as refusal:
        actions.accept(mentorship, by=world.ada())
    assert refusal.value.code == "mentorship_answered"
    assert Acceptance.objects.count() == 1


def test_accept_by_coordinator_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.accept(pairs.proposed(), by=world.cleo())


@pytest.mark.parametrize("stranger", [world.eve, lambda: world.person("Dov Reyes")])
def test_accept_by_stranger_finds_nothing(stranger: pairs.Who) -> None:
    with pytest.raises(NotFound):
        actions.accept(pairs.proposed(), by=stranger())


def test_decline_keeps_the_reason_and_ends_it() -> None:
    mentorship = actions.decline(pairs.proposed(), reason="I know Ada too well.", by=world.ben())
    assert mentorship.state == State.DECLINED
    assert mentorship.acceptances.get().reason == "I know Ada too well."
    assert Entry.objects.get(kind="mentorships.MentorshipDeclined").data == {
        "mentorship_id": mentorship.pk,
        "person_id": world.ben().pk,
    }


def test_decline_after_start_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.decline(pairs.started(), by=world.ben())
    assert refusal.value.code == "mentorship_answered"


def test_decline_by_stranger_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.decline(pairs.proposed(), by=world.eve())
