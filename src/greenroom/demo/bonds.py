"""Mentorships of the demo: each state of a `Bond` as the records it is made of."""

import dataclasses
import datetime as dt
import random

from greenroom.demo.cast import Bond
from greenroom.demo.members import Member
from greenroom.demo.rows import People
from greenroom.demo.words import AGREEMENT, CLOSING_WORDS, REASONS_TO_DECLINE
from greenroom.mentorships.actions import accept, propose
from greenroom.mentorships.core.agreement import HEADINGS, Facts
from greenroom.mentorships.models import Acceptance, Agreement, Closure, Mentorship, Pause, Signature
from greenroom.people.models import Person
from greenroom.programs.models import Cohort

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLOSURES = {
    "completed": Closure.Reason.COMPLETED,
    "program_end": Closure.Reason.PROGRAM_END,
    "time": Closure.Reason.TIME,
    "fit": Closure.Reason.FIT,
    "moved": Closure.Reason.MOVED,
    "ended_early": Closure.Reason.FIT,
}
EARLY = frozenset({"time", "fit", "moved", "ended_early"})
WITHOUT_AGREEMENT = frozenset({"no_agreement", "fit", "ended_early"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stage:
    """Where the bonds of one cohort are written."""

    cohort: Cohort
    people: People
    coordinator: Person
    dice: random.Random
    start: dt.datetime
    now: dt.datetime


def write(stage: Stage, bond: Bond) -> Mentorship:
    """One mentorship with all its records, dated as they would have come about."""
    if bond.state in ("unanswered", "half_answered"):
        return _ask_today(stage, bond)
    mentor, mentee = stage.people[bond.mentor.email], stage.people[bond.mentee.email]
    proposed = stage.start - dt.timedelta(days=stage.dice.randint(5, 8))
    started = proposed + dt.timedelta(days=3, hours=5)
    mentorship = Mentorship.objects.create(
        organization=mentor.organization,
        cohort=stage.cohort,
        mentor=mentor,
        mentee=mentee,
        formality=Mentorship.Formality.FORMAL,
        reasons=reasons(bond.mentor, bond.mentee),
        proposed_at=proposed,
        proposed_by=stage.coordinator,
        started_at=None if bond.state == "declined" else started,
    )
    _write_answers(stage, bond, mentorship, proposed=proposed, started=started)
    if bond.state == "declined":
        return mentorship
    if bond.state not in WITHOUT_AGREEMENT:
        _write_agreements(stage, bond, mentorship)
    if bond.state == "paused":
        Pause.objects.create(
            mentorship=mentorship,
            by=mentee,
            at=stage.now - dt.timedelta(days=4),
            until=(stage.now + dt.timedelta(days=17)).date(),
            reason="Night shoots until the end of the month. I would rather come back rested than cancel twice.",
        )
    if bond.state in CLOSURES:
        _write_closure(stage, bond, mentorship)
    return mentorship


def _ask_today(stage: Stage, bond: Bond) -> Mentorship:
    """By the real actions, so that their mails lie in the mailbox."""
    mentor, mentee = stage.people[bond.mentor.email], stage.people[bond.mentee.email]
    mentorship = propose(
        mentor.organization,
        mentor=mentor,
        mentee=mentee,
        cohort=stage.cohort,
        reasons=reasons(bond.mentor, bond.mentee),
        by=stage.coordinator,
    )
    return accept(mentorship, by=mentor) if bond.state == "half_answered" else mentorship


def _write_answers(
    stage: Stage, bond: Bond, mentorship: Mentorship, *, proposed: dt.datetime, started: dt.datetime
) -> None:
    has_declined = bond.state == "declined"
    Acceptance.objects.create(
        mentorship=mentorship, person=mentorship.mentor, accepted=True, at=proposed + dt.timedelta(days=1)
    )
    Acceptance.objects.create(
        mentorship=mentorship,
        person=mentorship.mentee,
        accepted=not has_declined,
        reason=stage.dice.choice(REASONS_TO_DECLINE) if has_declined else "",
        at=started,
    )


def _write_agreements(stage: Stage, bond: Bond, mentorship: Mentorship) -> None:
    both = (mentorship.mentee, mentorship.mentor)
    signers = {"draft": (), "one_signature": (mentorship.mentee,)}.get(bond.state, both)
    written = stage.start + dt.timedelta(days=stage.dice.randint(8, 13), hours=stage.dice.randint(0, 9))
    if bond.state in ("draft", "one_signature"):
        written = stage.now - dt.timedelta(days=stage.dice.randint(2, 9))
    _write_agreement(
        stage, bond, mentorship, version=1, writer=mentorship.mentee, signers=signers, written=written
    )
    if bond.state == "second_version":
        later = stage.now - dt.timedelta(days=3)
        mentor = mentorship.mentor
        _write_agreement(stage, bond, mentorship, version=2, writer=mentor, signers=(mentor,), written=later)


def _write_agreement(
    stage: Stage,
    bond: Bond,
    mentorship: Mentorship,
    *,
    version: int,
    writer: Person,
    signers: tuple[Person, ...],
    written: dt.datetime,
) -> None:
    moments = [written + dt.timedelta(hours=1 + 20 * place) for place in range(len(signers))]
    agreement = Agreement.objects.create(
        mentorship=mentorship,
        version=version,
        content=agreed_words(stage, bond),
        written_by=writer,
        written_at=written,
        signed_at=moments[-1] if len(signers) == 2 else None,  # noqa: PLR2004 - both
    )
    Signature.objects.bulk_create(
        Signature(agreement=agreement, person=person, at=moment)
        for person, moment in zip(signers, moments, strict=True)
    )


def agreed_words(stage: Stage, bond: Bond) -> dict[str, str]:
    """The starters of every heading, with words of their own where it matters most."""
    program = stage.cohort.program
    facts = Facts(
        mentor=bond.mentor.short_name,
        mentee=bond.mentee.short_name,
        coordinator=stage.coordinator.short_name,
        cadence_days=program.cadence_days,
        introductions=program.introductions_target,
        weeks=program.weeks or 0,
    ).words()
    content = {heading.key: heading.starter % facts for heading in HEADINGS if heading.starter}
    skill = next(iter(bond.mentee.wanted), "the craft")
    own = {
        key: stage.dice.choice(choices).format(mentee=bond.mentee.short_name, skill=skill.lower())
        for key, choices in AGREEMENT.items()
    }
    return content | own


def _write_closure(stage: Stage, bond: Bond, mentorship: Mentorship) -> None:
    weeks = stage.dice.randint(4, 5) if bond.state in EARLY else stage.cohort.program.weeks or 24
    at = min(
        stage.start + dt.timedelta(weeks=weeks, days=stage.dice.randint(-3, 3)),
        stage.now - dt.timedelta(days=2),
    )
    by = (
        stage.coordinator
        if bond.state == "program_end"
        else stage.dice.choice((mentorship.mentor, mentorship.mentee))
    )
    words = stage.dice.choice(CLOSING_WORDS) if bond.state in ("completed", "moved") else ""
    Closure.objects.create(mentorship=mentorship, reason=CLOSURES[bond.state], words=words, by=by, at=at)


# ------------------------------------------------------------------ why these two


def reasons(mentor: Member, mentee: Member) -> dict[str, list[str]]:
    """For each side the reasons that are its own, from what both have said."""
    shared = [skill for skill in mentee.wanted if skill in mentor.offered]
    skills = " and ".join(skill.lower() for skill in shared[:2])
    to_mentor, to_mentee = [], []
    if skills:
        to_mentor.append(f"{mentee.short_name} wants to get better at {skills}, which you offered to share.")
        to_mentee.append(f"{mentor.short_name} knows {skills}, which you would like to learn.")
    if mentor.zone == mentee.zone and (day := _shared_day(mentor.hours, mentee.hours)):
        to_mentor.append(f"You are both free on {day}.")
        to_mentee.append(f"You are both free on {day}.")
    if mentor.department == mentee.department:
        to_mentor.append(f"{mentee.short_name} works in your own field, {mentor.department.lower()}.")
        to_mentee.append(
            f"{mentor.short_name} has worked in {mentor.department.lower()} for {mentor.years} years."
        )
    if mentor.place == mentee.place:
        to_mentor.append(f"You are both in {mentor.place}.")
        to_mentee.append(f"You are both in {mentor.place}.")
    return {"mentor": to_mentor, "mentee": to_mentee}


def _shared_day(mine: list[int], yours: list[int]) -> str:
    shared = sorted({*mine} & {*yours})
    return "" if not shared else f"{DAYS[shared[0] // 24]}s at {shared[0] % 24:02d}:00"
