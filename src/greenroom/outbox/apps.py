from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "greenroom.outbox"
    label = "outbox"
