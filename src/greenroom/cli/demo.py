import argparse
import os
import pathlib
import shutil
import sys

DATA = pathlib.Path("var") / "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and build it anew")
    parser.add_argument("--seed", type=int, default=2026, help="another seed, another school (default 2026)")
    parser.add_argument(
        "--build-only", action="store_true", help="build the data and print the links, serve nothing"
    )


def run(chosen: argparse.Namespace) -> int:
    """Build the demo organization if it is not there, print one sign-in link for each part, and serve."""
    os.environ["GREENROOM_DEMO"] = "1"
    os.environ.setdefault("GREENROOM_DATA", str(DATA))
    if chosen.fresh and "GREENROOM_DATABASE" not in os.environ:
        shutil.rmtree(os.environ["GREENROOM_DATA"], ignore_errors=True)
    from greenroom.cli.ready import bring_up_to_date, load_django
    from greenroom.cli.serve import run_together
    from greenroom.cli.web import port_is_free

    load_django()
    from django.conf import settings

    if not chosen.build_only and not port_is_free(settings.GREENROOM_HOST, settings.GREENROOM_PORT):
        print(
            f"Port {settings.GREENROOM_PORT} is taken. Choose another: GREENROOM_PORT=8010 make demo",
            file=sys.stderr,
        )
        return 1
    bring_up_to_date()
    from greenroom.demo import applicants, build
    from greenroom.demo.links import sign_in_links
    from greenroom.organizations.models import Organization

    if not Organization.objects.exists():
        print("Building a film school with four cohorts. This takes a few seconds.", flush=True)
        build.build(seed=chosen.seed)
    sample = applicants.write_into(settings.DATA)
    print(f"\nThe demo answers at {settings.GREENROOM_URL}\n\nSign in as")
    for part, name, address in sign_in_links():
        print(f"  {part:<12} {name:<18} {address}")
    print(f"\nA spreadsheet of applicants to import: {sample}")
    print(
        "No mail leaves this machine: the coordinator reads every one under “Mailbox”. Ctrl-C stops the demo.\n",
        flush=True,
    )
    return 0 if chosen.build_only else run_together("web", "worker")
