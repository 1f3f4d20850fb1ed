import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from greenroom.audit.models import Entry
from greenroom.base.facts import Fact

Handler = Callable[[Any], None]
HandlerOfMany = Callable[[Sequence[Any]], None]
FactOfOneKind = TypeVar("FactOfOneKind", bound=Fact)
ENTRIES_AT_ONCE = 1_000

_together: dict[Handler, HandlerOfMany] = {}
log = logging.getLogger(__name__)


def announce(fact: Fact) -> None:
    """Write the fact down and let its subscribers act, in the transaction of the action that calls.

    Each handler runs in its own savepoint: one that breaks is logged and cannot undo the act.
    """
    Entry.objects.create(
        organization_id=fact.organization_id, by_id=fact.by_id, kind=fact.kind(), data=fact.data()
    )
    for handler in subscribers(type(fact)):
        _wake(handler, fact, kind=fact.kind())


def announce_all(facts: Sequence[FactOfOneKind]) -> None:
    """Announce many facts of one kind. Handlers marked by `for_many` get all of them in one call.

    Where such a call breaks, the handler gets them one by one, so that one bad row keeps nobody else from hearing.
    """
    Entry.objects.bulk_create(
        [
            Entry(organization_id=fact.organization_id, by_id=fact.by_id, kind=fact.kind(), data=fact.data())
            for fact in facts
        ],
        batch_size=ENTRIES_AT_ONCE,
    )
    for handler in subscribers(type(facts[0])) if facts else ():
        together = _together.get(handler)
        if together is None or not _wake(together, facts, kind=facts[0].kind()):
            for fact in facts:
                _wake(handler, fact, kind=fact.kind())


def for_many(handler: Handler) -> Callable[[HandlerOfMany], HandlerOfMany]:
    """Mark a function of a sequence of facts as what `handler` does to each of them, for `announce_all`."""

    def register(together: HandlerOfMany) -> HandlerOfMany:
        _together[handler] = together
        return together

    return register


def _wake(handler: Callable[[Any], None], told: Any, *, kind: str) -> bool:
    """Call it in a savepoint of its own. False when it broke: what it wrote is undone, the act is not."""
    try:
        with transaction.atomic():
            handler(told)
    except Exception:
        log.exception("%s failed on %s", handler.__qualname__, kind)
        if settings.GREENROOM_STRICT_HANDLERS:
            raise
        return False
    return True


def subscribers(fact_type: type[Fact]) -> Sequence[Handler]:
    table = cast("Mapping[type[Fact], Sequence[Handler]]", import_string(settings.GREENROOM_SUBSCRIPTIONS))
    return table.get(fact_type, ())
