from django.apps import AppConfig
from django.http import HttpRequest


class MatchingConfig(AppConfig):
    name = "greenroom.matching"
    label = "matching"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from greenroom.matching.core.criteria import meanings
        from greenroom.matching.queries.vectors import CachedVectors
        from greenroom.mentorships.queries import words_on_places
        from greenroom.programs.queries import register_place_note
        from greenroom.web.navigation import NavItem, register

        meanings.keep_in(CachedVectors())
        register_place_note("matching", words_on_places)
        register(
            NavItem(
                key="matching",
                label=_("Matching"),
                icon="pair",
                url_name="matching:home",
                order=30,
                when=_coordinates,
            )
        )


def _coordinates(request: HttpRequest) -> bool:
    from greenroom.programs.permissions import may_coordinate_any

    person = getattr(request, "person", None)
    return person is not None and may_coordinate_any(person)
