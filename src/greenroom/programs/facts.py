import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProgramCreated(Fact):
    program_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProgramChanged(Fact):
    program_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CoordinatorNamed(Fact):
    program_id: int
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CoordinatorRemoved(Fact):
    program_id: int
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CohortOpened(Fact):
    cohort_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CohortChanged(Fact):
    cohort_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CohortClosed(Fact):
    cohort_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ApplicationSent(Fact):
    """A visitor applied: whoever reads the mail to `Application.email` confirms by its link."""

    application_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnrollmentApplied(Fact):
    """Someone asked for a place themselves, by the link or after an invitation."""

    enrollment_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnrollmentAdded(Fact):
    """A coordinator put someone into the cohort, by hand or by import. The person need not hear of it yet."""

    enrollment_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnrollmentScreened(Fact):
    """`decision` is an `Enrollment.Status`; the reason, in words that they may read, is in the `Screening`."""

    enrollment_id: int
    decision: str
    screening_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnrollmentChanged(Fact):
    """A coordinator changed the places of a mentor."""

    enrollment_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class WishesChanged(Fact):
    """Whom somebody would like, or rather not; `by_id` is the person themself or a coordinator."""

    enrollment_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnrollmentWithdrawn(Fact):
    """`by_id` is the person themself or a coordinator."""

    enrollment_id: int
