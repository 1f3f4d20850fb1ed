from django.urls import path

from greenroom.questionnaires import views

app_name = "questionnaires"

urlpatterns = [
    path("questionnaires/<int:pk>/", views.questionnaire, name="questionnaire"),
    path("questionnaires/<int:pk>/preview/", views.preview, name="preview"),
    path("questionnaires/<int:pk>/questions/new/", views.new_question, name="new_question"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/position/", views.position, name="position"),
    path("questions/<int:pk>/removal/", views.removal, name="removal"),
]
