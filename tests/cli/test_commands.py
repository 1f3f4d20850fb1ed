"""The command as a person runs it: its own process, its own folder."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from greenroom.cli.main import COMMANDS


def environment(folder: pathlib.Path, **extra: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GREENROOM_", "DJANGO_"))
    }
    return kept | {"GREENROOM_DATA": str(folder), **extra}


def greenroom(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "greenroom.cli.main", *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_help_names_every_command(tmp_path: pathlib.Path) -> None:
    shown = greenroom("--help", env=environment(tmp_path)).stdout
    assert [name for name in COMMANDS if f"\n    {name} " not in shown] == []


def test_bad_environment_is_refused_with_its_name(tmp_path: pathlib.Path) -> None:
    ended = greenroom("doctor", env=environment(tmp_path, GREENROOM_PORT="many"))
    assert (ended.returncode, ended.stderr.splitlines()) == (
        2,
        ["Greenroom cannot start:", "  GREENROOM_PORT cannot be 'many'. Give a port number, such as 8000."],
    )


def test_web_without_a_database_says_what_to_run(tmp_path: pathlib.Path) -> None:
    ended = greenroom("web", env=environment(tmp_path))
    assert (ended.returncode, "Run: greenroom migrate" in ended.stderr) == (1, True)


def test_doctor_finds_what_is_missing_then_that_all_is_well(tmp_path: pathlib.Path) -> None:
    before = greenroom("doctor", env=environment(tmp_path))
    assert (before.returncode, before.stdout.splitlines()[-1]) == (1, "3 to mend.")
    assert greenroom("migrate", "--quiet", env=environment(tmp_path)).returncode == 0
    after = greenroom("doctor", env=environment(tmp_path))
    assert (after.returncode, after.stdout.splitlines()[-1]) == (0, "All is well.")


def test_open_organization_makes_it_once(tmp_path: pathlib.Path) -> None:
    env = environment(tmp_path)
    greenroom("migrate", "--quiet", env=env)
    words = (
        "open",
        "The Guild",
        "--slug",
        "guild",
        "--owner-email",
        "olga@guild.example",
        "--owner-name",
        "Olga Brandt",
    )
    first, second = greenroom(*words, env=env), greenroom(*words, env=env)
    assert (first.returncode, second.returncode) == (0, 1)
    assert first.stdout.startswith("The Guild is open.")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_stops_cleanly(tmp_path: pathlib.Path, how: signal.Signals) -> None:
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-m", "greenroom.cli.main", "serve"],
        env=environment(tmp_path, GREENROOM_PORT=str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert wait_for_answer(f"http://127.0.0.1:{port}/accounts/login/") == 200
    finally:
        served.send_signal(how)
        _, said = served.communicate(timeout=60)
    assert (served.returncode, "Traceback" in said) == (0, False)
    assert port_closes(port)


def wait_for_answer(address: str) -> int | None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                status: int = answer.status
                return status
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    return None


def port_closes(port: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.2)
    return False


def test_worker_killed_in_the_middle_loses_nothing(tmp_path: pathlib.Path) -> None:
    """The mail of an invitation goes out although the first worker is killed and the second starts late."""
    env = environment(tmp_path)
    greenroom("migrate", "--quiet", env=env)
    script = (
        "from greenroom.cli.ready import load_django; load_django()\n"
        "from greenroom.outbox.actions import Mail, queue_mail\n"
        "for n in range(20):\n"
        "    queue_mail(Mail(event_key=f'k{n}', kind='test', to_address=f'p{n}@example.org', to_name='P', subject='S', text='T'))\n"
    )
    subprocess.run([sys.executable, "-c", script], env=env, check=True)
    first = subprocess.Popen(
        [sys.executable, "-m", "greenroom.cli.main", "worker"], env=env, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    first.stdout.readline()
    first.kill()
    first.communicate()
    count = (
        "from greenroom.cli.ready import load_django; load_django()\n"
        "from greenroom.base import clock\n"
        "from greenroom.jobs.models import Job, STALE_AFTER\n"
        "from greenroom.jobs.actions import run\n"
        "from greenroom.outbox.models import Message\n"
        "Job.objects.filter(state='running').update(heartbeat_at=clock.now() - STALE_AFTER * 2)\n"
        "for job in Job.objects.all(): run(job.pk)\n"
        "print(Message.objects.filter(sent_at__isnull=False).count(), Message.objects.count())\n"
    )
    ended = subprocess.run([sys.executable, "-c", count], env=env, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "20 20"
