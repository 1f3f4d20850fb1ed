from django.urls import path, register_converter

from greenroom.programs.views import applications, cohorts, enrollments, invitations, programs, wishes

app_name = "programs"


class FileFormat:
    """csv or xlsx."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileFormat, "file_format")

urlpatterns = [
    path("programs/", programs.programs, name="programs"),
    path("programs/new/", programs.new_program, name="new_program"),
    path("programs/<int:pk>/", programs.program, name="program"),
    path("programs/<int:pk>/details/", programs.details, name="details"),
    path("programs/<int:pk>/archive/", programs.archive, name="archive"),
    path("programs/<int:pk>/milestones/new/", programs.new_milestone, name="new_milestone"),
    path("programs/<int:pk>/coordinators/", programs.coordinators, name="coordinators"),
    path(
        "programs/<int:pk>/coordinators/<int:person_pk>/removal/",
        programs.coordinator_removal,
        name="coordinator_removal",
    ),
    path("programs/<int:pk>/cohorts/new/", cohorts.new_cohort, name="new_cohort"),
    path("milestones/<int:pk>/", programs.milestone, name="milestone"),
    path("milestones/<int:pk>/removal/", programs.milestone_removal, name="milestone_removal"),
    path("cohorts/<int:pk>/", cohorts.cohort, name="cohort"),
    path("cohorts/<int:pk>/dates/", cohorts.dates, name="dates"),
    path("cohorts/<int:pk>/closure/", cohorts.closure, name="closure"),
    path("cohorts/<int:pk>/capacity/", cohorts.capacity, name="capacity"),
    path("cohorts/<int:pk>/capacity.<file_format:file_format>", cohorts.capacity_file, name="capacity_file"),
    path("cohorts/<int:pk>/enrollments/", enrollments.enrollments, name="enrollments"),
    path(
        "cohorts/<int:pk>/enrollments.<file_format:file_format>",
        enrollments.enrollments_file,
        name="enrollments_file",
    ),
    path("cohorts/<int:pk>/screenings/", enrollments.screenings, name="screenings"),
    path("cohorts/<int:pk>/invitations/", invitations.invitations, name="invitations"),
    path(
        "cohorts/<int:pk>/invitations.<file_format:file_format>",
        invitations.invitations_file,
        name="invitations_file",
    ),
    path("enrollments/<int:pk>/", enrollments.enrollment, name="enrollment"),
    path("enrollments/<int:pk>/answers/", applications.answers, name="answers"),
    path("enrollments/<int:pk>/screening/", enrollments.screening, name="screening"),
    path("enrollments/<int:pk>/places/", enrollments.places, name="places"),
    path("enrollments/<int:pk>/wishes/", wishes.wishes, name="wishes"),
    path("enrollments/<int:pk>/withdrawal/", enrollments.withdrawal, name="withdrawal"),
    path("apply/<str:link_key>/", applications.apply, name="apply"),
    path("apply/<str:link_key>/sent/", applications.sent, name="sent"),
    path("apply/<str:link_key>/<slug:part>/", applications.apply_as, name="apply_as"),
    path("applications/<str:token>/", applications.application, name="application"),
]
