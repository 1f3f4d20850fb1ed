"""The act that makes a draft's pairs mentorships: all of them or none, once, whoever presses at the same time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.base.locks import locked
from greenroom.matching.actions.access import require_may_match
from greenroom.matching.facts import RunPublished
from greenroom.matching.models import Ending, MatchingRun, Pairing, Publication
from greenroom.mentorships.actions import Proposal, close, propose_all
from greenroom.mentorships.models import Closure, Mentorship
from greenroom.mentorships.queries import living_mentorships, open_mentorships, places_in_all
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment

NAMED_HURDLES = 6


@transaction.atomic
def publish(run: MatchingRun, *, by: Person) -> Publication:
    """Propose every new pair of the draft to both of its people, who are told by what `propose_all` announces.

    The living pairs that a re-match ends are closed first, in the same transaction, and both of them are told.

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
        run.pairings.filter(is_standing=False)
        .select_related("mentor__person", "mentee__person")
        .order_by("mentee__person__name", "pk")
    )
    endings = list(
        run.endings.select_related("mentorship__mentor", "mentorship__mentee").order_by("mentorship_id")
    )
    _check_still_holds(cohort, pairings, endings)
    publication = Publication.objects.create(run=run, by=by)
    organization = cohort.program.organization
    for ending in endings:
        close(ending.mentorship, reason=Closure.Reason.REMATCHED, by=by)
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


def _check_still_holds(cohort: Cohort, pairings: Sequence[Pairing], endings: Sequence[Ending]) -> None:
    hurdles = list(dict.fromkeys(_hurdles(cohort, pairings, endings)))
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


def _hurdles(cohort: Cohort, pairings: Sequence[Pairing], endings: Sequence[Ending]) -> Iterable[str]:
    """Why these pairs cannot become mentorships now, a sentence each, in six queries however many they are."""
    earlier = set(Mentorship.objects.filter(cohort=cohort).values_list("mentor_id", "mentee_id"))
    ended = {ending.mentorship_id for ending in endings}
    freed = Counter(ending.mentorship.mentor_id for ending in endings)
    open_pairs = open_mentorships(cohort.mentorships.all()).values_list("pk", "mentee_id")
    mentors_of = Counter(mentee for pk, mentee in open_pairs if pk not in ended)
    mentors_of.update(pairing.mentee.person_id for pairing in pairings)
    yield from _parted(cohort, endings)
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
        taken_here = limits[place_id].taken_here - freed[place.person_id]
        left = replace(limits[place_id], taken_here=taken_here).left
        if given[place_id] > left:
            yield ngettext(
                "%(name)s has %(n)s free place, and this draft fills %(given)s.",
                "%(name)s has %(n)s free places, and this draft fills %(given)s.",
                left,
            ) % {"name": place.person.name, "n": left, "given": given[place_id]}


def _parted(cohort: Cohort, endings: Sequence[Ending]) -> Iterable[str]:
    """The pairs that were to end and have ended, or were never under way."""
    living = set(living_mentorships(cohort.mentorships.all()).values_list("pk", flat=True)) if endings else ()
    for ending in endings:
        if ending.mentorship_id not in living:
            yield _("%(mentee)s and %(mentor)s are no longer together.") % {
                "mentee": ending.mentorship.mentee.name,
                "mentor": ending.mentorship.mentor.name,
            }


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
