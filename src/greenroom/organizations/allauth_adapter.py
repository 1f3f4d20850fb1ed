from collections.abc import Callable, Mapping
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

AccountMailer = Callable[[str, str, Mapping[str, Any]], None]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Where allauth meets the house: no open sign-up, and no mail of its own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Accounts come from invitations, applications and imports, never from a bare sign-up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Codes and confirmations go the way of every mail: `settings.GREENROOM_ACCOUNT_MAILER` writes them."""
        send = cast("AccountMailer", import_string(settings.GREENROOM_ACCOUNT_MAILER))
        send(template_prefix, email, context)
