"""Every setting that comes from outside: one table, read once, refused with the name and the remedy."""

import dataclasses
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import dj_database_url


class BadEnvironment(Exception):
    """One or more variables are missing or wrong. `faults` has a line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Greenroom cannot start:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


@dataclasses.dataclass(frozen=True, kw_only=True)
class Variable:
    """`parse` turns the text into the setting or raises ValueError with the remedy."""

    name: str
    meaning: str
    parse: Callable[[str], Any]
    default: str | None = None
    is_secret: bool = False


def _text(value: str) -> str:
    return value


def _yes_no(value: str) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError("Say 1 or 0.") from None


def _folder(value: str) -> pathlib.Path:
    path = pathlib.Path(value).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"Name a folder that can be written to ({error.strerror}).") from None
    return path


def _secret(value: str) -> str:
    if len(value) < 32:  # noqa: PLR2004 - 32 characters are what Django's own check asks at the least
        raise ValueError("Give at least 32 random characters, such as: openssl rand -base64 48")
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.path not in ("", "/")
    ):
        raise ValueError("Give the address people open, such as https://mentoring.example.org")
    return value.rstrip("/")


def _database(value: str) -> dict[str, Any]:
    scheme = value.partition(":")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ValueError("Give sqlite:////path/to/file or postgresql://user:password@host/name.")
    return dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))


def _broker(value: str) -> str:
    if value and value.partition("://")[0] not in ("sqlite", "postgresql", "redis", "memory"):
        raise ValueError("Give sqlite:///path, postgresql://…, redis://host:6379/0, or leave it empty.")
    return value


def _mail(value: str) -> dict[str, Any]:
    parts = urlsplit(value)
    if parts.scheme in ("console", "dummy", "memory"):
        name = {"console": "console", "dummy": "dummy", "memory": "locmem"}[parts.scheme]
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{name}.EmailBackend"}
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
        raise ValueError("Give smtp+tls://user:password@host:587, smtps://…:465, smtp://…:25 or console://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": parts.username or "",
        "EMAIL_HOST_PASSWORD": parts.password or "",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def _count(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("Give a whole number.") from None
    if not 1 <= number <= 64:  # noqa: PLR2004 - more threads than this help nobody
        raise ValueError("Give a number from 1 to 64.")
    return number


def _port(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("Give a port number, such as 8000.") from None
    if not 1 <= number <= 65535:  # noqa: PLR2004 - the range of ports
        raise ValueError("Give a port from 1 to 65535.")
    return number


def _cluster(value: str) -> str:
    from greenroom.matching.core.pairs.cluster import cluster_address

    return cluster_address(value)


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


VARIABLES = (
    Variable(
        name="GREENROOM_DATA", default="var", parse=_folder, meaning="Folder for the SQLite files and uploads"
    ),
    Variable(
        name="GREENROOM_SECRET_KEY",
        default="",
        parse=lambda value: _secret(value) if value else "",
        is_secret=True,
        meaning="Signs sessions and links. Empty: one is made and kept in the data folder",
    ),
    Variable(
        name="GREENROOM_DATABASE",
        default="",
        parse=lambda value: _database(value) if value else {},
        is_secret=True,
        meaning="Database address. Empty: SQLite in the data folder",
    ),
    Variable(
        name="GREENROOM_BROKER",
        default="",
        parse=_broker,
        is_secret=True,
        meaning="What carries background work. Empty: the database’s own kind",
    ),
    Variable(
        name="GREENROOM_URL",
        default="",
        parse=lambda value: _base_url(value) if value else "",
        meaning="The address people open; every link in a mail begins with it. Empty: http://localhost and the port",
    ),
    Variable(
        name="GREENROOM_HOSTS",
        default="",
        parse=_names,
        meaning="Further host names to answer to, separated by commas",
    ),
    Variable(
        name="GREENROOM_HOST", default="127.0.0.1", parse=_text, meaning="Address the web server listens on"
    ),
    Variable(name="GREENROOM_PORT", default="8000", parse=_port, meaning="Port the web server listens on"),
    Variable(
        name="GREENROOM_MAIL",
        default="console://",
        parse=_mail,
        is_secret=True,
        meaning="Mail server, such as smtp+tls://user:password@host:587. Default: mails are printed, not sent",
    ),
    Variable(
        name="GREENROOM_MAIL_FROM",
        default="Greenroom <greenroom@localhost>",
        parse=_text,
        meaning="Sender of every mail",
    ),
    Variable(name="GREENROOM_WORKERS", default="2", parse=_count, meaning="Threads that do background work"),
    Variable(
        name="GREENROOM_CLUSTER",
        default="",
        parse=lambda value: _cluster(value) if value else "",
        meaning="Dask scheduler whose workers share matching, such as tcp://scheduler:8786. Empty: this machine alone",
    ),
    Variable(
        name="GREENROOM_DEMO", default="0", parse=_yes_no, meaning="Demo: sign-in links, a page of all mails"
    ),
    Variable(
        name="GREENROOM_DEBUG", default="0", parse=_yes_no, meaning="Django’s debug pages; never in public"
    ),
)


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All variables by name, parsed. Raises BadEnvironment with every fault at once."""
    values: dict[str, Any] = {}
    faults = []
    for variable in VARIABLES:
        text = environ.get(variable.name, variable.default)
        if text is None:
            faults.append(f"{variable.name} is missing. {variable.meaning}.")
            continue
        try:
            values[variable.name] = variable.parse(text)
        except ValueError as error:
            shown = "its value" if variable.is_secret else repr(text)
            faults.append(f"{variable.name} cannot be {shown}. {error}")
    known = {variable.name for variable in VARIABLES}
    faults.extend(
        f"{name} is not a variable that Greenroom knows. See docs/configuration.md."
        for name in environ
        if name.startswith("GREENROOM_") and name not in known and name not in OUTSIDE_THE_SERVER
    )
    if faults:
        raise BadEnvironment(faults)
    return values


OUTSIDE_THE_SERVER = {
    "GREENROOM_TEST_POSTGRES": "Address of a PostgreSQL server for the tests. Empty: an embedded one is started",
    "GREENROOM_CHROMIUM": "Path of the browser for the journeys",
    "GREENROOM_REQUIRE_BROWSER": "1 makes the tests fail, instead of saying so, where there is no browser",
}
