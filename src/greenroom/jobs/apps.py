from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "greenroom.jobs"
    label = "jobs"
