"""Who is in the demo, and how they stand to each other: drawn from a seed, before any row is written."""

import dataclasses
import random
from collections.abc import Iterator

from greenroom.demo import members
from greenroom.demo.crafts import BY_DEPARTMENT, CRAFTS, EMPLOYERS
from greenroom.demo.members import Member
from greenroom.demo.names import FIRST_CAST, FIRST_MENTEES, FIRST_PAIRS, NAMES, ODD_PLACES

FREELANCE = 0.45
DEMAND = {
    "Sound": 8, "Production": 6, "Directing": 5, "Editing": 4, "Art department": 3, "Documentary": 3,
    "Script and development": 3, "Camera and grip": 2, "Costume": 2, "Visual effects": 2, "Post-production": 1,
    "Locations": 1,
}  # fmt: skip
OFFER = {
    "Production": 3, "Directing": 3, "Camera and grip": 2, "Visual effects": 2, "Costume": 2,
    "Script and development": 2, "Editing": 2, "Documentary": 2,
}  # fmt: skip


@dataclasses.dataclass(kw_only=True)
class Place:
    """A place in a cohort. `wishes` and `unwanted` are addresses of people of the other part."""

    member: Member
    part: str
    status: str = "accepted"
    has_answers: bool = True
    wishes: list[str] = dataclasses.field(default_factory=list)
    unwanted: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(kw_only=True, frozen=True)
class Bond:
    """Two people of one cohort and how it stands between them: see `bonds.py` for the words."""

    mentor: Member
    mentee: Member
    state: str


@dataclasses.dataclass(kw_only=True, frozen=True)
class Cast:
    finished: list[Bond]
    living: list[Bond]
    finished_places: list[Place]
    living_places: list[Place]
    waiting_places: list[Place]

    @property
    def members(self) -> list[Member]:
        """Everybody once, in the order of their first appearance."""
        places = [*self.living_places, *self.finished_places, *self.waiting_places]
        return list({place.member.email: place.member for place in places}.values())


FINISHED_STATES = (
    "completed", "completed", "completed", "program_end", "completed", "time", "completed", "program_end",
    "completed", "completed", "fit", "completed", "moved", "completed",
)  # fmt: skip
LIVING_STATES = (
    "signed", "signed", "one_signature", "no_agreement", "signed", "signed", "second_version", "signed",
    "paused", "signed", "signed", "draft", "signed", "no_agreement", "signed", "signed",
    "signed", "one_signature", "half_answered", "unanswered", "declined", "ended_early",
)  # fmt: skip


def cast(seed: int) -> Cast:
    """The same seed gives the same people, to the last word."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    names = _names(dice)
    first_mentors = [_known(dice, row[:5], place=row[5], is_senior=True) for row in FIRST_CAST]
    first_mentees = [_known(dice, row[:5], place=row[5], is_senior=False) for row in FIRST_MENTEES]
    _meet_on_thursdays(first_mentors[0], first_mentees[0])
    living = [(first_mentors[mentor], first_mentees[mentee]) for mentor, mentee in FIRST_PAIRS]
    living += [_pair(dice, names) for _ in range(len(LIVING_STATES) - len(living))]
    old_mentors = [first_mentors[place] for place in (0, 1, 4, 7, 9, 14)]
    finished = [(mentor, _junior(dice, names, mentor.department)) for mentor in old_mentors]
    finished += [_pair(dice, names) for _ in range(len(FINISHED_STATES) - len(finished))]
    return Cast(
        finished=[
            Bond(mentor=one, mentee=two, state=state)
            for (one, two), state in zip(finished, FINISHED_STATES, strict=True)
        ],
        living=[
            Bond(mentor=one, mentee=two, state=state)
            for (one, two), state in zip(living, LIVING_STATES, strict=True)
        ],
        finished_places=_places_of(finished),
        living_places=_places_of(living),
        waiting_places=_waiting(dice, names, first_mentors=first_mentors, finished=finished),
    )


def _meet_on_thursdays(ingrid: Member, amara: Member) -> None:
    """The two whom a newcomer signs in as share their evenings and their subject."""
    ingrid.years, ingrid.stage = 19, "lead"
    ingrid.offered = {"Budgeting": 5, "Crewing": 5, "Cost reports": 4, "Scheduling": 4}
    amara.wanted = {"Budgeting": 4, "Crewing": 3, "Union agreements": 3}
    for member in (ingrid, amara):
        member.hours = members.at((1, 3), (18, 19, 20))
        member.answers |= {"free_hours": member.hours, "years": member.years}
    ingrid.answers |= {"skills_offered": ingrid.offered, "stage": members.STAGE_WORDS[ingrid.stage]}
    amara.answers["skills_wanted"] = amara.wanted


def _names(dice: random.Random) -> Iterator[tuple[str, str]]:
    rows = [(name, pronouns) for name, _, pronouns in (line.partition("|") for line in NAMES)]
    dice.shuffle(rows)
    return iter(rows)


def _known(dice: random.Random, row: tuple[str, ...], *, place: str, is_senior: bool) -> Member:
    name, pronouns, title, department, employer = row
    return members.draw(
        dice,
        name=name,
        pronouns=pronouns,
        craft=BY_DEPARTMENT[department],
        is_senior=is_senior,
        job_title=title,
        employer=employer,
        place=place,
    )


def _person(
    dice: random.Random,
    names: Iterator[tuple[str, str]],
    department: str,
    *,
    is_senior: bool,
    place: str = "",
) -> Member:
    name, pronouns = next(names)
    employer = "" if dice.random() < FREELANCE else dice.choice(EMPLOYERS)
    craft = BY_DEPARTMENT[department]
    return members.draw(
        dice, name=name, pronouns=pronouns, craft=craft, is_senior=is_senior, employer=employer, place=place
    )


def _senior(
    dice: random.Random, names: Iterator[tuple[str, str]], department: str, *, place: str = ""
) -> Member:
    return _person(dice, names, department, is_senior=True, place=place)


def _junior(
    dice: random.Random, names: Iterator[tuple[str, str]], department: str, *, place: str = ""
) -> Member:
    return _person(dice, names, department, is_senior=False, place=place)


def _pair(dice: random.Random, names: Iterator[tuple[str, str]]) -> tuple[Member, Member]:
    department = dice.choice(CRAFTS).department
    return _senior(dice, names, department), _junior(dice, names, department)


def _places_of(pairs: list[tuple[Member, Member]]) -> list[Place]:
    mentors = [Place(member=mentor, part="mentor") for mentor, _ in pairs]
    return mentors + [Place(member=mentee, part="mentee") for _, mentee in pairs]


# ------------------------------------------------------------------ the cohort that waits to be matched


def _waiting(
    dice: random.Random,
    names: Iterator[tuple[str, str]],
    *,
    first_mentors: list[Member],
    finished: list[tuple[Member, Member]],
) -> list[Place]:
    """More mentees than places, most of them in sound; with every oddity that a coordinator meets."""
    known = {member.name: member for member in first_mentors}
    returning = [
        known[name]
        for name in ("Gareth Ashdown", "Bea Thornley", "Catrin Pugh", "Helena Brandt", "Sunita Rao")
    ]
    mentors = returning + [mentor for mentor, _ in finished[6:10]]
    mentors += [_senior(dice, names, department) for department, count in OFFER.items() for _ in range(count)]
    mentors += _named_mentors(dice)
    mentees = _named_mentees(dice) + [
        mentee for _, mentee in (finished[1], finished[3], finished[6], finished[8])
    ]
    mentees += [
        _junior(dice, names, department) for department, count in DEMAND.items() for _ in range(count)
    ]
    mentor_places = [Place(member=member, part="mentor") for member in mentors]
    mentee_places = [Place(member=member, part="mentee") for member in mentees]
    new_mentors, new_mentees = mentor_places[9:-2], mentee_places[6:]
    _make_odd(dice, new_mentors, new_mentees)
    _add_wishes(dice, mentor_places, mentee_places)
    both = max(
        (place for place in new_mentees if place.status == "accepted"), key=lambda place: place.member.years
    )
    craft_skills = BY_DEPARTMENT[both.member.department].skills
    both.member.offered = dict.fromkeys(
        (skill for skill in craft_skills if skill not in both.member.wanted), 3
    )
    return [*mentor_places, *mentee_places, Place(member=both.member, part="mentor")]


def _named_mentors(dice: random.Random) -> list[Member]:
    """One at the television that many applicants work for, one beside Bea at Channel North."""
    rows = (
        ("Yusuf Demirel", "he/him", "Production manager", "Production", "Saltmarsh Television"),
        ("Rosamund Tyne", "she/her", "Set decorator", "Art department", "Channel North"),
    )
    return [
        _known(dice, row, place=place, is_senior=True)
        for row, place in zip(rows, ("London", "Glasgow"), strict=True)
    ]


def _named_mentees(dice: random.Random) -> list[Member]:
    kit = _known(
        dice, ("Kit Osei", "they/them", "Sound trainee", "Sound", ""), place="London", is_senior=False
    )
    kit.hours = members.TUESDAY_AND_THURSDAY_EVENINGS
    dilys = _known(
        dice,
        ("Dilys Vaughan", "she/her", "Art department assistant", "Art department", "Channel North"),
        place="Glasgow",
        is_senior=False,
    )
    dilys.answers["anything_else"] = "I work at Channel North and would rather meet somebody from outside."
    for member in (kit, dilys):
        member.answers["free_hours"] = member.hours
    return [kit, dilys]


def _make_odd(dice: random.Random, mentors: list[Place], mentees: list[Place]) -> None:
    """Zones with odd minutes, hours that nobody shares, people still to be screened, people who left blanks."""
    mentors, mentees = dice.sample(mentors, len(mentors)), dice.sample(mentees, len(mentees))
    for place, (where, zone, tongue) in zip((*mentees[:3], mentors[0]), ODD_PLACES, strict=True):
        _move(place.member, where, zone, tongue)
    for place, hours in zip(
        (mentees[3], mentees[4], mentees[5], mentors[1]),
        (
            members.DEEP_NIGHT,
            members.SUNDAY_AT_SIX,
            members.AFTER_THE_NIGHT_SHOOT,
            members.AFTER_THE_NIGHT_SHOOT,
        ),
        strict=True,
    ):
        place.member.hours = place.member.answers["free_hours"] = hours
    for place in (mentees[6], mentees[7], mentors[2]):
        place.has_answers = False
        place.member.hours, place.member.headline, place.member.story = [], "", ""
    for place in (mentors[3], mentors[4]):
        place.member.paused_days = dice.randint(40, 70)
    mentors[5].member.capacity = mentors[5].member.answers["capacity"] = 3
    statuses = (
        ("applied", mentees[8:12]),
        ("waiting", mentees[12:14]),
        ("withdrawn", mentees[14:15]),
        ("declined", mentees[15:16]),
        ("applied", mentors[6:8]),
    )
    for status, places in statuses:
        for place in places:
            place.status = status
    for place in (mentees[16], mentees[17]):  # colleagues of a mentor in their own department
        place.member.employer = place.member.answers["employer"] = "Saltmarsh Television"


def _move(member: Member, where: str, zone: str, tongue: str) -> None:
    member.place, member.zone = where, zone
    member.languages = ["English", tongue] if tongue else ["English"]
    member.answers |= {"place": where, "time_zone": zone, "languages": member.languages}


def _add_wishes(dice: random.Random, mentors: list[Place], mentees: list[Place]) -> None:
    by_department: dict[str, list[str]] = {}
    for place in mentors:
        by_department.setdefault(place.member.department, []).append(place.member.email)
    wishing = [place for place in mentees if place.member.department in by_department]
    for place in dice.sample(wishing, 12):
        known = by_department[place.member.department]
        place.wishes = dice.sample(known, min(len(known), dice.randint(1, 2)))
    for place in dice.sample(mentors, 4):
        place.wishes = [dice.choice(mentees).member.email]
    for place in dice.sample(mentees, 3):
        place.unwanted = [
            dice.choice(
                [mentor.member.email for mentor in mentors if mentor.member.email not in place.wishes]
            )
        ]
    sour = dice.choice([place for place in mentors if not place.wishes])
    sour.unwanted = [dice.choice(mentees).member.email]
