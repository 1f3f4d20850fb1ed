import argparse
import socket
import sys

from greenroom.cli.ready import load_django, refuse_when_behind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threads", type=int, default=4, help="requests answered at the same time (default 4)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Serve WSGI with granian until stopped."""
    load_django()
    refuse_when_behind()
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if not port_is_free(settings.GREENROOM_HOST, settings.GREENROOM_PORT):
        print(
            f"Port {settings.GREENROOM_PORT} on {settings.GREENROOM_HOST} is taken. "
            f"Set GREENROOM_PORT to another, such as {settings.GREENROOM_PORT + 1}.",
            file=sys.stderr,
        )
        return 1
    Server(
        "greenroom.config.wsgi:application",
        address=settings.GREENROOM_HOST,
        port=settings.GREENROOM_PORT,
        interface=Interfaces.WSGI,
        blocking_threads=chosen.threads,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
