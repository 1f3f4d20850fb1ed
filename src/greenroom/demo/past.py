"""The first cohort of the demo, long over: matched by a draft that was published, and rated by both sides."""

import dataclasses
import datetime as dt
import random
from collections.abc import Iterable

from greenroom.demo import bonds
from greenroom.demo.cast import Bond, Cast, Place
from greenroom.demo.members import Member
from greenroom.demo.rows import write_places
from greenroom.demo.staff import MENTOR
from greenroom.demo.words import FIT_WORDS
from greenroom.matching.actions import solve_run
from greenroom.matching.models import MatchingRun, Pairing, Publication
from greenroom.mentorships.models import FitCheck, FitRequest, Mentorship
from greenroom.programs.models import Enrollment

Occasion = FitCheck.Occasion
MENTEES, PLACES_EACH = 56, 3
MATTERS = {"times": 0.55, "skills_to_learn": 0.25, "topics": 0.15}
"""What made pairs happy then, as the draft scored it; everything else hardly did."""
ANSWERED = 0.88
SPREAD, CHANCE = 6.0, 0.7


class _Quietly:
    """Work that nobody watches."""

    def progress(self, done: int, total: int, phase: str = "") -> None:
        """Nobody looks."""

    def is_cancelled(self) -> bool:
        return False


def play(stage: bonds.Stage, players: Cast) -> None:
    """Fill the cohort, match it as a coordinator does, and write what became of every pair."""
    applied = stage.start - dt.timedelta(weeks=7)
    members = {member.email: member for member in players.members}
    write_places(stage.cohort, _places(players), stage.people, applied_at=applied, by=stage.coordinator)
    Enrollment.objects.filter(cohort=stage.cohort, part="mentor").update(capacity=PLACES_EACH)
    run = _published(stage)
    pairings = list(
        run.pairings.select_related("mentor__person", "mentee__person").order_by("mentee__person__email")
    )
    felt = _felt(stage.dice, pairings)
    for pairing, feeling in zip(pairings, felt, strict=True):
        mentor, mentee = (members[place.person.email] for place in (pairing.mentor, pairing.mentee))
        mentorship = bonds.write(stage, Bond(mentor=mentor, mentee=mentee, state="completed"))
        write_fit(stage, mentorship, feeling, occasions=(Occasion.EARLY, Occasion.CLOSING))


def _places(players: Cast) -> list[Place]:
    """Mentors who do not wait to be matched now, and mentees of later cohorts, some of whom return."""
    waiting = {place.member.email for place in players.waiting_places if place.part == "mentor"}
    old = [*players.living_places, *players.finished_places]
    mentors = _once(
        place.member for place in old if place.part == "mentor" and place.member.email not in waiting
    )
    learners = [place for place in [*old, *players.waiting_places] if place.part == "mentee"]
    mentees = _once(place.member for place in learners if place.has_answers and place.member.hours)
    first = mentees[1 : MENTEES + 1]  # the mentee whom a newcomer plays has come only now
    return [Place(member=one, part="mentor") for one in mentors] + [
        Place(member=one, part="mentee") for one in first
    ]


def _once(members: Iterable[Member]) -> list[Member]:
    return list({member.email: member for member in members}.values())


def _published(stage: bonds.Stage) -> MatchingRun:
    asked = stage.start - dt.timedelta(days=9)
    run = MatchingRun.objects.create(
        cohort=stage.cohort, number=1, asked_by=stage.coordinator, asked_at=asked
    )
    solve_run(run, work=_Quietly())
    MatchingRun.objects.filter(pk=run.pk).update(solved_at=asked + dt.timedelta(minutes=1))
    Publication.objects.create(run=run, by=stage.coordinator, at=asked + dt.timedelta(hours=3))
    return run


def _felt(dice: random.Random, pairings: list[Pairing]) -> list[float]:
    """How well each pair goes, around 3.6 on the scale of the answers."""
    raw = [
        sum(MATTERS.get(part["key"], 0.02) * part["score"] for part in pairing.parts) for pairing in pairings
    ]
    middle = sum(raw) / max(1, len(raw))
    return [3.6 + SPREAD * (value - middle) + dice.gauss(0, CHANCE) for value in raw]


def write_early_fit(stage: bonds.Stage, bond: Bond, mentorship: Mentorship) -> None:
    """In a cohort that began more than three weeks ago. The pair whom newcomers play has the question before it."""
    if mentorship.started_at is None or bond.state == "declined":
        return
    if stage.cohort.closed_at is None and bond.mentor.name == MENTOR:
        return
    dice = random.Random(f"{bond.mentor.email}:{bond.mentee.email}")  # noqa: S311 - a story, not a secret
    feeling = 1.6 if bond.state in ("fit", "ended_early") else dice.uniform(2.8, 4.8)
    write_fit(dataclasses.replace(stage, dice=dice), mentorship, feeling, occasions=(Occasion.EARLY,))


def write_fit(
    stage: bonds.Stage, mentorship: Mentorship, feeling: float, *, occasions: tuple[Occasion, ...]
) -> None:
    """What the two said of how well they fit; not everybody answers."""
    first_morning = max(stage.start, mentorship.started_at or stage.start)
    asked = first_morning + dt.timedelta(weeks=3, hours=2)
    FitRequest.objects.create(mentorship=mentorship, at=asked)
    rows = []
    for person in (mentorship.mentor, mentorship.mentee):
        for occasion in occasions:
            if stage.dice.random() > ANSWERED:
                continue
            fit = min(5, max(1, round(feeling + stage.dice.gauss(0, CHANCE))))
            days = stage.dice.randint(0, 4) if occasion == Occasion.EARLY else 7 * 21
            has_words = stage.dice.random() < 0.4  # noqa: PLR2004 - two in five say why
            rows.append(
                FitCheck(
                    mentorship=mentorship,
                    person=person,
                    occasion=occasion,
                    fit=fit,
                    comment=stage.dice.choice(FIT_WORDS[fit]) if has_words else "",
                    at=asked + dt.timedelta(days=days, hours=stage.dice.randint(1, 9)),
                )
            )
    FitCheck.objects.bulk_create(rows)
