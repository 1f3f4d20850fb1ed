"""Huey carries job ids from whoever enqueues to a worker. SQLite, PostgreSQL or Redis; nothing is true here."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import close_old_connections

SCHEMES = ("sqlite", "postgresql", "redis", "memory")


@cache
def huey() -> Any:
    """The transport that `GREENROOM_BROKER` names, with the one task that runs a job and the sweep of each minute."""
    from huey import MemoryHuey, PostgresHuey, RedisHuey, crontab

    url: str = settings.GREENROOM_BROKER
    scheme, _, rest = url.partition("://")
    options = {"name": "greenroom", "results": False, "utc": True}
    if scheme == "sqlite":
        transport = _in_file(rest, **options)
    elif scheme == "postgresql":
        transport = PostgresHuey(dsn=url, **options)
    elif scheme == "redis":
        transport = RedisHuey(url=url, **options)
    else:
        transport = MemoryHuey(**options)

    @transport.task(name="run_job")  # type: ignore[untyped-decorator] # huey ships no types
    def run_job(job_id: int) -> None:
        from greenroom.jobs.actions import run

        close_old_connections()
        try:
            run(job_id)
        finally:
            close_old_connections()

    @transport.periodic_task(crontab(minute="*"), name="tick")  # type: ignore[untyped-decorator] # huey ships no types
    def tick() -> None:
        from greenroom.jobs.schedule import tick as tick_now

        close_old_connections()
        try:
            tick_now()
        finally:
            close_old_connections()

    transport.run_job = run_job
    return transport


def _in_file(path: str, **options: Any) -> Any:
    """A SQLite file that does not wait for the disk at each id: thousands may be handed over at once.

    When the power fails the last ids may be lost, and the sweep hands them over again; the file is never damaged.
    """
    from huey import Huey
    from huey.storage import SqliteStorage

    class Storage(SqliteStorage):  # type: ignore[misc] # huey ships no types
        def _create_connection(self) -> Any:
            connection = super()._create_connection()
            connection.execute("PRAGMA synchronous = NORMAL")
            return connection

    return Huey(storage_class=Storage, filename=path, **options)


def send(job_id: int) -> None:
    """Hand a job's id to whichever worker is free."""
    huey().run_job(job_id)
