import datetime as dt
from typing import Any

import pytest

from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.organizations.models import Account
from greenroom.people.models import Person
from greenroom.programs import actions
from greenroom.programs.errors import TooMany
from greenroom.programs.models import Application, Cohort, Enrollment, Part
from greenroom.questionnaires.errors import AnswersRefused
from greenroom.questionnaires.models import Question, Response
from tests import world
from tests.programs.announcements import announced

pytestmark = pytest.mark.django_db
Status = Enrollment.Status


def cohort() -> Cohort:
    """Mentees are asked one question, which fills their role; mentors how many they take."""
    program = world.program()
    for questionnaire, fields in (
        (
            program.mentee_questionnaire,
            {"key": "work", "kind": "short", "fills": "job_title", "is_required": True},
        ),
        (program.mentor_questionnaire, {"key": "places", "kind": "number", "fills": "capacity"}),
    ):
        Question.objects.get_or_create(questionnaire=questionnaire, label="Asked", **fields)
    return world.cohort()


def sent(email: str = "nia@new.example", **fields: Any) -> Application:
    return actions.send_application(
        cohort(),
        **{
            "part": Part.MENTEE,
            "name": "Nia  Vance",
            "email": email,
            "answers": {"work": "Runner"},
            **fields,
        },
    )


def test_send_application_touches_nobody_until_it_is_confirmed() -> None:
    ben = world.ben()
    sent(email=" BEN@kestrel-lane.example ", name="Impostor", answers={"work": "Spy"})
    ben.refresh_from_db()
    assert (ben.name, ben.job_title, ben.account and ben.account.name) == (
        "Ben Okafor",
        "Runner",
        "Ben Okafor",
    )
    assert (Response.objects.count(), Enrollment.objects.count()) == (0, 0)
    assert announced() == ["ApplicationSent"]


def test_send_application_is_alike_for_known_and_unknown_addresses() -> None:
    world.ben()
    known, unknown = sent(email="ben@kestrel-lane.example"), sent(email="nobody@new.example")
    assert (known.name, known.answers) == (unknown.name, unknown.answers)
    assert announced() == ["ApplicationSent"] * 2


def test_send_application_with_faulty_answers_keeps_nothing() -> None:
    with pytest.raises(AnswersRefused):
        sent(answers={})
    assert Application.objects.count() == 0


def test_send_application_six_times_an_hour_is_too_many_for_any_address() -> None:
    world.ben()
    for email in ("ben@kestrel-lane.example", "nobody@new.example"):
        for _ in range(5):
            sent(email=email)
        with pytest.raises(TooMany) as refusal:
            sent(email=email.upper())
        assert refusal.value.status == 429
    Application.objects.update(created_at=clock.now() - dt.timedelta(hours=1, seconds=1))
    assert sent(email="nobody@new.example").pk is not None


def test_send_application_outside_its_days_is_refused() -> None:
    today = world.cohort().today
    day = dt.timedelta(days=1)
    for dates in ({"apply_until": today - day}, {"apply_from": today + day}, {"closed_at": clock.now()}):
        Cohort.objects.update(**{"apply_from": None, "apply_until": None, "closed_at": None, **dates})
        with pytest.raises(RuleBroken, match="not open now"):
            sent()
    Cohort.objects.update(apply_from=today, apply_until=today, closed_at=None)
    assert sent().pk is not None


def test_confirm_application_makes_person_place_and_profile() -> None:
    application = sent()
    place = actions.confirm_application(application)
    person = place.person
    assert (person.name, person.email, person.job_title) == ("Nia Vance", "nia@new.example", "Runner")
    assert (place.status, place.source, place.part) == (Status.APPLIED, "link", Part.MENTEE)
    assert place.response is not None
    assert place.response.answers == {"work": "Runner"}
    application.refresh_from_db()
    assert (application.answers, application.enrollment) == ({}, place)
    account = Account.objects.get(email="nia@new.example")
    assert not account.has_usable_password()
    assert announced() == ["ApplicationSent", "EnrollmentApplied"]


def test_confirm_application_twice_changes_nothing() -> None:
    application = sent()
    first = actions.confirm_application(application)
    assert actions.confirm_application(application) == first
    assert announced() == ["ApplicationSent", "EnrollmentApplied"]
    assert Response.objects.count() == 1


def test_confirm_application_of_a_mentor_takes_the_places_they_named() -> None:
    place = actions.confirm_application(sent(part=Part.MENTOR, answers={"places": "4"}))
    assert (place.capacity, place.person.capacity) == (4, 4)


def test_confirm_application_for_a_member_keeps_name_and_account() -> None:
    ben = world.ben()
    place = actions.confirm_application(sent(email=ben.email, name="Someone Else"))
    assert place.person_id == ben.pk
    assert Person.objects.get(pk=ben.pk).name == "Ben Okafor"


def test_confirm_application_after_seven_days_is_refused() -> None:
    application = sent()
    Application.objects.update(created_at=clock.now() - dt.timedelta(days=7))
    with pytest.raises(RuleBroken, match="seven days"):
        actions.confirm_application(application)
    assert Person.objects.filter(email=application.email).count() == 0


def test_confirm_application_though_the_questions_changed_meanwhile() -> None:
    application = sent()
    Question.objects.filter(key="work").update(kind="number")
    place = actions.confirm_application(application)
    assert place.response is not None
    assert place.response.answers == {"work": "Runner"}


def test_confirm_application_of_someone_deactivated_changes_nothing() -> None:
    ben = world.ben()
    Person.objects.filter(pk=ben.pk).update(deactivated_at=clock.now())
    with pytest.raises(RuleBroken, match="has ended"):
        actions.confirm_application(sent(email=ben.email))
    assert Enrollment.objects.count() == 0


def test_forget_old_applications_keeps_what_is_confirmed_or_young() -> None:
    old, kept, young = sent(email="a@new.example"), sent(email="b@new.example"), sent(email="c@new.example")
    actions.confirm_application(kept)
    month = clock.now() - dt.timedelta(days=31)
    Application.objects.exclude(pk=young.pk).update(created_at=month)
    assert actions.forget_old_applications() == 1
    assert set(Application.objects.values_list("pk", flat=True)) == {kept.pk, young.pk}
    assert not Application.objects.filter(pk=old.pk).exists()


def test_apply_as_a_member_is_at_once_and_once() -> None:
    ben = world.ben()
    place = actions.apply(cohort(), ben, part=Part.MENTEE, answers={"work": "Grip"})
    assert (place.status, place.person.pk) == (Status.APPLIED, ben.pk)
    with pytest.raises(RuleBroken, match="applied to"):
        actions.apply(cohort(), ben, part=Part.MENTEE, answers={"work": "Clapper"})
    ben.refresh_from_db()
    assert ben.job_title == "Grip"
    assert announced() == ["EnrollmentApplied"]


def test_apply_in_another_organization_is_refused() -> None:
    with pytest.raises(NotAllowed):
        actions.apply(cohort(), world.eve(), part=Part.MENTEE, answers={"work": "Spy"})


def test_change_answers_is_for_the_person_alone() -> None:
    place = actions.apply(cohort(), world.ben(), part=Part.MENTEE, answers={"work": "Grip"})
    for by in (world.cleo(), world.ada(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.change_answers(place, answers={"work": "x"}, by=by)
    place = actions.change_answers(place, answers={"work": "Gaffer"}, by=world.ben())
    assert place.response is not None
    assert place.response.answers == {"work": "Gaffer"}
    assert Response.objects.count() == 1


def test_change_answers_moves_places_until_the_mentor_is_screened() -> None:
    ada = world.ada()
    place = actions.apply(cohort(), ada, part=Part.MENTOR, answers={"places": 1})
    assert actions.change_answers(place, answers={"places": 3}, by=ada).capacity == 3
    actions.screen(place, decision=Status.ACCEPTED, by=world.cleo())
    assert actions.change_answers(place, answers={"places": 9}, by=ada).capacity == 3
