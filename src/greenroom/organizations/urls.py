from django.urls import path

from greenroom.organizations import views

app_name = "organizations"
urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("invitations/<str:token>/acceptance/", views.acceptance, name="acceptance"),
]
