from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from greenroom.web.navigation import NavItem, register


class PeopleConfig(AppConfig):
    name = "greenroom.people"
    label = "people"

    def ready(self) -> None:
        from allauth.account.signals import email_changed

        register(
            NavItem(
                key="people",
                label=_("People"),
                icon="people",
                url_name="people:list",
                order=30,
                when=runs_programs,
            )
        )
        register(
            NavItem(
                key="profile",
                label=_("Your profile"),
                icon="person",
                address=own_page,
                place="account",
                order=10,
                when=is_inside,
                exact=True,
            )
        )
        register(
            NavItem(
                key="settings",
                label=_("Your settings"),
                icon="key",
                url_name="people:settings",
                place="account",
                order=20,
                when=is_inside,
            )
        )
        register(
            NavItem(
                key="organization",
                label=_("Organization"),
                icon="school",
                url_name="people:organization",
                place="account",
                order=30,
                when=owns,
            )
        )
        email_changed.connect(follow_address, dispatch_uid="people.follow_address")


def is_inside(request: HttpRequest) -> bool:
    return getattr(request, "person", None) is not None


def owns(request: HttpRequest) -> bool:
    person = getattr(request, "person", None)
    return person is not None and person.is_owner


def runs_programs(request: HttpRequest) -> bool:
    from greenroom.people.permissions import may_see_directory

    person = getattr(request, "person", None)
    return person is not None and may_see_directory(person)


def own_page(request: HttpRequest) -> str:
    return reverse("people:person", args=[request.person.pk])  # type: ignore[attr-defined] # shown inside alone


def follow_address(*, user: Any, from_email_address: Any, to_email_address: Any, **_more: Any) -> None:
    """Allauth tells that an account's address has changed."""
    from greenroom.people.actions import follow_address as follow

    if from_email_address is not None:
        follow(user, old=from_email_address.email, new=to_email_address.email)
