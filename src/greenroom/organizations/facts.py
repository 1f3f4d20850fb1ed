import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrganizationOpened(Fact):
    pass


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrganizationChanged(Fact):
    pass


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvitationSent(Fact):
    """Also announced when an open invitation is sent again."""

    invitation_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    invitation_id: int
    account_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Fact):
    invitation_id: int
