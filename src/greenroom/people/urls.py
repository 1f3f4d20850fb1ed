from django.urls import path

from greenroom.people.views import directory, invitations, organization, profile, standing

app_name = "people"
urlpatterns = [
    path("people/", directory.people, name="list"),
    path("people/export/", directory.export, name="export"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path("people/invitations/<int:key>/revocation/", invitations.revocation, name="revocation"),
    path("people/invitations/<int:key>/dispatch/", invitations.dispatch, name="dispatch"),
    path("people/skills/", organization.skills, name="skills"),
    path("people/skills/<int:key>/", organization.skill, name="skill"),
    path("people/organization/", organization.organization, name="organization"),
    path("people/settings/", profile.settings, name="settings"),
    path("people/<int:key>/", profile.person, name="person"),
    path("people/<int:key>/profile/", profile.profile, name="profile"),
    path("people/<int:key>/picture/", profile.picture, name="picture"),
    path("people/<int:key>/role/", standing.role, name="role"),
    path("people/<int:key>/deactivation/", standing.deactivation, name="deactivation"),
    path("people/<int:key>/reactivation/", standing.reactivation, name="reactivation"),
]
