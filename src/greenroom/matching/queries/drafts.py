"""Which drafts there are to read."""

from django.db.models import Count, Q, QuerySet

from greenroom.matching.models import MatchingRun, Pairing
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part
from greenroom.programs.queries import cohorts_coordinated_by


def cohorts_to_match(person: Person) -> QuerySet[Cohort]:
    """The cohorts that this person coordinates, newest first."""
    return (
        cohorts_coordinated_by(person).select_related("program__organization").order_by("-starts_on", "-id")
    )


def runs_visible_to(person: Person) -> QuerySet[MatchingRun]:
    """The drafts of the cohorts that this person coordinates; nobody else sees a draft."""
    return MatchingRun.objects.filter(cohort__in=cohorts_coordinated_by(person).values("pk"))


def pairings_visible_to(person: Person) -> QuerySet[Pairing]:
    return Pairing.objects.filter(run__cohort__in=cohorts_coordinated_by(person).values("pk"))


def with_records(runs: QuerySet[MatchingRun]) -> QuerySet[MatchingRun]:
    """Reads ahead what a draft's page and its state need, in one query."""
    return runs.select_related(
        "cohort__program__organization", "job", "asked_by", "publication__by", "cancellation__by"
    )


def drafts_of(cohort: Cohort) -> QuerySet[MatchingRun]:
    return with_records(MatchingRun.objects.filter(cohort=cohort))


def solved_drafts_up_to(run: MatchingRun, *, count: int) -> list[MatchingRun]:
    """The draft and the solved ones before it in its cohort, newest first."""
    return list(
        MatchingRun.objects.filter(
            cohort=run.cohort_id, number__lte=run.number, solved_at__isnull=False, faults=[]
        ).order_by("-number")[:count]
    )


def head_counts(cohort: Cohort) -> dict[str, int]:
    """How many accepted mentors and mentees a cohort has, and how many still wait for a word."""
    accepted = Q(status=Enrollment.Status.ACCEPTED)
    return Enrollment.objects.filter(cohort=cohort).aggregate(
        mentors=Count("pk", filter=accepted & Q(part=Part.MENTOR)),
        mentees=Count("pk", filter=accepted & Q(part=Part.MENTEE)),
        applied=Count("pk", filter=Q(status=Enrollment.Status.APPLIED)),
    )
