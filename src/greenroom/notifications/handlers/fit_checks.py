"""How well two people fit: both are asked, and a low answer asks the coordinators for a kind look."""

from django.utils.translation import gettext as _

from greenroom.base import clock
from greenroom.mentorships import facts
from greenroom.mentorships.core.fit_checks import ASK_WITHIN
from greenroom.mentorships.models import FitCheck, Mentorship
from greenroom.notifications.actions import Letter, write_to
from greenroom.notifications.queries import coordinators_of, page_of


def ask_both_how_they_fit(fact: facts.FitAsked) -> None:
    """Not those who have answered on the page already. What cannot be sent within the week is dropped."""
    mentorship = _mentorship(fact.mentorship_id)
    answered = set(mentorship.fit_checks.values_list("person_id", flat=True))
    address = page_of(mentorship.organization, "mentorships:page", mentorship.pk)
    for side, person in (("mentor", mentorship.mentor), ("mentee", mentorship.mentee)):
        if person.pk in answered:
            continue
        partner = mentorship.partner_of(person)
        letter = Letter(
            kind="fit_asked",
            key=f"mentorship:{mentorship.pk}:fit_asked:{side}",
            subject=_("How well do you and %(partner)s fit?") % {"partner": partner.name},
            facts={"mentorship": mentorship, "partner": partner, "program": mentorship.cohort},
            button=_("Answer one question"),
            page=f"{address}#fit",
            drop_after=clock.now() + ASK_WITHIN,
        )
        write_to(person, letter)


def ask_coordinators_for_a_kind_look(fact: facts.FitTold) -> None:
    """Once an answer is low. Subject and words name neither the answer nor what was written: the page has both.

    A coordinator who is one of the two hears nothing.
    """
    answer = FitCheck.objects.get(pk=fact.fit_check_id)
    if not answer.is_low:
        return
    mentorship = _mentorship(answer.mentorship_id)
    if mentorship.cohort is None:
        return
    teller = mentorship.mentor if answer.person_id == mentorship.mentor_id else mentorship.mentee
    address = page_of(mentorship.organization, "mentorships:page", mentorship.pk)
    for person in coordinators_of(mentorship.cohort.program):
        if mentorship.is_one_of_the_two(person):
            continue
        letter = Letter(
            kind="fit_low",
            key=f"fit_check:{answer.pk}:low:coordinator:{person.pk}",
            subject=_("A pair that would be glad of a kind look"),
            facts={
                "mentorship": mentorship,
                "teller": teller,
                "partner": mentorship.partner_of(teller),
                "is_closing": answer.occasion == FitCheck.Occasion.CLOSING,
                "rematch_until_week": mentorship.cohort.program.rematch_until_week,
            },
            button=_("Read what they said"),
            page=f"{address}#fit",
        )
        write_to(person, letter)


def _mentorship(mentorship_id: int) -> Mentorship:
    related = ("cohort__program__organization", "mentor__organization", "mentee__organization")
    return Mentorship.objects.select_related("organization", *related).get(pk=mentorship_id)
