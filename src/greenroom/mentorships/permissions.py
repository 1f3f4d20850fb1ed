"""Who may do what with a mentorship. Every predicate fails closed: someone deactivated, or elsewhere, may nothing."""

from greenroom.mentorships.models import Acceptance, FitCheck, Mentorship
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from greenroom.programs.permissions import may_coordinate, may_coordinate_any


def may_take_part(person: Person, mentorship: Mentorship) -> bool:
    """Is this one of the two?"""
    return _is_at_home(person, mentorship.organization_id) and mentorship.is_one_of_the_two(person)


def may_oversee(person: Person, mentorship: Mentorship) -> bool:
    """Formal: who coordinates its program. Informal: an owner, or the coordinator who brought the two together."""
    if not _is_at_home(person, mentorship.organization_id):
        return False
    if mentorship.cohort is not None:
        return may_coordinate(person, mentorship.cohort.program)
    brought_together = mentorship.proposed_by_id == person.pk and not mentorship.is_one_of_the_two(person)
    return person.is_owner or (brought_together and may_coordinate_any(person))


def may_see(person: Person, mentorship: Mentorship) -> bool:
    """May they know of it at all? To everyone else it is not there."""
    return may_take_part(person, mentorship) or may_oversee(person, mentorship)


def may_propose(
    person: Person, organization: Organization, *, mentor: Person, mentee: Person, cohort: Cohort | None
) -> bool:
    """Into a cohort: its coordinator. Informal: one of the two, or anyone who coordinates."""
    if not _is_at_home(person, organization.pk):
        return False
    if cohort is not None:
        return may_coordinate(person, cohort.program)
    return person.pk in (mentor.pk, mentee.pk) or may_coordinate_any(person)


def may_answer(person: Person, mentorship: Mentorship) -> bool:
    return may_take_part(person, mentorship)


def may_read_answer_reason(person: Person, answer: Acceptance) -> bool:
    """Why somebody said no: their own words, and the coordinator's to read; never the other side's."""
    if answer.person_id == person.pk:
        return may_take_part(person, answer.mentorship)
    return may_oversee(person, answer.mentorship) and not answer.mentorship.is_one_of_the_two(person)


def may_tell_fit(person: Person, mentorship: Mentorship) -> bool:
    """Say how well the two fit: each of them, in a program. Nobody is asked about a personal tie."""
    return mentorship.cohort_id is not None and may_take_part(person, mentorship)


def may_read_fit_check(person: Person, answer: FitCheck) -> bool:
    """Their own; and who oversees the mentorship, unless they are one of the two."""
    if answer.person_id == person.pk:
        return may_take_part(person, answer.mentorship)
    return may_oversee(person, answer.mentorship) and not answer.mentorship.is_one_of_the_two(person)


def may_read_words(person: Person, mentorship: Mentorship) -> bool:
    """The agreement's text, the word with a pause, the closing word: between the two."""
    return may_take_part(person, mentorship)


def may_reach(person: Person, mentorship: Mentorship) -> bool:
    """May they see the other's address? From when both have said yes until it is closed."""
    return may_take_part(person, mentorship) and mentorship.is_living


def may_write_agreement(person: Person, mentorship: Mentorship) -> bool:
    return may_take_part(person, mentorship)


def may_pause(person: Person, mentorship: Mentorship) -> bool:
    return may_take_part(person, mentorship)


def may_close(person: Person, mentorship: Mentorship) -> bool:
    return may_see(person, mentorship)


def may_reopen(person: Person, mentorship: Mentorship) -> bool:
    """Whoever oversees it, or whoever closed it: nobody is brought back by the other side."""
    closure = mentorship.closure
    closed_it = closure is not None and closure.by_id == person.pk and may_take_part(person, mentorship)
    return closed_it or may_oversee(person, mentorship)


def _is_at_home(person: Person, organization_id: int) -> bool:
    return person.deactivated_at is None and person.organization_id == organization_id
