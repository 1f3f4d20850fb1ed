from django.urls import path

from greenroom.notifications import views

app_name = "notifications"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/failed/", views.failed, name="failed"),
    path("mailbox/<int:pk>/", views.mail, name="mail"),
    path("mailbox/<int:pk>/html/", views.html_part, name="html"),
    path("mailbox/<int:pk>/attempt/", views.attempt, name="attempt"),
]
