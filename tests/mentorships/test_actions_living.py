"""Agreements, pauses, closing and reopening."""

import datetime as dt

import pytest

from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.jobs.actions import enqueue, run
from greenroom.mentorships import actions
from greenroom.mentorships.models import Agreement, Closure, Mentorship, Pause
from greenroom.programs.models import Part
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
State = Mentorship.State
TOMORROW = dt.timedelta(days=1)


def fresh(mentorship: Mentorship) -> Mentorship:
    return Mentorship.objects.get(pk=mentorship.pk)


def test_write_agreement_makes_the_first_version() -> None:
    agreement = pairs.written()
    assert (agreement.version, agreement.content, agreement.written_by) == (1, pairs.WORDS, world.ben())
    assert agreement.signed_at is None
    assert pairs.told()[-1] == "AgreementWritten"


def test_write_agreement_over_a_newer_version_is_refused() -> None:
    agreement = pairs.written()
    with pytest.raises(RuleBroken) as refusal:
        pairs.written(agreement.mentorship, content={"purpose": "Mine."}, by=world.ada())
    assert (refusal.value.code, refusal.value.facts) == ("agreement_changed", {"version": 1})
    assert Agreement.objects.count() == 1


def test_write_agreement_with_the_same_words_is_refused() -> None:
    agreement = pairs.written()
    with pytest.raises(RuleBroken) as refusal:
        pairs.written(agreement.mentorship, based_on=1)
    assert refusal.value.code == "agreement_same"


def test_write_agreement_before_start_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        pairs.written(pairs.proposed())
    assert refusal.value.code == "mentorship_not_started"


def test_write_agreement_by_coordinator_is_refused() -> None:
    with pytest.raises(NotAllowed):
        pairs.written(by=world.cleo())


def test_write_agreement_by_stranger_finds_nothing() -> None:
    with pytest.raises(NotFound):
        pairs.written(by=world.eve())


def test_sign_agreement_by_both_brings_it_into_force() -> None:
    agreement = pairs.signed()
    assert agreement.signed_at is not None
    assert agreement.mentorship.agreement_in_force == agreement
    assert pairs.told()[-2:] == ["AgreementSigned", "AgreementSigned"]


def test_write_agreement_again_needs_both_names_again() -> None:
    first = pairs.signed()
    second = pairs.written(first.mentorship, content={"purpose": "More."}, based_on=1)
    mentorship = fresh(first.mentorship)
    assert (mentorship.agreement, mentorship.agreement_in_force) == (second, first)
    actions.sign_agreement(second, by=world.ada())
    assert fresh(mentorship).agreement_in_force == first
    actions.sign_agreement(second, by=world.ben())
    assert fresh(mentorship).agreement_in_force == second


def test_sign_agreement_superseded_is_refused() -> None:
    first = pairs.written()
    pairs.written(first.mentorship, content={"purpose": "Another."}, based_on=1)
    with pytest.raises(RuleBroken) as refusal:
        actions.sign_agreement(first, by=world.ada())
    assert (refusal.value.code, refusal.value.facts) == ("agreement_superseded", {"version": 2})
    assert first.signatures.count() == 0


def test_sign_agreement_twice_is_refused() -> None:
    agreement = actions.sign_agreement(pairs.written(), by=world.ben())
    with pytest.raises(RuleBroken) as refusal:
        actions.sign_agreement(agreement, by=world.ben())
    assert refusal.value.code == "agreement_signed"


def test_sign_agreement_by_coordinator_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.sign_agreement(pairs.written(), by=world.cleo())


def test_sign_agreement_by_stranger_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.sign_agreement(pairs.written(), by=world.eve())


def test_pause_rests_it_until_the_day() -> None:
    mentorship = pairs.started()
    until = clock.today(world.ben().zone) + TOMORROW
    actions.pause(mentorship, until=until, reason="A shoot", by=world.ben())
    assert fresh(mentorship).state == State.PAUSED
    assert pairs.told()[-1] == "MentorshipPaused"


def test_pause_until_today_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.pause(pairs.started(), until=clock.today(world.ben().zone), by=world.ben())
    assert refusal.value.code == "pause_in_past"
    assert Pause.objects.count() == 0


def test_pause_twice_is_refused() -> None:
    mentorship = pairs.started()
    actions.pause(mentorship, by=world.ben())
    with pytest.raises(RuleBroken) as refusal:
        actions.pause(mentorship, by=world.ada())
    assert refusal.value.code == "mentorship_paused"


def test_pause_by_coordinator_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.pause(pairs.started(), by=world.cleo())


def test_pause_by_stranger_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.pause(pairs.started(), by=world.eve())


def test_resume_by_the_other_goes_on() -> None:
    mentorship = pairs.started()
    actions.pause(mentorship, by=world.ben())
    actions.resume(mentorship, by=world.ada())
    assert fresh(mentorship).state == State.ACTIVE
    assert pairs.told()[-1] == "MentorshipResumed"


def test_resume_what_is_not_paused_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.resume(pairs.started(), by=world.ada())
    assert refusal.value.code == "mentorship_not_paused"


def test_resume_by_stranger_finds_nothing() -> None:
    mentorship = pairs.started()
    actions.pause(mentorship, by=world.ben())
    with pytest.raises(NotFound):
        actions.resume(mentorship, by=world.eve())


def test_resume_task_ends_only_pauses_whose_day_has_come() -> None:
    mentorship = pairs.started()
    today = clock.today(world.ben().zone)
    actions.pause(mentorship, until=today + TOMORROW, by=world.ben())
    run(enqueue("mentorships.resume", arguments={}).pk)
    assert fresh(mentorship).state == State.PAUSED
    Pause.objects.update(until=today)
    run(enqueue("mentorships.resume", arguments={}).pk)
    run(enqueue("mentorships.resume", arguments={}).pk)
    assert fresh(mentorship).state == State.ACTIVE
    assert pairs.told().count("MentorshipResumed") == 1


def test_close_keeps_reason_and_words_and_ends_the_pause() -> None:
    mentorship = pairs.started()
    actions.pause(mentorship, by=world.ben())
    closure = actions.close(mentorship, reason=Closure.Reason.TIME, words="Thank you.", by=world.ada())
    assert (closure.reason, closure.words, closure.by) == ("time", "Thank you.", world.ada())
    assert fresh(mentorship).state == State.CLOSED
    assert fresh(mentorship).pause is None
    assert pairs.told()[-1] == "MentorshipClosed"


def test_close_by_coordinator_works_before_it_starts() -> None:
    mentorship = pairs.proposed()
    actions.close(mentorship, reason=Closure.Reason.OTHER, by=world.cleo())
    assert fresh(mentorship).state == State.CLOSED


def test_close_twice_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.close(pairs.closed(), reason="time", by=world.ada())
    assert refusal.value.code == "mentorship_closed"
    assert Closure.objects.count() == 1


def test_close_what_was_declined_is_refused() -> None:
    mentorship = actions.decline(pairs.proposed(), by=world.ben())
    with pytest.raises(RuleBroken) as refusal:
        actions.close(mentorship, reason="time", by=world.cleo())
    assert refusal.value.code == "mentorship_declined"


def test_close_by_stranger_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.close(pairs.started(), reason="time", by=world.eve())


def test_change_what_is_closed_is_refused() -> None:
    mentorship = pairs.closed()
    for change in (
        lambda: actions.pause(mentorship, by=world.ben()),
        lambda: pairs.written(mentorship),
    ):
        with pytest.raises(RuleBroken) as refusal:
            change()
        assert refusal.value.code == "mentorship_closed"


@pytest.mark.parametrize("who", [world.ben, world.cleo, world.olga])
def test_reopen_by_whoever_may_keeps_the_closure(who: pairs.Who) -> None:
    mentorship = pairs.closed()
    actions.reopen(mentorship, by=who())
    closure = Closure.objects.get()
    assert fresh(mentorship).state == State.ACTIVE
    assert (closure.reopened_by, closure.reopened_at is None) == (who(), False)
    assert pairs.told()[-1] == "MentorshipReopened"


def test_reopen_by_the_other_side_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.reopen(pairs.closed(), by=world.ada())


def test_reopen_what_is_open_is_refused() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.reopen(pairs.started(), by=world.cleo())
    assert refusal.value.code == "mentorship_open"


def test_reopen_without_a_free_place_is_refused() -> None:
    mentorship = pairs.closed()
    dov = world.person("Dov Reyes")
    world.enrolled(dov, Part.MENTEE)
    pairs.proposed(mentee=dov)
    with pytest.raises(RuleBroken) as refusal:
        actions.reopen(mentorship, by=world.cleo())
    assert refusal.value.code == "no_free_place"


def test_reopen_by_stranger_finds_nothing() -> None:
    with pytest.raises(NotFound):
        actions.reopen(pairs.closed(), by=world.eve())
