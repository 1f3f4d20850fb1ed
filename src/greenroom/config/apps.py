from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "greenroom.config"
    label = "config"
