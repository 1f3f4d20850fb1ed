from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "greenroom.imports"
    label = "imports"
