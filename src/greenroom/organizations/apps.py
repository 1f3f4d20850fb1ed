from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from greenroom.web.navigation import NavItem, register


class OrganizationsConfig(AppConfig):
    name = "greenroom.organizations"
    label = "organizations"

    def ready(self) -> None:
        from greenroom.organizations.queries import has_another_organization

        register(
            NavItem(
                key="organizations",
                label=_("Your other organizations"),
                icon="swap",
                address=lambda _request: "/",
                place="account",
                order=80,
                when=has_another_organization,
                exact=True,
            )
        )
