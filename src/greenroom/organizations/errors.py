from django.utils.translation import gettext as _

from greenroom.base.errors import NotAllowed, Refusal, RuleBroken


class TooManyInvitations(Refusal):
    """The address has had as many invitations as one mailbox should get in an hour (429)."""

    status = 429

    def __init__(self, email: str) -> None:
        super().__init__(
            "too_many_invitations",
            _("%(email)s has had several invitations in the last hour. Nothing was sent; try again later.")
            % {"email": email},
        )


class SignInFirst(RuleBroken):
    """The invited address has an account already, and only its owner may use it."""

    def __init__(self) -> None:
        super().__init__(
            "sign_in_first",
            _("This address already has an account. Sign in to it, then accept the invitation."),
        )


class ForAnotherAddress(NotAllowed):
    """Someone signed in opened an invitation that was written to another address."""

    def __init__(self) -> None:
        super().__init__(
            "invitation_for_another",
            _(
                "This invitation was written to another address than the one you are signed in with."
                " Sign out and open the link again, or ask for an invitation to this address."
            ),
        )
