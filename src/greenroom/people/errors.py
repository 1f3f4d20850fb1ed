from collections.abc import Mapping

from django.utils.translation import gettext as _

from greenroom.base.errors import RuleBroken


class CannotInvite(RuleBroken):
    """`faults` says by address why nobody was invited."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(
            "cannot_invite",
            _("Nobody was invited yet: %(faults)s") % {"faults": " ".join(faults.values())},
        )
        self.faults = faults
