import dataclasses

import pytest
from pytest_django import Settings

from greenroom.audit.actions import announce
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
