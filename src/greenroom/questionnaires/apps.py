from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "greenroom.questionnaires"
    label = "questionnaires"
