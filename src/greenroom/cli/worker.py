import argparse

from greenroom.cli.ready import load_django, refuse_when_behind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threads", type=int, default=0, help="jobs done at the same time (default GREENROOM_WORKERS)"
    )
    parser.add_argument("--retry-failed", action="store_true", help="first start every failed job again")


def run(chosen: argparse.Namespace) -> int:
    """Do background work until stopped; a job under way at the end is taken up again by the next worker."""
    load_django()
    refuse_when_behind()
    from django.conf import settings

    from greenroom.jobs.actions import retry, sweep
    from greenroom.jobs.models import Job
    from greenroom.jobs.transport import huey

    transport = huey()
    if chosen.retry_failed:
        for job in Job.objects.filter(state=Job.State.FAILED):
            retry(job)
    sweep()
    consumer = transport.create_consumer(
        workers=chosen.threads or settings.GREENROOM_WORKERS,
        worker_type="thread",
        periodic=True,
        max_delay=1.0,
        shutdown_timeout=20,
        graceful_signal="TERM",
    )
    consumer.run()
    return 0
