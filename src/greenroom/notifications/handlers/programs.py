"""What applicants, members and coordinators of a program hear."""

from typing import Any

from django.utils.translation import gettext as _

from greenroom.notifications.actions import Letter, write, write_to
from greenroom.notifications.queries import coordinators_of, has_begun, page_of
from greenroom.people.models import Person
from greenroom.programs import facts
from greenroom.programs.models import Application, Enrollment, Program, Screening

DECISIONS = (Enrollment.Status.ACCEPTED, Enrollment.Status.WAITING, Enrollment.Status.DECLINED)


def ask_to_confirm(fact: facts.ApplicationSent) -> None:
    """Whoever can read this mail owns the address; until then nothing is done with the application."""
    application = Application.objects.select_related("cohort__program__organization").get(
        pk=fact.application_id
    )
    organization = application.cohort.program.organization
    write(
        Letter(
            kind="application_to_confirm",
            key=f"application:{application.pk}:confirm",
            subject=_("Confirm your application to %(program)s") % {"program": application.cohort.program},
            facts={"application": application, "cohort": application.cohort},
            button=_("Confirm my application"),
            page=page_of(organization, "programs:application", application.token),
        ),
        name=application.name,
        address=application.email,
        organization=organization,
    )


def tell_that_it_arrived(fact: facts.EnrollmentApplied) -> None:
    enrollment = _enrollment(fact.enrollment_id)
    _tell(
        enrollment,
        kind="application_received",
        key=f"enrollment:{enrollment.pk}:applied:{enrollment.applied_at:%Y%m%dT%H%M%S}",
        subject=_("We have your application to %(program)s") % {"program": enrollment.cohort.program},
        button=_("See your application"),
    )


def tell_the_decision(fact: facts.EnrollmentScreened) -> None:
    """With the coordinator's own words where there are any."""
    if fact.decision not in DECISIONS:
        return
    enrollment = _enrollment(fact.enrollment_id)
    screening = Screening.objects.select_related("by").get(pk=fact.screening_id)
    program = {"program": enrollment.cohort.program}
    subjects = {
        Enrollment.Status.ACCEPTED: _("You have a place in %(program)s") % program,
        Enrollment.Status.WAITING: _("You are on the waiting list of %(program)s") % program,
        Enrollment.Status.DECLINED: _("Your application to %(program)s: not this time") % program,
    }
    _tell(
        enrollment,
        kind=f"screening_{fact.decision}",
        key=f"screening:{screening.pk}",
        subject=subjects[Enrollment.Status(fact.decision)],
        button=_("See your application"),
        screening=screening,
    )


def tell_of_a_withdrawal(fact: facts.EnrollmentWithdrawn) -> None:
    """The coordinators hear that someone has stepped back; what they did themselves they know."""
    enrollment = _enrollment(fact.enrollment_id)
    program = enrollment.cohort.program
    screening = Screening.objects.filter(enrollment=enrollment).first()
    for person in coordinators_of(program, but_not=fact.by_id):
        write_to(
            person,
            Letter(
                kind="enrollment_withdrawn",
                key=f"enrollment:{enrollment.pk}:withdrawn:{screening.pk if screening else 0}:{person.pk}",
                subject=_("%(name)s has withdrawn from %(cohort)s")
                % {"name": enrollment.person.name, "cohort": enrollment.cohort},
                facts={"enrollment": enrollment, "screening": screening},
                button=_("See who is enrolled"),
                page=page_of(program.organization, "programs:enrollment", enrollment.pk),
            ),
        )


def welcome_the_coordinator(fact: facts.CoordinatorNamed) -> None:
    program = Program.objects.select_related("organization").get(pk=fact.program_id)
    person = Person.objects.select_related("organization").get(pk=fact.person_id)
    if person.pk == fact.by_id:
        return
    named = program.coordinations.filter(person=person).first()
    write_to(
        person,
        Letter(
            kind="coordinator_named",
            key=f"program:{program.pk}:coordinator:{person.pk}:{named.pk if named else 0}",
            subject=_("You now coordinate %(program)s") % {"program": program},
            facts={"program": program},
            button=_("Open the program"),
            page=page_of(program.organization, "programs:program", program.pk),
        ),
    )


def _tell(enrollment: Enrollment, *, kind: str, key: str, subject: str, button: str, **context: Any) -> None:
    organization = enrollment.cohort.program.organization
    page = page_of(organization, "programs:enrollment", enrollment.pk)
    cohort = enrollment.cohort
    known = {"enrollment": enrollment, "cohort": cohort, "has_begun": has_begun(cohort), **context}
    letter = Letter(kind=kind, key=key, subject=subject, button=button, facts=known, page=page)
    write_to(enrollment.person, letter)


def _enrollment(enrollment_id: int) -> Enrollment:
    related = ("person__organization", "cohort__program__organization")
    return Enrollment.objects.select_related(*related).get(pk=enrollment_id)
