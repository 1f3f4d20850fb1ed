"""The act that makes a draft's pairs mentorships: all of them or none, once, whoever presses at the same time."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.base.locks import locked
from greenroom.matching.actions.access import require_may_match
from greenroom.matching.facts import RunPublished
from greenroom.matching.models import MatchingRun, Pairing, Publication
from greenroom.matching.queries.places import places_in_all
from greenroom.mentorships.actions import Proposal, propose_all
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import open_mentorships
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment

NAMED_HURDLES = 6


@transaction.atomic
def publish(run: MatchingRun, *, by: Person) -> Publication:
    """Propose every pair of the draft to both of its people, who are told by what `propose` announces.

    The cohort is held while this happens: of two coordinators who press at once one publishes, and the other hears
    who did (RuleBroken `run_published`). What has changed since the draft was solved (someone withdrew, a place was
    taken) refuses the whole with the names (`pairs_changed`); then nothing is published and nobody is told.
    """
    cohort = locked(run.cohort)
    require_may_match(cohort, by=by)
    cohort.check_open()
    run = locked(run)
    run.check_can_publish()
    pairings = list(
        run.pairings.select_related("mentor__person", "mentee__person").order_by("mentee__person__name", "pk")
    )
    _check_still_holds(cohort, pairings)
    publication = Publication.objects.create(run=run, by=by)
    organization = cohort.program.organization
    propose_all(
        cohort,
        [
            Proposal(mentor=pairing.mentor.person, mentee=pairing.mentee.person, reasons=pairing.reasons)
            for pairing in pairings
        ],
        by=by,
    )
    announce(RunPublished(organization_id=organization.pk, by_id=by.pk, run_id=run.pk))
    return publication


def _check_still_holds(cohort: Cohort, pairings: Sequence[Pairing]) -> None:
    hurdles = list(dict.fromkeys(_hurdles(cohort, pairings)))
    if not hurdles:
        return
    named = " ".join(hurdles[:NAMED_HURDLES])
    if len(hurdles) > NAMED_HURDLES:
        more = len(hurdles) - NAMED_HURDLES
        named += " " + ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more}
    raise RuleBroken(
        "pairs_changed",
        _(
            "Nothing is published, because things have changed since this draft was solved. %(hurdles)s Start a new draft."
        )
        % {"hurdles": named},
        hurdles=hurdles,
    )


def _hurdles(cohort: Cohort, pairings: Sequence[Pairing]) -> Iterable[str]:
    """Why these pairs cannot become mentorships now, a sentence each, in five queries however many they are."""
    earlier = set(Mentorship.objects.filter(cohort=cohort).values_list("mentor_id", "mentee_id"))
    still_open = list(open_mentorships(cohort.mentorships.all()).values_list("mentor_id", "mentee_id"))
    mentors_of = Counter(mentee for _mentor, mentee in still_open)
    mentors_of.update(pairing.mentee.person_id for pairing in pairings)
    places = {pairing.mentor_id: pairing.mentor for pairing in pairings}
    limits = places_in_all(places.values(), cohort=cohort)
    given = Counter(pairing.mentor_id for pairing in pairings)
    for pairing in pairings:
        for place in (pairing.mentee, pairing.mentor):
            yield from _gone(cohort, place)
        mentee, mentor = pairing.mentee.person, pairing.mentor.person
        if mentors_of[mentee.pk] > pairing.mentee.capacity:
            yield ngettext(
                "%(name)s has a mentor in this cohort already.",
                "%(name)s would have more than %(n)s mentors in this cohort.",
                pairing.mentee.capacity,
            ) % {"name": mentee.name, "n": pairing.mentee.capacity}
        elif (mentor.pk, mentee.pk) in earlier:
            yield _("%(mentor)s and %(mentee)s were put together in this cohort before.") % {
                "mentor": mentor.name,
                "mentee": mentee.name,
            }
    for place_id, place in places.items():
        left = limits[place_id].left
        if given[place_id] > left:
            yield ngettext(
                "%(name)s has %(n)s free place, and this draft fills %(given)s.",
                "%(name)s has %(n)s free places, and this draft fills %(given)s.",
                left,
            ) % {"name": place.person.name, "n": left, "given": given[place_id]}


def _gone(cohort: Cohort, place: Enrollment) -> Iterable[str]:
    person = place.person
    if person.deactivated_at is not None:
        yield _("%(name)s is no longer active here.") % {"name": person.name}
    elif place.status != Enrollment.Status.ACCEPTED:
        yield _("%(name)s is no longer accepted (%(status)s).") % {
            "name": person.name,
            "status": place.get_status_display().lower(),
        }
    elif person.paused_until is not None and person.paused_until > max(cohort.starts_on, clock.now().date()):
        yield _("%(name)s takes nobody new until %(day)s.") % {
            "name": person.name,
            "day": person.paused_until.isoformat(),
        }
