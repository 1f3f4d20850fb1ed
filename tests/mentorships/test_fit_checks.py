"""How well the two fit: when they are asked, what each may say, and who may read it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.jobs.actions import enqueue, run
from greenroom.mentorships import actions, permissions
from greenroom.mentorships.core.fit_checks import is_time_to_ask, time_under_way
from greenroom.mentorships.models import Closure, FitCheck, FitRequest, Mentorship, Pause
from greenroom.mentorships.queries import fit_checks_visible_to, fit_counts, mentorships_with_fit
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Coordination
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(weeks=1)
NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


def asked() -> int:
    """How many mentorships the hourly task asks now."""
    before = FitRequest.objects.count()
    run(enqueue("mentorships.ask_for_fit", arguments={}).pk)
    return FitRequest.objects.count() - before


def rested(mentorship: Mentorship, *, days_ago: float, days: float | None) -> Pause:
    at = clock.now() - dt.timedelta(days=days_ago)
    ended = None if days is None else at + dt.timedelta(days=days)
    return Pause.objects.create(mentorship=mentorship, at=at, ended_at=ended, by=world.ben())


def test_time_under_way_leaves_out_what_was_rested_and_what_lay_before() -> None:
    rests = [
        (NOON - 2 * WEEK, NOON - WEEK),  # before they began
        (NOON + WEEK, NOON + 2 * WEEK),
        (NOON + 3 * WEEK, None),
    ]
    assert time_under_way(NOON, NOON + 5 * WEEK, rests=rests) == 2 * WEEK
    assert time_under_way(NOON, NOON - WEEK, rests=[]) == dt.timedelta()


@pytest.mark.parametrize(("days", "expected"), [(20.9, False), (21, True), (27.9, True), (28, False)])
def test_time_to_ask_is_the_fourth_week(days: float, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_time_to_ask(dt.timedelta(days=days)) is expected


# ------------------------------------------------------------------ asking


@pytest.mark.parametrize(("days", "expected"), [(20.9, 0), (21.1, 1), (27.9, 1), (28.1, 0)])
def test_ask_comes_in_the_fourth_week_and_never_late(days: float, expected: int) -> None:
    pairs.under_way(days=days)
    assert asked() == expected


def test_ask_comes_once() -> None:
    pairs.under_way(days=22)
    assert (asked(), asked()) == (1, 0)
    assert pairs.told().count("FitAsked") == 1


def test_ask_twice_at_once_makes_one_request() -> None:
    mentorship = pairs.under_way(days=22)
    assert actions.ask_for_fit_if_due(mentorship) is True
    assert actions.ask_for_fit_if_due(mentorship) is False
    with pytest.raises(IntegrityError), transaction.atomic():
        FitRequest.objects.create(mentorship=mentorship)


def test_ask_counts_from_the_cohorts_first_day_when_they_said_yes_before_it() -> None:
    mentorship = pairs.under_way(days=40)
    today = clock.now().date()
    Cohort.objects.update(starts_on=today - dt.timedelta(days=15))
    assert asked() == 0
    Cohort.objects.update(starts_on=today - dt.timedelta(days=23))
    assert asked() == 1
    assert FitRequest.objects.get().mentorship == mentorship


def test_ask_waits_while_they_rest_and_does_not_count_the_rest() -> None:
    mentorship = pairs.under_way(days=60)
    pause = rested(mentorship, days_ago=50, days=None)
    assert asked() == 0
    pause.ended_at = pause.at + dt.timedelta(days=37)
    pause.save()
    assert asked() == 1


def test_ask_leaves_out_what_is_paused_now_though_three_weeks_have_gone() -> None:
    rested(pairs.under_way(days=24), days_ago=1, days=None)
    assert asked() == 0


def test_ask_leaves_out_the_closed_the_proposed_the_informal_and_cohorts_that_have_closed() -> None:
    mentorship = pairs.under_way(days=22)
    Cohort.objects.update(closed_at=clock.now())
    assert asked() == 0
    Cohort.objects.update(closed_at=None)
    actions.close(mentorship, reason="time", by=world.ben())
    informal = actions.propose(
        world.school(), mentor=world.ada(), mentee=world.person("Dan Poe"), by=world.ada()
    )
    actions.accept(informal, by=world.person("Dan Poe"))
    Mentorship.objects.filter(pk=informal.pk).update(started_at=clock.now() - dt.timedelta(days=22))
    assert asked() == 0


def test_ask_leaves_out_the_time_it_was_closed() -> None:
    mentorship = pairs.under_way(days=40)
    at = clock.now() - dt.timedelta(days=30)
    Closure.objects.create(
        mentorship=mentorship, reason="time", at=at, reopened_at=at + dt.timedelta(days=17), by=world.ben()
    )
    assert asked() == 1


# ------------------------------------------------------------------ answering


def test_tell_fit_keeps_the_answer_and_changes_it_in_place() -> None:
    mentorship = pairs.under_way(days=22)
    first = actions.tell_fit(mentorship, fit=2, comment=" Slow. ", by=world.ben())
    assert (first.fit, first.comment, first.occasion, first.is_low) == (2, "Slow.", "early", True)
    again = actions.tell_fit(mentorship, fit=4, by=world.ben())
    assert (again.pk, again.fit, again.comment, again.is_low) == (first.pk, 4, "", False)
    assert FitCheck.objects.count() == 1


def test_tell_fit_by_each_side_stands_apart() -> None:
    mentorship = pairs.under_way(days=22)
    for person, fit in ((world.ada(), 5), (world.ben(), 3)):
        actions.tell_fit(mentorship, fit=fit, by=person)
    assert sorted(FitCheck.objects.values_list("person__name", "fit")) == [("Ada Lind", 5), ("Ben Okafor", 3)]


@pytest.mark.parametrize("days", [1, 20.9])
def test_tell_fit_before_three_weeks_is_refused(days: float) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.tell_fit(pairs.under_way(days=days), fit=4, by=world.ben())
    assert refusal.value.code == "fit_not_asked"
    assert not FitCheck.objects.exists()


def test_tell_fit_stays_open_long_after_the_mail_and_while_they_rest() -> None:
    mentorship = pairs.under_way(days=100)
    rested(mentorship, days_ago=2, days=None)
    assert actions.tell_fit(mentorship, fit=4, by=world.ben()).occasion == "early"


def test_close_keeps_what_the_one_who_closes_says_beside_the_early_answer() -> None:
    mentorship = pairs.under_way(days=100)
    actions.tell_fit(mentorship, fit=4, by=world.ben())
    actions.close(mentorship, reason="completed", fit=5, fit_comment="Grew on me.", by=world.ben())
    told = {row.occasion: (row.fit, row.comment) for row in FitCheck.objects.all()}
    assert told == {"early": (4, ""), "closing": (5, "Grew on me.")}


def test_tell_fit_by_the_other_is_open_for_four_weeks_after_the_close() -> None:
    mentorship = pairs.under_way(days=100)
    actions.close(mentorship, reason="completed", by=world.ben())
    assert actions.tell_fit(mentorship, fit=3, by=world.ada()).occasion == "closing"
    Closure.objects.update(at=clock.now() - dt.timedelta(weeks=4, minutes=1))
    with pytest.raises(RuleBroken):
        actions.tell_fit(mentorship, fit=5, by=world.ada())


def test_tell_fit_of_a_withdrawn_proposal_is_refused() -> None:
    mentorship = pairs.proposed()
    actions.close(mentorship, reason="time", by=world.cleo())
    with pytest.raises(RuleBroken):
        actions.tell_fit(mentorship, fit=3, by=world.ada())


def test_tell_fit_by_those_it_does_not_concern_is_refused() -> None:
    mentorship = pairs.under_way(days=22)
    for person in (world.cleo(), world.olga()):
        with pytest.raises(NotAllowed):
            actions.tell_fit(mentorship, fit=4, by=person)
    for stranger in (world.eve(), world.person("Dan Poe")):
        with pytest.raises(NotFound):
            actions.tell_fit(mentorship, fit=4, by=stranger)
    assert not FitCheck.objects.exists()


def test_tell_fit_outside_one_to_five_is_held_by_the_database() -> None:
    mentorship = pairs.under_way(days=22)
    for fit in (0, 6):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.tell_fit(mentorship, fit=fit, by=world.ben())


def test_tell_fit_leaves_neither_answer_nor_words_in_the_log() -> None:
    mentorship = pairs.under_way(days=22)
    before = Entry.objects.count()
    actions.tell_fit(mentorship, fit=1, comment="CANARY-FIT", by=world.ben())
    (entry,) = Entry.objects.order_by("pk")[before:]
    told = FitCheck.objects.get()
    assert entry.kind == "mentorships.FitTold"
    assert entry.data == {"fit_check_id": told.pk, "person_id": world.ben().pk}


# ------------------------------------------------------------------ who may read


def answered() -> FitCheck:
    return actions.tell_fit(pairs.under_way(days=22), fit=2, by=world.ben())


def test_answer_is_read_by_its_writer_and_who_coordinates_and_never_by_the_other() -> None:
    answer = answered()
    readers = [world.ben(), world.cleo(), world.olga()]
    others = [world.ada(), world.eve(), world.person("Dan Poe")]
    assert [permissions.may_read_fit_check(one, answer) for one in readers] == [True] * 3
    assert [permissions.may_read_fit_check(one, answer) for one in others] == [False] * 3
    assert [list(fit_checks_visible_to(one)) for one in readers] == [[answer]] * 3
    assert [list(fit_checks_visible_to(one)) for one in others] == [[], [], []]


def test_answer_is_not_read_by_the_other_though_they_coordinate_the_program() -> None:
    answer = answered()
    Coordination.objects.create(program=world.program(), person=world.ada())
    assert permissions.may_read_fit_check(world.ada(), answer) is False
    assert list(fit_checks_visible_to(world.ada())) == []
    assert fit_counts(world.cohort(), reader=world.ada()).answered == 0
    assert list(mentorships_with_fit(world.cohort(), reader=world.ada())) == []
    assert fit_counts(world.cohort(), reader=world.cleo()).answered == 1


def test_answer_is_not_read_by_those_who_have_left() -> None:
    answer = answered()
    for reader in (world.cleo(), world.olga(), world.ben()):
        Person.objects.filter(pk=reader.pk).update(deactivated_at=clock.now())
        gone = Person.objects.get(pk=reader.pk)
        assert permissions.may_read_fit_check(gone, answer) is False
        assert list(fit_checks_visible_to(gone)) == []


def test_counts_say_how_many_of_those_who_could_have_answered() -> None:
    mentorship = answered().mentorship
    actions.close(mentorship, reason="fit", fit=2, by=world.ben())
    actions.tell_fit(mentorship, fit=4, by=world.ada())
    counts = fit_counts(world.cohort(), reader=world.cleo())
    assert (counts.answered, counts.sides) == (2, 2)
    assert [
        counts.at("early", 2),
        counts.at("closing", 2),
        counts.at("closing", 4),
        counts.at("early", 5),
    ] == [1, 1, 1, 0]
    (row,) = mentorships_with_fit(world.cohort(), reader=world.cleo())
    assert row.lowest == 2
