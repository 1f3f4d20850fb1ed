"""Many at once: whatever must happen once happens once, and everyone else is told why not."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from django.db import connections

from greenroom.base.errors import Refusal
from greenroom.mentorships import actions
from greenroom.mentorships.models import Agreement, Mentorship
from greenroom.programs.models import Part
from tests import world
from tests.mentorships import pairs

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run every act in a thread of its own, all from one mark; count "done" and the codes of refusals."""
    outcomes: Counter[str] = Counter()
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            outcomes["done"] += 1
        except Refusal as refusal:
            outcomes[refusal.code] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_propose_the_last_place_to_many_at_once_gives_it_to_one() -> None:
    ada, cleo, cohort, home = world.ada(), world.cleo(), world.cohort(), world.school()
    world.ada_mentors()
    mentees = [world.person(f"Mentee{number} Long") for number in range(8)]
    for mentee in mentees:
        world.enrolled(mentee, Part.MENTEE)
    outcomes = at_once(
        [
            lambda mentee=mentee: actions.propose(home, mentor=ada, mentee=mentee, cohort=cohort, by=cleo)  # type: ignore[misc] # binds each mentee now
            for mentee in mentees
        ]
    )
    assert outcomes == {"done": 1, "no_free_place": 7}
    assert Mentorship.objects.count() == 1


def test_propose_the_same_two_from_both_sides_at_once_makes_one() -> None:
    ada, ben, home = world.ada(), world.ben(), world.school()
    outcomes = at_once([lambda: actions.propose(home, mentor=ada, mentee=ben, by=ben)] * 3 + [
        lambda: actions.propose(home, mentor=ada, mentee=ben, by=ada)
    ] * 3)  # fmt: skip
    assert outcomes == {"done": 1, "mentorship_exists": 5}


def test_accept_by_both_at_once_starts_it_once() -> None:
    mentorship, ada, ben = pairs.proposed(), world.ada(), world.ben()
    outcomes = at_once(
        [lambda: actions.accept(mentorship, by=ada), lambda: actions.accept(mentorship, by=ben)] * 3
    )
    assert outcomes == {"done": 2, "mentorship_answered": 4}
    assert pairs.told().count("MentorshipStarted") == 1


def test_write_agreement_by_both_at_once_overwrites_nothing() -> None:
    mentorship, ada, ben = pairs.started(), world.ada(), world.ben()
    outcomes = at_once(
        [
            lambda: pairs.written(mentorship, content={"purpose": "Ada’s."}, by=ada),
            lambda: pairs.written(mentorship, content={"purpose": "Ben’s."}, by=ben),
        ]
    )
    assert outcomes == {"done": 1, "agreement_changed": 1}
    assert Agreement.objects.count() == 1


def test_sign_agreement_by_both_at_once_brings_it_into_force() -> None:
    agreement, ada, ben = pairs.written(), world.ada(), world.ben()
    outcomes = at_once(
        [lambda: actions.sign_agreement(agreement, by=ada), lambda: actions.sign_agreement(agreement, by=ben)]
    )
    assert outcomes == {"done": 2}
    assert Agreement.objects.get().signed_at is not None


def test_close_by_both_at_once_closes_it_once() -> None:
    mentorship, ada, ben = pairs.started(), world.ada(), world.ben()
    outcomes = at_once(
        [
            lambda: actions.close(mentorship, reason="time", by=ada),
            lambda: actions.close(mentorship, reason="time", by=ben),
        ]
    )
    assert outcomes == {"done": 1, "mentorship_closed": 1}
