from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "greenroom.home"
    label = "home"

    def ready(self) -> None:
        from greenroom.home.views.navigation import register_places

        register_places()
