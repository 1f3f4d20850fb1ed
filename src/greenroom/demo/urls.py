from django.urls import path

from greenroom.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/sign-in/<str:token>/", views.sign_in, name="sign_in"),
    path("demo/applicants.csv", views.applicants, name="applicants"),
]
