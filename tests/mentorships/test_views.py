"""The pages: who gets one, what stands on it, and that nothing leaks between the two."""

import datetime as dt
import re
from typing import Any

import pytest
from django.http import HttpResponse

from greenroom.base import clock
from greenroom.mentorships import actions
from greenroom.mentorships.core.agreement import KEYS
from greenroom.mentorships.models import Agreement, Closure, Mentorship, Pause
from greenroom.people.models import Person
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
State = Mentorship.State


def get(person: Person, path: str, /) -> Any:
    return world.signed_in(person).get(world.inside(person, path))


def post(person: Person, path: str, /, **data: Any) -> Any:
    return world.signed_in(person).post(world.inside(person, path), data)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def without_tokens(response: HttpResponse, pk: int) -> str:
    """The page without what differs from one request to the next, and without the number that was asked for."""
    plain = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", text(response))
    return plain.replace(f"/mentorships/{pk}/", "")


def state_of(mentorship: Mentorship) -> str:
    return Mentorship.objects.get(pk=mentorship.pk).state


@pytest.mark.parametrize("who", [world.eve, lambda: world.person("Dov Reyes")])
@pytest.mark.parametrize("path", ["", "agreement/", "agreement/1/", "closure/"])
def test_page_of_others_is_not_there(who: pairs.Who, path: str) -> None:
    mentorship = pairs.signed().mentorship
    theirs = get(who(), f"/mentorships/{mentorship.pk}/{path}")
    nobodys = get(who(), f"/mentorships/999999/{path}")
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert without_tokens(theirs, mentorship.pk) == without_tokens(nobodys, 999999)


@pytest.mark.parametrize(
    "path",
    [
        "acceptance/",
        "refusal/",
        "agreement/",
        "agreement/1/signature/",
        "pause/",
        "resumption/",
        "closure/",
        "reopening/",
    ],
)
def test_posting_to_others_changes_nothing(path: str) -> None:
    mentorship = pairs.written().mentorship
    told = pairs.told()
    for who in (world.eve(), world.person("Dov Reyes")):
        assert post(who, f"/mentorships/{mentorship.pk}/{path}", reason="time").status_code == 404
    assert pairs.told() == told


def test_page_shows_only_ones_own_reasons_and_no_address_before_both_said_yes() -> None:
    mentorship = pairs.proposed(reasons={"mentor": ["For Ada alone."], "mentee": ["For Ben alone."]})
    page = text(get(world.ben(), f"/mentorships/{mentorship.pk}/"))
    assert ("For Ben alone." in page, "For Ada alone." in page) == (True, False)
    assert world.ada().email not in page
    actions.accept(mentorship, by=world.ada())
    actions.accept(mentorship, by=world.ben())
    assert world.ada().email in text(get(world.ben(), f"/mentorships/{mentorship.pk}/"))


def test_page_of_a_declined_proposal_keeps_the_reason_from_the_other() -> None:
    mentorship = actions.decline(pairs.proposed(), reason="canary-reason", by=world.ben())
    path = f"/mentorships/{mentorship.pk}/"
    seen = {
        who.short_name: "canary-reason" in text(get(who, path))
        for who in (world.ada(), world.ben(), world.cleo())
    }
    assert seen == {"Ada": False, "Ben": True, "Cleo": True}


def test_private_words_stay_between_the_two() -> None:
    agreement = pairs.written(content={"purpose": "canary-agreement"})
    mentorship = agreement.mentorship
    actions.sign_agreement(agreement, by=world.ada())
    actions.sign_agreement(agreement, by=world.ben())
    actions.pause(mentorship, reason="canary-pause", by=world.ben())
    actions.close(mentorship, reason="fit", words="canary-closing", by=world.ben())
    path = f"/mentorships/{mentorship.pk}/"
    for word in ("canary-agreement", "canary-pause", "canary-closing"):
        seen = {
            who.short_name: word in text(get(who, path)) for who in (world.ada(), world.ben(), world.cleo())
        }
        assert (word, seen) == (word, {"Ada": True, "Ben": True, "Cleo": False})
    assert get(world.cleo(), f"{path}agreement/1/").status_code == 403


@pytest.mark.parametrize("who", [world.ada, world.cleo])
@pytest.mark.parametrize("state", ["proposed", "active", "paused", "declined", "closed"])
def test_page_opens_in_every_state(state: str, who: pairs.Who) -> None:
    mentorship = pairs.proposed() if state in ("proposed", "declined") else pairs.started()
    if state == "declined":
        actions.decline(mentorship, by=world.ben())
    if state == "paused":
        actions.pause(mentorship, until=clock.today(dt.UTC) + dt.timedelta(days=9), by=world.ben())
    if state == "closed":
        actions.close(mentorship, reason="completed", by=world.ben())
    response = get(who(), f"/mentorships/{mentorship.pk}/")
    assert (response.status_code, response.context["state"]) == (200, state)


def test_answers_by_form_start_it() -> None:
    mentorship = pairs.proposed()
    for who in (world.ada(), world.ben()):
        response = post(who, f"/mentorships/{mentorship.pk}/acceptance/")
        assert response.headers["Location"] == world.inside(who, f"/mentorships/{mentorship.pk}/")
    assert state_of(mentorship) == State.ACTIVE


def test_answer_a_second_time_says_that_nothing_changed() -> None:
    mentorship = pairs.started()
    response = post(world.ada(), f"/mentorships/{mentorship.pk}/acceptance/")
    assert response.status_code == 409
    assert "Nothing has changed." in text(response)


def test_refusal_by_form_keeps_the_reason() -> None:
    mentorship = pairs.proposed()
    assert post(world.ben(), f"/mentorships/{mentorship.pk}/refusal/", reason="Too close.").status_code == 302
    assert mentorship.acceptances.get().reason == "Too close."


def test_refusal_too_long_comes_back_with_what_was_typed() -> None:
    mentorship = pairs.proposed()
    response = post(world.ben(), f"/mentorships/{mentorship.pk}/refusal/", reason="x" * 2001)
    assert (response.status_code, state_of(mentorship)) == (422, State.PROPOSED)
    assert "x" * 2001 in text(response)


def test_agreement_starts_from_words_with_names_in_them() -> None:
    mentorship = pairs.started()
    form = get(world.ben(), f"/mentorships/{mentorship.pk}/agreement/").context["form"]
    assert form.initial["based_on"] == 0
    assert form.initial["meetings"].startswith("We meet every 14 days for an hour. Ben books")
    assert "purpose" not in form.initial


def test_agreement_by_form_is_written_read_and_signed() -> None:
    mentorship = pairs.started()
    path = f"/mentorships/{mentorship.pk}/agreement/"
    assert post(world.ben(), path, based_on=0, purpose="To learn.").status_code == 302
    agreement = Agreement.objects.get()
    assert agreement.content == {**dict.fromkeys(KEYS, ""), "purpose": "To learn."}
    for who in (world.ada(), world.ben()):
        assert "To learn." in text(get(who, f"{path}1/"))
        assert post(who, f"{path}1/signature/").status_code == 302
    assert Agreement.objects.get().signed_at is not None


def test_agreement_without_purpose_comes_back() -> None:
    mentorship = pairs.started()
    response = post(world.ben(), f"/mentorships/{mentorship.pk}/agreement/", based_on=0, goals="Kept goals.")
    assert (response.status_code, Agreement.objects.count()) == (422, 0)
    assert "Kept goals." in text(response)


def test_agreement_written_meanwhile_shows_both_texts_and_saves_on_top() -> None:
    mentorship = pairs.written(content={"purpose": "What Ben wrote."}).mentorship
    path = f"/mentorships/{mentorship.pk}/agreement/"
    response = post(world.ada(), path, based_on=0, purpose="What Ada typed.")
    assert (response.status_code, Agreement.objects.count()) == (409, 1)
    assert response.context["form"]["based_on"].value() == 1
    assert ("What Ada typed." in text(response), "Ben</del>" in text(response).replace("\n", "")) == (
        True,
        False,
    )
    assert response.context["theirs"]["agreement"].content == {"purpose": "What Ben wrote."}
    assert post(world.ada(), path, based_on=1, purpose="What Ada typed.").status_code == 302
    assert Agreement.objects.count() == 2


def test_version_shows_what_changed_since_the_one_before() -> None:
    first = pairs.written(content={"purpose": "Every week."})
    pairs.written(first.mentorship, content={"purpose": "Every month."}, based_on=1)
    response = get(world.ada(), f"/mentorships/{first.mentorship_id}/agreement/2/")
    (change,) = response.context["changes"]
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("same", "Every "),
        ("removed", "week."),
        ("added", "month."),
    ]


def test_signature_under_an_old_version_is_refused_with_the_newer_one_named() -> None:
    first = pairs.written()
    pairs.written(first.mentorship, content={"purpose": "Another."}, based_on=1)
    response = post(world.ada(), f"/mentorships/{first.mentorship_id}/agreement/1/signature/")
    assert response.status_code == 409
    assert "has written version 2 since you opened this one" in text(response)


def test_version_that_is_not_there_is_not_found() -> None:
    mentorship = pairs.started()
    assert get(world.ada(), f"/mentorships/{mentorship.pk}/agreement/7/").status_code == 404


def test_pause_by_form_and_going_on() -> None:
    mentorship = pairs.started()
    until = clock.today(world.ben().zone) + dt.timedelta(days=3)
    path = f"/mentorships/{mentorship.pk}/"
    assert post(world.ben(), f"{path}pause/", until=until.isoformat(), reason="A shoot").status_code == 302
    pause = Pause.objects.get()
    assert (pause.until, pause.reason, state_of(mentorship)) == (until, "A shoot", State.PAUSED)
    assert post(world.ada(), f"{path}resumption/").status_code == 302
    assert state_of(mentorship) == State.ACTIVE


def test_pause_in_the_past_comes_back_with_what_was_typed() -> None:
    mentorship = pairs.started()
    response = post(
        world.ben(), f"/mentorships/{mentorship.pk}/pause/", until="2001-01-01", reason="Kept words."
    )
    assert (response.status_code, Pause.objects.count()) == (409, 0)
    assert "Kept words." in text(response)


def test_closure_by_form_and_reopening_by_the_coordinator() -> None:
    mentorship = pairs.started()
    path = f"/mentorships/{mentorship.pk}/"
    assert get(world.ben(), f"{path}closure/").status_code == 200
    assert post(world.ben(), f"{path}closure/", reason="time", words="Thank you.").status_code == 302
    assert state_of(mentorship) == State.CLOSED
    assert get(world.ben(), f"{path}closure/").status_code == 409
    assert post(world.ada(), f"{path}reopening/").status_code == 403
    assert post(world.cleo(), f"{path}reopening/").status_code == 302
    assert state_of(mentorship) == State.ACTIVE


def test_closure_without_a_reason_comes_back_with_what_was_typed() -> None:
    mentorship = pairs.started()
    response = post(world.ben(), f"/mentorships/{mentorship.pk}/closure/", words="Kept words.")
    assert (response.status_code, Closure.objects.count()) == (422, 0)
    assert "Kept words." in text(response)


def test_acts_are_not_done_by_looking() -> None:
    mentorship = pairs.proposed()
    for act in ("acceptance/", "refusal/", "pause/", "resumption/", "reopening/"):
        assert get(world.ada(), f"/mentorships/{mentorship.pk}/{act}").status_code == 405
    assert state_of(mentorship) == State.PROPOSED
