"""What `people` asks of the floors above it, on one page: who coordinates, who is paired, who shares a cohort."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import mentorships_of, open_mentorships
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Coordination, Enrollment, Part


class Ties:
    """See `greenroom.people.queries.Ties`."""

    def coordinates(self, person: Person) -> bool:
        return Coordination.objects.filter(person=person, program__archived_at=None).exists()

    def are_partners(self, one: Person, other: Person, *, started: bool = False) -> bool:
        bonds = self._mentorships(one).filter(Q(mentor=other) | Q(mentee=other))
        return (bonds.filter(started_at__isnull=False) if started else bonds).exists()

    def are_fellows(self, one: Person, other: Person) -> bool:
        return self._fellow_places(one).filter(person=other).exists()

    def known_to(self, person: Person) -> QuerySet[Any, int]:
        partners = (
            self._mentorships(person)
            .annotate(partner=Case(When(mentor=person, then=F("mentee")), default=F("mentor")))
            .values_list("partner", flat=True)
        )
        return Person.objects.filter(
            Q(pk__in=partners) | Q(pk__in=self._fellow_places(person).values("person"))
        ).values_list("pk", flat=True)

    def placed(self, organization: Organization, *, part: str) -> QuerySet[Any, int]:
        places = Enrollment.objects.filter(
            cohort__program__organization=organization,
            cohort__closed_at=None,
            status=Enrollment.Status.ACCEPTED,
        )
        return (places.filter(part=part) if part else places).values_list("person_id", flat=True)

    def places_of(self, people: Sequence[Person]) -> Mapping[int, Sequence[str]]:
        places = (
            Enrollment.objects.filter(
                person__in=people, status=Enrollment.Status.ACCEPTED, cohort__closed_at=None
            )
            .order_by("-cohort__starts_on", "pk")
            .values_list("person_id", "part", "cohort__program__name", "cohort__name")
        )
        line, parts = _("%(part)s in %(program)s, %(cohort)s"), {part.value: str(part.label) for part in Part}
        words: defaultdict[int, list[str]] = defaultdict(list)
        for person, part, program, cohort in places:
            words[person].append(line % {"part": parts[part], "program": program, "cohort": cohort})
        return words

    def _mentorships(self, person: Person) -> QuerySet[Mentorship]:
        """Proposed, under way or paused: neither declined nor closed."""
        return open_mentorships(mentorships_of(person))

    def _fellow_places(self, person: Person) -> QuerySet[Enrollment]:
        mine = Enrollment.objects.filter(
            person=person, status=Enrollment.Status.ACCEPTED, cohort__closed_at=None
        )
        return Enrollment.objects.filter(cohort__in=mine.values("cohort"), status=Enrollment.Status.ACCEPTED)


TIES = Ties()
