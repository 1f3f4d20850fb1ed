from django.urls import path

from greenroom.home.views import start, visibility

app_name = "home"

urlpatterns = [
    path("", start.start, name="start"),
    path("who-sees-what/", visibility.who_sees_what, name="who_sees_what"),
]
