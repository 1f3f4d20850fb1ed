"""Light or dark: the system's choice, unless a person made one on this device or for their account."""

from typing import Literal, cast

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse

COOKIE = "greenroom_theme"
A_YEAR = 365 * 24 * 60 * 60
THEMES = ("light", "dark")

Theme = Literal["light", "dark", ""]


def theme_of(request: HttpRequest) -> Theme:
    """The choice of this device, else of the account, else "" for the system's."""
    account = getattr(request, "user", None)
    saved = request.COOKIES.get(COOKIE) or getattr(account, "theme", "")
    return cast("Theme", saved) if saved in THEMES else ""


def save_theme(request: HttpRequest, response: HttpResponse, *, theme: str) -> None:
    """Keep the choice on this device for a year, and with the account; anything but light and dark forgets it."""
    chosen = theme if theme in THEMES else ""
    if chosen:
        response.set_cookie(
            COOKIE, chosen, max_age=A_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    if request.user.is_authenticated:
        get_user_model()._default_manager.filter(pk=request.user.pk).update(theme=chosen)  # noqa: SLF001 - public by Django's docs
