import io

import pytest

from greenroom.imports import actions as imports
from greenroom.imports.models import Attempt
from greenroom.jobs.actions import run
from greenroom.matching.models import PairRule
from tests import world

pytestmark = pytest.mark.django_db

SHEET = """\
Name,E-mail,Mentor or mentee,Must be paired with
Ada Lind,ada@kestrel-lane.example,mentor,
Ben Okafor,ben@kestrel-lane.example,mentee,Ada Lind
Mia Sand,mia@kestrel-lane.example,mentee,{}
"""


def pins_after(sheet: str) -> list[tuple[str, str]]:
    source = imports.upload(
        world.cohort(), io.BytesIO(sheet.encode()), filename="people.csv", by=world.cleo()
    )
    attempt = imports.request_attempt(source, kind=Attempt.Kind.APPLY, by=world.cleo())
    attempt.refresh_from_db()
    assert attempt.job_id is not None
    run(attempt.job_id)
    return list(
        PairRule.objects.filter(kind=PairRule.Kind.PIN)
        .order_by("mentee__person__name")
        .values_list("mentee__person__name", "mentor__person__name")
    )


def test_import_that_asks_for_a_pair_pins_it() -> None:
    assert pins_after(SHEET.format("")) == [("Ben Okafor", "Ada Lind")]


def test_import_that_asks_for_more_pairs_than_places_pins_those_that_can_be() -> None:
    assert len(pins_after(SHEET.format("Ada Lind"))) == 1
