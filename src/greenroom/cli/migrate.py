import argparse

from greenroom.cli.ready import bring_up_to_date, load_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(chosen: argparse.Namespace) -> int:
    load_django()
    bring_up_to_date(verbosity=0 if chosen.quiet else 1)
    return 0
