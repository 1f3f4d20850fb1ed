"""The mailbox of the demo, and the mails that failed."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from greenroom.base import clock
from greenroom.jobs.models import Job
from greenroom.notifications.actions import Letter, write, write_to
from greenroom.outbox.models import Message
from tests import world

pytestmark = pytest.mark.django_db

LIST_QUERIES = 13


def mailed(number: int = 1, **fields: object) -> Message:
    letter = Letter(
        kind="mentorship_resumed", key=f"test:{number}", subject=f"Mail {number}", facts={"partner": world.ada()},
        button="Open it", page="http://127.0.0.1:8000/o/kestrel-lane/mentorships/1/",
    )  # fmt: skip
    message = write_to(world.ben(), letter)
    assert message is not None
    Message.objects.filter(pk=message.pk).update(**fields)
    return message


def subjects(html: bytes) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', html.decode())


def test_open_mailbox_lists_every_mail_newest_first_to_a_coordinator() -> None:
    first, second = mailed(1), mailed(2)
    Message.objects.filter(pk=first.pk).update(
        created_at=second.created_at - (clock.now() - second.created_at)
    )
    answer = world.signed_in(world.cleo()).get(world.inside(world.cleo(), "/mailbox/"))
    assert answer.status_code == 200
    assert subjects(answer.content)[:2] == ["Mail 2", "Mail 1"]


def test_search_mailbox_finds_by_subject_name_and_state() -> None:
    cleo = world.cleo()
    mailed(1)
    mailed(2, sent_at=clock.now())
    mailed(3, failed_at=clock.now())
    mailed(4)
    Job.objects.filter(key=f"mail:{Message.objects.get(subject='Mail 4').pk}").update(
        state=Job.State.FAILED, finished_at=clock.now()
    )
    browser = world.signed_in(cleo)

    def found(query: str) -> list[str]:
        return sorted(subjects(browser.get(world.inside(cleo, f"/mailbox/?{query}")).content))

    assert found("q=mail+2") == ["Mail 2"]
    assert found("q=okafor&state=waiting") == ["Mail 1"]
    assert found("state=sent") == ["Mail 2"]
    assert found("state=failed") == ["Mail 3", "Mail 4"]
    assert found("q=nobody") == []


@pytest.mark.parametrize("count", [1, 3])
def test_open_mailbox_asks_the_database_as_often_for_three_mails_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cleo = world.cleo()
    for number in range(count):
        mailed(number)
    browser = world.signed_in(cleo)
    browser.get(world.inside(cleo, "/mailbox/"))
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(world.inside(cleo, "/mailbox/"))


def test_open_mail_shows_text_headers_and_a_frame_that_can_do_nothing() -> None:
    cleo, mail = world.cleo(), mailed()
    answer = world.signed_in(cleo).get(world.inside(cleo, f"/mailbox/{mail.pk}/"))
    page = answer.content.decode()
    assert "The pause is over: your mentorship with Ada Lind goes on." in page
    assert mail.message_id.strip("<>") in page
    assert (
        f'src="/o/kestrel-lane/mailbox/{mail.pk}/html/" sandbox="allow-popups allow-popups-to-escape-sandbox"'
        in page
    )
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_open_html_part_has_a_policy_of_its_own() -> None:
    cleo, mail = world.cleo(), mailed()
    answer = world.signed_in(cleo).get(world.inside(cleo, f"/mailbox/{mail.pk}/html/"))
    rules = dict(rule.strip().partition(" ")[::2] for rule in answer["Content-Security-Policy"].split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "private" in answer["Cache-Control"]
    assert '<base target="_blank">' in answer.content.decode()


def test_open_mail_of_a_hostile_name_shows_it_as_text() -> None:
    ben = world.ben()
    ben.name = "<script>alert(1)</script> & Sons"
    ben.save()
    mail = mailed()
    for path in (f"/mailbox/{mail.pk}/", f"/mailbox/{mail.pk}/html/", "/mailbox/"):
        page = world.signed_in(world.cleo()).get(world.inside(world.cleo(), path)).content.decode()
        assert "<script>alert" not in page


@pytest.mark.parametrize("path", ["/mailbox/", "/mailbox/{}/", "/mailbox/{}/html/"])
def test_open_mailbox_is_not_there_for_members_strangers_and_outside_the_demo(
    path: str, settings: Settings
) -> None:
    mail, cleo = mailed(), world.cleo()
    address = world.inside(cleo, path.format(mail.pk))
    assert world.signed_in(cleo).get(address).status_code == 200
    assert world.signed_in(world.ben()).get(address).status_code == 404
    assert world.signed_in(world.eve()).get(address).status_code == 404
    settings.GREENROOM_DEMO = False
    assert world.signed_in(cleo).get(address).status_code == 404


def test_open_mail_of_another_organization_is_not_there() -> None:
    mail, eve = mailed(), world.eve()
    assert world.signed_in(eve).get(world.inside(eve, f"/mailbox/{mail.pk}/")).status_code == 404
    assert subjects(world.signed_in(eve).get(world.inside(eve, "/mailbox/")).content) == []


def test_open_mailbox_shows_account_mails_of_the_organizations_own_people_alone() -> None:
    cleo = world.cleo()
    for person in (world.ben(), world.eve()):
        write(
            Letter(kind="account_password_set", key=f"a:{person.pk}", subject=f"For {person.name}"),
            name=person.name,
            address=person.email,
            organization=None,
        )
    assert subjects(world.signed_in(cleo).get(world.inside(cleo, "/mailbox/")).content) == ["For Ben Okafor"]


def test_mailbox_is_in_the_navigation_of_coordinators_in_the_demo_alone(settings: Settings) -> None:
    cleo, olga = world.cleo(), world.olga()
    address = world.inside(olga, "/mailbox/failed/")
    assert 'href="/o/kestrel-lane/mailbox/"' in world.signed_in(olga).get(address).content.decode()
    settings.GREENROOM_DEMO = False
    page = world.signed_in(olga).get(address).content.decode()
    assert 'href="/o/kestrel-lane/mailbox/"' not in page
    assert 'href="/o/kestrel-lane/mailbox/failed/"' in page
    assert world.signed_in(cleo).get(address).status_code == 404


def test_send_a_failed_mail_again_puts_it_back_in_line(settings: Settings) -> None:
    settings.GREENROOM_DEMO = False
    mail, olga = mailed(failed_at=clock.now(), error="550 no such mailbox"), world.olga()
    Job.objects.filter(kind="outbox.deliver").update(state=Job.State.DONE, finished_at=clock.now())
    browser = world.signed_in(olga)
    page = browser.get(world.inside(olga, "/mailbox/failed/")).content.decode()
    assert "550 no such mailbox" in page
    assert "The pause is over" not in page
    answer = browser.post(world.inside(olga, f"/mailbox/{mail.pk}/attempt/"))
    assert (answer.status_code, answer["Location"]) == (302, "/o/kestrel-lane/mailbox/failed/")
    mail.refresh_from_db()
    assert (mail.failed_at, mail.error) == (None, "")
    assert Job.objects.get(kind="outbox.deliver").state == Job.State.QUEUED


def test_send_a_mail_that_has_not_failed_again_is_refused() -> None:
    mail, olga = mailed(), world.olga()
    answer = world.signed_in(olga).post(world.inside(olga, f"/mailbox/{mail.pk}/attempt/"))
    assert answer.status_code == 409
    assert Job.objects.filter(kind="outbox.deliver").count() == 1


def test_send_again_is_refused_to_a_coordinator_and_to_a_stranger() -> None:
    mail = mailed(failed_at=clock.now())
    for person in (world.cleo(), world.eve()):
        for home in (person, world.olga()):
            answer = world.signed_in(person).post(world.inside(home, f"/mailbox/{mail.pk}/attempt/"))
            assert answer.status_code == 404
    mail.refresh_from_db()
    assert mail.failed_at is not None
