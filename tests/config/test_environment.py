import pathlib

import pytest

from greenroom.config.environment import BadEnvironment, read


@pytest.fixture
def good(tmp_path: pathlib.Path) -> dict[str, str]:
    return {"GREENROOM_DATA": str(tmp_path)}


def faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(BadEnvironment) as refusal:
        read(environ)
    return refusal.value.faults


def test_read_nothing_but_a_folder_gives_every_default(good: dict[str, str]) -> None:
    values = read(good)
    assert (values["GREENROOM_PORT"], values["GREENROOM_DEMO"], values["GREENROOM_HOSTS"]) == (
        8000,
        False,
        [],
    )


def test_read_bad_values_names_every_one_with_its_remedy(good: dict[str, str]) -> None:
    assert faults(good | {"GREENROOM_PORT": "80000", "GREENROOM_DEMO": "maybe"}) == [
        "GREENROOM_PORT cannot be '80000'. Give a port from 1 to 65535.",
        "GREENROOM_DEMO cannot be 'maybe'. Say 1 or 0.",
    ]


def test_read_misspelled_variable_is_refused(good: dict[str, str]) -> None:
    assert faults(good | {"GREENROOM_DATABSE": "x"}) == [
        "GREENROOM_DATABSE is not a variable that Greenroom knows. See docs/configuration.md."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GREENROOM_SECRET_KEY", "short"),
        ("GREENROOM_DATABASE", "mysql://root:hunter2@host/name"),
        ("GREENROOM_MAIL", "pop3://user:hunter2@host"),
        ("GREENROOM_BROKER", "amqp://guest:hunter2@host"),
    ],
)
def test_read_bad_secret_never_repeats_it(good: dict[str, str], name: str, value: str) -> None:
    assert [
        fault.startswith(f"{name} cannot be its value.") and value not in fault
        for fault in faults(good | {name: value})
    ] == [True]


@pytest.mark.parametrize("value", ["mentoring.example.org", "https://host/path", "ftp://host"])
def test_read_address_that_people_cannot_open_is_refused(good: dict[str, str], value: str) -> None:
    assert len(faults(good | {"GREENROOM_URL": value})) == 1


def test_read_mail_server_with_tls(good: dict[str, str]) -> None:
    mail = read(good | {"GREENROOM_MAIL": "smtp+tls://me:secret@mail.example.org"})["GREENROOM_MAIL"]
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_HOST_USER"]) == (
        "mail.example.org",
        587,
        True,
        "me",
    )


def test_read_folder_that_cannot_be_made_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(faults({"GREENROOM_DATA": str(tmp_path / "file" / "below")})) == 1
