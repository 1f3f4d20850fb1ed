from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "greenroom.notifications"
    label = "notifications"
