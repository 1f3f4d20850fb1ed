"""Who is asked how well they fit, once, and who hears that an answer is low."""

import datetime as dt

import pytest
from django.conf import settings

from greenroom.base import clock
from greenroom.mentorships import actions, facts
from greenroom.mentorships.models import Mentorship
from greenroom.notifications.handlers import fit_checks
from greenroom.outbox.models import Message
from greenroom.people.models import Person
from greenroom.programs.models import Coordination
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
WORDS = "We circle each other. CANARY-FIT"


def mails(kind: str) -> dict[str, Message]:
    return {mail.to_name: mail for mail in Message.objects.filter(kind=kind)}


def asked() -> Mentorship:
    mentorship = pairs.under_way(days=22)
    actions.ask_for_fit_if_due(mentorship)
    return mentorship


def test_ask_mails_both_once_and_drops_what_would_come_late() -> None:
    mentorship = asked()
    fit_checks.ask_both_how_they_fit(
        facts.FitAsked(organization_id=mentorship.organization_id, mentorship_id=mentorship.pk)
    )
    told = list(Message.objects.filter(kind="fit_asked"))
    assert {mail.to_name: mail.subject for mail in told} == {
        "Ada Lind": "How well do you and Ben Okafor fit?",
        "Ben Okafor": "How well do you and Ada Lind fit?",
    }
    assert len(told) == 2
    for mail in told:
        assert f"{settings.GREENROOM_URL}/o/kestrel-lane/mentorships/{mentorship.pk}/#fit" in mail.text
        assert "neither of you ever sees what the other has said" in mail.text
        assert mail.drop_after is not None
        assert mail.drop_after - clock.now() < dt.timedelta(days=7, seconds=1)


def test_ask_leaves_out_whoever_has_answered_already() -> None:
    mentorship = pairs.under_way(days=22)
    actions.tell_fit(mentorship, fit=4, by=world.ada())
    actions.ask_for_fit_if_due(mentorship)
    assert list(mails("fit_asked")) == ["Ben Okafor"]


def test_ask_leaves_out_whoever_has_left() -> None:
    mentorship = pairs.under_way(days=22)
    Person.objects.filter(pk=world.ada().pk).update(deactivated_at=clock.now())
    actions.ask_for_fit_if_due(mentorship)
    assert list(mails("fit_asked")) == ["Ben Okafor"]


@pytest.mark.parametrize(("fit", "told"), [(1, ["Cleo Marsh"]), (2, ["Cleo Marsh"]), (3, []), (5, [])])
def test_low_answer_tells_the_coordinator_and_a_higher_one_nobody(fit: int, told: list[str]) -> None:
    actions.tell_fit(pairs.under_way(days=22), fit=fit, comment=WORDS, by=world.ben())
    assert list(mails("fit_low")) == told


def test_low_answers_mail_holds_neither_the_answer_nor_the_words() -> None:
    mentorship = pairs.under_way(days=22)
    actions.tell_fit(mentorship, fit=1, comment=WORDS, by=world.ben())
    (mail,) = mails("fit_low").values()
    assert mail.subject == "A pair that would be glad of a kind look"
    assert "Ada does not know of this answer, and never sees it." in mail.text
    for body in (mail.text, mail.html):
        assert "CANARY" not in body
        assert "Not at all" not in body
        assert "of 5" not in body


def test_low_answer_is_told_of_once_though_it_is_changed() -> None:
    mentorship = pairs.under_way(days=22)
    for fit in (2, 4, 1):
        actions.tell_fit(mentorship, fit=fit, by=world.ben())
    assert Message.objects.filter(kind="fit_low").count() == 1


def test_low_answer_is_not_told_to_a_coordinator_who_is_the_other_side() -> None:
    mentorship = pairs.under_way(days=22)
    Coordination.objects.create(program=world.program(), person=world.ada())
    actions.tell_fit(mentorship, fit=1, by=world.ben())
    assert list(mails("fit_low")) == ["Cleo Marsh"]


def test_low_answer_at_the_close_says_that_it_came_at_the_close() -> None:
    mentorship = pairs.under_way(days=100)
    actions.close(mentorship, reason="fit", fit=2, by=world.ben())
    assert "at the close" in mails("fit_low")["Cleo Marsh"].text


def test_close_tells_the_other_of_the_question_and_not_of_the_answer() -> None:
    mentorship = pairs.under_way(days=100)
    actions.close(mentorship, reason="fit", fit=1, fit_comment=WORDS, by=world.ben())
    mail = mails("mentorship_closed")["Ada Lind"]
    assert "how well the two of you fitted. Ben never sees your answer." in mail.text
    assert "CANARY" not in mail.text + mail.html
