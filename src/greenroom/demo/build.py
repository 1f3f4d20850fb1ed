"""The demo organization, built from a seed: a film and television school's alumni program in the middle of its life."""

import dataclasses
import datetime as dt
import random
import zoneinfo

from django.db import transaction

from greenroom.base import clock
from greenroom.demo import bonds, past
from greenroom.demo.cast import Bond, Cast, Place, cast
from greenroom.demo.rows import People, write_people, write_places
from greenroom.demo.staff import MENTEE, MENTOR, OWNER, STAFF
from greenroom.demo.words import DECLINED_WORDS, SCREENING_WORDS, WAITING_WORDS
from greenroom.organizations.actions import open_organization
from greenroom.organizations.models import Organization, Role
from greenroom.people.models import Person
from greenroom.programs.actions import create_program, enroll, name_coordinator, open_cohort, screen
from greenroom.programs.models import Cohort, Enrollment, Part, Program

SLUG = "kestrel-lane"
ZONE = "Europe/London"
RUNS_FOR = dt.timedelta(weeks=6)  # so that the living cohort is in its seventh week
SEASONS = ("winter", "spring", "summer", "autumn")


@dataclasses.dataclass(frozen=True, kw_only=True)
class DemoPeople:
    """One person for each part that a newcomer may want to play."""

    organization: Organization
    owner: Person
    coordinator: Person
    mentor: Person
    mentee: Person
    sponsor: Person


def build(seed: int = 2026, today: dt.date | None = None) -> DemoPeople:
    """Make the demo, or find it where it has been made. All dates are told from `today` (in London)."""
    if not Organization.objects.filter(slug=SLUG).exists():
        with transaction.atomic():
            _build(seed, today or clock.today(zoneinfo.ZoneInfo(ZONE)))
    return demo_people()


def demo_people() -> DemoPeople:
    """Raises Organization.DoesNotExist where no demo has been built."""
    organization = Organization.objects.get(slug=SLUG)
    people = {person.name: person for person in Person.objects.filter(organization=organization)}
    return DemoPeople(
        organization=organization,
        owner=people[OWNER.name],
        coordinator=people[STAFF[1].name],
        mentor=people[MENTOR],
        mentee=people[MENTEE],
        sponsor=people[STAFF[2].name],
    )


def _build(seed: int, today: dt.date) -> None:
    players = cast(seed)
    now = dt.datetime.combine(today, dt.time(9, 30), tzinfo=dt.UTC)
    organization = open_organization(
        "Kestrel Lane School of Film and Television",
        SLUG,
        tagline="The alumni program",
        contact_name=STAFF[1].name,
        contact_email=STAFF[1].email,
        time_zone=ZONE,
    )
    people = write_people(organization, [*STAFF, *players.members], now=now)
    Person.objects.filter(pk=people[OWNER.email].pk).update(role=Role.OWNER)
    owner = people[OWNER.email]
    owner.role = Role.OWNER
    maeve = people[STAFF[1].email]
    program = create_program(
        organization,
        template="formal",
        name="Second Reel",
        by=owner,
        purpose="Alumni who have found their feet give half a year to alumni who are finding theirs. Every pair meets "
        "every other week, sets its own goals, and leaves with people that each would call.",
    )
    program.asks_wishes = True
    program.save(update_fields=["asks_wishes"])
    name_coordinator(program, maeve, by=owner)
    director = _Director(seed=seed, now=now, program=program, people=people, coordinator=maeve)
    director.stage_all(players, today)


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Director:
    """Puts four cohorts on: two over, one running, one waiting."""

    seed: int
    now: dt.datetime
    program: Program
    people: People
    coordinator: Person

    def stage_all(self, players: Cast, today: dt.date) -> None:
        monday = today - dt.timedelta(days=today.weekday())
        running_from, waiting_from = monday - RUNS_FOR, monday + dt.timedelta(weeks=4)
        finished_from = running_from - dt.timedelta(weeks=30)
        earlier_name, finished_name, running_name, waiting_name = cohort_names(running_from, waiting_from)
        earlier = self._open(earlier_name, finished_from - dt.timedelta(weeks=30))
        past.play(self._stage(earlier), players)
        Cohort.objects.filter(pk=earlier.pk).update(closed_at=self.now - dt.timedelta(weeks=38))
        finished = self._open(finished_name, finished_from)
        self._fill(finished, players.finished_places, players.finished)
        Cohort.objects.filter(pk=finished.pk).update(closed_at=self.now - dt.timedelta(weeks=8))
        running = self._open(running_name, running_from)
        self._fill(running, players.living_places, players.living)
        for sponsor in STAFF[2:]:
            enroll(
                running,
                self.people[sponsor.email],
                part=Part.SPONSOR,
                status=Enrollment.Status.ACCEPTED,
                by=self.coordinator,
            )
        waiting = self._open(waiting_name, waiting_from)
        self._fill(waiting, players.waiting_places, [])
        self._screen_today(waiting)

    def _open(self, name: str, starts_on: dt.date) -> Cohort:
        return open_cohort(
            self.program,
            name=name,
            starts_on=starts_on,
            apply_from=starts_on - dt.timedelta(weeks=8),
            apply_until=starts_on - dt.timedelta(weeks=2),
            by=self.coordinator,
        )

    def _fill(self, cohort: Cohort, places: list[Place], pairs: list[Bond]) -> None:
        start = dt.datetime.combine(cohort.starts_on, dt.time(8), tzinfo=dt.UTC)
        applied = min(start - dt.timedelta(weeks=7), self.now - dt.timedelta(weeks=4))
        write_places(cohort, places, self.people, applied_at=applied, by=self.coordinator)
        stage = self._stage(cohort)
        for pair in pairs:
            mentorship = bonds.write(stage, pair)
            past.write_early_fit(stage, pair, mentorship)

    def _stage(self, cohort: Cohort) -> bonds.Stage:
        return bonds.Stage(
            cohort=cohort,
            people=self.people,
            coordinator=self.coordinator,
            dice=random.Random(f"{self.seed}:{cohort.name}"),  # noqa: S311 - a story, not a secret
            start=dt.datetime.combine(cohort.starts_on, dt.time(8), tzinfo=dt.UTC),
            now=self.now,
        )

    def _screen_today(self, cohort: Cohort) -> None:
        """A few decisions by the real action, so that the mailbox shows what applicants read."""
        kinds = Enrollment.Status
        words = {
            kinds.ACCEPTED: SCREENING_WORDS,
            kinds.WAITING: WAITING_WORDS,
            kinds.DECLINED: DECLINED_WORDS,
        }
        for decision, reasons in words.items():
            rows = cohort.enrollments.filter(status=decision, part=Part.MENTEE).order_by("pk")
            for enrollment, reason in zip(rows[: len(reasons)], reasons, strict=False):
                enrollment.screenings.all().delete()
                enrollment.status = kinds.APPLIED
                enrollment.save(update_fields=["status"])
                screen(enrollment, decision=decision, reason=reason, by=self.coordinator)


def cohort_names(running_from: dt.date, waiting_from: dt.date) -> tuple[str, str, str, str]:
    """Of the two that are over, the running and the waiting cohort: four seasons that differ, in order."""
    running = _season_of(running_from)
    waiting = max(_season_of(waiting_from), running + 1)
    return (
        _season_name(running - 4),
        _season_name(running - 2),
        _season_name(running),
        _season_name(waiting),
    )


def _season_of(day: dt.date) -> int:
    """Seasons since the winter of year 0; December belongs to the winter of the year that follows."""
    return 4 * (day.year + (day.month == 12)) + day.month % 12 // 3  # noqa: PLR2004 - December


def _season_name(season: int) -> str:
    return f"{SEASONS[season % 4]} {season // 4}"
