"""Who may match a cohort's people: whoever coordinates its program, and nobody else."""

from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from greenroom.programs.permissions import may_coordinate


def may_match(person: Person, cohort: Cohort) -> bool:
    """May they see rules, drafts and everyone's fit, and publish?"""
    return may_coordinate(person, cohort.program)
