"""One person of the demo, drawn from a seed. Nothing here knows a database."""

import dataclasses
import random
import re
import unicodedata
from typing import Any

from greenroom.demo.crafts import Craft
from greenroom.demo.names import PLACES, ZONES
from greenroom.demo.words import (
    BARRIERS,
    HEADLINE_JUNIOR,
    HEADLINE_SENIOR,
    LACK,
    OFFER,
    SHORT,
    STORY_END,
    STORY_JUNIOR,
    STORY_SENIOR,
    WANT,
    WHY_NOW,
)

WEEKDAYS, WEEK = range(5), range(7)
TOPICS = (
    "Career growth", "Industry trends", "Networking", "Confidence", "A particular craft", "Leading a team",
    "Work and the rest of life",
)  # fmt: skip
SKILLS_OF_EVERYONE = (
    "Negotiating rates",
    "Building a network",
    "Leading a team",
    "Interviews",
    "Freelance finances",
)
STAGE_WORDS = {
    "student": "Studying",
    "entry": "First years",
    "mid": "Established",
    "senior": "Senior",
    "lead": "Leading others",
}


@dataclasses.dataclass(kw_only=True)
class Member:
    """`hours` are hours of the week in the member's own zone, 0 = Monday 00:00. Skills map a name to a level 1 to 5."""

    name: str
    pronouns: str
    is_senior: bool
    job_title: str
    department: str
    employer: str
    place: str
    zone: str
    languages: list[str]
    years: int
    stage: str
    headline: str
    story: str
    hours: list[int]
    offered: dict[str, int]
    wanted: dict[str, int]
    capacity: int = 1
    paused_days: int = 0
    quiet_days: int = 1
    answers: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def email(self) -> str:
        return address_of(self.name)

    @property
    def short_name(self) -> str:
        return self.name.split(" ")[0]


def address_of(name: str) -> str:
    """A mailbox in a domain that can never exist, told from every other by the name."""
    letters = name.translate(
        {ord("Ł"): "L", ord("ł"): "l", ord("ø"): "o", ord("Đ"): "D", ord("đ"): "d", ord("ı"): "i"}
    )
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z]+", plain)) + "@second-reel.example"


def draw(
    dice: random.Random,
    *,
    name: str,
    pronouns: str,
    craft: Craft,
    is_senior: bool,
    job_title: str = "",
    employer: str | None = None,
    place: str = "",
    hours: list[int] | None = None,
) -> Member:
    """A believable person. What is not given is drawn."""
    title = job_title or dice.choice(craft.senior if is_senior else craft.junior)
    where = place or dice.choice([spot for spot, _, _ in PLACES[:7] * 3 + PLACES])
    zone, tongue = ZONES[where]
    years = dice.randint(8, 31) if is_senior else dice.randint(0, 7)
    skills = skills_of(dice, craft, is_senior=is_senior)
    levels = {skill: dice.randint(3, 5) if is_senior else dice.randint(2, 4) for skill in skills}
    member = Member(
        name=name,
        pronouns=pronouns,
        is_senior=is_senior,
        job_title=title,
        department=craft.department,
        employer=employer if employer is not None else "",
        place=where,
        zone=zone,
        languages=["English", tongue] if tongue and dice.random() < 0.8 else ["English"],  # noqa: PLR2004 - four in five
        years=years,
        stage=_stage(dice, years=years, is_senior=is_senior),
        headline=dice.choice(HEADLINE_SENIOR if is_senior else HEADLINE_JUNIOR).format(
            title=title, years=years
        ),
        story=_story(dice, craft=craft, is_senior=is_senior),
        hours=hours if hours is not None else usual_hours(dice),
        offered=levels if is_senior else {},
        wanted={} if is_senior else levels,
        capacity=dice.choice((1, 1, 1, 1, 2)) if is_senior else 1,
        quiet_days=dice.choice((0, 0, 1, 1, 2, 3, 5, 9, 20)),
    )
    member.answers = answers_of(dice, member, craft)
    return member


def skills_of(dice: random.Random, craft: Craft, *, is_senior: bool) -> list[str]:
    """Whoever has long been in a craft can share most of it; whoever begins names a few things."""
    known, common = (len(craft.skills) - 1, 3) if is_senior else (2, 1)
    return dice.sample(craft.skills, known) + dice.sample(SKILLS_OF_EVERYONE, common)


def _stage(dice: random.Random, *, years: int, is_senior: bool) -> str:
    if is_senior:
        return "lead" if years > 18 else "senior" if years > 10 else dice.choice(("senior", "mid"))  # noqa: PLR2004 - halves of a career
    return "student" if years == 0 else "entry" if years < 5 else "mid"  # noqa: PLR2004 - the first years


def _story(dice: random.Random, *, craft: Craft, is_senior: bool) -> str:
    bank = STORY_SENIOR if is_senior else STORY_JUNIOR
    opening = dice.choice(bank).format(proud=dice.choice(craft.proud), hopes=dice.choice(craft.hopes))
    return f"{opening} {dice.choice(STORY_END)}".strip()


def answers_of(dice: random.Random, member: Member, craft: Craft) -> dict[str, Any]:
    """Answers by question key, for either part. Optional ones are left out now and then."""
    puzzle, hope = dice.choice(craft.puzzles), dice.choice(craft.hopes)
    skill = dice.choice([*member.wanted, *member.offered]).lower()
    lack = dice.choice(LACK).format(skill=skill)
    always = {
        "job_title": member.job_title,
        "employer": member.employer,
        "stage": STAGE_WORDS[member.stage],
        "years": member.years,
        "languages": member.languages,
        "place": member.place,
        "time_zone": member.zone,
        "free_hours": member.hours,
        "skills_offered": member.offered,
        "skills_wanted": member.wanted,
        "capacity": member.capacity,
        "story": f"{member.story} {dice.choice(OFFER).format(department=member.department.lower())}",
        "goals": f"I want {hope}. {dice.choice(WANT).format(puzzle=puzzle)} {lack[0].upper()}{lack[1:]} {dice.choice(WHY_NOW)}",
    }
    sometimes = {
        "topics": sorted(dice.sample(TOPICS, dice.randint(2, 3)), key=TOPICS.index),
        "directness": dice.randint(1, 5),
        "confidence": dice.randint(2, 8),
        "has_mentored": dice.choice(("No, this is my first time", "Once or twice", "Many times")),
        "meeting_form": dice.choice(
            (["Video call"], ["Video call", "In person"], ["Video call", "Phone"], ["In person"])
        ),
        "shared_background": dice.choice(
            ("It does not matter", "It does not matter", "I would like it", "It matters a lot to me")
        ),
        "anything_else": dice.choice((*BARRIERS, *SHORT)),
    }
    answered = {key: value for key, value in sometimes.items() if dice.random() < 0.85}  # noqa: PLR2004 - most people answer most questions
    found = {**always, **answered, **ways_of_working(member)}
    return {key: value for key, value in found.items() if value not in ("", [], {})}


def ways_of_working(member: Member) -> dict[str, int]:
    """Steps on the scales of working together, drawn from the name: nobody else's answers hang on them."""
    dice = random.Random(member.name)  # noqa: S311 - made-up people
    return {"structure": dice.randint(1, 5), "challenge": dice.randint(1, 5)}


# ------------------------------------------------------------------ hours


def usual_hours(dice: random.Random) -> list[int]:
    """Evenings, lunches, early mornings or weekends, as people with jobs have them; most name two or three of these."""
    hours = {*_one_habit(dice)}
    for chance in (0.9, 0.6):
        if dice.random() < chance:
            hours |= {*_one_habit(dice)}
    return sorted(hours)


def _one_habit(dice: random.Random) -> list[int]:
    pattern = dice.choice(("evenings", "evenings", "evenings", "lunches", "mornings", "weekend", "mixed"))
    days = sorted(dice.sample(list(WEEKDAYS), dice.randint(2, 4)))
    if pattern == "evenings":
        return at(days, (18, 19, 20))
    if pattern == "lunches":
        return at(days, (12, 13))
    if pattern == "mornings":
        return at(days, (7, 8, 9))
    if pattern == "weekend":
        return at((5, 6), (10, 11, 14, 15))
    return sorted({*at(days, (18, 19)), *at((5,), (10, 11, 12))})


def at(days: tuple[int, ...] | list[int], hours: tuple[int, ...]) -> list[int]:
    return sorted(24 * day + hour for day in days for hour in hours)


TUESDAY_AND_THURSDAY_EVENINGS = at((1, 3), (19, 20))
AFTER_THE_NIGHT_SHOOT = at((0, 1, 2, 3, 4), (9, 10))
DEEP_NIGHT = at((0, 2, 4), (23, 0, 1, 2))
SUNDAY_AT_SIX = at((6,), (6,))
