from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "greenroom.home"
    label = "home"
