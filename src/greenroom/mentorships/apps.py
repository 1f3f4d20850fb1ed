from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "greenroom.mentorships"
    label = "mentorships"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from greenroom.mentorships.queries import settled_wishes
        from greenroom.mentorships.views.navigation import register_places
        from greenroom.programs.queries import CohortPlace, register_cohort_place, register_wish_bar

        register_places()
        register_wish_bar("mentorships", settled_wishes)
        register_cohort_place(
            CohortPlace(key="fit", label=_("Fit"), url_name="mentorships:cohort_fit", order=60)
        )
