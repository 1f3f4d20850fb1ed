"""Scanners open every link of a mail before its reader does: nothing may happen then, and the link must still work."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from greenroom.audit.actions import announce
from greenroom.jobs import actions as jobs
from greenroom.jobs.models import Job
from greenroom.mentorships import actions as mentorships
from greenroom.outbox.models import Message
from greenroom.programs import actions as programs
from greenroom.programs.facts import ApplicationSent
from greenroom.programs.models import Application, Enrollment, Part
from tests import world

pytestmark = pytest.mark.django_db

LINK = re.compile(re.escape(settings.GREENROOM_URL) + r"[^\s\"<]*")


def write_mails() -> None:
    """An invitation, an application, a decision, and a mentorship from its proposal to its closing."""
    programs.invite_to_cohort(world.cohort(), email="new@mail.example", part=Part.MENTOR, by=world.cleo())
    for job in Job.objects.filter(kind="notifications.write_invitation"):
        jobs.run(job.pk)
    application = Application.objects.create(
        cohort=world.cohort(), part=Part.MENTEE, email="other@mail.example", name="Noor Aziz"
    )
    announce(ApplicationSent(organization_id=world.school().pk, application_id=application.pk))
    learner = programs.enroll(
        world.cohort(), world.ben(), part=Part.MENTEE, source=Enrollment.Source.LINK, by=world.ben()
    )
    programs.screen(learner, decision=Enrollment.Status.ACCEPTED, by=world.cleo())
    world.ada_mentors()
    mentorship = mentorships.propose(
        world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo()
    )
    mentorships.accept(mentorship, by=world.ada())
    mentorships.accept(mentorship, by=world.ben())
    agreement = mentorships.write_agreement(
        mentorship, content={"purpose": "To budget."}, based_on=0, by=world.ben()
    )
    for person in (world.ada(), world.ben()):
        mentorships.sign_agreement(agreement, by=person)
    mentorships.pause(mentorship, by=world.ben())
    mentorships.resume(mentorship, by=world.ben())
    mentorships.close(mentorship, reason="time", by=world.ben())


def everything() -> dict[str, list[dict[str, Any]]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("greenroom.")]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_open_every_link_without_signing_in_changes_nothing_and_leads_to_a_page_or_to_the_sign_in_form() -> (
    None
):
    write_mails()
    links = {link for mail in Message.objects.all() for link in LINK.findall(mail.text + mail.html)}
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert len(kinds) == 13
    before = everything()
    for link in sorted(links):
        path = link.removeprefix(settings.GREENROOM_URL)
        for _ in range(3):
            assert Client().head(path).status_code in (200, 302), link
            answer = Client().get(path)
            assert answer.status_code in (200, 302), link
            if answer.status_code == 302:
                assert answer["Location"] == f"/o/kestrel-lane/accounts/login/?next={path}"
    assert everything() == before


def test_open_the_link_of_each_mail_shows_its_reader_the_page() -> None:
    write_mails()
    people = {person.email: person for person in (world.ada(), world.ben(), world.cleo())}
    for mail in Message.objects.filter(to_address__in=people):
        for link in {*LINK.findall(mail.text)}:
            answer = world.signed_in(people[mail.to_address]).get(link.removeprefix(settings.GREENROOM_URL))
            assert answer.status_code == 200, (mail.kind, link)


def test_build_links_from_our_own_address_whatever_host_a_request_names() -> None:
    world.ada_mentors()
    world.ben_learns()
    mentorship = mentorships.propose(
        world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo()
    )
    Message.objects.all().delete()
    path = world.inside(world.ada(), f"/mentorships/{mentorship.pk}/acceptance/")
    answer = world.signed_in(world.ada()).post(
        path, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )
    assert answer.status_code in (200, 302)
    mail = Message.objects.get()
    assert mail.kind == "mentorship_accepted"
    assert f"{settings.GREENROOM_URL}/o/kestrel-lane/mentorships/{mentorship.pk}/" in mail.text
    assert "evil.example" not in mail.text + mail.html
