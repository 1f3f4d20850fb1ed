from django.db.models import Exists, OuterRef, QuerySet

from greenroom.imports.models import Attempt, Import, RequestedPair
from greenroom.people.models import Person
from greenroom.programs.queries import cohorts_coordinated_by


def imports_visible_to(person: Person) -> QuerySet[Import]:
    """Those of the cohorts that this person coordinates, without the files themselves; `is_applied` tells which are in."""
    return (
        Import.objects.filter(cohort__in=cohorts_coordinated_by(person))
        .annotate(is_applied=Exists(Attempt.objects.filter(source=OuterRef("pk"), is_applied=True)))
        .select_related("cohort__program__organization", "by")
        .defer("data")
    )


def attempts_visible_to(person: Person) -> QuerySet[Attempt]:
    return (
        Attempt.objects.filter(source__cohort__in=cohorts_coordinated_by(person))
        .select_related("source__cohort__program__organization", "job", "cancellation", "by")
        .defer("source__data", "all_faults")
    )


def requested_pairs(import_id: int) -> QuerySet[RequestedPair]:
    """Who must be paired with whom, as the file said."""
    return RequestedPair.objects.filter(source_id=import_id).select_related("mentor", "mentee")
