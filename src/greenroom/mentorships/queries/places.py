"""What mentors have free in a cohort, when all they do elsewhere is counted too."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries.pairs import open_mentorships
from greenroom.programs.models import Cohort, Enrollment, Part


@dataclass(frozen=True, kw_only=True)
class Places:
    """What a mentor has free in a cohort, and why it may be fewer places than they offer there.

    In all programs together, informal mentorships too, a mentor takes as many mentees as their profile says, or as
    many as they offer in this cohort if that is more. Who the mentees elsewhere are is not said.
    """

    name: str
    offered: int
    taken_here: int
    taken_elsewhere: int
    in_all: int
    opens_with: int

    @property
    def left(self) -> int:
        here = self.offered - self.taken_here
        return max(0, min(here, self.in_all - self.taken_here - self.taken_elsewhere))

    @property
    def is_bound(self) -> bool:
        """Is the number in all programs what leaves fewer places than the cohort was promised?"""
        return self.left < self.offered - self.taken_here

    @property
    def words(self) -> str:
        """“Ada Lind offers 3 places here. With 1 mentee elsewhere, of 3 in all, 2 are free.”"""
        offered = ngettext(
            "%(name)s offers %(n)s place here.", "%(name)s offers %(n)s places here.", self.offered
        )
        elsewhere = ngettext(
            "With %(n)s mentee elsewhere, of %(in_all)s in all,",
            "With %(n)s mentees elsewhere, of %(in_all)s in all,",
            self.taken_elsewhere,
        )
        free = ngettext("%(n)s is free.", "%(n)s are free.", self.left) if self.left else _("none is free.")
        return " ".join(
            [
                offered % {"name": self.name, "n": self.offered},
                elsewhere % {"n": self.taken_elsewhere, "in_all": self.in_all},
                free % {"n": self.left},
                *self._circle(),
            ]
        )

    def _circle(self) -> list[str]:
        if self.taken_here or self.left >= self.opens_with:
            return []
        return [_("Their circle needs %(n)s to open, so it cannot.") % {"n": self.opens_with}]


def places_in_all(enrollments: Iterable[Enrollment], *, cohort: Cohort) -> dict[int, Places]:
    """What the mentors among these have free in the cohort, by enrollment, in one query."""
    mentors = [enrollment for enrollment in enrollments if enrollment.part == Part.MENTOR]
    anywhere = open_mentorships(
        Mentorship.objects.filter(
            organization=cohort.program.organization_id,
            mentor__in=Enrollment.objects.filter(cohort=cohort, part=Part.MENTOR).values("person"),
        )
    )
    taken = Counter(
        (mentor, cohort_id == cohort.pk)
        for mentor, cohort_id in anywhere.values_list("mentor_id", "cohort_id")
    )
    return {
        enrollment.pk: Places(
            name=enrollment.person.name,
            offered=enrollment.capacity,
            taken_here=taken[enrollment.person_id, True],
            taken_elsewhere=taken[enrollment.person_id, False],
            in_all=max(enrollment.person.capacity, enrollment.capacity),
            opens_with=enrollment.opens_with,
        )
        for enrollment in mentors
    }


def limits_of(cohort: Cohort) -> list[str]:
    """Of which accepted mentors mentorships elsewhere take places, a sentence each, by name."""
    mentors = Enrollment.objects.filter(
        cohort=cohort,
        part=Part.MENTOR,
        status=Enrollment.Status.ACCEPTED,
        person__deactivated_at=None,
    ).select_related("person")
    found = places_in_all(mentors.order_by("person__name", "pk"), cohort=cohort)
    return [limit.words for limit in found.values() if limit.is_bound]


def words_on_places(enrollment: Enrollment) -> list[str]:
    """What is to be said of a mentor's places on their page, if mentorships elsewhere leave fewer."""
    if enrollment.part != Part.MENTOR:
        return []
    limit = places_in_all([enrollment], cohort=enrollment.cohort)[enrollment.pk]
    return [limit.words] if limit.is_bound else []
