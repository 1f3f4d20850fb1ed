"""How long a coordinator waits for each page of a draft with 10,000 pairs, and how often it asks the database.

    python benchmarks/review.py [mentees] [mentors]

Makes a cohort in a database of its own (a fresh SQLite file, or GREENROOM_DATABASE) by bulk creation, solves a draft
with the real job, and reads each page twice as its coordinator, through Django's test client: the first time as
nobody has asked before, the second as somebody goes on. Prints seconds, queries and bytes.
"""

import argparse
import os
import pathlib
import resource
import tempfile
import time

os.environ.setdefault("GREENROOM_DATA", tempfile.mkdtemp(prefix="greenroom-bench-"))
os.environ.setdefault(
    "GREENROOM_BROKER", f"sqlite://{pathlib.Path(os.environ['GREENROOM_DATA']) / 'jobs.sqlite3'}"
)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenroom.config.settings_test")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from publication import SKILLS, Statements, owner, solved  # noqa: E402 - as above

from greenroom.base import clock  # noqa: E402 - as above
from greenroom.people.models import Person, PersonSkill, Skill  # noqa: E402 - as above
from greenroom.programs.actions import create_program, open_cohort  # noqa: E402 - as above
from greenroom.programs.models import Cohort, Enrollment, Part  # noqa: E402 - as above

DEPARTMENTS = ("Sound", "Camera", "Art", "Editing", "Production")
ROWS = 1_000


def cohort_of(by: Person, mentees: int, mentors: int) -> Cohort:
    """Mentors with two places each, mentees with one; skills and departments go round among them."""
    program = create_program(by.organization, template="formal", name="Second Reel", by=by)
    cohort = open_cohort(program, name="Autumn", starts_on=clock.now().date(), by=by)
    skills = [
        Skill.objects.create(organization=by.organization, name=name, key=name.lower()) for name in SKILLS
    ]
    for part, direction, count, places in (
        (Part.MENTOR, "offered", mentors, 2),
        (Part.MENTEE, "wanted", mentees, 1),
    ):
        people = Person.objects.bulk_create(
            [
                Person(
                    organization=by.organization,
                    email=f"{part.value}{n}@bench.example",
                    name=f"{part.label} No{n}",
                    department=DEPARTMENTS[n * 7 % len(DEPARTMENTS)],
                    capacity=places,
                )
                for n in range(count)
            ],
            batch_size=ROWS,
        )
        PersonSkill.objects.bulk_create(
            [
                PersonSkill(
                    person=person,
                    skill=skills[(n * n + 3 * step) % len(skills)],
                    direction=direction,
                    level=1 + (n + step) % 5,
                )
                for n, person in enumerate(people)
                for step in range(1 + n % 3)
            ],
            batch_size=ROWS,
            ignore_conflicts=True,
        )
        Enrollment.objects.bulk_create(
            [
                Enrollment(cohort=cohort, person=person, part=part, status="accepted", capacity=places)
                for person in people
            ],
            batch_size=ROWS,
        )
    return cohort


def read(client: Client, address: str) -> tuple[float, int, int]:
    """Seconds, queries and bytes of one answer."""
    statements = Statements()
    begun = time.perf_counter()
    with connection.execute_wrapper(statements):
        answer = client.get(address)
        size = len(b"".join(answer) if answer.streaming else answer.content)  # type: ignore[arg-type] # never async here
    if answer.status_code not in {200, 302}:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return time.perf_counter() - begun, statements.count, size


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("mentees", type=int, nargs="?", default=10_000)
    parser.add_argument("mentors", type=int, nargs="?", default=5_500)
    chosen = parser.parse_args()
    call_command("migrate", verbosity=0)
    by = owner()
    cohort = cohort_of(by, chosen.mentees, chosen.mentors)
    begun = time.perf_counter()
    draft = solved(cohort, by)
    print(
        f"{chosen.mentees} mentees, {chosen.mentors} mentors on {connection.vendor}: {draft.summary['pairs']} pairs "
        f"solved and kept in {time.perf_counter() - begun:.1f} s"
    )
    client = Client()
    assert by.account is not None
    client.force_login(by.account, backend="django.contrib.auth.backends.ModelBackend")
    inside = f"/o/{by.organization.slug}"
    run = f"{inside}/runs/{draft.pk}/"
    mentee = draft.pairings.values_list("mentee_id", flat=True)[0]
    pages = {
        "review page": run,
        "second page": f"{run}?page=2",
        "last page": f"{run}?page=99999",
        "sorted by fit": f"{run}?sort=fit",
        "sorted by mentor": f"{run}?sort=-mentor",
        "low pairs": f"{run}?show=low&sort=fit",
        "pinned pairs": f"{run}?show=pinned",
        "side panel": f"{run}?mentee={mentee}",
        "ways to choose": f"{run}ways/",
        "fit by group": f"{run}groups/?by=department",
        "would rather swap": f"{run}rather/",
        "not matched": f"{run}unmatched/",
        "certificate": f"{run}certificate/",
        "who hears": f"{run}publication/",
        "pairs as CSV": f"{run}pairs/?format=csv",
        "pairs as XLSX": f"{run}pairs/?format=xlsx",
        "the cohort": f"{inside}/cohorts/{cohort.pk}/matching/",
    }
    for name, address in pages.items():
        first, again = read(client, address), read(client, address)
        print(
            f"{name:<18} {first[0]:7.3f} s, then {again[0]:7.3f} s, {again[1]:>4} queries, {again[2]:>10,} bytes"
        )
    print(f"peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
