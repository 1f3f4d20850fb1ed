"""What the two of a mentorship and their coordinators are told: who, in which words, once, and nothing that is not theirs."""

import datetime as dt

import pytest
from django.conf import settings

from greenroom.mentorships import actions, facts
from greenroom.mentorships.models import Agreement, Mentorship
from greenroom.notifications.handlers import mentorships as handlers
from greenroom.outbox.models import Message
from greenroom.programs.models import Cohort
from tests import world

pytestmark = pytest.mark.django_db

TO_ADA = "Ben hopes to budget. CANARY-FOR-ADA"
TO_BEN = "Ada has budgeted. CANARY-FOR-BEN"


def mails(kind: str) -> dict[str, Message]:
    """The mails of a kind, by the name they go to."""
    found = list(Message.objects.filter(kind=kind))
    assert len({mail.to_name for mail in found}) == len(found)
    return {mail.to_name: mail for mail in found}


def proposed() -> Mentorship:
    world.ada_mentors()
    world.ben_learns()
    return actions.propose(
        world.school(),
        mentor=world.ada(),
        mentee=world.ben(),
        cohort=world.cohort(),
        reasons={"mentor": [TO_ADA], "mentee": [TO_BEN]},
        by=world.cleo(),
    )


def started() -> Mentorship:
    mentorship = proposed()
    actions.accept(mentorship, by=world.ada())
    actions.accept(mentorship, by=world.ben())
    return Mentorship.objects.get(pk=mentorship.pk)


def written() -> Agreement:
    return actions.write_agreement(started(), content={"purpose": "To budget."}, based_on=0, by=world.ben())


def fact(mentorship: Mentorship) -> facts.MentorshipProposed:
    return facts.MentorshipProposed(organization_id=mentorship.organization_id, mentorship_id=mentorship.pk)


def test_propose_tells_each_side_whom_they_meet_and_their_own_reasons_only() -> None:
    world.cohort()
    Cohort.objects.update(starts_on=dt.date(2020, 10, 5))
    mentorship = proposed()
    told = mails("mentorship_proposed")
    assert {name: mail.subject for name, mail in told.items()} == {
        "Ada Lind": "Meet Ben Okafor: your match is waiting for your answer",
        "Ben Okafor": "Meet Ada Lind: your match is waiting for your answer",
    }
    for name, own, other in (("Ada Lind", TO_ADA, TO_BEN), ("Ben Okafor", TO_BEN, TO_ADA)):
        mail = told[name]
        for body in (mail.text, mail.html):
            assert own in body
            assert other not in body
            assert "Second Reel, autumn 2026 began on October 5, 2020." in body
            assert f"{settings.GREENROOM_URL}/o/kestrel-lane/mentorships/{mentorship.pk}/" in body
    assert told["Ada Lind"].event_key == f"mentorship:{mentorship.pk}:proposed:mentor"


def test_tell_of_a_proposal_again_writes_nothing_new() -> None:
    mentorship = proposed()
    handlers.tell_both_of_the_proposal(fact(mentorship))
    assert Message.objects.filter(kind="mentorship_proposed").count() == 2


def test_propose_to_someone_who_left_is_not_mailed_to_them() -> None:
    mentorship = proposed()
    Message.objects.all().delete()
    mentorship.mentee.deactivated_at = mentorship.proposed_at
    mentorship.mentee.save()
    handlers.tell_both_of_the_proposal(fact(mentorship))
    assert list(mails("mentorship_proposed")) == ["Ada Lind"]


def test_accept_first_tells_the_other_side_alone() -> None:
    actions.accept(proposed(), by=world.ada())
    told = mails("mentorship_accepted")
    assert {name: mail.subject for name, mail in told.items()} == {"Ben Okafor": "Ada Lind has said yes"}


def test_accept_second_tells_both_that_they_can_begin_and_how_they_reach_each_other() -> None:
    started()
    assert list(mails("mentorship_accepted")) == ["Ben Okafor"]
    told = mails("mentorship_started")
    assert {name: mail.subject for name, mail in told.items()} == {
        "Ada Lind": "You and Ben Okafor can begin",
        "Ben Okafor": "You and Ada Lind can begin",
    }
    assert "Ben Okafor: ben@kestrel-lane.example" in told["Ada Lind"].text
    assert "- Working rules: " in told["Ben Okafor"].text
    assert "(15 minutes)" in told["Ben Okafor"].text


def test_decline_tells_the_coordinator_why_and_the_other_side_only_not_this_time() -> None:
    mentorship = proposed()
    actions.decline(mentorship, reason="We once fell out. CANARY-WHY", by=world.ben())
    kind_word = mails("mentorship_not_this_time")
    assert {name: mail.subject for name, mail in kind_word.items()} == {
        "Ada Lind": "Your match with Ben Okafor: not this time"
    }
    assert "CANARY-WHY" not in kind_word["Ada Lind"].text + kind_word["Ada Lind"].html
    reason = mails("mentorship_declined")
    assert {name: mail.subject for name, mail in reason.items()} == {
        "Cleo Marsh": "Ben Okafor declined a match"
    }
    assert "> We once fell out. CANARY-WHY" in reason["Cleo Marsh"].text
    assert "CANARY-WHY" in reason["Cleo Marsh"].html


def test_decline_in_a_program_without_coordinators_tells_the_owners() -> None:
    mentorship = proposed()
    world.olga()
    world.program().coordinations.all().delete()
    actions.decline(mentorship, by=world.ada())
    assert list(mails("mentorship_declined")) == ["Olga Brandt"]


def test_write_agreement_asks_the_other_to_sign() -> None:
    written()
    told = mails("agreement_written")
    assert {name: mail.subject for name, mail in told.items()} == {
        "Ada Lind": "An agreement is waiting for your signature"
    }
    assert "Ben Okafor has written version 1" in told["Ada Lind"].text
    assert "To budget." not in told["Ada Lind"].text


def test_sign_agreement_tells_both_when_the_second_has_signed() -> None:
    agreement = written()
    actions.sign_agreement(agreement, by=world.ben())
    assert mails("agreement_signed") == {}
    actions.sign_agreement(agreement, by=world.ada())
    assert {name: mail.subject for name, mail in mails("agreement_signed").items()} == {
        "Ada Lind": "You and Ben Okafor have both signed",
        "Ben Okafor": "You and Ada Lind have both signed",
    }


def test_pause_and_resume_tell_the_other_without_the_word_about_it() -> None:
    mentorship = started()
    until = dt.date(2099, 1, 4)
    actions.pause(mentorship, until=until, reason="Surgery. CANARY-PAUSE", by=world.ben())
    told = mails("mentorship_paused")
    assert {name: mail.subject for name, mail in told.items()} == {
        "Ada Lind": "Your mentorship with Ben Okafor is paused"
    }
    assert "January 4, 2099" in told["Ada Lind"].text
    assert "CANARY-PAUSE" not in told["Ada Lind"].text + told["Ada Lind"].html
    actions.resume(mentorship, by=world.ada())
    assert {name: mail.subject for name, mail in mails("mentorship_resumed").items()} == {
        "Ben Okafor": "Your mentorship with Ada Lind goes on"
    }


def test_pause_twice_is_told_twice() -> None:
    mentorship = started()
    for _ in range(2):
        actions.pause(mentorship, by=world.ben())
        actions.resume(mentorship, by=world.ben())
    assert Message.objects.filter(kind="mentorship_paused").count() == 2


def test_close_gives_the_closing_word_to_the_other_and_not_to_the_coordinator() -> None:
    mentorship = started()
    actions.close(mentorship, reason="fit", words="Thank you. CANARY-WORDS", by=world.ben())
    told = mails("mentorship_closed")
    assert {name: mail.subject for name, mail in told.items()} == {
        "Ada Lind": "Your mentorship with Ben Okafor has closed"
    }
    assert "> Thank you. CANARY-WORDS" in told["Ada Lind"].text
    assert "nobody’s fault" in told["Ada Lind"].text
    early = mails("mentorship_ended_early")
    assert {name: mail.subject for name, mail in early.items()} == {
        "Cleo Marsh": "Ben Okafor and Ada Lind have closed their mentorship"
    }
    assert "CANARY-WORDS" not in early["Cleo Marsh"].text + early["Cleo Marsh"].html
    actions.reopen(mentorship, by=world.ben())
    assert {name: mail.subject for name, mail in mails("mentorship_reopened").items()} == {
        "Ada Lind": "Your mentorship with Ben Okafor is open again"
    }


def test_close_by_the_coordinator_tells_both_and_gives_them_the_word() -> None:
    mentorship = started()
    actions.close(mentorship, reason="program_end", words="Well done, both.", by=world.cleo())
    told = mails("mentorship_closed")
    assert sorted(told) == ["Ada Lind", "Ben Okafor"]
    assert "> Well done, both." in told["Ada Lind"].text
    assert mails("mentorship_ended_early") == {}


def test_every_mail_of_a_whole_mentorship_is_light_plain_and_without_exclamation_marks() -> None:
    agreement = written()
    for person in (world.ada(), world.ben()):
        actions.sign_agreement(agreement, by=person)
    actions.close(agreement.mentorship, reason="completed", by=world.ada())
    for mail in Message.objects.all():
        assert len(mail.html.encode()) <= 102 * 1024
        assert mail.html.count('class="b" href=') == 1
        assert "!" not in mail.text
        assert "!" not in mail.html.replace("<!DOCTYPE html>", "").replace("!important", "")
        assert mail.text.startswith(f"Hello {mail.to_name.split(' ')[0]},\n\n")
        assert "\n\n\n" not in mail.text
        assert "{" not in mail.text
