"""What can happen while people are matched."""

import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class RulesChanged(Fact):
    cohort_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairRuleSet(Fact):
    """Two people (person ids) were pinned or forbidden."""

    cohort_id: int
    mentor_id: int
    mentee_id: int
    pair_kind: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairRuleRemoved(Fact):
    """A pin or a forbid on two people (person ids) was taken back."""

    cohort_id: int
    mentor_id: int
    mentee_id: int
    pair_kind: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunRequested(Fact):
    run_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunSolved(Fact):
    run_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunCancelled(Fact):
    run_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparisonRequested(Fact):
    comparison_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparisonStopped(Fact):
    comparison_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunPublished(Fact):
    """A draft's pairs became mentorships. Each pair is also a `MentorshipProposed`."""

    run_id: int
