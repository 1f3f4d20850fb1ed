from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    name = "greenroom.config"
    label = "config"

    def ready(self) -> None:
        autodiscover_modules("tasks")
