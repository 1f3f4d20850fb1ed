"""Every write of matching: rules, pins and forbids, drafts, and the act that publishes one."""

from greenroom.matching.actions.comparing import ask_to_compare, compare, stop_comparing
from greenroom.matching.actions.drafts import (
    cancel_run,
    choose_policy,
    note_pairing,
    request_next,
    request_run,
    start_again,
)
from greenroom.matching.actions.publishing import publish
from greenroom.matching.actions.rules import decide_pair, remove_pair_rule, save_rules, set_pair_rule
from greenroom.matching.actions.solving import solve_run

__all__ = [
    "ask_to_compare",
    "cancel_run",
    "choose_policy",
    "compare",
    "decide_pair",
    "note_pairing",
    "publish",
    "remove_pair_rule",
    "request_next",
    "request_run",
    "save_rules",
    "set_pair_rule",
    "solve_run",
    "start_again",
    "stop_comparing",
]
