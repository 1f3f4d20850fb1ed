"""What rules would do, before anything is solved or kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from greenroom.matching import core
from greenroom.matching.queries.participants import people_of
from greenroom.programs.models import Cohort

NAMED = 12


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """Who has an eligible partner under some rules, or what stands in the way of asking."""

    eligibility: core.Eligibility | None
    faults: Sequence[core.Fault]
    notes: Sequence[str]
    places: int

    @property
    def without(self) -> Sequence[core.Ineligible]:
        """The first few mentees whom the rules leave nobody."""
        return self.eligibility.mentees_without[:NAMED] if self.eligibility else ()

    @property
    def more_without(self) -> int:
        return max(0, len(self.eligibility.mentees_without) - NAMED) if self.eligibility else 0

    @property
    def mentors_without(self) -> int:
        return len(self.eligibility.mentors_without) if self.eligibility else 0

    @property
    def share_ruled_out(self) -> int:
        """Percent of all pairs."""
        found = self.eligibility
        return round(100 * found.ruled_out / found.pairs) if found and found.pairs else 0


def dry_run_of(cohort: Cohort, rules: core.Rules) -> DryRun:
    """Try rules on the cohort's people as they are now, with its pins and forbids."""
    people = people_of(cohort)
    places = sum(person.capacity for person in people.mentors)
    whole = replace(rules, pins=tuple(people.pins), forbids=tuple(people.forbids))
    try:
        problem = core.compile_problem(people.mentees, people.mentors, whole)
    except core.InvalidProblem as error:
        return DryRun(eligibility=None, faults=error.faults, notes=(), places=places)
    return DryRun(
        eligibility=core.check_eligibility(problem),
        faults=(),
        notes=[*problem.notes, *people.limits],
        places=places,
    )
