"""Which fact wakes which handlers, on one page."""

from collections.abc import Mapping, Sequence

from greenroom.audit.actions import Handler
from greenroom.base.facts import Fact

SUBSCRIPTIONS: Mapping[type[Fact], Sequence[Handler]] = {}
