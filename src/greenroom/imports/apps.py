from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "greenroom.imports"
    label = "imports"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from greenroom.programs.queries import CohortPlace, register_cohort_place

        register_cohort_place(
            CohortPlace(key="import", label=_("Import"), url_name="imports:imports", order=45)
        )
