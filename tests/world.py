"""The small world of the tests: Ada mentors, Ben learns, Cleo coordinates, Eve is a stranger elsewhere.

Plain functions; each makes what it needs and returns it. Calling one twice returns the same row.
"""

import datetime as dt
from typing import Any

from django.test import Client

from greenroom.organizations.models import Account, Organization, Role
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Coordination, Enrollment, Part, Program
from greenroom.questionnaires.models import Questionnaire

STARTS_ON = dt.date(2026, 10, 5)


def school() -> Organization:
    return Organization.objects.get_or_create(
        slug="kestrel-lane",
        defaults={
            "name": "Kestrel Lane School",
            "time_zone": "Europe/London",
            "contact_email": "cleo@school.example",
        },
    )[0]


def guild() -> Organization:
    """Another organization, of which nobody in the school may see anything."""
    return Organization.objects.get_or_create(
        slug="guild", defaults={"name": "The Guild", "time_zone": "UTC"}
    )[0]


def person(name: str, *, organization: Organization | None = None, **fields: Any) -> Person:
    """Someone with an account who can sign in; the address is their name's first word."""
    home = organization or school()
    email = fields.pop("email", f"{name.split(maxsplit=1)[0].lower()}@{home.slug}.example")
    account = Account.objects.filter(email=email).first() or Account.objects.create_user(email, name=name)
    return Person.objects.get_or_create(
        organization=home, email=email, defaults={"account": account, "name": name, **fields}
    )[0]


def ada() -> Person:
    return person("Ada Lind", job_title="Line producer")


def ben() -> Person:
    return person("Ben Okafor", job_title="Runner")


def cleo() -> Person:
    """Coordinates the program; makes it if need be."""
    cleo = person("Cleo Marsh")
    Coordination.objects.get_or_create(program=program(), person=cleo)
    return cleo


def olga() -> Person:
    """Owns the school."""
    return person("Olga Brandt", role=Role.OWNER)


def eve() -> Person:
    """A stranger: an owner, but of the guild."""
    return person("Eve Crane", organization=guild(), role=Role.OWNER)


def program() -> Program:
    home = school()
    questionnaires = [
        Questionnaire.objects.get_or_create(organization=home, title=title)[0]
        for title in ("For mentors", "For mentees")
    ]
    return Program.objects.get_or_create(
        organization=home,
        name="Second Reel",
        defaults={
            "weeks": 24,
            "mentor_questionnaire": questionnaires[0],
            "mentee_questionnaire": questionnaires[1],
        },
    )[0]


def cohort() -> Cohort:
    return Cohort.objects.get_or_create(
        program=program(), name="autumn 2026", defaults={"starts_on": STARTS_ON}
    )[0]


def enrolled(person: Person, part: str, **fields: Any) -> Enrollment:
    """Their accepted place in the cohort."""
    return Enrollment.objects.get_or_create(
        cohort=fields.pop("cohort", None) or cohort(),
        person=person,
        part=part,
        defaults={"status": Enrollment.Status.ACCEPTED, **fields},
    )[0]


def ada_mentors(**fields: Any) -> Enrollment:
    return enrolled(ada(), Part.MENTOR, **fields)


def ben_learns(**fields: Any) -> Enrollment:
    return enrolled(ben(), Part.MENTEE, **fields)


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in. Paths inside their organization: `inside(person, "/…")`."""
    client = Client()
    assert person.account is not None
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def inside(person: Person, path: str) -> str:
    """The full address of a path in the person's organization."""
    return f"/o/{person.organization.slug}{path}"
