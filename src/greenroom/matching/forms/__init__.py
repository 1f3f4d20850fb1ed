"""The shape of what coordinators type: rules in plain words, notes."""

from greenroom.matching.forms.decisions import NoteForm, PairRuleForm, RematchForm
from greenroom.matching.forms.rules import RulesEditor

__all__ = ["NoteForm", "PairRuleForm", "RematchForm", "RulesEditor"]
