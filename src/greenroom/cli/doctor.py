"""Looks at everything an installation stands on, and says in one line each what is well and what to mend."""

import argparse
import dataclasses
import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator

from greenroom.cli.ready import load_django

ENOUGH_DISK = 1_000_000_000


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """`remedy` is empty when all is well. A warning does not fail the examination."""

    what: str
    remedy: str = ""
    is_warning: bool = False

    @property
    def mark(self) -> str:
        return "ok  " if not self.remedy else "warn" if self.is_warning else "MEND"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mail-to", help="also send a test mail to this address")


def run(chosen: argparse.Namespace) -> int:
    """Exit code 1 when something needs mending."""
    load_django()
    findings = list(examine(mail_to=chosen.mail_to))
    for finding in findings:
        print(f"{finding.mark}  {finding.what}" + (f"\n      {finding.remedy}" if finding.remedy else ""))
    to_mend = sum(bool(finding.remedy) and not finding.is_warning for finding in findings)
    print("\nAll is well." if not to_mend else f"\n{to_mend} to mend.")
    return 1 if to_mend else 0


def examine(*, mail_to: str | None = None) -> Iterator[Finding]:
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _addresses,
        _disk,
        _database,
        _static_files,
        _transport,
        _work,
        _cluster,
        _mail,
    )
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks still run
            yield Finding(
                what=check.__name__.strip("_").replace("_", " "), remedy=f"{type(error).__name__}: {error}"
            )
    if mail_to:
        yield _test_mail(mail_to)


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(what=f"Python {version}")


def _addresses() -> Iterator[Finding]:
    from django.conf import settings

    yield Finding(
        what=f"People open {settings.GREENROOM_URL}",
        remedy=""
        if settings.GREENROOM_URL.startswith("https://")
        else "Set GREENROOM_URL to an https:// address.",
        is_warning=True,
    )
    if settings.DEBUG:
        yield Finding(
            what="Debug pages are on",
            remedy="Set GREENROOM_DEBUG=0 before anyone else comes.",
            is_warning=True,
        )
    if settings.GREENROOM_DEMO:
        yield Finding(
            what="This is the demo",
            remedy="Set GREENROOM_DEMO=0 for real people: its links sign anyone in.",
            is_warning=True,
        )


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    yield Finding(
        what=f"{free / 1e9:.1f} GB free in {settings.DATA}",
        remedy="" if free > ENOUGH_DISK else "Make room: below 1 GB the database may stop taking writes.",
    )
    probe = settings.DATA / ".doctor"
    probe.write_text("")
    probe.unlink()


def _database() -> Iterator[Finding]:
    from django.db import connection

    from greenroom.cli.ready import pending_migrations

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    waiting = pending_migrations()
    yield Finding(
        what=f"{connection.display_name} answers",
        remedy=f"{len(waiting)} migrations are waiting. Run: greenroom migrate" if waiting else "",
    )


def _static_files() -> Iterator[Finding]:
    from django.conf import settings

    there = settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").exists()
    yield Finding(what="Style sheets and scripts", remedy="" if there else "Run: greenroom migrate")


def _transport() -> Iterator[Finding]:
    from django.conf import settings

    from greenroom.jobs.transport import huey

    waiting = huey().pending_count()
    yield Finding(
        what=f"Job transport ({settings.GREENROOM_BROKER.partition(':')[0]}) answers, {waiting} waiting"
    )


def _work() -> Iterator[Finding]:
    from greenroom.base import clock
    from greenroom.jobs.models import Job
    from greenroom.outbox.models import Message

    late = Job.objects.filter(
        state=Job.State.QUEUED, due_at__lt=clock.now() - dt.timedelta(minutes=5)
    ).count()
    yield Finding(
        what="Background work is taken up",
        remedy=f"{late} jobs have waited for over five minutes. Is a worker running? Start: greenroom worker"
        if late
        else "",
    )
    failed = Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")
    if last := failed.first():
        yield Finding(
            what=f"{failed.count()} jobs have failed for good, the last with: {last.error}",
            remedy="Mend the cause, then run: greenroom worker --retry-failed",
            is_warning=True,
        )
    refused = Message.objects.filter(failed_at__isnull=False).count()
    if refused:
        yield Finding(
            what=f"{refused} mails could not be delivered",
            remedy="See the mailbox page for why.",
            is_warning=True,
        )


def _cluster() -> Iterator[Finding]:
    from django.conf import settings

    from greenroom.matching.core.pairs.cluster import ClusterFailed, executor_at

    if not settings.GREENROOM_CLUSTER:
        return
    try:
        with executor_at(settings.GREENROOM_CLUSTER) as executor:
            threads = executor.threads if executor is not None else 0
    except ClusterFailed as error:
        yield Finding(what=f"Cluster {settings.GREENROOM_CLUSTER}", remedy=str(error))
    else:
        yield Finding(what=f"Cluster {settings.GREENROOM_CLUSTER} answers, {threads} threads")


def _mail() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.mail import get_connection

    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend != "smtp":
        yield Finding(
            what=f"Mails are not sent (backend {backend})",
            remedy="Set GREENROOM_MAIL to your mail server, such as smtp+tls://user:password@host:587.",
            is_warning=True,
        )
        return
    connection = get_connection()
    connection.open()
    connection.close()
    yield Finding(what=f"Mail server {settings.EMAIL_HOST} answers")


def _test_mail(address: str) -> Finding:
    from django.core.mail import send_mail

    try:
        send_mail("Greenroom test mail", "This installation can send mail.", None, [address])
    except Exception as error:  # noqa: BLE001 - smtplib, socket and ssl errors all mean the same here
        return Finding(what=f"Test mail to {address}", remedy=f"{type(error).__name__}: {error}")
    return Finding(what=f"Test mail to {address} was taken")
