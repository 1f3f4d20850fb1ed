"""Everything that a call sheet is made from, read once."""

import dataclasses
import datetime as dt
from functools import cached_property

from greenroom.base import clock
from greenroom.home import queries
from greenroom.home.core import week
from greenroom.mentorships.core.agreement import DUE_WEEK
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import own_open_mentorships
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Milestone, Part
from greenroom.programs.queries import cohorts_coordinated_by


@dataclasses.dataclass(frozen=True)
class Material:
    """What is true for this person now. Each property reads at most once."""

    person: Person
    coordinates: bool

    @cached_property
    def today(self) -> dt.date:
        return clock.today(self.person.zone)

    @cached_property
    def mentorships(self) -> list[Mentorship]:
        return list(own_open_mentorships(self.person))

    @cached_property
    def places(self) -> list[Enrollment]:
        return queries.places_of(self.person)

    @cached_property
    def glances(self) -> list[queries.CohortCounts]:
        """The cohorts that they coordinate."""
        if not self.coordinates:
            return []
        return queries.cohorts_at_a_glance(cohorts_coordinated_by(self.person), today=self.today)

    @cached_property
    def open_cohorts(self) -> list[Cohort]:
        """For somebody without any place: what they could apply to."""
        if self.places or self.coordinates:
            return []
        return queries.cohorts_taking_applications(self.person, today=self.today)

    @cached_property
    def sponsoring(self) -> list[Enrollment]:
        return [place for place in self.places if place.part == Part.SPONSOR and _is_accepted(place)]

    @cached_property
    def cohort(self) -> Cohort | None:
        """The cohort that the page is about: the newest one in which they hold a place."""
        return next((place.cohort for place in self.places if _is_accepted(place)), None)

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Of that cohort's program, what concerns its people: from the kick-off on."""
        if self.cohort is None:
            return []
        return [milestone for milestone in self.cohort.program.milestones.all() if milestone.week >= 0]

    @cached_property
    def has_skills(self) -> bool:
        return queries.has_skills(self.person)

    @cached_property
    def to_answer(self) -> list[Mentorship]:
        """Proposals without this person's yes or no."""
        return [row for row in self.mentorships if row.is_proposed and row.answer_of(self.person) is None]

    @cached_property
    def to_sign(self) -> list[Mentorship]:
        """Under way, with a newest version that lacks this person's name."""
        return [
            row
            for row in self.mentorships
            if row.is_living and row.agreement is not None and row.agreement.signature_of(self.person) is None
        ]

    @cached_property
    def to_write(self) -> list[Mentorship]:
        """Under way, and nothing written yet."""
        return [row for row in self.mentorships if row.is_living and row.agreement is None]

    @cached_property
    def waiting_for_partner(self) -> list[Mentorship]:
        return [row for row in self.mentorships if row.is_proposed and row.answer_of(self.person) is not None]

    def partner_name(self, mentorship: Mentorship) -> str:
        return mentorship.partner_of(self.person).short_name

    def agreement_due(self, mentorship: Mentorship) -> dt.date | None:
        """The last day of the week in which both should have signed; None outside a cohort."""
        if mentorship.cohort is None:
            return None
        return week.last_day_of(mentorship.cohort.starts_on, week=DUE_WEEK)


def _is_accepted(place: Enrollment) -> bool:
    return place.status == Enrollment.Status.ACCEPTED
