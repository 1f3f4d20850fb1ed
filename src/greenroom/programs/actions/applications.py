import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.base.locks import locked
from greenroom.organizations.actions import account_for
from greenroom.organizations.models import plain_email
from greenroom.people.actions import join
from greenroom.people.models import Person
from greenroom.programs.actions.enrollments import enroll
from greenroom.programs.errors import TooMany
from greenroom.programs.facts import ApplicationSent
from greenroom.programs.models import Application, Cohort, Enrollment, Part
from greenroom.programs.permissions import may_apply
from greenroom.questionnaires.actions import check_answers, save_response

MAILS_AN_HOUR = 5
KEPT_UNCONFIRMED = dt.timedelta(days=30)


@transaction.atomic
def apply(cohort: Cohort, person: Person, *, part: str, answers: Mapping[str, object]) -> Enrollment:
    """A member asks for a place themselves. Raises AnswersRefused when an answer cannot be kept."""
    if not may_apply(person, cohort):
        raise NotAllowed("not_a_member", _("Only active members of this organization can apply here."))
    cohort = locked(cohort)
    cohort.check_takes_applications()
    check_may_apply(cohort, person, part=part)
    response = save_response(cohort.program.questionnaire_for(part), person, answers=answers, by=person)
    person.refresh_from_db()
    return enroll(cohort, person, part=part, source=Enrollment.Source.LINK, response=response, by=person)


@transaction.atomic
def change_answers(enrollment: Enrollment, *, answers: Mapping[str, object], by: Person) -> Enrollment:
    """The person answers anew, or for the first time after an invitation. Until it is screened their places follow."""
    if by.pk != enrollment.person_id:
        raise NotAllowed("may_not_answer", _("Only the person themself answers these questions."))
    enrollment = locked(enrollment)
    enrollment.check_can_change_answers()
    questionnaire = enrollment.cohort.program.questionnaire_for(enrollment.part)
    enrollment.response = save_response(
        questionnaire, enrollment.person, answers=answers, response=enrollment.response, by=by
    )
    if enrollment.part == Part.MENTOR and enrollment.status == Enrollment.Status.APPLIED:
        program = enrollment.cohort.program
        capacity = Person.objects.get(pk=enrollment.person_id).capacity
        size = program.opens_with_for(capacity, enrollment.part, response=enrollment.response)
        enrollment.take_places(capacity, opens_with=size)
    enrollment.save(update_fields=["response", "capacity", "minimum", "opens_with"])
    return enrollment


def check_may_apply(cohort: Cohort, person: Person, *, part: str) -> None:
    """Raises RuleBroken for someone who has this place already, or whose application has had its answer."""
    place = Enrollment.objects.filter(cohort=cohort, person=person, part=part).first()
    if place is not None:
        place.check_can_apply_again()


@transaction.atomic
def send_application(
    cohort: Cohort, *, part: str, name: str, email: str, answers: Mapping[str, object]
) -> Application:
    """Keep what a visitor wrote, apart from everybody's data, and have a link sent to the address.

    It is the same for an address that is known and for one that is not. Raises TooMany (429) when the address has had
    its share of mails this hour, AnswersRefused when an answer cannot be kept.
    """
    cohort = locked(cohort)
    cohort.check_takes_applications()
    address = plain_email(email)
    kept = check_answers(cohort.program.questionnaire_for(part), answers=answers)
    _check_mailbox(address)
    application = Application(
        cohort=cohort, part=part, name=" ".join(name.split()), email=address, answers=kept
    )
    application.clean_fields(exclude=["answers", "confirmed_at", "enrollment"])
    application.save()
    announce(ApplicationSent(organization_id=cohort.program.organization_id, application_id=application.pk))
    return application


@transaction.atomic
def confirm_application(application: Application) -> Enrollment:
    """The address is theirs: make the person (or find them) and their place. Confirming twice changes nothing."""
    application = locked(application)
    if application.confirmed_at is not None and application.enrollment is not None:
        return application.enrollment
    application.check_can_confirm()
    cohort, organization = application.cohort, application.cohort.program.organization
    account = account_for(application.email, name=application.name)
    person = join(organization, account, email=application.email, name=application.name, by=None)
    if person.deactivated_at is not None:
        raise RuleBroken(
            "person_deactivated",
            _("Your membership of %(name)s has ended, so nothing was sent. Please write to them.")
            % {"name": organization.name},
        )
    check_may_apply(cohort, person, part=application.part)
    questionnaire = cohort.program.questionnaire_for(application.part)
    response = save_response(questionnaire, person, answers=application.answers, is_checked=True, by=person)
    person.refresh_from_db()
    source = Enrollment.Source.LINK
    enrollment = enroll(cohort, person, part=application.part, source=source, response=response, by=None)
    application.confirmed_at, application.enrollment, application.answers = clock.now(), enrollment, {}
    application.save(update_fields=["confirmed_at", "enrollment", "answers"])
    return enrollment


@transaction.atomic
def forget_old_applications() -> int:
    """Delete what nobody confirmed within thirty days; returns how many."""
    old = Application.objects.filter(confirmed_at=None, created_at__lt=clock.now() - KEPT_UNCONFIRMED)
    return old.delete()[0]


def _check_mailbox(address: str) -> None:
    """One mailbox gets at most a handful of these mails an hour, whoever asks for them."""
    since = clock.now() - dt.timedelta(hours=1)
    if Application.objects.filter(email=address, created_at__gt=since).count() >= MAILS_AN_HOUR:
        raise TooMany(
            "too_many_applications",
            _("We have written to this address several times in the last hour. Please try again later."),
        )
