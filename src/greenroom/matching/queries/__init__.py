"""What matching reads: drafts, rules, people as the matcher sees them, and what another choice would cost."""

from greenroom.matching.queries.answers import AnswerChoices, answer_choices
from greenroom.matching.queries.drafts import (
    cohorts_to_match,
    pairings_visible_to,
    runs_visible_to,
    with_records,
)
from greenroom.matching.queries.participants import People, hours_from_utc, people_of, snapshot
from greenroom.matching.queries.rulesets import default_rules, rules_for

__all__ = [
    "AnswerChoices",
    "People",
    "answer_choices",
    "cohorts_to_match",
    "default_rules",
    "hours_from_utc",
    "pairings_visible_to",
    "people_of",
    "rules_for",
    "runs_visible_to",
    "snapshot",
    "with_records",
]
