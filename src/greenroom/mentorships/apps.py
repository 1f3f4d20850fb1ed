from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "greenroom.mentorships"
    label = "mentorships"
