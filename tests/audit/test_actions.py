import dataclasses
from collections.abc import Sequence

import pytest
from pytest_django import Settings

from greenroom.audit.actions import announce, announce_all, for_many
from greenroom.audit.models import Entry
from greenroom.base.facts import Fact

pytestmark = pytest.mark.django_db


@dataclasses.dataclass(frozen=True, kw_only=True)
class DoorOpened(Fact):
    door_id: int


heard: list[int] = []


def break_down(_fact: DoorOpened) -> None:
    Entry.objects.create(organization_id=1, kind="half.done")
    raise LookupError("no such bell")


def ring(fact: DoorOpened) -> None:
    heard.append(fact.door_id)


def greet(fact: DoorOpened) -> None:
    heard.append(fact.door_id)


@for_many(greet)
def greet_all(facts: Sequence[DoorOpened]) -> None:
    heard.append(-len(facts))
    if any(fact.door_id == 13 for fact in facts):
        raise LookupError("nobody goes through that one")


SUBSCRIPTIONS = {DoorOpened: (break_down, ring)}


@pytest.fixture(autouse=True)
def _subscriptions(settings: Settings) -> None:
    heard.clear()
    settings.GREENROOM_SUBSCRIPTIONS = "tests.audit.test_actions.SUBSCRIPTIONS"
    settings.GREENROOM_STRICT_HANDLERS = False


def test_announce_fact_writes_who_did_what() -> None:
    announce(DoorOpened(organization_id=7, by_id=3, door_id=12))
    assert list(Entry.objects.values_list("organization_id", "by_id", "kind", "data")) == [
        (7, 3, "audit.DoorOpened", {"door_id": 12})
    ]


def test_announce_fact_with_broken_handler_undoes_only_that_handler() -> None:
    announce(DoorOpened(organization_id=7, door_id=12))
    assert (heard, Entry.objects.filter(kind="half.done").count()) == ([12], 0)


def test_announce_fact_with_broken_handler_is_loud_where_strict(settings: Settings) -> None:
    settings.GREENROOM_STRICT_HANDLERS = True
    with pytest.raises(LookupError, match="no such bell"):
        announce(DoorOpened(organization_id=7, door_id=12))


GREETED = {DoorOpened: (ring, greet)}


def test_announce_all_writes_every_fact_and_wakes_a_handler_of_many_once(settings: Settings) -> None:
    settings.GREENROOM_SUBSCRIPTIONS = "tests.audit.test_actions.GREETED"
    announce_all([DoorOpened(organization_id=1, by_id=7, door_id=door) for door in (1, 2, 3)])
    assert heard == [1, 2, 3, -3]
    rows = Entry.objects.order_by("pk").values_list("kind", "by_id", "data")
    assert [(by, data) for _kind, by, data in rows] == [(7, {"door_id": door}) for door in (1, 2, 3)]


def test_announce_all_after_a_handler_of_many_broke_wakes_it_for_each(settings: Settings) -> None:
    settings.GREENROOM_SUBSCRIPTIONS = "tests.audit.test_actions.GREETED"
    announce_all([DoorOpened(organization_id=1, door_id=door) for door in (12, 13)])
    assert heard == [12, 13, -2, 12, 13]


def test_announce_all_of_nothing_does_nothing() -> None:
    announce_all([])
    assert (heard, Entry.objects.count()) == ([], 0)
