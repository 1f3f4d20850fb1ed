"""The one question that every action here asks first."""

from django.utils.translation import gettext_lazy as _

from greenroom.base.errors import NotAllowed, NotFound
from greenroom.matching.permissions import may_match
from greenroom.people.models import Person
from greenroom.programs.models import Cohort


def require_may_match(cohort: Cohort, *, by: Person) -> None:
    """Raises NotFound for people of another organization, NotAllowed for those who do not coordinate."""
    if may_match(by, cohort):
        return
    if by.organization_id != cohort.program.organization_id:
        raise NotFound("cohort_not_found", _("There is no such cohort, or it is not yours to see."))
    raise NotAllowed(
        "matching_not_yours",
        _("Only those who coordinate this program can match its people. Nothing was changed."),
    )
