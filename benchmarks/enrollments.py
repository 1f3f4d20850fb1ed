"""How long the pages of a cohort take with 100,000 applicants. Run on an empty database of its own:

    GREENROOM_DATABASE=… python benchmarks/enrollments.py [applicants]

Prints the median of five requests of each kind through the whole stack, in milliseconds, and how many queries.
"""

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from http import HTTPStatus

os.environ.setdefault("GREENROOM_DATA", tempfile.mkdtemp(prefix="greenroom-bench-"))
os.environ.setdefault("GREENROOM_BROKER", "memory://")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenroom.config.settings_test")

import django
from names import FIRST, LAST

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection, reset_queries  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above

from greenroom.base import clock  # noqa: E402 - as above
from greenroom.people.actions import found_organization  # noqa: E402 - as above
from greenroom.people.models import Person, PersonSkill, Skill  # noqa: E402 - as above
from greenroom.programs.actions import create_program, open_cohort  # noqa: E402 - as above
from greenroom.programs.models import Cohort, Enrollment, Part  # noqa: E402 - as above
from greenroom.questionnaires.models import Response  # noqa: E402 - as above

APPLICANTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REPEATS = 5
BATCH = 2_000
SKILLS = 120
STATUSES = ["applied", "applied", "accepted", "waiting", "declined"]
PAGES = {
    "overview": "",
    "list, first page": "enrollments/",
    "list, page in the middle": "enrollments/?page=1000",
    "list, last page": "enrollments/?page=999999",
    "list by name": "enrollments/?sort=name",
    "list by name, last page": "enrollments/?sort=name&page=999999",
    "list by status": "enrollments/?sort=status",
    "list by places": "enrollments/?sort=-places",
    "search, many": "enrollments/?q=lind",
    "search, few": "enrollments/?q=applicant+99",
    "search, nobody": "enrollments/?q=zzzzzz",
    "search two words": "enrollments/?q=noor+abara",
    "mentors": "enrollments/?part=mentor",
    "to screen": "enrollments/?part=mentee&status=applied",
    "one skill": "enrollments/?skill=7",
    "one skill by name": "enrollments/?skill=7&part=mentor&sort=name",
    "places and demand": "capacity/",
}


def fill() -> tuple[Person, Cohort]:
    """One cohort: a fifth mentors, each person with two skills."""
    chance = random.Random(0)  # noqa: S311 - made-up people, not secrets
    owner = found_organization("Bench", "bench", owner_email="olga@bench.example", owner_name="Olga")
    organization = owner.organization
    program = create_program(organization, template="formal", name="Second Reel", by=owner)
    cohort = open_cohort(program, name="bench", starts_on=dt.date(2026, 10, 5), by=owner)
    skills = [Skill(organization=organization, name=f"Skill {n}", key=f"skill {n}") for n in range(SKILLS)]
    skills = Skill.objects.bulk_create(skills)
    now = clock.now()
    for start in range(0, APPLICANTS, BATCH):
        count = min(BATCH, APPLICANTS - start)
        people = Person.objects.bulk_create(
            Person(
                organization=organization,
                email=f"applicant{start + n}@bench.example",
                name=f"{chance.choice(FIRST)} {chance.choice(LAST)} Applicant {start + n}",
                job_title="Line producer",
            )
            for n in range(count)
        )
        responses = Response.objects.bulk_create(
            Response(
                questionnaire=program.mentee_questionnaire,
                person=person,
                answers={
                    "job_title": "Line producer",
                    "goals": "A first credit.",
                    "free_hours": [18, 42, 66],
                },
            )
            for person in people
        )
        Enrollment.objects.bulk_create(
            Enrollment(
                cohort=cohort,
                person=person,
                part=Part.MENTOR if (start + n) % 5 == 0 else Part.MENTEE,
                status=chance.choice(STATUSES),
                capacity=chance.randint(1, 3),
                response=response,
                applied_at=now - dt.timedelta(seconds=start + n),
            )
            for n, (person, response) in enumerate(zip(people, responses, strict=True))
        )
        PersonSkill.objects.bulk_create(
            PersonSkill(person=person, skill=skill, direction=direction, level=chance.randint(1, 5))
            for n, person in enumerate(people)
            for direction in ["offered" if (start + n) % 5 == 0 else "wanted"]
            for skill in chance.sample(skills, 2)
        )
    return owner, cohort


def timed(request: Callable[[], object]) -> tuple[float, int]:
    """Median milliseconds and the number of queries."""
    times = []
    queries = 0
    for _ in range(REPEATS):
        reset_queries()
        began = time.perf_counter()
        request()
        times.append(1000 * (time.perf_counter() - began))
        queries = len(connection.queries)
    return statistics.median(times), queries


def main() -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    owner, cohort = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{APPLICANTS:,} applicants made in {time.perf_counter() - began:.0f} s, {connection.vendor}")
    client = Client()
    assert owner.account is not None
    client.force_login(owner.account, backend="django.contrib.auth.backends.ModelBackend")
    connection.force_debug_cursor = True
    base = f"/o/bench/cohorts/{cohort.pk}/"
    for name, tail in PAGES.items():
        assert client.get(base + tail).status_code == HTTPStatus.OK, name
        milliseconds, queries = timed(lambda tail=tail: client.get(base + tail))  # type: ignore[misc] # bound now
        print(f"{name:28}{milliseconds:8.0f} ms{queries:5} queries")
    began = time.perf_counter()
    export = client.get(base + "enrollments.csv")
    size = sum(len(chunk) for chunk in export)
    print(f"export as CSV: {size / 1e6:.1f} MB in {time.perf_counter() - began:.1f} s")


main()
