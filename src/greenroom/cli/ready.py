"""Getting Django, the database and the static files ready for a command."""

import os
import sys


def load_django() -> None:
    """Set Django up. Exits with 2 and every fault of the environment when it cannot start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenroom.config.settings")
    from greenroom.config.environment import BadEnvironment

    try:
        import django

        django.setup()
    except BadEnvironment as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def bring_up_to_date(*, verbosity: int = 0) -> None:
    """Tables, the cache's table and the static files of this version. Safe to run again."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def pending_migrations() -> list[str]:
    """Names of the migrations that the database has not had yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_when_behind() -> None:
    """Exits with 1 when the database is older than the code."""
    waiting = pending_migrations()
    if waiting:
        print(
            f"The database is {len(waiting)} migrations behind this version. Run: greenroom migrate",
            file=sys.stderr,
        )
        raise SystemExit(1)
