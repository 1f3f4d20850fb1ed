from django.db.models import Count, Sum

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
    offered, wanted = _offered(cohort), _wanted(cohort)
    names = dict(Skill.objects.filter(pk__in={*offered, *wanted}).values_list("pk", "name"))
    return (
        {names[skill]: places for skill, places in offered.items()},
        {names[skill]: mentees for skill, mentees in wanted.items()},
    )


def _offered(cohort: Cohort) -> dict[int, int]:
    """Places by the id of a skill. Directions are told apart here: a filter would lead the database to start from
    everybody's skills instead of from the cohort's mentors.
    """
    rows = (
        Enrollment.objects.filter(cohort=cohort, part=Part.MENTOR, status__in=HOPED)
        .values_list("person__skills__direction", "person__skills__skill")
        .annotate(places=Sum("capacity"))
        .order_by()
    )
    return {skill: places for direction, skill, places in rows if direction == PersonSkill.Direction.OFFERED}


def _wanted(cohort: Cohort) -> dict[int, int]:
    """Mentees by the id of a skill."""
    mentees = Enrollment.objects.filter(cohort=cohort, part=Part.MENTEE, status__in=HOPED)
    rows = PersonSkill.objects.filter(
        direction=PersonSkill.Direction.WANTED, person__in=mentees.values("person")
    )
    return dict(rows.values_list("skill").annotate(people=Count("pk")).order_by())
