"""How long the list of mentorships takes with 100,000 of them. Run on an empty database of its own:

    GREENROOM_DATABASE=… python benchmarks/mentorships.py [mentorships]

Prints the median of five requests of each kind through the whole stack, in milliseconds, and how many queries.
"""

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from http import HTTPStatus

os.environ.setdefault("GREENROOM_DATA", tempfile.mkdtemp(prefix="greenroom-bench-"))
os.environ.setdefault("GREENROOM_BROKER", "memory://")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenroom.config.settings_test")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 - as above

from greenroom.base import clock  # noqa: E402 - as above
from greenroom.mentorships.models import (  # noqa: E402 - as above
    Acceptance,
    Agreement,
    Closure,
    Mentorship,
    Pause,
    Signature,
)
from greenroom.organizations.models import Account, Organization, Role  # noqa: E402 - as above
from greenroom.people.models import Person  # noqa: E402 - as above
from greenroom.programs.models import Cohort, Coordination, Program  # noqa: E402 - as above
from greenroom.questionnaires.models import Questionnaire  # noqa: E402 - as above

MENTORSHIPS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
COHORTS = 20
REPEATS = 5
BATCH = 2_000
FIRST = (
    "Ada",
    "Ben",
    "Cleo",
    "Dara",
    "Emil",
    "Fay",
    "Gus",
    "Hana",
    "Ivo",
    "Jun",
    "Kaya",
    "Leo",
    "Mina",
    "Noor",
)
LAST = (
    "Abara",
    "Brandt",
    "Castell",
    "Demir",
    "Evans",
    "Falk",
    "Grant",
    "Haddad",
    "Ito",
    "Jensen",
    "Kaur",
    "Lind",
)
PAGES = {
    "list, first page": "",
    "list, page in the middle": "?page=1000",
    "list, last page": "?page=999999",
    "list by mentor": "?sort=mentor",
    "list by mentor, last page": "?sort=mentor&page=999999",
    "list by cohort": "?sort=cohort",
    "search, many": "?q=lind",
    "search, few": "?q=person99",
    "search, nobody": "?q=zzzzzz",
    "proposed": "?state=proposed",
    "closed by mentee": "?state=closed&sort=mentee",
    "weeks 3 to 6": "?week=3-6",
    "answers missing": "?needs=answer",
    "agreements missing": "?needs=agreement",
    "one cohort": "?cohort=7",
    "one cohort, agreements missing": "?cohort=7&needs=agreement",
}


def people(organization: Organization, count: int) -> list[Person]:
    random.seed(7)
    rows = [
        Person(
            organization=organization,
            email=f"person{number}@bench.example",
            name=f"{random.choice(FIRST)} {random.choice(LAST)} {number}",  # noqa: S311 - made-up people
        )
        for number in range(count)
    ]
    return Person.objects.bulk_create(rows, batch_size=BATCH)


def cohorts(organization: Organization) -> list[Cohort]:
    questionnaire = Questionnaire.objects.create(organization=organization, title="Asked")
    program = Program.objects.create(
        organization=organization,
        name="Second Reel",
        weeks=24,
        mentor_questionnaire=questionnaire,
        mentee_questionnaire=questionnaire,
    )
    today = clock.now().date()
    return [
        Cohort.objects.create(
            program=program, name=f"Intake {n}", starts_on=today - dt.timedelta(weeks=2 * n - 4)
        )
        for n in range(COHORTS)
    ]


def fill(organization: Organization) -> None:
    """Of ten: one waits, one was declined, one is paused, three are closed, four are under way; half have signed."""
    known, intakes = people(organization, MENTORSHIPS + MENTORSHIPS // 3), cohorts(organization)
    mentors, mentees = known[MENTORSHIPS:], known[:MENTORSHIPS]
    start = clock.now() - dt.timedelta(days=200)
    made = Mentorship.objects.bulk_create(
        [
            Mentorship(
                organization=organization,
                cohort=intakes[n % COHORTS],
                mentor=mentors[n % len(mentors)],
                mentee=mentees[n],
                formality="formal",
                proposed_at=start + dt.timedelta(minutes=n),
                started_at=None if n % 10 in (0, 1) else start + dt.timedelta(minutes=n, days=2),
            )
            for n in range(MENTORSHIPS)
        ],
        batch_size=BATCH,
    )
    acceptances, agreements, pauses, closures = [], [], [], []
    for n, row in enumerate(made):
        acceptances.append(Acceptance(mentorship=row, person_id=row.mentor_id, accepted=True))
        if n % 10:
            acceptances.append(Acceptance(mentorship=row, person_id=row.mentee_id, accepted=n % 10 != 1))
        if n % 10 == 2:  # noqa: PLR2004 - one of ten
            pauses.append(Pause(mentorship=row))
        if n % 10 in (3, 4, 5):
            closures.append(Closure(mentorship=row, reason="time"))
        if n % 10 > 1:
            signed_at = row.started_at if n % 2 else None
            agreements.append(
                Agreement(mentorship=row, version=1, content={"purpose": "x"}, signed_at=signed_at)
            )
    Acceptance.objects.bulk_create(acceptances, batch_size=BATCH)
    Pause.objects.bulk_create(pauses, batch_size=BATCH)
    Closure.objects.bulk_create(closures, batch_size=BATCH)
    Agreement.objects.bulk_create(agreements, batch_size=BATCH)
    Signature.objects.bulk_create(
        [Signature(agreement=row, person_id=row.mentorship.mentor_id) for row in agreements], batch_size=BATCH
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def client_of(organization: Organization, *, role: str) -> Client:
    account = Account.objects.create_user(f"{role}@bench.example", name=role.title())
    person = Person.objects.create(
        organization=organization, account=account, email=account.email, name=account.name, role=role
    )
    if role == Role.MEMBER:
        Coordination.objects.create(program=Program.objects.get(), person=person)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def measure(client: Client, name: str, address: str) -> None:
    client.get(address)
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        assert response.status_code == HTTPStatus.OK, (name, response.status_code)
    print(f"{name:<34}{statistics.median(times):>8.0f} ms {len(captured):>4} queries")


def main() -> None:
    call_command("migrate", verbosity=0)
    organization = Organization.objects.create(slug="bench", name="Bench")
    begun = time.perf_counter()
    fill(organization)
    print(f"{MENTORSHIPS} mentorships on {connection.vendor}, written in {time.perf_counter() - begun:.0f} s")
    for role in (Role.OWNER, Role.MEMBER):
        client = client_of(organization, role=role)
        print("\nas an owner" if role == Role.OWNER else "\nas a coordinator")
        for name, query in PAGES.items():
            measure(client, name, f"/o/bench/mentorships/{query}")
        measure(client, "call sheet", "/o/bench/")
        begun = time.perf_counter()
        size = sum(len(chunk) for chunk in client.get("/o/bench/mentorships/export.csv").streaming_content)
        print(f"{'export as CSV':<34}{(time.perf_counter() - begun) * 1000:>8.0f} ms {size / 1e6:>6.1f} MB")


if __name__ == "__main__":
    main()
