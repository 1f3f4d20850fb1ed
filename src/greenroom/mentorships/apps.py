from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "greenroom.mentorships"
    label = "mentorships"

    def ready(self) -> None:
        from greenroom.mentorships.views.navigation import register_places

        register_places()
