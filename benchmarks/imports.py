"""Import 100,000 people from a CSV file, then the same file again, in a database of its own.

    python benchmarks/imports.py [rows]

Prints seconds and the most memory that each pass took. Uses SQLite in a temporary folder, or the PostgreSQL server
that GREENROOM_DATABASE names (a new database "greenroom_bench" is made there and dropped again).
"""

import datetime as dt
import io
import os
import resource
import sys
import tempfile
import time
from typing import Any

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
HEADER = "first name,last name,email,job title,employer,time zone,languages,capacity,skills,biography,favorite film\n"


class Work:
    """A job's work without a job."""

    def progress(self, done: int, total: int, phase: str = "") -> None:
        """Nobody watches."""

    def is_cancelled(self) -> bool:
        return False


def table(rows: int, *, faulty: bool = False) -> bytes:
    """About 200 characters a row. With `faulty`, every capacity is out of range."""
    zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]
    skills = ["Budgeting (4); Scheduling", "Editing; Sound: 3", "Camera"]
    out = io.StringIO()
    out.write(HEADER)
    for n in range(rows):
        out.write(
            f"Ada{n % 997},Lind{n},person{n}@school.example,Producer,Studio {n % 300},{zones[n % 4]},English; German,"
            f"{-1 if faulty else n % 4},{skills[n % 3]},Number {n} makes films and has done so for years.,Film {n % 50}\n"
        )
    return out.getvalue().encode()


def uploaded(data: bytes, *, by: Any, cohort: Any) -> Any:
    from greenroom.imports.actions import upload

    began = time.monotonic()
    source = upload(cohort, io.BytesIO(data), filename="mentors.csv", by=by)
    print(f"upload {time.monotonic() - began:6.2f} s")
    return source


def attempt(source: Any, *, kind: str, by: Any) -> None:
    from greenroom.imports.actions import perform, request_attempt
    from greenroom.imports.models import Attempt

    asked = request_attempt(source, kind=kind, by=by)
    began, began_cpu = time.monotonic(), time.process_time()
    attempts = Attempt.objects.select_related("source__cohort__program__organization", "by__organization")
    perform(attempts.get(pk=asked.pk), work=Work())
    seconds, cpu = time.monotonic() - began, time.process_time() - began_cpu
    done = Attempt.objects.get(pk=asked.pk)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{kind:6} {seconds:6.1f} s (processor {cpu:5.1f} s), at most {most} MB so far:"
        f" {done.created:,} new, {done.changed:,} changed, {done.unchanged:,} as before, {done.fault_count:,} faults"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GREENROOM_DATA"] = folder
        os.environ["GREENROOM_BROKER"] = "memory://"
        os.environ["DJANGO_SETTINGS_MODULE"] = "greenroom.config.settings_test"
        import django

        django.setup()
        from django.conf import settings

        settings.GREENROOM_STRICT_HANDLERS = False
        from django.db import connection

        connection.creation.create_test_db(verbosity=0)
        try:
            measure()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def measure() -> None:
    from greenroom.organizations.models import Organization, Role
    from greenroom.people.models import Person
    from greenroom.programs.models import Cohort, Program
    from greenroom.questionnaires.models import Questionnaire

    school = Organization.objects.create(name="School", slug="school", time_zone="UTC")
    owner = Person.objects.create(
        organization=school, email="olga@school.example", name="Olga", role=Role.OWNER
    )
    asked = [
        Questionnaire.objects.create(organization=school, title=title) for title in ("Mentors", "Mentees")
    ]
    program = Program.objects.create(
        organization=school, name="Program", mentor_questionnaire=asked[0], mentee_questionnaire=asked[1]
    )
    cohort = Cohort.objects.create(program=program, name="fall", starts_on=dt.date(2026, 10, 5))
    print(
        f"{ROWS:,} rows, {len(table(ROWS)) // 1024:,} kB; before: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    attempt(uploaded(table(ROWS, faulty=True), by=owner, cohort=cohort), kind="try", by=owner)
    for _turn in ("first", "again"):
        source = uploaded(table(ROWS), by=owner, cohort=cohort)
        attempt(source, kind="try", by=owner)
        attempt(source, kind="apply", by=owner)


if __name__ == "__main__":
    main()
