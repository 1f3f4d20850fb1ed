"""What can happen to a mentorship."""

import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipProposed(Fact):
    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipAccepted(Fact):
    """One side said yes. When it was the second, `MentorshipStarted` follows."""

    mentorship_id: int
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipDeclined(Fact):
    """One side said no. Why is for the coordinator alone."""

    mentorship_id: int
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipStarted(Fact):
    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgreementWritten(Fact):
    agreement_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgreementSigned(Fact):
    agreement_id: int
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipPaused(Fact):
    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipResumed(Fact):
    """`by_id` is None when the day came and it resumed by itself."""

    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipClosed(Fact):
    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MentorshipReopened(Fact):
    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FitAsked(Fact):
    """Three weeks under way: both are asked how well they fit."""

    mentorship_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FitTold(Fact):
    """One side has answered. What they answered is not for any log."""

    fit_check_id: int
    person_id: int
