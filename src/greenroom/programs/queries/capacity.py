from django.db.models import Aggregate, Count, Sum

from greenroom.people.models import PersonSkill, Skill
from greenroom.programs.core.capacity import Meter, read_meter
from greenroom.programs.models import Cohort, Enrollment, Part

Status = Enrollment.Status
HOPED = (Status.ACCEPTED, Status.APPLIED)


def capacity_meter(cohort: Cohort, *, by_skill: bool = True) -> Meter:
    """Places against mentees. By skill, everyone accepted or waiting for an answer is counted.

    Four statements; one without the skills.
    """
    rows = (
        Enrollment.objects.filter(cohort=cohort, status__in=HOPED)
        .values_list("part", "status")
        .annotate(places=Sum("capacity"), people=Count("pk"))
    )
    places = dict.fromkeys(HOPED, 0)
    mentees = dict.fromkeys(HOPED, 0)
    for part, status, capacity, people in rows:
        if part == Part.MENTOR:
            places[Status(status)] += capacity
        elif part == Part.MENTEE:
            mentees[Status(status)] += people
    offered, wanted = _by_skill(cohort) if by_skill else ({}, {})
    return read_meter(
        accepted=(places[Status.ACCEPTED], mentees[Status.ACCEPTED]),
        hoped=(sum(places.values()), sum(mentees.values())),
        offered=offered,
        wanted=wanted,
    )


def _by_skill(cohort: Cohort) -> tuple[dict[str, int], dict[str, int]]:
    """Places offered and mentees who want it, by skill."""
    directions = PersonSkill.Direction
    offered = _counted(cohort, part=Part.MENTOR, direction=directions.OFFERED, what=Sum("capacity"))
    wanted = _counted(cohort, part=Part.MENTEE, direction=directions.WANTED, what=Count("pk"))
    names = dict(Skill.objects.filter(pk__in={*offered, *wanted}).values_list("pk", "name"))
    return (
        {names[skill]: places for skill, places in offered.items()},
        {names[skill]: mentees for skill, mentees in wanted.items()},
    )


def _counted(cohort: Cohort, *, part: str, direction: str, what: Aggregate) -> dict[int, int]:
    """By the id of a skill; names are looked up afterwards, so that the database groups by a number."""
    rows = Enrollment.objects.filter(
        cohort=cohort, part=part, status__in=HOPED, person__skills__direction=direction
    )
    return dict(rows.values_list("person__skills__skill_id").annotate(what=what).order_by())
