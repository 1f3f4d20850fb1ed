"""Whether two people may be put together: they are two, both are here, and each has a place free."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from greenroom.base.errors import NotFound, RuleBroken
from greenroom.base.locks import locked
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import open_mentorships, places_in_all, taken_places
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part


def check_two_people(organization: Organization, mentor: Person, mentee: Person) -> None:
    if mentor.pk == mentee.pk:
        raise RuleBroken("mentorship_two_people", _("A mentorship needs two different people."))
    for person in (mentor, mentee):
        if person.organization_id != organization.pk:
            raise NotFound(
                "people_not_found", _("There are no such people here, or they are not yours to see.")
            )
        if person.deactivated_at is not None:
            raise RuleBroken(
                "person_inactive",
                _("%(name)s is no longer active here, so nobody can be paired with them.")
                % {"name": person.name},
            )


def take_places(cohort: Cohort, mentor: Person, mentee: Person) -> None:
    """Are both accepted in the cohort, with a place free? Their enrollments are held, so the last place goes once.

    The mentor is held too, so that two cohorts at a time do not take more places than there are in all.
    """
    cohort.check_open()
    held = _held_places(Enrollment.objects.filter(cohort=cohort, person__in=[mentor, mentee]))
    locked(mentor)
    taken = taken_places(cohort, mentor=mentor, mentee=mentee)
    for person, part in ((mentor, Part.MENTOR), (mentee, Part.MENTEE)):
        _check_has_place(cohort, person, part, held.get((person.pk, part.value)), taken=taken[part])
    _check_have_places_in_all(cohort, [held[mentor.pk, Part.MENTOR.value]], given={mentor.pk: 1})


def take_all_places(cohort: Cohort, pairs: Sequence[tuple[Person, Person]]) -> None:
    """The same for many pairs of (mentor, mentee), each put together for the first time in this cohort."""
    cohort.check_open()
    held = _held_places(Enrollment.objects.filter(cohort=cohort))
    mentors = [place for place in held.values() if place.part == Part.MENTOR]
    mentoring = Person.objects.filter(
        pk__in=Enrollment.objects.filter(cohort=cohort, part=Part.MENTOR).values("person")
    )
    list(mentoring.select_for_update().order_by("pk").values_list("pk", flat=True))
    standing = open_mentorships(cohort.mentorships.all()).values_list("mentor_id", "mentee_id")
    earlier = set(cohort.mentorships.values_list("mentor_id", "mentee_id"))
    taken: Counter[tuple[int, str]] = Counter()
    for mentor_id, mentee_id in standing:
        taken.update([(mentor_id, Part.MENTOR.value), (mentee_id, Part.MENTEE.value)])
    for mentor, mentee in pairs:
        for person, part in ((mentor, Part.MENTOR), (mentee, Part.MENTEE)):
            place = (person.pk, part.value)
            _check_has_place(cohort, person, part, held.get(place), taken=taken[place])
            taken[place] += 1
        if (mentor.pk, mentee.pk) in earlier:
            check_never_proposed(cohort, mentor, mentee)
    _check_have_places_in_all(cohort, mentors, given=Counter(mentor.pk for mentor, _mentee in pairs))


def _held_places(places: QuerySet[Enrollment]) -> dict[tuple[int, str], Enrollment]:
    """Those of them that are accepted, by person and part, under lock."""
    held = places.filter(status=Enrollment.Status.ACCEPTED).select_for_update(of=("self",))
    return {(one.person_id, one.part): one for one in held.select_related("person").order_by("pk")}


def _check_has_place(
    cohort: Cohort, person: Person, part: Part, place: Enrollment | None, *, taken: int
) -> None:
    if place is None:
        raise RuleBroken(
            "not_enrolled",
            _("%(name)s does not hold an accepted place as %(part)s in %(cohort)s.")
            % {"name": person.name, "part": part.label.lower(), "cohort": cohort.name},
            person_id=person.pk,
        )
    if taken >= place.capacity:
        raise RuleBroken(
            "no_free_place",
            _(
                "%(name)s has no free place left as %(part)s. Raise their places first, or choose someone else."
            )
            % {"name": person.name, "part": part.label.lower()},
            person_id=person.pk,
        )


def _check_have_places_in_all(
    cohort: Cohort, mentors: Sequence[Enrollment], *, given: Mapping[int, int]
) -> None:
    """Do mentees elsewhere leave each mentor, by person, as many places as they are given here?"""
    in_all = places_in_all(mentors, cohort=cohort)
    for mentor in mentors:
        if given.get(mentor.person_id, 0) > in_all[mentor.pk].left:
            raise RuleBroken(
                "no_free_place_in_all",
                _("%(words)s Choose someone else, or ask them whether they take more mentees in all.")
                % {"words": in_all[mentor.pk].words},
                person_id=mentor.person_id,
            )


def check_never_proposed(cohort: Cohort, mentor: Person, mentee: Person) -> None:
    earlier = cohort.mentorships.filter(mentor=mentor, mentee=mentee).first()
    if earlier is not None:
        raise RuleBroken(
            "mentorship_exists",
            _(
                "%(mentor)s and %(mentee)s have been put together in this cohort before. Look at that mentorship first."
            )
            % {"mentor": mentor.name, "mentee": mentee.name},
            mentorship_id=earlier.pk,
        )


def check_not_together(mentor: Person, mentee: Person) -> None:
    """No second informal mentorship of the same two. One of them is held, so two proposals at once make one."""
    locked(min(mentor, mentee, key=lambda person: person.pk))
    together = Mentorship.objects.filter(mentor=mentor, mentee=mentee, cohort=None)
    if open_mentorships(together).exists():
        raise RuleBroken(
            "mentorship_exists",
            _("%(mentor)s and %(mentee)s already have a mentorship, or one that waits for an answer.")
            % {"mentor": mentor.name, "mentee": mentee.name},
        )
