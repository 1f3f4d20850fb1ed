from django.urls import path

from greenroom.matching.views import decisions, drafts, learning, overview, rules, ways

app_name = "matching"

urlpatterns = [
    path("matching/", overview.home, name="home"),
    path("cohorts/<int:cohort_id>/matching/", overview.cohort, name="cohort"),
    path("cohorts/<int:cohort_id>/matching/rules/", rules.rules, name="rules"),
    path("cohorts/<int:cohort_id>/matching/learning/", learning.learning, name="learning"),
    path("cohorts/<int:cohort_id>/matching/dry-run/", rules.dry_run, name="dry_run"),
    path("cohorts/<int:cohort_id>/runs/", overview.runs, name="runs"),
    path("cohorts/<int:cohort_id>/pair-rules/<int:rule_id>/removal/", overview.removal, name="removal"),
    path("runs/<int:run_id>/", drafts.draft, name="draft"),
    path("runs/<int:run_id>/progress/", drafts.progress, name="progress"),
    path("runs/<int:run_id>/unmatched/", drafts.unmatched, name="unmatched"),
    path("runs/<int:run_id>/certificate/", drafts.certificate, name="certificate"),
    path("runs/<int:run_id>/pairs/", drafts.pairs, name="pairs"),
    path("runs/<int:run_id>/cancellation/", decisions.cancellation, name="cancellation"),
    path("runs/<int:run_id>/attempt/", decisions.attempt, name="attempt"),
    path("runs/<int:run_id>/pair-rules/", decisions.pair_rules, name="pair_rules"),
    path("runs/<int:run_id>/ways/", ways.ways, name="ways"),
    path("runs/<int:run_id>/ways/<slug:policy>/", ways.way, name="way"),
    path("runs/<int:run_id>/ways/<slug:policy>/cancellation/", ways.stop, name="stop_way"),
    path("runs/<int:run_id>/choice/", ways.choice, name="choice"),
    path("runs/<int:run_id>/groups/", ways.groups, name="groups"),
    path("runs/<int:run_id>/rather/", ways.rather, name="rather"),
    path("runs/<int:run_id>/publication/", decisions.publication, name="publication"),
    path("pairings/<int:pairing_id>/note/", decisions.note, name="note"),
]
