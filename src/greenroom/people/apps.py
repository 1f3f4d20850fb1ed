from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "greenroom.people"
    label = "people"
