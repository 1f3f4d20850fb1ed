"""The places that home adds to the frame."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from greenroom.web.navigation import NavItem, register


def register_places() -> None:
    register(
        NavItem(
            key="home",
            label=gettext_lazy("This week"),
            icon="lamp",
            url_name="home:start",
            order=10,
            when=_is_inside,
            exact=True,
        )
    )
    register(
        NavItem(
            key="who-sees-what",
            label=gettext_lazy("Who can see what"),
            icon="shared",
            url_name="home:who_sees_what",
            place="footer",
        )
    )


def _is_inside(request: HttpRequest) -> bool:
    return getattr(request, "person", None) is not None
