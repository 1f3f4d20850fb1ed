from django.apps import AppConfig
from django.http import HttpRequest


class ProgramsConfig(AppConfig):
    name = "greenroom.programs"
    label = "programs"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from greenroom.programs.permissions import may_edit_questionnaire
        from greenroom.programs.queries import home_of_questionnaire
        from greenroom.questionnaires.permissions import let_edit
        from greenroom.questionnaires.queries import tell_home
        from greenroom.web.navigation import NavItem, register

        let_edit(may_edit_questionnaire)
        tell_home(home_of_questionnaire)
        register(
            NavItem(
                key="programs",
                label=_("Programs"),
                icon="school",
                url_name="programs:programs",
                order=20,
                when=_is_member,
            )
        )
        register(
            NavItem(
                key="cohort",
                label=_("Cohort"),
                icon="people",
                address=_address_of_newest_cohort,
                order=25,
                when=_coordinates_a_cohort,
            )
        )


def _is_member(request: HttpRequest) -> bool:
    return getattr(request, "person", None) is not None


def _coordinates_a_cohort(request: HttpRequest) -> bool:
    return _newest_cohort_id(request) is not None


def _address_of_newest_cohort(request: HttpRequest) -> str:
    from django.urls import reverse

    return reverse("programs:cohort", args=[_newest_cohort_id(request)])


def _newest_cohort_id(request: HttpRequest) -> int | None:
    """The open cohort that begins last among those that the reader coordinates. Asked once a request."""
    from greenroom.programs.queries import cohorts_coordinated_by

    person = getattr(request, "person", None)
    if person is None:
        return None
    if not hasattr(request, "_newest_cohort_id"):
        cohorts = cohorts_coordinated_by(person).filter(closed_at=None).order_by("-starts_on", "-pk")
        request._newest_cohort_id = cohorts.values_list("pk", flat=True).first()  # type: ignore[attr-defined] # noqa: SLF001 - our own mark
    return request._newest_cohort_id  # type: ignore[attr-defined,no-any-return] # noqa: SLF001 - our own mark
