"""Which fact wakes which handlers, on one page."""

from collections.abc import Mapping, Sequence

from greenroom.audit.actions import Handler
from greenroom.base.facts import Fact
from greenroom.organizations.facts import InvitationAccepted
from greenroom.people import handlers as people

SUBSCRIPTIONS: Mapping[type[Fact], Sequence[Handler]] = {
    InvitationAccepted: (people.let_in,),
}
