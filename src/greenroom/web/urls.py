from django.urls import path

from greenroom.web import views

app_name = "web"
urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("design/", views.design, name="design"),
]
