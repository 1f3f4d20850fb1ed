"""Who is told, where a mail's button leads, and which mails the mailbox shows."""

import zoneinfo
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import get_script_prefix, reverse

from greenroom.base import clock
from greenroom.jobs.models import Job
from greenroom.organizations.models import Organization, Role
from greenroom.outbox.models import Message
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Program


def page_of(organization: Organization | None, view: str, *args: Any, **kwargs: Any) -> str:
    """The full address of a page, the same in a request as in a worker: it never depends on a Host header."""
    path = reverse(view, args=args, kwargs=kwargs).removeprefix(get_script_prefix())
    inside = f"/o/{organization.slug}" if organization else ""
    return f"{settings.GREENROOM_URL}{inside}/{path.lstrip('/')}"


def coordinators_of(program: Program, *, but_not: int | None = None) -> QuerySet[Person]:
    """Who is named for the program; while nobody is, the owners of the organization. `but_not` has done it themself."""
    people = Person.objects.filter(organization=program.organization_id, deactivated_at=None)
    named = people.filter(coordinations__program=program)
    wanted = named if named.exists() else people.filter(role=Role.OWNER)
    others = wanted if but_not is None else wanted.exclude(pk=but_not)
    return others.select_related("organization").order_by("pk")


def has_begun(cohort: Cohort) -> bool:
    """Has its first day come, where the organization is?"""
    return cohort.starts_on <= clock.today(zoneinfo.ZoneInfo(cohort.program.organization.time_zone))


def mails_of(organization: Organization) -> QuerySet[Message]:
    """Every mail that the organization has caused, and what its people's accounts were sent; newest first.

    Each row has `is_parked`: its deliveries have all failed and nobody tries any more.
    """
    accounts = Person.objects.filter(organization=organization, email=OuterRef("to_address"))
    deliveries = Job.objects.filter(key=Concat(Value("mail:"), Cast(OuterRef("pk"), CharField())))
    own = Q(organization_id=organization.pk) | Q(Exists(accounts), organization_id=None)
    parked = Exists(deliveries.filter(state=Job.State.FAILED))
    return Message.objects.filter(own).annotate(is_parked=parked)


def failed_mails_of(organization: Organization) -> QuerySet[Message]:
    """What an owner should know of: mails of the organization that did not arrive."""
    return mails_of(organization).filter(
        Q(failed_at__isnull=False) | Q(is_parked=True, sent_at=None), organization_id=organization.pk
    )
