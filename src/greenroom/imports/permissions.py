from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from greenroom.programs.permissions import may_coordinate


def may_import(person: Person, cohort: Cohort) -> bool:
    """Whoever coordinates the program, and the organization's owner."""
    return may_coordinate(person, cohort.program)
