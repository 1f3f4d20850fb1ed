"""What applicants, members and coordinators are told about places in a program, and who is invited in which words."""

import datetime as dt
import re

import pytest
from django.conf import settings

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.imports.facts import ImportApplied
from greenroom.imports.models import Import
from greenroom.jobs import actions as jobs
from greenroom.jobs.models import Job
from greenroom.notifications.handlers import programs as handlers
from greenroom.organizations.actions import invite, revoke_invitation, send_invitation_again
from greenroom.organizations.models import Invitation
from greenroom.organizations.queries import invitation_with_token
from greenroom.outbox.models import Message
from greenroom.people.actions import deactivate
from greenroom.programs import actions, facts
from greenroom.programs.models import Application, Cohort, Enrollment, Part
from tests import world

pytestmark = pytest.mark.django_db

STATUS = Enrollment.Status


def only(kind: str) -> Message:
    return Message.objects.get(kind=kind)


def written(invitation: Invitation) -> Message:
    """The mail that the worker writes."""
    for job in Job.objects.filter(kind="notifications.write_invitation"):
        jobs.run(job.pk)
    return Message.objects.filter(kind="invitation", to_address=invitation.email).latest("pk")


def token_in(mail: Message, path: str) -> str:
    """What the mail's link carries. A token says when it was signed, so no two are alike."""
    (token,) = re.findall(re.escape(f"{settings.GREENROOM_URL}{path}") + r"([^/\s]+)/", mail.text)
    return str(token)


def applied() -> Enrollment:
    world.cohort()
    Cohort.objects.update(starts_on=dt.date(2099, 10, 5))
    return actions.enroll(
        Cohort.objects.get(), world.ben(), part=Part.MENTEE, source=Enrollment.Source.LINK, by=world.ben()
    )


# ------------------------------------------------------------------ invitations


def test_invite_mails_the_link_with_the_personal_line() -> None:
    invitation = invite(
        world.school(),
        "new@mail.example",
        name="Noor Aziz",
        note="We met on the bridge.",
        by_account=world.olga().account,
    )
    mail = written(invitation)
    assert mail.subject == "Olga Brandt invites you to Kestrel Lane School"
    assert (mail.to_name, mail.to_address) == ("Noor Aziz", "new@mail.example")
    assert invitation_with_token(token_in(mail, "/invitations/")) == invitation
    assert "> We met on the bridge." in mail.text
    assert "We met on the bridge." in mail.html
    assert mail.drop_after == invitation.expires_at


def test_invite_to_cohort_says_which_place_is_waiting() -> None:
    place = actions.invite_to_cohort(
        world.cohort(), email="new@mail.example", part=Part.MENTOR, by=world.cleo()
    )
    mail = written(place.invitation)
    assert mail.subject == "Cleo Marsh invites you to Second Reel"
    assert "Cleo Marsh invites you to take part in Second Reel, autumn 2026 as a mentor." in mail.text


def test_send_invitation_again_is_a_second_mail_with_the_same_link() -> None:
    invitation = invite(world.school(), "new@mail.example", by_account=None)
    first = written(invitation)
    Invitation.objects.update(sent_at=invitation.sent_at - dt.timedelta(hours=2))
    send_invitation_again(invitation)
    second = written(invitation)
    assert first.pk != second.pk
    assert second.subject == "Kestrel Lane School invites you to Kestrel Lane School"
    assert invitation_with_token(token_in(second, "/invitations/")) == invitation


def test_revoke_invitation_before_its_mail_is_written_writes_none() -> None:
    invitation = invite(world.school(), "new@mail.example", by_account=None)
    revoke_invitation(invitation)
    jobs.run(Job.objects.get(kind="notifications.write_invitation").pk)
    assert Message.objects.count() == 0


# ------------------------------------------------------------------ applications


def test_send_application_asks_the_address_to_confirm() -> None:
    cohort = world.cohort()
    application = Application.objects.create(
        cohort=cohort, part=Part.MENTEE, email="new@mail.example", name="Noor Aziz"
    )
    announce(
        facts.ApplicationSent(organization_id=cohort.program.organization_id, application_id=application.pk)
    )
    mail = only("application_to_confirm")
    assert mail.subject == "Confirm your application to Second Reel"
    assert (mail.to_name, mail.to_address) == ("Noor Aziz", "new@mail.example")
    assert Application.id_in(token_in(mail, "/o/kestrel-lane/applications/")) == application.pk


def test_apply_tells_the_applicant_that_it_arrived() -> None:
    enrollment = applied()
    mail = only("application_received")
    assert (mail.to_name, mail.subject) == ("Ben Okafor", "We have your application to Second Reel")
    assert f"/o/kestrel-lane/enrollments/{enrollment.pk}/" in mail.text


def test_enroll_by_a_coordinator_is_not_mailed() -> None:
    actions.enroll(world.cohort(), world.ben(), part=Part.MENTEE, by=world.cleo())
    assert Message.objects.filter(to_name="Ben Okafor").count() == 0


@pytest.mark.parametrize(
    ("decision", "subject", "words"),
    [
        (STATUS.ACCEPTED, "You have a place in Second Reel", "It begins on October 5, 2099."),
        (
            STATUS.WAITING,
            "You are on the waiting list of Second Reel",
            "We write as soon as a place comes free.",
        ),
        (
            STATUS.DECLINED,
            "Your application to Second Reel: not this time",
            "You are welcome to apply again.",
        ),
    ],
)
def test_screen_tells_the_decision_with_the_coordinators_own_words(
    decision: str, subject: str, words: str
) -> None:
    actions.screen(applied(), decision=decision, reason="You wrote so well.\nThank you.", by=world.cleo())
    mail = only(f"screening_{decision}")
    assert (mail.to_name, mail.subject) == ("Ben Okafor", subject)
    assert "A word from Cleo Marsh:\n\n> You wrote so well.\n> Thank you.\n" in mail.text
    assert words in mail.text
    assert words in mail.html


def test_screen_into_a_cohort_that_has_begun_says_so() -> None:
    enrollment = applied()
    Cohort.objects.update(starts_on=dt.date(2020, 10, 5))
    enrollment = Enrollment.objects.get(pk=enrollment.pk)
    actions.screen(enrollment, decision=STATUS.ACCEPTED, by=world.cleo())
    assert "It began on October 5, 2020. You will hear soon" in only("screening_accepted").text


def test_screen_twice_is_told_twice_and_the_same_decision_once() -> None:
    enrollment = applied()
    for decision in (STATUS.WAITING, STATUS.ACCEPTED, STATUS.ACCEPTED, STATUS.WAITING):
        enrollment = actions.screen(enrollment, decision=decision, by=world.cleo())
    assert Message.objects.filter(kind="screening_waiting").count() == 2
    assert Message.objects.filter(kind="screening_accepted").count() == 1
    screening = enrollment.screenings.first()
    assert screening is not None
    handlers.tell_the_decision(
        facts.EnrollmentScreened(
            organization_id=world.school().pk,
            enrollment_id=enrollment.pk,
            decision="waiting",
            screening_id=screening.pk,
        )
    )
    assert Message.objects.filter(kind="screening_waiting").count() == 2


def test_withdraw_tells_the_coordinators_and_nobody_else() -> None:
    world.cleo()
    enrollment = applied()
    Message.objects.all().delete()
    actions.withdraw(enrollment, reason="A shoot in Malta.", by=world.ben())
    mail = only("enrollment_withdrawn")
    assert (mail.to_name, mail.subject) == (
        "Cleo Marsh",
        "Ben Okafor has withdrawn from Second Reel, autumn 2026",
    )
    assert "> A shoot in Malta." in mail.text
    assert Message.objects.count() == 1


def test_withdraw_by_the_coordinator_does_not_tell_them_what_they_did() -> None:
    enrollment = applied()
    actions.withdraw(enrollment, by=world.cleo())
    assert Message.objects.filter(kind="enrollment_withdrawn").count() == 0


def test_name_coordinator_tells_them_once() -> None:
    for _ in range(2):
        actions.name_coordinator(world.program(), world.ada(), by=world.olga())
    mail = only("coordinator_named")
    assert (mail.to_name, mail.subject) == ("Ada Lind", "You now coordinate Second Reel")


# ------------------------------------------------------------------ files, and those who leave


def test_apply_import_tells_who_imported_when_it_is_done() -> None:
    cohort, cleo = world.cohort(), world.cleo()
    found = Import.objects.create(
        cohort=cohort, by=cleo, filename="autumn.csv", data=b"", size=0, checksum="0"
    )
    fact = ImportApplied(
        organization_id=world.school().pk,
        import_id=found.pk,
        attempt_id=1,
        created=12,
        changed=3,
        unchanged=0,
    )
    announce(fact)
    announce(fact)
    mail = only("import_finished")
    assert (mail.to_name, mail.subject) == ("Cleo Marsh", "Your import of autumn.csv is done")
    assert "12 people are new, 3 were changed." in mail.text


def test_deactivate_drops_what_has_not_gone_and_leaves_what_has() -> None:
    enrollment = applied()
    sent = only("application_received")
    Message.objects.filter(pk=sent.pk).update(sent_at=clock.now() - dt.timedelta(days=1))
    actions.screen(enrollment, decision=STATUS.WAITING, by=world.cleo())
    deactivate(world.ben(), by=world.olga())
    dropped = only("screening_waiting")
    assert dropped.failed_at is not None
    assert dropped.error == "Not sent: this person has left the organization."
    sent.refresh_from_db()
    assert sent.failed_at is None
    actions.screen(Enrollment.objects.get(pk=enrollment.pk), decision=STATUS.ACCEPTED, by=world.cleo())
    assert Message.objects.filter(kind="screening_accepted").count() == 0
