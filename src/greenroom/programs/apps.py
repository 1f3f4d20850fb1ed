from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "greenroom.programs"
    label = "programs"
