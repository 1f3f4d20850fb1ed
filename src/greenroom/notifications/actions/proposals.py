"""To both sides of new proposals: whom they would meet and why, to each the reasons that are its own."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.mentorships.models import Mentorship
from greenroom.notifications.actions.letters import Letter, write_to_all
from greenroom.notifications.queries import has_begun, page_of
from greenroom.people.models import Person

PEOPLE = ("organization", "cohort__program__organization", "mentor__organization", "mentee__organization")


@transaction.atomic
def write_proposals(mentorship_ids: Sequence[int]) -> None:
    """Two mails for each proposal, each written once however often this runs."""
    found = Mentorship.objects.filter(pk__in=mentorship_ids).select_related(*PEOPLE).order_by("pk")
    write_to_all(_letters(found))


def _letters(proposals: Iterable[Mentorship]) -> Iterator[tuple[Person, Letter]]:
    for mentorship in proposals:
        for side, person in (("mentor", mentorship.mentor), ("mentee", mentorship.mentee)):
            partner = mentorship.partner_of(person)
            yield (
                person,
                Letter(
                    kind="mentorship_proposed",
                    key=f"mentorship:{mentorship.pk}:proposed:{side}",
                    subject=_("Meet %(partner)s: your match is waiting for your answer")
                    % {"partner": partner.name},
                    button=_("See it and answer"),
                    page=page_of(mentorship.organization, "mentorships:page", mentorship.pk),
                    facts={
                        "mentorship": mentorship,
                        "partner": partner,
                        "side": side,
                        "reasons": mentorship.reasons.get(side, []),
                        "has_begun": mentorship.cohort is not None and has_begun(mentorship.cohort),
                    },
                ),
            )
