"""Two workers at once, on a database that several connections share."""

import threading

import pytest
from django.db import connection

from greenroom.imports.actions import perform, request_attempt
from greenroom.imports.models import Attempt
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment
from tests import world
from tests.imports.doing import Bench, figures, fresh, uploaded

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = "email,name\n" + "".join(f"p{number}@school.example,P {number}\n" for number in range(40))


def at_once(*attempts: Attempt) -> None:
    """Perform them in threads that start together."""
    start = threading.Barrier(len(attempts))

    def work(attempt: Attempt) -> None:
        try:
            row = fresh(attempt)
            start.wait(timeout=20)
            perform(row, work=Bench())
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[attempt]) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def test_perform_two_imports_of_one_cohort_at_once_makes_everyone_once() -> None:
    attempts = [request_attempt(uploaded(PEOPLE), kind="apply", by=world.cleo()) for _turn in range(2)]
    at_once(*attempts)
    assert sorted(figures(fresh(attempt)) for attempt in attempts) == [(40, 0, 0, 40), (40, 40, 0, 0)]
    assert (Person.objects.filter(email__startswith="p").count(), Enrollment.objects.count()) == (40, 40)


def test_perform_one_attempt_in_two_workers_applies_it_once() -> None:
    attempt = request_attempt(uploaded(PEOPLE), kind="apply", by=world.cleo())
    at_once(attempt, attempt)
    assert (figures(fresh(attempt)), Enrollment.objects.count()) == ((40, 40, 0, 0), 40)
