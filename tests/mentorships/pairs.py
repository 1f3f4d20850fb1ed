"""Mentorships of Ada and Ben in each state, made by the actions themselves."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenroom.base import clock
from greenroom.mentorships import actions
from greenroom.mentorships.models import Agreement, Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from tests import world

Who = Callable[[], Person]
WORDS = {"purpose": "By February, Ben budgets a short film by himself."}


def proposed(**fields: Any) -> Mentorship:
    """Cleo has put Ada and Ben together in the cohort."""
    world.ada_mentors()
    world.ben_learns()
    return actions.propose(
        world.school(),
        **{
            "mentor": world.ada(),
            "mentee": world.ben(),
            "cohort": world.cohort(),
            "by": world.cleo(),
            **fields,
        },
    )


def started() -> Mentorship:
    """Both have said yes."""
    mentorship = actions.accept(proposed(), by=world.ada())
    return actions.accept(mentorship, by=world.ben())


def written(mentorship: Mentorship | None = None, **fields: Any) -> Agreement:
    """Ben has written the first version."""
    content = fields.pop("content", WORDS)
    return actions.write_agreement(
        mentorship or started(), **{"content": content, "based_on": 0, "by": world.ben(), **fields}
    )


def signed() -> Agreement:
    """Both have signed the first version."""
    agreement = actions.sign_agreement(written(), by=world.ben())
    return actions.sign_agreement(agreement, by=world.ada())


def closed(**fields: Any) -> Mentorship:
    """Ben has closed it."""
    mentorship = started()
    actions.close(mentorship, **{"reason": "time", "words": "Thank you, Ada.", "by": world.ben(), **fields})
    return mentorship


def told() -> list[str]:
    """What was announced, in order, without the slice's name."""
    from greenroom.audit.models import Entry

    kinds = Entry.objects.order_by("pk").values_list("kind", flat=True)
    return [kind.removeprefix("mentorships.") for kind in kinds if kind.startswith("mentorships.")]


def own_queries(person: Person, path: str) -> int:
    """How many queries a page makes beyond those of the frame around it, for somebody who was here just now."""
    client = world.signed_in(person)
    client.get(world.inside(person, "/who-sees-what/"))
    counts = []
    for address in ("/who-sees-what/", path):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(world.inside(person, address))
        assert response.status_code == 200
        counts.append(len(captured))
    return counts[1] - counts[0]


def under_way(*, days: float, mentorship: Mentorship | None = None) -> Mentorship:
    """Both said yes so many days ago, and their cohort had begun long before."""
    mentorship = mentorship or started()
    now = clock.now()
    Cohort.objects.filter(mentorships=mentorship).update(starts_on=(now - dt.timedelta(days=200)).date())
    Mentorship.objects.filter(pk=mentorship.pk).update(started_at=now - dt.timedelta(days=days))
    return Mentorship.objects.get(pk=mentorship.pk)
