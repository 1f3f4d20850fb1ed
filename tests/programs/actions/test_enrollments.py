from typing import Any

import pytest

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.programs import actions
from greenroom.programs.models import Cohort, Enrollment, Part, Program, Screening
from greenroom.questionnaires.models import Response
from tests import world
from tests.programs.announcements import announced

pytestmark = pytest.mark.django_db
Status = Enrollment.Status


def applied(name: str, part: str = Part.MENTEE) -> Enrollment:
    return world.enrolled(world.person(name), part, status=Status.APPLIED)


def elsewhere() -> Cohort:
    """A cohort of a program that Cleo does not coordinate."""
    program = actions.create_program(world.school(), template="sprint", name="Other", by=None)
    return actions.open_cohort(program, name="other", starts_on=world.STARTS_ON, by=None)


def test_enroll_by_oneself_starts_as_applied_with_the_places_of_the_profile() -> None:
    ada = world.person("Ada Lind", capacity=3)
    place = actions.enroll(world.cohort(), ada, part=Part.MENTOR, source="link", by=ada)
    assert (place.status, place.capacity, place.source) == (Status.APPLIED, 3, "link")
    assert announced() == ["EnrollmentApplied"]


def test_enroll_by_a_coordinator_is_found_or_made() -> None:
    cohort, ben, cleo = world.cohort(), world.ben(), world.cleo()
    first = actions.enroll(cohort, ben, part=Part.MENTEE, status=Status.ACCEPTED, by=cleo)
    again = actions.enroll(cohort, ben, part=Part.MENTEE, capacity=2, by=cleo)
    assert (again.pk, again.status, again.capacity) == (first.pk, Status.ACCEPTED, 2)
    assert announced() == ["EnrollmentAdded"]


def test_enroll_is_refused_where_it_is_not_theirs_to_give() -> None:
    cohort = world.cohort()
    for person, by, status in (
        (world.ben(), world.ben(), Status.ACCEPTED),
        (world.ben(), world.ada(), Status.APPLIED),
        (world.ben(), world.eve(), Status.APPLIED),
        (world.eve(), None, Status.APPLIED),
        (world.eve(), world.cleo(), Status.APPLIED),
    ):
        with pytest.raises(NotAllowed):
            actions.enroll(cohort, person, part=Part.MENTEE, status=status, by=by)
    assert Enrollment.objects.count() == 0


def test_enroll_in_a_closed_cohort_is_refused() -> None:
    cohort = actions.close_cohort(world.cohort(), by=world.cleo())
    with pytest.raises(RuleBroken, match="has closed"):
        actions.enroll(cohort, world.ben(), part=Part.MENTEE, by=world.cleo())


def test_screen_keeps_the_decision_its_reason_and_who_made_it() -> None:
    place = actions.screen(
        applied("Ben Okafor"), decision=Status.DECLINED, reason=" Next time. ", by=world.cleo()
    )
    screening = place.screenings.get()
    assert (place.status, screening.decision, screening.reason) == (
        Status.DECLINED,
        Status.DECLINED,
        "Next time.",
    )
    assert screening.by == world.cleo()
    assert announced() == ["EnrollmentScreened"]


def test_screen_to_the_same_status_says_nothing_twice() -> None:
    place = actions.screen(applied("Ben Okafor"), decision=Status.ACCEPTED, by=world.cleo())
    actions.screen(place, decision=Status.ACCEPTED, by=world.cleo())
    assert announced() == ["EnrollmentScreened"]
    assert Screening.objects.count() == 1


def test_screen_of_someone_who_withdrew_is_refused() -> None:
    place = actions.withdraw(applied("Ben Okafor"), by=world.cleo())
    with pytest.raises(RuleBroken, match="has withdrawn"):
        actions.screen(place, decision=Status.ACCEPTED, by=world.cleo())


def test_screen_is_refused_to_strangers_and_to_oneself() -> None:
    place = applied("Ben Okafor")
    for by in (world.eve(), world.ben(), world.ada()):
        with pytest.raises(NotAllowed):
            actions.screen(place, decision=Status.ACCEPTED, by=by)
        with pytest.raises(NotAllowed):
            actions.screen_all(place.cohort, [place.pk], decision=Status.ACCEPTED, by=by)
    place.refresh_from_db()
    assert place.status == Status.APPLIED


def test_screen_all_decides_on_everyone_chosen() -> None:
    rows = [applied("Ben Okafor"), applied("Dan Reed"), applied("Fay Wong")]
    ids = [row.pk for row in rows[:2]]
    actions.screen_all(world.cohort(), ids, decision=Status.WAITING, reason="Soon", by=world.cleo())
    assert list(Enrollment.objects.order_by("pk").values_list("status", flat=True)) == [
        Status.WAITING,
        Status.WAITING,
        Status.APPLIED,
    ]
    assert announced() == ["EnrollmentScreened"] * 2


def test_screen_all_with_one_foreign_id_changes_nobody() -> None:
    mine = applied("Ben Okafor")
    foreign = actions.enroll(elsewhere(), world.ada(), part=Part.MENTOR, by=None)
    for ids in ([mine.pk, foreign.pk], [mine.pk, 10**12], []):
        with pytest.raises(NotFound):
            actions.screen_all(world.cohort(), ids, decision=Status.ACCEPTED, by=world.cleo())
    assert set(Enrollment.objects.values_list("status", flat=True)) == {Status.APPLIED}


def test_screen_all_with_one_who_withdrew_changes_nobody() -> None:
    rows = [applied("Ben Okafor"), actions.withdraw(applied("Dan Reed"), by=world.cleo())]
    with pytest.raises(RuleBroken):
        actions.screen_all(
            world.cohort(), [row.pk for row in rows], decision=Status.ACCEPTED, by=world.cleo()
        )
    rows[0].refresh_from_db()
    assert rows[0].status == Status.APPLIED


def test_withdraw_is_for_the_person_and_for_coordinators() -> None:
    place = applied("Ben Okafor")
    for by in (world.ada(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.withdraw(place, by=by)
    actions.withdraw(place, reason="New job", by=world.ben())
    with pytest.raises(RuleBroken, match="already ended"):
        actions.withdraw(place, by=world.ben())
    assert announced() == ["EnrollmentWithdrawn"]


def test_who_withdrew_may_apply_again_and_who_was_declined_may_not() -> None:
    ben = world.ben()
    place = actions.withdraw(applied("Ben Okafor"), by=ben)
    again = actions.enroll(world.cohort(), ben, part=Part.MENTEE, source="link", by=ben)
    assert (again.pk, again.status) == (place.pk, Status.APPLIED)
    actions.screen(again, decision=Status.DECLINED, by=world.cleo())
    with pytest.raises(RuleBroken, match="has had its answer"):
        actions.enroll(world.cohort(), ben, part=Part.MENTEE, source="link", by=ben)


def test_change_places_holds_promise_and_circle_within_them() -> None:
    place = world.ada_mentors(capacity=6, minimum=3, opens_with=4)
    place = actions.change_places(place, capacity=2, by=world.cleo())
    assert (place.capacity, place.minimum, place.opens_with) == (2, 2, 2)
    place = actions.change_places(place, capacity=8, minimum=0, opens_with=4, by=world.cleo())
    place.refresh_from_db()
    assert (place.capacity, place.minimum, place.opens_with) == (8, 0, 4)
    assert place.places_in_words == "circle of 4 to 8"
    assert announced() == ["EnrollmentChanged", "EnrollmentChanged"]


def test_a_circle_of_one_is_none_and_one_of_all_its_places_has_one_size() -> None:
    place = world.ada_mentors(capacity=3)
    place = actions.change_places(place, capacity=3, opens_with=1, by=world.cleo())
    assert (place.opens_with, place.places_in_words) == (0, "3")
    assert actions.change_places(place, capacity=3, opens_with=3, by=world.cleo()).places_in_words == (
        "circle of 3"
    )


@pytest.mark.parametrize("capacity", [-1, 51, 10**9])
def test_change_places_out_of_range_changes_nothing(capacity: int) -> None:
    place = world.ada_mentors(capacity=2)
    with pytest.raises(RuleBroken, match="from 0 to 50"):
        actions.change_places(place, capacity=capacity, by=world.cleo())
    place.refresh_from_db()
    assert place.capacity == 2


@pytest.mark.parametrize("beyond", [{"minimum": 3}, {"opens_with": 3}])
def test_change_places_refuses_promises_and_circles_beyond_them(beyond: dict[str, int]) -> None:
    place = world.ada_mentors(capacity=2)
    with pytest.raises(RuleBroken, match="above the places"):
        actions.change_places(place, capacity=2, by=world.cleo(), **beyond)


def test_change_places_is_refused_to_the_mentor_and_strangers() -> None:
    for by in (world.ada(), world.eve()):
        with pytest.raises(NotAllowed):
            actions.change_places(world.ada_mentors(), capacity=2, by=by)


def test_a_mentee_has_from_one_to_five_mentors_and_a_sponsor_has_no_places() -> None:
    place = actions.change_places(world.ben_learns(), capacity=2, opens_with=2, by=world.cleo())
    assert (place.capacity, place.opens_with) == (2, 0)
    for capacity in (0, 6):
        with pytest.raises(RuleBroken, match="from 1 to 5"):
            actions.change_places(place, capacity=capacity, by=world.cleo())
    sponsor = world.enrolled(world.person("Sol Sponsor"), Part.SPONSOR)
    with pytest.raises(RuleBroken, match="have places"):
        actions.change_places(sponsor, capacity=1, by=world.cleo())


def test_who_joins_begins_with_what_the_program_says() -> None:
    program = world.program()
    program.mentors_each, program.opens_with = 2, 4
    program.save()
    ada = world.ada()
    ada.capacity = 6
    ada.save()
    mentor = actions.enroll(world.cohort(), ada, part=Part.MENTOR, by=world.cleo())
    mentee = actions.enroll(world.cohort(), world.ben(), part=Part.MENTEE, by=world.cleo())
    small = actions.enroll(
        world.cohort(), world.person("Mia Small"), part=Part.MENTOR, capacity=3, by=world.cleo()
    )
    own = actions.enroll(
        world.cohort(), world.person("Una Own"), part=Part.MENTOR, capacity=8, opens_with=5, by=world.cleo()
    )
    assert (mentor.capacity, mentor.opens_with) == (6, 4)
    assert (mentee.capacity, mentee.opens_with) == (2, 0)
    assert (small.capacity, small.opens_with) == (3, 3)
    assert own.opens_with == 5


def test_a_mentor_who_applies_says_themselves_what_their_circle_opens_with() -> None:
    program = actions.create_program(world.school(), template="circles", name="Circles", by=world.olga())
    cohort = actions.open_cohort(program, name="Fall", starts_on=world.cohort().starts_on, by=world.olga())
    response = Response.objects.create(
        questionnaire=program.mentor_questionnaire, person=world.ada(), answers={"circle_from": 5}
    )
    ada = world.ada()
    ada.capacity = 8
    place = actions.enroll(cohort, ada, part=Part.MENTOR, source="link", response=response, by=None)
    assert program.opens_with == 4
    assert place.places_in_words == "circle of 5 to 8"


def mentor(name: str, **fields: Any) -> int:
    return world.enrolled(world.person(name), Part.MENTOR, **fields).person_id


def test_set_wishes_keeps_their_order_once() -> None:
    ada, finn, gus = mentor("Ada Lind"), mentor("Finn Moe"), mentor("Gus Ode")
    place = actions.set_wishes(world.ben_learns(), wishes=[gus, ada, gus], unwanted=[finn], by=world.cleo())
    assert (place.wishes, place.unwanted) == ([gus, ada], [finn])
    assert announced() == ["WishesChanged"]
    for person in (world.eve(), world.ben(), world.ada()):
        with pytest.raises(NotAllowed):
            actions.set_wishes(place, wishes=[], unwanted=[], by=person)


def test_set_wishes_names_only_people_of_the_other_part_and_nobody_twice() -> None:
    ben, ada = world.ben_learns(), mentor("Ada Lind")
    dan = world.enrolled(world.person("Dan Poe"), Part.MENTEE).person_id
    for named in (dan, ben.person_id, world.eve().pk, 10**15):
        with pytest.raises(RuleBroken, match="no longer in this cohort"):
            actions.set_wishes(ben, wishes=[named], unwanted=[], by=world.cleo())
    with pytest.raises(RuleBroken, match="both wished for"):
        actions.set_wishes(ben, wishes=[ada], unwanted=[ada], by=world.cleo())
    assert Enrollment.objects.get(pk=ben.pk).wishes == []


def test_wish_only_where_the_program_asks_and_only_ones_own() -> None:
    ben, ada = world.ben_learns(), mentor("Ada Lind")
    with pytest.raises(RuleBroken, match="does not ask"):
        actions.wish(ben, wishes=[ada], by=world.ben())
    asked = world.program()
    asked.asks_wishes = True
    asked.save()
    place = actions.wish(Enrollment.objects.get(pk=ben.pk), wishes=[ada], by=world.ben())
    assert place.wishes == [ada]
    for person in (world.ada(), world.eve(), world.cleo()):
        with pytest.raises(NotAllowed):
            actions.wish(place, wishes=[], by=person)


def test_wish_keeps_what_a_coordinator_noted_of_people_out_of_sight() -> None:
    ben, ada = world.ben_learns(), mentor("Ada Lind")
    gus = mentor("Gus Ode", status=Enrollment.Status.WAITING)
    actions.set_wishes(ben, wishes=[gus], unwanted=[], by=world.cleo())
    Program.objects.update(asks_wishes=True)
    ben = Enrollment.objects.get(pk=ben.pk)
    assert actions.wish(ben, wishes=[ada], by=world.ben()).wishes == [ada, gus]
    with pytest.raises(RuleBroken, match="no longer in this cohort"):
        actions.wish(ben, wishes=[gus], by=world.ben())
