"""The demo organization: the same for a seed, told from today, with every oddity that a coordinator meets."""

import datetime as dt
import zoneinfo
from collections import Counter

import pytest

from greenroom.demo.build import DemoPeople, build, cohort_names
from greenroom.demo.cast import FINISHED_STATES, LIVING_STATES, cast
from greenroom.matching.queries import rules_for
from greenroom.matching.queries.learning import learned_for
from greenroom.mentorships.models import Agreement, Closure, FitCheck, Mentorship, Pause
from greenroom.organizations.models import Account, Organization
from greenroom.outbox.models import Message
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part, Screening
from greenroom.questionnaires.models import Response

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def demo(db: None) -> DemoPeople:  # noqa: ARG001 - asks pytest-django for the database
    return build(2026, TODAY)


def waiting(demo: DemoPeople) -> Cohort:
    return Cohort.objects.get(program__organization=demo.organization, starts_on__gt=TODAY)


def accepted(cohort: Cohort, part: str) -> list[Enrollment]:
    rows = Enrollment.objects.filter(cohort=cohort, part=part, status=Enrollment.Status.ACCEPTED)
    return list(rows.select_related("person"))


def test_cast_of_one_seed_is_the_same_to_the_last_word_and_of_another_is_not() -> None:
    assert cast(7) == cast(7)
    assert cast(7) != cast(8)


@pytest.mark.parametrize("seed", [1, 2, 3, 2026, 99_999])
def test_cast_gives_everybody_an_address_of_their_own_whatever_the_seed(seed: int) -> None:
    members = cast(seed).members
    assert len({member.email for member in members}) == len(members)
    assert all(member.email.split("@")[0].replace(".", "").isalpha() for member in members)
    assert all(zoneinfo.ZoneInfo(member.zone) for member in members)


def test_build_of_one_seed_makes_the_same_organization_again(demo: DemoPeople) -> None:
    def told() -> list[object]:
        return [
            list(Person.objects.order_by("email").values_list("email", "name", "headline", "story", "free_hours", "capacity")),
            list(Response.objects.order_by("person__email", "pk").values_list("person__email", "answers")),
            list(Mentorship.objects.order_by("mentor__email", "mentee__email").values_list("mentor__email", "mentee__email", "reasons")),
            list(Agreement.objects.order_by("mentorship__mentor__email", "version", "written_at").values_list("content", "written_at")),
            list(Closure.objects.order_by("mentorship__mentee__email").values_list("reason", "words", "at")),
            list(Enrollment.objects.order_by("cohort__starts_on", "person__email", "part").values_list("person__email", "part", "status", "capacity")),
        ]  # fmt: skip

    first = told()
    Mentorship.objects.all().delete()
    demo.organization.people.all().delete()
    Account.objects.all().delete()
    for program in demo.organization.programs.all():
        program.delete()
    Organization.objects.all().delete()
    Message.objects.all().delete()
    build(2026, TODAY)
    assert told() == first


def test_build_where_the_demo_is_already_finds_it(demo: DemoPeople) -> None:
    assert build(2026, TODAY) == demo
    assert Organization.objects.count() == 1


def test_build_makes_four_cohorts_two_over_one_in_week_seven_one_to_come(demo: DemoPeople) -> None:
    cohorts = Cohort.objects.filter(program__organization=demo.organization).order_by("starts_on")
    assert [(cohort.name, cohort.week_on(TODAY) , cohort.closed_at is not None) for cohort in cohorts] == [
        ("autumn 2025", 67, True),
        ("spring 2026", 37, True),
        ("autumn 2026", 7, False),
        ("winter 2027", -3, False),
    ]  # fmt: skip
    assert cohorts[2].program.weeks == 24


@pytest.mark.django_db
@pytest.mark.parametrize("weekday", [2, 6])
def test_build_on_any_day_of_the_week_starts_on_mondays_and_is_in_week_seven(weekday: int) -> None:
    today = TODAY + dt.timedelta(days=weekday)
    build(1, today)
    cohorts = list(Cohort.objects.order_by("starts_on"))
    assert [cohort.starts_on.weekday() for cohort in cohorts] == [0, 0, 0, 0]
    assert cohorts[2].week_on(today) == 7


@pytest.mark.parametrize("month", range(1, 13))
def test_name_cohorts_by_four_seasons_that_differ_in_every_month(month: int) -> None:
    monday = dt.date(2027, month, 15)
    names = cohort_names(monday - dt.timedelta(weeks=6), monday + dt.timedelta(weeks=4))
    assert len(set(names)) == 4


def test_build_closes_every_mentorship_of_the_cohort_that_is_over(demo: DemoPeople) -> None:
    rows = Mentorship.objects.filter(cohort__name="spring 2026", organization=demo.organization)
    states = Counter(row.state for row in rows)
    assert states == {Mentorship.State.CLOSED: len(FINISHED_STATES)}
    assert Closure.objects.filter(mentorship__in=rows, reason="completed").count() == FINISHED_STATES.count(
        "completed"
    )
    without = FINISHED_STATES.count("fit")
    assert (
        Agreement.objects.filter(mentorship__in=rows, signed_at__isnull=False).count()
        == len(FINISHED_STATES) - without
    )


def test_build_has_a_cohort_long_over_whose_answers_suggest_other_weights(demo: DemoPeople) -> None:
    rules, _version = rules_for(waiting(demo))
    learned = learned_for(waiting(demo), rules, reader=demo.coordinator)
    told = learned.suggestion
    assert (told.code, learned.cohorts) == ("suggested", 1)
    assert told.pairs >= 50
    points = {one.key: (one.present, one.suggested) for one in told.weights}
    assert points["times"][1] > 1.5 * points["times"][0]


def test_build_asks_the_two_whom_a_newcomer_plays_how_well_they_fit_and_has_one_low_answer(
    demo: DemoPeople,
) -> None:
    pair = Mentorship.objects.get(mentor=demo.mentor, mentee=demo.mentee)
    assert not pair.fit_checks.exists()
    now = dt.datetime.combine(TODAY, dt.time(9, 30), tzinfo=dt.UTC)
    assert pair.fit_occasion_at(now) == "early"
    rows = Mentorship.objects.filter(cohort__name="autumn 2026", fit_checks__isnull=False).distinct()
    assert rows.count() > 10
    assert any(check.is_low for row in rows for check in row.fit_checks.all())
    assert not FitCheck.objects.filter(at__gt=now).exists()


def test_build_leaves_the_living_cohort_in_every_state(demo: DemoPeople) -> None:
    rows = Mentorship.objects.filter(cohort__name="autumn 2026", organization=demo.organization)
    states = Counter(row.state for row in rows.prefetch_related("acceptances", "pauses", "closures"))
    assert states == {
        Mentorship.State.ACTIVE: len(LIVING_STATES) - 5,
        Mentorship.State.PAUSED: 1,
        Mentorship.State.PROPOSED: 2,
        Mentorship.State.DECLINED: 1,
        Mentorship.State.CLOSED: 1,
    }
    newest = Agreement.objects.filter(mentorship__in=rows).order_by("mentorship", "-version")
    signatures = Counter((row.version, row.signatures.count()) for row in newest)
    assert (signatures[1, 0], signatures[1, 1], signatures[2, 1]) == (1, 2, 1)
    assert Pause.objects.get(ended_at=None).until == TODAY + dt.timedelta(days=17)


def test_build_pairs_the_mentor_and_the_mentee_whom_a_newcomer_plays(demo: DemoPeople) -> None:
    pair = Mentorship.objects.get(mentor=demo.mentor, mentee=demo.mentee)
    assert (demo.mentor.name, demo.mentee.name) == ("Ingrid Halvorsen", "Amara Nwosu")
    assert pair.state == Mentorship.State.ACTIVE
    agreement = pair.agreements.get()
    assert agreement.signed_at is not None
    assert "%(" not in "".join(agreement.content.values())
    assert pair.reasons["mentee"][0] == "Ingrid knows budgeting and crewing, which you would like to learn."


def test_build_gives_maeve_the_program_and_theodora_the_house(demo: DemoPeople) -> None:
    assert (demo.coordinator.name, demo.coordinator.is_owner) == ("Maeve Tolland", False)
    assert [row.person for row in demo.organization.programs.get().coordinations.all()] == [demo.coordinator]
    assert (demo.owner.name, demo.owner.is_owner) == ("Theodora Vance", True)
    assert demo.sponsor.enrollments.get().part == Part.SPONSOR


# ------------------------------------------------------------------ the cohort that waits


def test_build_leaves_seventy_applicants_with_fewer_places_than_mentees(demo: DemoPeople) -> None:
    cohort = waiting(demo)
    statuses = Counter(cohort.enrollments.values_list("part", "status"))
    assert statuses == {
        ("mentee", "accepted"): 38, ("mentor", "accepted"): 28, ("mentee", "applied"): 4, ("mentor", "applied"): 2,
        ("mentee", "waiting"): 2, ("mentee", "withdrawn"): 1, ("mentee", "declined"): 1,
    }  # fmt: skip
    places = sum(row.capacity for row in accepted(cohort, Part.MENTOR) if row.person.paused_until is None)
    assert places < 38
    sound = [
        sum(row.person.department == "Sound" for row in accepted(cohort, part))
        for part in (Part.MENTOR, Part.MENTEE)
    ]
    assert sound[0] * 2 < sound[1]


def test_build_has_conflicts_wishes_and_past_pairs_among_those_who_wait(demo: DemoPeople) -> None:
    cohort = waiting(demo)
    mentors, mentees = accepted(cohort, Part.MENTOR), accepted(cohort, Part.MENTEE)
    colleagues = [
        (mentor.person.name, mentee.person.name)
        for mentor in mentors
        for mentee in mentees
        if mentor.person.employer and mentor.person.employer == mentee.person.employer
    ]
    assert ("Bea Thornley", "Dilys Vaughan") in colleagues
    assert len([pair for pair in colleagues if pair[0] == "Yusuf Demirel"]) >= 2
    everybody = cohort.enrollments.all()
    assert len([row for row in everybody if row.wishes]) >= 14
    assert len([row for row in everybody if row.unwanted]) == 4
    parts = {
        part: {row.person_id for row in everybody if row.part == part} for part in (Part.MENTOR, Part.MENTEE)
    }
    for row in everybody:
        other = parts[Part.MENTEE if row.part == Part.MENTOR else Part.MENTOR]
        assert {*row.wishes, *row.unwanted} <= other - {row.person_id}
    past = Mentorship.objects.filter(mentor__in=parts[Part.MENTOR], mentee__in=parts[Part.MENTEE])
    assert past.count() >= 3
    assert len(parts[Part.MENTOR] & parts[Part.MENTEE]) == 1


def test_build_has_odd_zones_odd_hours_blanks_and_mentors_who_rest(demo: DemoPeople) -> None:
    people = [row.person for row in waiting(demo).enrollments.select_related("person")]
    odd = {"Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"}
    assert {person.time_zone for person in people} >= odd
    assert [6 * 24 + 6] in [person.free_hours for person in people]
    assert any(0 in person.free_hours and 23 in person.free_hours for person in people)
    assert len({person.pk for person in people if not person.free_hours}) == 3
    assert waiting(demo).enrollments.filter(response=None).count() == 3
    assert len([person for person in people if person.paused_until and person.paused_until > TODAY]) == 2


def test_build_writes_answers_that_the_questionnaires_ask_for(demo: DemoPeople) -> None:
    responses = Response.objects.select_related("questionnaire")
    assert responses.count() == Enrollment.objects.exclude(part=Part.SPONSOR).exclude(response=None).count()
    for key, writers in (("story", 50), ("goals", 70)):
        told = {row.person_id: row.answers[key] for row in responses if key in row.answers}
        assert len(told) >= writers
        assert len(set(told.values())) == len(told)
    assert demo.organization.people.exclude(story="").count() > 100


def test_build_leaves_mails_of_today_in_the_mailbox(demo: DemoPeople) -> None:
    kinds = Counter(
        Message.objects.filter(organization_id=demo.organization.pk).values_list("kind", flat=True)
    )
    assert kinds == {
        "coordinator_named": 1, "mentorship_proposed": 4, "mentorship_accepted": 1, "screening_accepted": 5,
        "screening_waiting": 2, "screening_declined": 1,
    }  # fmt: skip
    assert Screening.objects.filter(reason__gt="").count() == 6
