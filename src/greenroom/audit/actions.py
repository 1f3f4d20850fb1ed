import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from greenroom.audit.models import Entry
from greenroom.base.facts import Fact

Handler = Callable[[Any], None]

log = logging.getLogger(__name__)


def announce(fact: Fact) -> None:
    """Write the fact down and let its subscribers act, in the transaction of the action that calls.

    Each handler runs in its own savepoint: one that breaks is logged and cannot undo the act.
    """
    Entry.objects.create(
        organization_id=fact.organization_id, by_id=fact.by_id, kind=fact.kind(), data=fact.data()
    )
    for handler in subscribers(type(fact)):
        try:
            with transaction.atomic():
                handler(fact)
        except Exception:
            log.exception("%s failed on %s", handler.__qualname__, fact.kind())
            if settings.GREENROOM_STRICT_HANDLERS:
                raise


def subscribers(fact_type: type[Fact]) -> Sequence[Handler]:
    table = cast("Mapping[type[Fact], Sequence[Handler]]", import_string(settings.GREENROOM_SUBSCRIPTIONS))
    return table.get(fact_type, ())
