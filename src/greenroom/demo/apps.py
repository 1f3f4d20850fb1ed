from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "greenroom.demo"
    label = "demo"
