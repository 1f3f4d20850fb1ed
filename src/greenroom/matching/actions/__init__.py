"""Every write of matching: rules, pins and forbids, drafts, and the act that publishes one."""

from greenroom.matching.actions.drafts import cancel_run, note_pairing, request_run, start_again
from greenroom.matching.actions.publishing import publish
from greenroom.matching.actions.rules import decide_pair, remove_pair_rule, save_rules, set_pair_rule
from greenroom.matching.actions.solving import solve_run

__all__ = [
    "cancel_run",
    "decide_pair",
    "note_pairing",
    "publish",
    "remove_pair_rule",
    "request_run",
    "save_rules",
    "set_pair_rule",
    "solve_run",
    "start_again",
]
