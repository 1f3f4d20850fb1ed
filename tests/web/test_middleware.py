"""One refusal, three looks: the same words and the same code."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from pytest_django.asserts import assertContains

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.config import urls as whole
from tests import world

WORDS = "This mentorship is already closed. Reopen it before changing it."


def closed(_request: HttpRequest) -> HttpResponse:
    raise RuleBroken("mentorship_closed", WORDS, mentorship=7)


def foreign(_request: HttpRequest) -> HttpResponse:
    raise NotFound("no_such_person", "There is no such person.")


def forbidden(_request: HttpRequest) -> HttpResponse:
    raise NotAllowed("not_coordinator", "Ask the coordinator.")


def denied(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    *whole.urlpatterns,
    path("closed/", closed),
    path("foreign/", foreign),
    path("forbidden/", forbidden),
    path("denied/", denied),
    path("broken/", broken),
]
handler403, handler404, handler500 = whole.handler403, whole.handler404, whole.handler500
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_refusal_is_a_page_for_people(client: Client) -> None:
    answer = client.post("/closed/")
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert "That can’t be done as things stand" in answer.content.decode()


def test_refusal_is_a_fragment_for_htmx(client: Client) -> None:
    answer = client.post("/closed/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert WORDS in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_refusal_of_a_boosted_link_is_a_page(client: Client) -> None:
    answer = client.get("/closed/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in answer.content.decode()


def test_refusal_is_problem_details_for_programs(client: Client) -> None:
    answer = client.post("/closed/", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "That can’t be done as things stand",
        "status": 409,
        "detail": WORDS,
        "instance": "/closed/",
        "code": "mentorship_closed",
        "mentorship": "7",
    }


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/foreign/", 404, "There’s nothing here"),
        ("/forbidden/", 403, "This isn’t open to you"),
        ("/denied/", 403, "This isn’t open to you"),
        ("/nowhere/", 404, "There’s nothing here"),
    ],
)
def test_refusal_has_the_title_of_its_status(client: Client, address: str, status: int, title: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.content.decode()


def test_refusal_leads_back_to_where_the_person_was_but_never_elsewhere(client: Client) -> None:
    ours = client.post("/closed/", headers={"Referer": "http://testserver/people/?q=ada"})
    theirs = client.post("/closed/", headers={"Referer": "https://elsewhere.example/people/"})
    assert 'href="/people/?q=ada"' in ours.content.decode()
    assert "elsewhere" not in theirs.content.decode()


def test_fault_of_ours_has_a_page_of_its_own(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "<h1>Something broke on our side</h1>" in answer.content.decode()


def test_form_without_token_is_told_to_send_it_again() -> None:
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "<h1>Please send that once more</h1>" in answer.content.decode()


def test_every_answer_closes_what_browsers_leave_open(client: Client) -> None:
    headers = client.get("/design/").headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "style-src 'self'" in headers["Content-Security-Policy"]


def test_signed_in_page_stays_out_of_caches(client: Client) -> None:
    account: Any = world.ada().account
    assert "Cache-Control" not in client.get("/design/").headers
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/design/").headers["Cache-Control"] == "private, no-store"


def test_gallery_is_shown_where_people_try_the_product(client: Client) -> None:
    assert client.get("/design/").status_code == 200


@override_settings(GREENROOM_DEMO=False)
def test_gallery_is_not_there_in_earnest(client: Client) -> None:
    assert client.get("/design/").status_code == 404


@pytest.mark.parametrize("address", ["/theme/%00", "/?q=a%00b"])
def test_an_address_with_a_nul_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_read_an_address_that_only_takes_a_form_gets_a_page_that_says_so() -> None:
    cleo = world.cleo()
    page = world.signed_in(cleo).get(
        world.inside(cleo, f"/cohorts/{world.cohort().pk}/runs/"), headers={"accept": "text/html"}
    )
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assertContains(page, "This address only takes what a form sends.", status_code=405)
