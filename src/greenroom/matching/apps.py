from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "greenroom.matching"
    label = "matching"
