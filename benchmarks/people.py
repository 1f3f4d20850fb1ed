"""How long the list of people takes with 100,000 members. Run on an empty database of its own:

    GREENROOM_DATABASE=… python benchmarks/people.py [members]

Prints the median of five requests of each kind through the whole stack, in milliseconds, and how many queries.
"""

import os
import random
import statistics
import sys
import tempfile
import time

os.environ.setdefault("GREENROOM_DATA", tempfile.mkdtemp(prefix="greenroom-bench-"))
os.environ.setdefault("GREENROOM_BROKER", "memory://")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenroom.config.settings_test")

import django
from names import FIRST, LAST

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection, reset_queries  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from greenroom.organizations.models import Account, Organization, Role  # noqa: E402 - as above
from greenroom.people.models import Person, PersonSkill, Skill  # noqa: E402 - as above
from greenroom.programs.models import Cohort, Enrollment, Program  # noqa: E402 - as above
from greenroom.questionnaires.models import Questionnaire  # noqa: E402 - as above

MEMBERS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REPEATS = 5
BATCH = 2_000
WORK = ("Line producer", "Editor", "Location manager", "Runner", "Director of photography", "Sound recordist")
STORY = "I began as a runner and learned by carrying things to people who knew what they were doing. " * 8
PAGES = {
    "first page": "",
    "page in the middle": "?page=1000",
    "last page": "?page=999999",
    "search, many": "?q=lind",
    "search, few": "?q=member+99",
    "search, nobody": "?q=zzzzzz",
    "search two words": "?q=noor+sound",
    "stage": "?stage=lead",
    "deactivated": "?state=deactivated",
    "paused": "?state=paused",
    "everyone": "?state=all",
    "owners": "?role=owner",
    "skill": "?skill=skill+7",
    "mentors in a cohort": "?part=mentor",
    "in no cohort": "?part=none",
    "sorted by last visit": "?sort=-active",
    "sorted by joining": "?sort=-joined",
}


def fill() -> Person:
    draw = random.Random(7)  # noqa: S311 - made-up people, not secrets
    home = Organization.objects.create(name="Big School", slug="big")
    account = Account.objects.create_user("olga@big.example", name="Olga Brandt")
    owner = Person.objects.create(
        organization=home, account=account, email=account.email, name="Olga Brandt", role=Role.OWNER
    )
    skills = [
        Skill(organization=home, name=f"Skill {number}", key=f"skill {number}") for number in range(200)
    ]
    Skill.objects.bulk_create(skills)
    asked = Questionnaire.objects.create(organization=home, title="All")
    program = Program.objects.create(
        organization=home, name="P", mentor_questionnaire=asked, mentee_questionnaire=asked
    )
    cohort = Cohort.objects.create(program=program, name="C", starts_on="2026-10-05")
    now = timezone.now()
    for start in range(0, MEMBERS, BATCH):
        people = Person.objects.bulk_create(
            Person(
                organization=home,
                email=f"member{number}@big.example",
                name=f"{draw.choice(FIRST)} {draw.choice(LAST)}",
                headline="Makes things that people like to look at",
                story=STORY,
                stage=draw.choice(Person.Stage.values),
                years=draw.randrange(40),
                job_title=draw.choice(WORK),
                employer=f"Company {draw.randrange(500)}",
                place="Bristol",
                languages=["en"],
                free_hours=[18, 19, 20, 42, 43],
                last_active_at=now if draw.random() < 0.6 else None,  # noqa: PLR2004 - a share
                joined_at=now - timezone.timedelta(minutes=draw.randrange(1_000_000)),
                paused_until="2999-01-01" if draw.random() < 0.05 else None,  # noqa: PLR2004 - a share
                deactivated_at=now if draw.random() < 0.03 else None,  # noqa: PLR2004 - a share
            )
            for number in range(start, min(start + BATCH, MEMBERS))
        )
        PersonSkill.objects.bulk_create(
            PersonSkill(person=person, skill=skill, direction=direction, level=3)
            for person in people
            for direction in PersonSkill.Direction.values
            for skill in draw.sample(skills, 3)
        )
        Enrollment.objects.bulk_create(
            Enrollment(
                cohort=cohort, person=person, part=draw.choice(("mentor", "mentee")), status="accepted"
            )
            for person in people
            if draw.random() < 0.3  # noqa: PLR2004 - a share
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return owner


def measure(client: Client, path: str) -> tuple[float, float, int]:
    """Median and longest time in milliseconds, and the queries of one answer."""
    times = []
    for _ in range(REPEATS + 1):
        reset_queries()
        start = time.perf_counter()
        response = client.get(path)
        assert response.status_code == 200, response.status_code  # noqa: PLR2004 - HTTP's own number
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[1:]), max(times[1:]), len(connection.queries)


def main() -> None:
    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    owner = fill()
    print(f"{connection.vendor}: {Person.objects.count():,} people in {time.perf_counter() - start:.0f} s")
    connection.force_debug_cursor = True
    client = Client()
    assert owner.account is not None
    client.force_login(owner.account, backend="django.contrib.auth.backends.ModelBackend")
    for name, query in PAGES.items():
        median, longest, queries = measure(client, f"/o/big/people/{query}")
        print(f"{name:24} {median:7.0f} ms  at most {longest:5.0f} ms  {queries:3} queries")
    start = time.perf_counter()
    size = sum(
        len(chunk) for chunk in client.post("/o/big/people/export/", {"format": "csv"}).streaming_content
    )
    print(f"export as CSV            {time.perf_counter() - start:7.1f} s   {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
