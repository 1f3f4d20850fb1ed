from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from greenroom.web.navigation import NavItem, register


class NotificationsConfig(AppConfig):
    name = "greenroom.notifications"
    label = "notifications"

    def ready(self) -> None:
        register(
            NavItem(
                key="mailbox",
                label=_("Mailbox of the demo"),
                icon="mail",
                url_name="notifications:mailbox",
                place="tool",
                order=20,
                when=_reads_the_mailbox,
            )
        )
        register(
            NavItem(
                key="failed_mails",
                label=_("Mails that did not arrive"),
                icon="mail",
                url_name="notifications:failed",
                place="account",
                order=70,
                when=_is_owner,
            )
        )


def _reads_the_mailbox(request: HttpRequest) -> bool:
    from greenroom.programs.permissions import may_coordinate_any

    person = getattr(request, "person", None)
    if person is None or not settings.GREENROOM_DEMO:
        return False
    known: bool | None = getattr(request, "_coordinates_any", None)
    if known is None:
        known = may_coordinate_any(person)
        request._coordinates_any = known  # type: ignore[attr-defined] # noqa: SLF001 - our own mark on the request
    return known


def _is_owner(request: HttpRequest) -> bool:
    person = getattr(request, "person", None)
    return person is not None and person.is_owner
