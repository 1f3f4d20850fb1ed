"""Agreements: new versions, and the names under them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.mentorships import facts, permissions
from greenroom.mentorships.actions.shared import NOT_YOURS, held, require, who
from greenroom.mentorships.models import Agreement, Mentorship, Signature
from greenroom.people.models import Person


@transaction.atomic
def write_agreement(
    mentorship: Mentorship, *, content: Mapping[str, str], based_on: int, by: Person
) -> Agreement:
    """Keep a new version, which both must sign. `based_on` is the version that the writer read, 0 for none.

    Raises RuleBroken with code `agreement_changed` when the other has written since: nobody's words are overwritten.
    """
    mentorship = held(mentorship, by)
    require(permissions.may_write_agreement(by, mentorship), NOT_YOURS)
    mentorship.check_is_living()
    mentorship.check_newest_version_is(based_on)
    newest = mentorship.agreement
    if newest is not None and newest.content == dict(content):
        raise RuleBroken(
            "agreement_same", _("These are the words you have already. No new version was made.")
        )
    agreement = Agreement.objects.create(
        mentorship=mentorship, version=based_on + 1, content=dict(content), written_by=by
    )
    announce(facts.AgreementWritten(agreement_id=agreement.pk, **who(mentorship, by)))
    return agreement


@transaction.atomic
def sign_agreement(agreement: Agreement, *, by: Person) -> Agreement:
    """Put one's name under a version, if it is still the newest."""
    mentorship = held(agreement.mentorship, by)
    require(permissions.may_write_agreement(by, mentorship), NOT_YOURS)
    mentorship.check_is_living()
    agreement = mentorship.agreements.get(pk=agreement.pk)
    agreement.check_can_sign(by)
    Signature.objects.create(agreement=agreement, person=by)
    if agreement.signatures.count() == len(("mentor", "mentee")):
        agreement.signed_at = clock.now()
        agreement.save(update_fields=["signed_at"])
    announce(facts.AgreementSigned(agreement_id=agreement.pk, person_id=by.pk, **who(mentorship, by)))
    return agreement
