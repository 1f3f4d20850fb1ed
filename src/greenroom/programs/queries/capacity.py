from django.db.models import Count, Sum

from greenroom.people.models import PersonSkill
from greenroom.programs.core.capacity import Meter, read_meter
from greenroom.programs.models import Cohort, Enrollment, Part

Status = Enrollment.Status
HOPED = (Status.ACCEPTED, Status.APPLIED)


def capacity_meter(cohort: Cohort, *, by_skill: bool = True) -> Meter:
    """Places against mentees. By skill, everyone accepted or waiting for an answer is counted.

    Two statements; one without the skills.
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
    direction = PersonSkill.Direction
    sides = {(Part.MENTOR, direction.OFFERED): "offered", (Part.MENTEE, direction.WANTED): "wanted"}
    counts: dict[str, dict[str, int]] = {"offered": {}, "wanted": {}}
    rows = (
        Enrollment.objects.filter(cohort=cohort, status__in=HOPED)
        .values_list("part", "person__skills__direction", "person__skills__skill__name")
        .annotate(places=Sum("capacity"), people=Count("pk"))
        .order_by()
    )
    for part, way, skill, places, people in rows:
        side = sides.get((part, way))
        if side:
            counts[side][skill] = places if part == Part.MENTOR else people
    return counts["offered"], counts["wanted"]
