"""One lock a transaction, taken before the rule is asked."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The row read anew and held until the transaction ends. Call inside `transaction.atomic()`.

    PostgreSQL locks the row. SQLite has one writer at a time (transactions are IMMEDIATE), so reading anew is enough.
    """
    manager = type(row)._default_manager  # noqa: SLF001 - Django's documented name for it
    return manager.select_for_update().get(pk=row.pk)
