"""A cohort's accepted people, as the matcher sees them.

A participant's key is the person's id as text, so someone who is mentor and mentee has one key and is never paired
with themselves.
"""

import datetime as dt
import math
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import translation

from greenroom.base import clock
from greenroom.matching.core import Forbid, Participant, Pin
from greenroom.matching.core.given.people import HOURS_IN_A_WEEK, Answer
from greenroom.matching.models import PairRule
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import Places, open_mentorships, places_in_all
from greenroom.people.models import Person, PersonSkill
from greenroom.programs.models import Cohort, Enrollment, Part

PROFILE_WORDS = ("job_title", "employer", "department", "place", "time_zone", "headline", "story")
QUESTION = "question "
with translation.override(None):  # the same words in every language, because rules keep them
    STAGES = {str(value): str(Person.Stage(value).label) for value in Person.Stage.values}

Skills = Mapping[int, Mapping[str, dict[str, int]]]


@dataclass(frozen=True, kw_only=True)
class People:
    """Both sides of a cohort, the pairs that its coordinators and its past decide, and whose place is whose.

    `enrollments` maps (part, key) to the enrollment's id. `resting` names pins whose people take no part now, and
    `limits` says of which mentors other programs take places.
    `forbids_by_hand` are those of `forbids` that a coordinator set; the others are pairs that ended.
    """

    mentees: list[Participant]
    mentors: list[Participant]
    pins: list[Pin] = field(default_factory=list)
    forbids: list[Forbid] = field(default_factory=list)
    enrollments: dict[tuple[str, str], int] = field(default_factory=dict)
    resting: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    forbids_by_hand: frozenset[Forbid] = frozenset()


def people_of(cohort: Cohort, *, with_paired: bool = False) -> People:
    """Everyone accepted, in seven queries however many they are.

    A person's places are those promised to this cohort less the mentorships of this cohort that are under way or
    proposed; mentees who have all their mentors are left out, or there without a place (`with_paired`), and someone
    who pauses has none. A mentor's places in all programs together may be fewer (`places.Places`). A circle that has
    begun takes even one more.
    """
    enrollments = list(
        Enrollment.objects.filter(
            cohort=cohort,
            status=Enrollment.Status.ACCEPTED,
            part__in=[Part.MENTOR, Part.MENTEE],
            person__deactivated_at=None,
        ).select_related("person", "response")
    )
    skills = _skills_of(cohort)
    known = _known_of(cohort)
    together = _open_pairs(cohort)
    taken = Counter((Part.MENTEE.value, mentee) for _, mentee in together)
    limits = places_in_all(enrollments, cohort=cohort)
    default_zone = cohort.program.organization.time_zone
    mentees: list[Participant] = []
    mentors: list[Participant] = []
    places: dict[tuple[str, str], int] = {}
    for enrollment in enrollments:
        already = taken[Part.MENTEE.value, enrollment.person_id]
        if enrollment.part == Part.MENTEE and 0 < enrollment.capacity <= already and not with_paired:
            continue
        person = _participant(
            enrollment,
            cohort=cohort,
            zone=default_zone,
            skills=skills.get(enrollment.person_id, {}),
            limit=limits.get(enrollment.pk),
            already=already if enrollment.part == Part.MENTEE else 0,
        )
        if enrollment.person_id in known:
            person = replace(person, answers={**person.answers, "known": known[enrollment.person_id]})
        (mentees if enrollment.part == Part.MENTEE else mentors).append(person)
        places[str(enrollment.part), person.key] = enrollment.pk
    people = _with_pairs(cohort, mentees=mentees, mentors=mentors, places=places, together=together)
    bound = [limit.words for limit in limits.values() if limit.is_bound]
    return replace(people, limits=bound)


def _open_pairs(cohort: Cohort) -> list[tuple[int, int]]:
    return list(open_mentorships(cohort.mentorships.all()).values_list("mentor_id", "mentee_id"))


def _skills_of(cohort: Cohort) -> Skills:
    rows = PersonSkill.objects.filter(
        person__in=Enrollment.objects.filter(cohort=cohort, status=Enrollment.Status.ACCEPTED).values(
            "person"
        )
    ).values_list("person_id", "direction", "skill__name", "level")
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for person_id, direction, name, level in rows:
        found[person_id][direction][name] = level
    return found


def _known_of(cohort: Cohort) -> Mapping[int, frozenset[str]]:
    """Whom each of them has had as mentor or mentee in this organization, in whichever part."""
    people = Enrollment.objects.filter(cohort=cohort, status=Enrollment.Status.ACCEPTED).values("person")
    past = Mentorship.objects.filter(
        organization=cohort.program.organization_id, mentor__in=people, mentee__in=people
    )
    found: dict[int, set[str]] = defaultdict(set)
    for mentor, mentee in past.values_list("mentor_id", "mentee_id"):
        found[mentor].add(str(mentee))
        found[mentee].add(str(mentor))
    return {person: frozenset(others) for person, others in found.items()}


def _participant(
    enrollment: Enrollment,
    *,
    cohort: Cohort,
    zone: str,
    skills: Mapping[str, dict[str, int]],
    limit: Places | None,
    already: int,
) -> Participant:
    person = enrollment.person
    in_use = limit.taken_here if limit is not None else already
    capacity = limit.left if limit is not None else max(0, enrollment.capacity - already)
    opens_with = 0 if in_use else enrollment.opens_with
    if _is_paused(person, cohort) or capacity < opens_with:
        capacity = opens_with = 0
    return Participant(
        key=str(person.pk),
        name=person.name,
        capacity=capacity,
        minimum=min(capacity, max(0, enrollment.minimum - in_use)),
        opens_with=opens_with,
        already=already,
        answers=_answers(enrollment, starts_on=cohort.starts_on, zone=zone, skills=skills),
        wishes=tuple(str(wish) for wish in enrollment.wishes),
        unwanted=tuple(str(other) for other in enrollment.unwanted),
    )


def _is_paused(person: Person, cohort: Cohort) -> bool:
    """Do they take nobody new on the day the cohort starts, or today if that is later?"""
    day = max(cohort.starts_on, clock.now().date())
    return person.paused_until is not None and person.paused_until > day


def _answers(
    enrollment: Enrollment, *, starts_on: dt.date, zone: str, skills: Mapping[str, dict[str, int]]
) -> dict[str, Answer]:
    """The profile under its fields' names, and the questionnaire's answers as `question <key>`."""
    person = enrollment.person
    home = person.time_zone or zone
    answers: dict[str, Answer] = {
        name: value for name in PROFILE_WORDS if (value := str(getattr(person, name)).strip())
    }
    if person.stage:
        answers["stage"] = STAGES[person.stage]
    if person.years is not None:
        answers["years"] = float(person.years)
    if person.languages:
        answers["languages"] = frozenset(str(language) for language in person.languages)
    if person.free_hours:
        answers["free_hours"] = hours_in_utc(person.free_hours, zone=home, on=starts_on)
    for direction, levels in skills.items():
        answers[f"skills_{direction}"] = dict(levels)
    if enrollment.response is not None:
        for key, value in enrollment.response.answers.items():
            answer = _plain_answer(value, zone=home, on=starts_on)
            if answer is not None:
                answers[QUESTION + key] = answer
    return answers


def _plain_answer(value: Any, *, zone: str, on: dt.date) -> Answer | None:
    """What a questionnaire keeps, as the core reads it; None for no answer."""
    if value in (None, "", [], {}) or isinstance(value, bool):
        return None
    if isinstance(value, list):
        if all(type(item) is int for item in value):
            return hours_in_utc(value, zone=zone, on=on)
        return frozenset(str(item) for item in value)
    if isinstance(value, dict):
        return {str(name): int(level) for name, level in value.items()}
    return float(value) if isinstance(value, int | float) else str(value)


def hours_in_utc(hours: Iterable[int], *, zone: str, on: dt.date) -> frozenset[int]:
    """Hours of a person's own week as hours of the week in UTC, with the clocks as they stand at noon of `on`.

    Zones that are half an hour off are rounded down, so two people in one zone keep every hour they share.
    """
    ahead = hours_from_utc(zone, on=on)
    return frozenset((hour - ahead) % HOURS_IN_A_WEEK for hour in hours)


def hours_from_utc(zone: str, *, on: dt.date) -> int:
    """How far a zone's clock is ahead of UTC at noon of `on`, in whole hours."""
    noon = dt.datetime.combine(on, dt.time(12), tzinfo=zoneinfo.ZoneInfo(zone))
    offset = noon.utcoffset() or dt.timedelta()
    return math.ceil(offset.total_seconds() / 3600)


def _with_pairs(
    cohort: Cohort,
    *,
    mentees: list[Participant],
    mentors: list[Participant],
    places: dict[tuple[str, str], int],
    together: Iterable[tuple[int, int]],
) -> People:
    """Pins and forbids that concern these people; pairs that ended, or are together here, are not made again."""
    left, right = {person.key for person in mentees}, {person.key for person in mentors}
    pins, resting = [], []
    forbidden: set[tuple[str, str]] = set()
    for rule in PairRule.objects.filter(cohort=cohort).select_related("mentor__person", "mentee__person"):
        mentee, mentor = str(rule.mentee.person_id), str(rule.mentor.person_id)
        if mentee not in left or mentor not in right:
            if rule.kind == PairRule.Kind.PIN:
                resting.append(f"{rule.mentee.person.name} and {rule.mentor.person.name}")
        elif rule.kind == PairRule.Kind.PIN:
            pins.append(Pin(mentee=mentee, mentor=mentor, despite_rules=rule.despite_rules))
        else:
            forbidden.add((mentee, mentor))
    by_hand = frozenset(Forbid(mentee=mentee, mentor=mentor) for mentee, mentor in forbidden)
    pinned = {(pin.mentee, pin.mentor) for pin in pins}
    for mentor_id, mentee_id in [*_ended_pairs(cohort), *together]:
        pair = (str(mentee_id), str(mentor_id))
        if pair[0] in left and pair[1] in right and pair not in pinned:
            forbidden.add(pair)
    return People(
        mentees=mentees,
        mentors=mentors,
        pins=sorted(pins, key=lambda pin: (pin.mentee, pin.mentor)),
        forbids=[Forbid(mentee=mentee, mentor=mentor) for mentee, mentor in sorted(forbidden)],
        enrollments=places,
        resting=resting,
        forbids_by_hand=by_hand,
    )


def _ended_pairs(cohort: Cohort) -> Iterable[tuple[int, int]]:
    accepted = Enrollment.objects.filter(cohort=cohort, status=Enrollment.Status.ACCEPTED)
    between_them = Mentorship.objects.filter(
        organization=cohort.program.organization_id,
        mentor__in=accepted.filter(part=Part.MENTOR).values("person"),
        mentee__in=accepted.filter(part=Part.MENTEE).values("person"),
    )
    still_open = open_mentorships(between_them).values("pk")
    return between_them.exclude(pk__in=still_open).values_list("mentor_id", "mentee_id")


def snapshot(people: Sequence[Participant]) -> list[dict[str, Any]]:
    """People as plain JSON, to keep with a draft."""
    return [
        {
            "key": person.key,
            "name": person.name,
            "capacity": person.capacity,
            "minimum": person.minimum,
            "opens_with": person.opens_with,
            "already": person.already,
            "answers": {
                name: sorted(value) if isinstance(value, frozenset) else value
                for name, value in person.answers.items()
            },
            "wishes": list(person.wishes),
            "unwanted": list(person.unwanted),
        }
        for person in people
    ]


def from_snapshot(rows: Sequence[Mapping[str, Any]]) -> list[Participant]:
    """What `snapshot` kept."""
    return [
        Participant(
            key=row["key"],
            name=row["name"],
            capacity=row["capacity"],
            minimum=row["minimum"],
            opens_with=row.get("opens_with", 0),
            already=row.get("already", 0),
            answers={
                name: frozenset(value) if isinstance(value, list) else value
                for name, value in row["answers"].items()
            },
            wishes=tuple(row["wishes"]),
            unwanted=tuple(row["unwanted"]),
        )
        for row in rows
    ]
