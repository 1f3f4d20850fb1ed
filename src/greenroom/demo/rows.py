"""Members of the cast as rows: accounts, people, skills, answers, places in a cohort. Written in bulk."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from greenroom.demo.cast import Place
from greenroom.demo.members import Member
from greenroom.organizations.models import Account, Organization
from greenroom.people.core.languages import NAMES as LANGUAGES
from greenroom.people.models import Person, PersonSkill, Skill, skill_key
from greenroom.programs.models import Cohort, Enrollment, Part, Screening
from greenroom.questionnaires.actions import check_answers
from greenroom.questionnaires.models import Response

People = Mapping[str, Person]
CODES = {name: code for code, name in LANGUAGES.items()}
PLACES_TO_SPARE_FROM = 10
"""Years after which someone takes one mentee more, in all programs together, than they offer in one."""


def write_people(
    organization: Organization, cast: Iterable[Member], *, now: dt.datetime
) -> dict[str, Person]:
    """Everybody with an account whose address is verified, by address."""
    members = list(cast)
    accounts = Account.objects.bulk_create(
        [Account(email=member.email, name=member.name, password=make_password(None)) for member in members]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=account, email=account.email, verified=True, primary=True) for account in accounts]
    )
    people = Person.objects.bulk_create(
        [
            _person(organization, member, account, now)
            for member, account in zip(members, accounts, strict=True)
        ]
    )
    by_address = {person.email: person for person in people}
    _write_skills(organization, members, by_address)
    return by_address


def _person(organization: Organization, member: Member, account: Account, now: dt.datetime) -> Person:
    return Person(
        organization=organization,
        account=account,
        email=member.email,
        name=member.name,
        pronouns=member.pronouns,
        headline=member.headline,
        story=member.story,
        stage=member.stage,
        years=member.years,
        job_title=member.job_title,
        employer=member.employer,
        department=member.department,
        place=member.place,
        time_zone=member.zone,
        languages=[str(CODES[name]) for name in member.languages],
        free_hours=member.hours,
        capacity=member.capacity + (member.years > PLACES_TO_SPARE_FROM),
        paused_until=(now + dt.timedelta(days=member.paused_days)).date() if member.paused_days else None,
        joined_at=now - dt.timedelta(days=30 + 7 * member.years),
        last_active_at=now - dt.timedelta(days=member.quiet_days, hours=1),
    )


def _write_skills(organization: Organization, members: list[Member], people: People) -> None:
    names = sorted({name for member in members for name in (*member.offered, *member.wanted)})
    skills = {
        skill.name: skill
        for skill in Skill.objects.bulk_create(
            [Skill(organization=organization, name=name, key=skill_key(name)) for name in names]
        )
    }
    directions = PersonSkill.Direction
    PersonSkill.objects.bulk_create(
        PersonSkill(person=people[member.email], skill=skills[name], direction=direction, level=level)
        for member in members
        for direction, levels in ((directions.OFFERED, member.offered), (directions.WANTED, member.wanted))
        for name, level in levels.items()
    )


def write_places(
    cohort: Cohort, places: Iterable[Place], people: People, *, applied_at: dt.datetime, by: Person
) -> list[Enrollment]:
    """Enrollments with their answers, and the screening that decided each. Two hours apart, in the order given."""
    given = list(places)
    moments = [applied_at + dt.timedelta(hours=2 * number) for number in range(len(given))]
    responses = _write_responses(cohort, given, people, moments)
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(
            cohort=cohort,
            person=people[place.member.email],
            part=place.part,
            status=place.status,
            source=Enrollment.Source.LINK if place.has_answers else Enrollment.Source.INVITATION,
            capacity=place.member.capacity if place.part == Part.MENTOR else 1,
            response=response,
            wishes=[people[address].pk for address in place.wishes],
            unwanted=[people[address].pk for address in place.unwanted],
            applied_at=moment,
        )
        for place, response, moment in zip(given, responses, moments, strict=True)
    )
    Screening.objects.bulk_create(
        Screening(
            enrollment=enrollment,
            decision=enrollment.status,
            by=enrollment.person if enrollment.status == Enrollment.Status.WITHDRAWN else by,
            at=enrollment.applied_at + dt.timedelta(days=2),
        )
        for enrollment in enrollments
        if enrollment.status != Enrollment.Status.APPLIED
    )
    return enrollments


def _write_responses(
    cohort: Cohort, places: list[Place], people: People, moments: list[dt.datetime]
) -> list[Response | None]:
    rows: list[Response | None] = []
    said = _said_before(cohort, places, people)
    for place, moment in zip(places, moments, strict=True):
        if not place.has_answers:
            rows.append(None)
            continue
        questionnaire = cohort.program.questionnaire_for(place.part)
        member = place.member
        answers = said.get((questionnaire.pk, people[member.email].pk))
        if answers is None:
            raw = {
                **member.answers,
                "skills_offered": member.offered or member.wanted,
                "capacity": member.capacity,
            }
            answers = check_answers(questionnaire, answers=raw)
        rows.append(
            Response(
                questionnaire=questionnaire,
                person=people[member.email],
                answers=answers,
                created_at=moment,
                updated_at=moment,
            )
        )
    Response.objects.bulk_create([row for row in rows if row is not None])
    return rows


def _said_before(
    cohort: Cohort, places: list[Place], people: People
) -> dict[tuple[int, int], Mapping[str, Any]]:
    """What those who come again answered in another cohort: they say the same, and checking it takes its time."""
    asked = {cohort.program.mentor_questionnaire_id, cohort.program.mentee_questionnaire_id}
    who = [people[place.member.email].pk for place in places]
    rows = Response.objects.filter(questionnaire__in=asked, person__in=who)
    return {(row.questionnaire_id, row.person_id): row.answers for row in rows}
