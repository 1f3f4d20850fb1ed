"""What allauth wants to say about an account, in our words and through the outbox like every other mail."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.notifications.actions import Letter, write
from greenroom.notifications.queries import page_of
from greenroom.organizations.models import Account

STALE_AFTER = dt.timedelta(days=1)
SECRET_LIFE = dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)

Words = str | Promise

# What ends the life of a mail that carries a secret: after that it is dropped, not sent late.
SHORT_LIVED = frozenset({"login_code", "email_confirmation", "password_reset_key", "password_reset_code"})
SAME_AS = {"email_confirmation_signup": "email_confirmation"}
SUBJECTS: Mapping[str, Words] = {
    "login_code": _("Your code to sign in"),
    "email_confirmation": _("Confirm your address"),
    "password_reset_key": _("Choose a new password"),
    "password_reset_code": _("Your code to choose a new password"),
    "unknown_account": _("No account with this address"),
    "account_already_exists": _("You have an account already"),
    "email_changed": _("The address of your account has changed"),
    "email_confirm": _("Your address is confirmed"),
    "email_deleted": _("An address was taken off your account"),
    "password_changed": _("Your password has been changed"),
    "password_reset": _("Your account has a new password"),
    "password_set": _("Your account now has a password"),
    "totp_activated": _("An authenticator app guards your account"),
    "totp_deactivated": _("Your authenticator app is off"),
    "webauthn_added": _("A passkey was added to your account"),
    "webauthn_removed": _("A passkey was taken off your account"),
    "recovery_codes_generated": _("New recovery codes for your account"),
}


def send(template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
    """Queue the mail that allauth calls `template_prefix`, such as `account/email/login_code`.

    Raises KeyError for a mail that has no words here.
    """
    stem = template_prefix.rsplit("/", 1)[-1]
    kind = SAME_AS.get(stem, stem)
    button, page = _button(kind, context)
    account = Account.objects.filter(email__iexact=email).first()
    write(
        Letter(
            kind=f"account_{kind}",
            key=f"account:{kind}:{uuid.uuid4()}",
            subject=SUBJECTS[kind],
            facts={**_plain(context), "minutes": int(SECRET_LIFE.total_seconds() // 60)},
            button=button,
            page=page,
            drop_after=clock.now() + (SECRET_LIFE if kind in SHORT_LIVED else STALE_AFTER),
        ),
        name=account.name if account else "",
        address=email,
        organization=None,
    )


def _button(kind: str, context: Mapping[str, Any]) -> tuple[Words, str]:
    """Where a press leads. allauth builds its addresses from the request's host, which a stranger may choose: only
    the path of those is kept.
    """
    if kind == "password_reset_key":
        return _("Choose a new password"), _at_home(context["password_reset_url"])
    if kind == "email_confirmation" and not context.get("code"):
        return _("Confirm my address"), _at_home(context["activate_url"])
    if kind in SHORT_LIVED:
        return "", ""
    if kind in ("unknown_account", "account_already_exists"):
        return _("Sign in"), page_of(None, "account_login")
    return _("Reset my password"), page_of(None, "account_reset_password")


def _at_home(address: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{settings.GREENROOM_URL}{parts.path}{query}"


def _plain(context: Mapping[str, Any]) -> dict[str, Any]:
    """Only what our words use: requests, forms and users stay outside the templates."""
    return {
        name: context[name] for name in ("code", "from_email", "to_email", "deleted_email") if name in context
    }
