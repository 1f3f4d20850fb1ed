from django.urls import path

from greenroom.mentorships.views import agreements, answers, endings, fit_checks, listing, pair, proposals

app_name = "mentorships"

urlpatterns = [
    path("mentorships/", listing.overview, name="list"),
    path("mentorships/export.<str:file_format>", listing.export, name="export"),
    path("mentorships/own/", listing.own, name="own"),
    path("mentorships/proposal/", proposals.proposal, name="proposal"),
    path("mentorships/<int:pk>/", pair.page, name="page"),
    path("mentorships/<int:pk>/acceptance/", answers.acceptance, name="acceptance"),
    path("mentorships/<int:pk>/refusal/", answers.refusal, name="refusal"),
    path("mentorships/<int:pk>/agreement/", agreements.agreement, name="agreement"),
    path("mentorships/<int:pk>/agreement/<int:version>/", agreements.version, name="version"),
    path("mentorships/<int:pk>/agreement/<int:version>/signature/", agreements.signature, name="signature"),
    path("mentorships/<int:pk>/fit-check/", fit_checks.fit_check, name="fit_check"),
    path("mentorships/<int:pk>/pause/", endings.pause, name="pause"),
    path("mentorships/<int:pk>/resumption/", endings.resumption, name="resumption"),
    path("mentorships/<int:pk>/closure/", endings.closure, name="closure"),
    path("mentorships/<int:pk>/reopening/", endings.reopening, name="reopening"),
    path("cohorts/<int:cohort_id>/fit/", fit_checks.cohort, name="cohort_fit"),
]
