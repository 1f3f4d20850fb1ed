import argparse
import sys

from greenroom.cli.ready import load_django, refuse_when_behind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="the organization’s name")
    parser.add_argument("--slug", required=True, help="its word in every address: /o/<slug>/")
    parser.add_argument("--owner-email", required=True, help="who owns it; signs in with a code sent there")
    parser.add_argument("--owner-name", required=True)
    parser.add_argument("--time-zone", default="UTC", help="such as Europe/London (default UTC)")


def run(chosen: argparse.Namespace) -> int:
    load_django()
    refuse_when_behind()
    from django.conf import settings
    from django.core.exceptions import ValidationError

    from greenroom.base.errors import Refusal
    from greenroom.people.actions import found_organization

    try:
        owner = found_organization(
            chosen.name,
            chosen.slug,
            owner_email=chosen.owner_email,
            owner_name=chosen.owner_name,
            time_zone=chosen.time_zone,
        )
    except ValidationError as error:
        print("\n".join(error.messages), file=sys.stderr)
        return 1
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    print(
        f"{owner.organization.name} is open. {owner.name} signs in at {settings.GREENROOM_URL}/accounts/login/"
    )
    return 0
