"""A worker that the kernel or somebody ends at once (SIGKILL) in the middle of writing leaves nothing half."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[2]

MAKE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import world
from tests.matching import cohorts
cohorts.two_pairs()
"""
SOLVE = """
from greenroom.matching import actions
actions.request_run(world.cohort(), by=world.cleo())
"""
COMPARE = "cohorts.solved()\n"
PUBLISH = "cohorts.solved()\n"

WORK = """
import sys, time
from django.db import connection
from greenroom.jobs.actions import run
from greenroom.jobs.models import Job
from greenroom.matching import actions
from greenroom.matching.models import MatchingRun
from tests import world


def halt(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if sql.startswith({sign!r}):
        print("half", flush=True)
        time.sleep(600)
    return result


with connection.execute_wrapper(halt):
    {work}
"""
RUN_JOB = "run(Job.objects.filter(kind={kind!r}).earliest('pk').pk)"
PUBLISH_NOW = "actions.publish(MatchingRun.objects.get(), by=world.cleo())"

LOOK = """
from greenroom.base import clock
from greenroom.jobs.actions import run
from greenroom.jobs.models import STALE_AFTER, Job
from greenroom.matching import actions
from greenroom.matching.models import Comparison, MatchingRun, Pairing, Publication, Workings
from greenroom.mentorships.models import Mentorship
from tests import world


def rows():
    draft = MatchingRun.objects.select_related("job").get()
    done = Comparison.objects.exclude(solution=None).count()
    counts = [model.objects.count() for model in (Pairing, Workings, Publication, Mentorship)]
    return [str(draft.state), done, *counts]


before = rows()
Job.objects.filter(state="running").update(heartbeat_at=clock.now() - STALE_AFTER * 2)
{again}
print(before, rows())
"""


def environment(folder: pathlib.Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "greenroom.config.settings_test",
        "GREENROOM_DATABASE": f"sqlite:///{folder / 'killed.sqlite3'}",
        "GREENROOM_DATA": str(folder),
        "GREENROOM_BROKER": "memory://",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def done(script: str, env: dict[str, str]) -> str:
    code = f"import django; django.setup()\n{script}"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def killed_half_way(script: str, env: dict[str, str]) -> None:
    code = f"import django; django.setup()\n{script}"
    with subprocess.Popen(
        [sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "half\n"
        worker.kill()


@pytest.mark.parametrize(
    ("scene", "sign", "work", "again", "told"),
    [
        (
            SOLVE,
            'INSERT INTO "matching_pairing"',
            RUN_JOB.format(kind="matching.solve"),
            "run(Job.objects.get(kind='matching.solve').pk)",
            "['solving', 0, 0, 0, 0, 0] ['ready', 0, 2, 1, 0, 0]",
        ),
        (
            COMPARE,
            'UPDATE "matching_comparison" SET "solved_at"',
            RUN_JOB.format(kind="matching.compare"),
            "[run(job.pk) for job in Job.objects.filter(kind='matching.compare')]",
            "['ready', 0, 2, 1, 0, 0] ['ready', 2, 2, 1, 0, 0]",
        ),
        (
            PUBLISH,
            'INSERT INTO "mentorships_mentorship"',
            PUBLISH_NOW,
            PUBLISH_NOW,
            "['ready', 0, 2, 1, 0, 0] ['published', 0, 2, 1, 1, 2]",
        ),
    ],
    ids=["solving", "comparing", "publishing"],
)
def test_killed_half_way_leaves_nothing_half_and_is_done_again(
    tmp_path: pathlib.Path, *, scene: str, sign: str, work: str, again: str, told: str
) -> None:
    env = environment(tmp_path)
    done(MAKE + scene, env)
    killed_half_way(WORK.format(sign=sign, work=work), env)
    assert done(LOOK.format(again=again), env) == told
