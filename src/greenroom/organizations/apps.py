from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "greenroom.organizations"
    label = "organizations"
