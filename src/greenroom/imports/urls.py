from django.urls import path

from greenroom.imports import views

app_name = "imports"

urlpatterns = [
    path("cohorts/<int:pk>/imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.page, name="import"),
    path("imports/<int:pk>/columns/", views.columns, name="columns"),
    path("imports/<int:pk>/reading/", views.reading, name="reading"),
    path("imports/<int:pk>/attempts/", views.attempts, name="attempts"),
    path("imports/attempts/<int:pk>/progress/", views.progress, name="progress"),
    path("imports/attempts/<int:pk>/cancellation/", views.cancellation, name="cancellation"),
    path("imports/attempts/<int:pk>/faults.csv", views.faults, name="faults"),
]
