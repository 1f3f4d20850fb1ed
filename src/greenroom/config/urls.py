"""Where each slice is mounted. Inside an organization every path is preceded by /o/<its slug>/."""

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

SLICES = (
    "demo",
    "home",
    "notifications",
    "matching",
    "mentorships",
    "imports",
    "programs",
    "questionnaires",
    "people",
    "organizations",
    "web",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(
        path("", include(f"greenroom.{name}.urls"))
        for name in SLICES
        if importlib.util.find_spec(f"greenroom.{name}.urls")
    ),
]

handler400 = "greenroom.web.views.bad_request"
handler403 = "greenroom.web.views.forbidden"
handler404 = "greenroom.web.views.not_found"
handler500 = "greenroom.web.views.server_error"
