"""How long a coordinator waits while a draft of 2,000 pairs is published, and where the time goes.

    python benchmarks/publication.py [pairs] [--profile]

Makes a cohort in a database of its own (GREENROOM_DATABASE, else a fresh SQLite file), solves it with the real
actions and publishes it with the real handlers. Then the worker's jobs write two mails for each pair, a hundred pairs a
transaction. The jobs are handed to a SQLite transport, as in the default installation. Prints seconds, statements
and mails.
"""

import argparse
import cProfile
import datetime as dt
import os
import pathlib
import pstats
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

from greenroom.base import clock  # noqa: E402 - as above
from greenroom.jobs.actions import run  # noqa: E402 - as above
from greenroom.jobs.models import Job  # noqa: E402 - as above
from greenroom.matching import actions as matching  # noqa: E402 - as above
from greenroom.matching.core import Criterion, Rules  # noqa: E402 - as above
from greenroom.matching.models import MatchingRun  # noqa: E402 - as above
from greenroom.mentorships.models import Mentorship  # noqa: E402 - as above
from greenroom.organizations.models import Account, Organization, Role  # noqa: E402 - as above
from greenroom.outbox.models import Message  # noqa: E402 - as above
from greenroom.people.models import Person, PersonSkill, Skill  # noqa: E402 - as above
from greenroom.programs.actions import create_program, open_cohort  # noqa: E402 - as above
from greenroom.programs.models import Cohort, Enrollment, Part  # noqa: E402 - as above

SKILLS = ("Budgeting", "Pitching", "Crewing", "Editing", "Grading", "Story", "Sound", "Lighting")
BY_SKILLS = Rules(
    criteria=(
        Criterion(
            key="skills",
            kind="skills",
            weight=100,
            label="Skills to learn",
            mentee_answer="skills_wanted",
            mentor_answer="skills_offered",
        ),
    )
)


def owner() -> Person:
    school = Organization.objects.create(
        name="Bench School", slug="bench", contact_email="hello@bench.example"
    )
    account = Account.objects.create_user("olga@bench.example", name="Olga Brandt")
    return Person.objects.create(
        organization=school, account=account, email=account.email, name=account.name, role=Role.OWNER
    )


def cohort_of(by: Person, pairs: int) -> Cohort:
    """So many mentors with one place each, and as many mentees; skills go round among them."""
    program = create_program(by.organization, template="formal", name="Second Reel", by=by)
    starts_on = clock.now().date() + dt.timedelta(weeks=2)
    cohort = open_cohort(program, name="Autumn", starts_on=starts_on, by=by)
    skills = [
        Skill.objects.create(organization=by.organization, name=name, key=name.lower()) for name in SKILLS
    ]
    for part, direction in ((Part.MENTOR, "offered"), (Part.MENTEE, "wanted")):
        people = Person.objects.bulk_create(
            [
                Person(
                    organization=by.organization,
                    email=f"{part.value}{n}@bench.example",
                    name=f"{part.label} No{n}",
                )
                for n in range(pairs)
            ],
            batch_size=500,
        )
        PersonSkill.objects.bulk_create(
            [
                PersonSkill(
                    person=person, skill=skills[(n + step) % len(skills)], direction=direction, level=3 + step
                )
                for n, person in enumerate(people)
                for step in range(2)
            ],
            batch_size=500,
        )
        Enrollment.objects.bulk_create(
            [
                Enrollment(cohort=cohort, person=person, part=part, status="accepted", capacity=1)
                for person in people
            ],
            batch_size=500,
        )
    return cohort


def solved(cohort: Cohort, by: Person) -> MatchingRun:
    matching.save_rules(cohort, rules=BY_SKILLS, based_on=0, by=by)
    draft = matching.request_run(cohort, by=by)
    assert draft.job_id is not None
    run(draft.job_id)
    return MatchingRun.objects.get(pk=draft.pk)


class Statements:
    """Counts what goes to the database without keeping its text."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: object, sql: str, params: object, many: bool, context: object) -> object:  # noqa: FBT001 - Django's signature
        self.count += 1
        return execute(sql, params, many, context)  # type: ignore[operator] # Django gives it no type


def written() -> tuple[float, float, int]:
    """Do what a worker does next: write the mails. Seconds in all, of the longest job, and how many jobs."""
    times = []
    for job_id in Job.objects.filter(kind="notifications.write_proposals").values_list("pk", flat=True):
        begun = time.perf_counter()
        run(job_id)
        times.append(time.perf_counter() - begun)
    return sum(times), max(times, default=0.0), len(times)


def main() -> None:
    chosen = arguments()
    call_command("migrate", verbosity=0)
    by = owner()
    cohort = cohort_of(by, chosen.pairs)
    begun = time.perf_counter()
    draft = solved(cohort, by)
    print(
        f"{chosen.pairs} mentors and mentees on {connection.vendor}, solved in {time.perf_counter() - begun:.1f} s"
    )
    statements, profile = Statements(), cProfile.Profile()
    begun = time.perf_counter()
    with connection.execute_wrapper(statements):
        if chosen.profile:
            profile.runcall(matching.publish, draft, by=by)
        else:
            matching.publish(draft, by=by)
    spent = time.perf_counter() - begun
    print(
        f"published in {spent:.1f} s: {Mentorship.objects.count()} mentorships, {statements.count} statements"
    )
    spent, longest, parts = written()
    mails, jobs = Message.objects.count(), Job.objects.filter(kind="outbox.deliver").count()
    print(
        f"mails written in {spent:.1f} s by {parts} jobs, the longest {longest:.2f} s: {mails} mails, {jobs} deliveries"
    )
    if chosen.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=int, nargs="?", default=2_000)
    parser.add_argument(
        "--profile", action="store_true", help="where the time goes (runs about twice as long)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
