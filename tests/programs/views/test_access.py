"""Who may open what: every address of the slice for everyone, and what a wrong click may not change."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from greenroom.people.models import Person
from greenroom.programs import actions, urls
from greenroom.programs.models import Application, Cohort, Enrollment, Milestone, Part, Program
from tests import world

pytestmark = pytest.mark.django_db


class Scene:
    """Cleo coordinates Second Reel; Dan coordinates another program of the same school; Ben has a place."""

    def __init__(self) -> None:
        self.cohort: Cohort = world.cohort()
        self.program: Program = world.program()
        self.milestone = Milestone.objects.create(program=self.program, week=1, title="First meeting")
        self.place: Enrollment = world.ben_learns()
        self.application = Application.objects.create(
            cohort=self.cohort, part=Part.MENTEE, email="nia@new.example", name="Nia Vance"
        )
        self.cleo, self.olga, self.eve = world.cleo(), world.olga(), world.eve()
        self.ben, self.ada, self.dan = world.ben(), world.ada(), world.person("Dan Reed")
        other = actions.create_program(world.school(), template="sprint", name="Other", by=None)
        actions.name_coordinator(other, self.dan, by=None)

    def address(self, name: str) -> str:
        arguments = {
            "pk": self._pk(name),
            "person_pk": self.cleo.pk,
            "link_key": self.cohort.link_key,
            "part": "mentor",
            "token": self.application.token,
            "file_format": "csv",
        }
        pattern = next(
            entry for entry in urls.urlpatterns if isinstance(entry, URLPattern) and entry.name == name
        )
        names = pattern.pattern.converters
        return world.inside(
            self.olga, reverse(f"programs:{name}", kwargs={key: arguments[key] for key in names})
        )

    def _pk(self, name: str) -> int:
        if name.startswith("milestone"):
            return self.milestone.pk
        if name in ("enrollment", "answers", "screening", "places", "wishes", "withdrawal"):
            return self.place.pk
        return self.program.pk if name in PROGRAM_PAGES else self.cohort.pk


PROGRAM_PAGES = (
    "program", "details", "archive", "new_milestone", "coordinators", "coordinator_removal", "new_cohort",
)  # fmt: skip
EVERYBODY = ("olga", "cleo", "dan", "ben", "ada", "eve", "visitor")

# What a GET answers to: Olga (owner), Cleo (coordinator), Dan (coordinates another program), Ben (has a place),
# Ada (a member without one), Eve (another organization), a visitor.
MATRIX: dict[str, tuple[int, ...]] = {
    "programs": (200, 200, 200, 200, 200, 404, 302),
    "new_program": (200, 403, 403, 403, 403, 404, 302),
    "program": (200, 200, 200, 200, 200, 404, 302),
    "details": (200, 200, 404, 404, 404, 404, 302),
    "archive": (405, 405, 405, 405, 405, 404, 302),
    "new_milestone": (200, 200, 404, 404, 404, 404, 302),
    "coordinators": (200, 200, 404, 404, 404, 404, 302),
    "coordinator_removal": (405, 405, 405, 405, 405, 404, 302),
    "new_cohort": (200, 200, 404, 404, 404, 404, 302),
    "milestone": (200, 200, 404, 404, 404, 404, 302),
    "milestone_removal": (405, 405, 405, 405, 405, 404, 302),
    "cohort": (200, 200, 404, 404, 404, 404, 302),
    "dates": (200, 200, 404, 404, 404, 404, 302),
    "closure": (200, 200, 404, 404, 404, 404, 302),
    "capacity": (200, 200, 404, 404, 404, 404, 302),
    "capacity_file": (200, 200, 404, 404, 404, 404, 302),
    "enrollments": (200, 200, 404, 404, 404, 404, 302),
    "enrollments_file": (200, 200, 404, 404, 404, 404, 302),
    "screenings": (200, 200, 404, 404, 404, 404, 302),
    "invitations": (200, 200, 404, 404, 404, 404, 302),
    "invitations_file": (200, 200, 404, 404, 404, 404, 302),
    "enrollment": (200, 200, 404, 200, 404, 404, 302),
    "answers": (404, 404, 404, 200, 404, 404, 302),
    "screening": (405, 405, 405, 405, 405, 404, 302),
    "places": (405, 405, 405, 405, 405, 404, 302),
    "withdrawal": (200, 200, 404, 200, 404, 404, 302),
    "wishes": (200, 200, 404, 409, 404, 404, 302),
    "apply": (200, 200, 200, 200, 200, 200, 200),
    "sent": (200, 200, 200, 200, 200, 200, 200),
    "apply_as": (200, 200, 200, 200, 200, 200, 200),
    "application": (200, 200, 200, 200, 200, 200, 200),
}
ACTS = tuple(name for name in MATRIX if name not in ("apply", "sent", "apply_as", "application", "answers"))


def browsers(scene: Scene) -> dict[str, Client]:
    people: dict[str, Person] = {name: getattr(scene, name) for name in EVERYBODY if name != "visitor"}
    return {**{name: world.signed_in(person) for name, person in people.items()}, "visitor": Client()}


def test_every_address_has_a_row() -> None:
    names = [entry.name for entry in urls.urlpatterns if isinstance(entry, URLPattern)]
    assert sorted(MATRIX) == sorted(str(name) for name in names)


def test_every_address_answers_everyone_as_the_matrix_says() -> None:
    scene = Scene()
    clients = browsers(scene)
    found = {
        name: tuple(clients[who].get(scene.address(name)).status_code for who in EVERYBODY) for name in MATRIX
    }
    assert found == MATRIX


def test_no_post_of_people_without_the_right_changes_anything() -> None:
    scene = Scene()
    clients = browsers(scene)
    before = world_in_rows()
    data = {
        "name": "Mine", "template": "formal", "week": "1", "title": "Mine", "email": "eve@guild.example",
        "starts_on": "2026-10-05", "decision": "accepted", "chosen": [str(scene.place.pk)], "capacity": "5",
        "people": "eve@guild.example", "part": "mentor", "is_archived": "yes", "cadence_days": "1",
        "rematch_until_week": "1", "introductions_target": "1", "events_target": "1",
    }  # fmt: skip
    statuses = {
        clients[who].post(scene.address(name), data).status_code
        for who in ("dan", "ada", "eve", "visitor")
        for name in ACTS
    }
    assert statuses == {302, 403, 404, 405}
    assert world_in_rows() == before


def world_in_rows() -> list[list[tuple[object, ...]]]:
    models = (Program, Cohort, Enrollment, Milestone)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_foreign_enrollment_looks_like_one_that_is_not_there() -> None:
    scene = Scene()
    client = world.signed_in(scene.dan)
    foreign = client.get(scene.address("enrollment"))
    absent = client.get(world.inside(scene.dan, "/enrollments/999999/"))
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert _without_tokens(foreign.content) == _without_tokens(absent.content)


def _without_tokens(page: bytes) -> list[bytes]:
    return [
        line for line in page.splitlines() if b"csrf" not in line.lower() and b"/enrollments/" not in line
    ]


def test_bulk_with_a_foreign_id_is_404_and_changes_nobody() -> None:
    scene = Scene()
    Enrollment.objects.update(status=Enrollment.Status.APPLIED)
    other = Cohort.objects.create(
        program=Program.objects.get(name="Other"), name="other", starts_on=world.STARTS_ON
    )
    foreign = world.enrolled(scene.ada, Part.MENTOR, cohort=other, status=Enrollment.Status.APPLIED)
    client, address = world.signed_in(scene.cleo), scene.address("screenings")
    for chosen in ([scene.place.pk, foreign.pk], [scene.place.pk, "x"], [scene.place.pk, 10**30]):
        answer = client.post(address, {"decision": "accepted", "chosen": chosen})
        assert answer.status_code == 404
    assert set(Enrollment.objects.values_list("status", flat=True)) == {"applied"}


def test_removed_coordinator_is_shut_out_at_once() -> None:
    scene = Scene()
    client = world.signed_in(scene.cleo)
    assert client.get(scene.address("enrollments")).status_code == 200
    actions.remove_coordinator(scene.program, scene.cleo, by=scene.olga)
    assert client.get(scene.address("enrollments")).status_code == 404


def test_reading_the_link_of_the_mail_changes_nothing() -> None:
    scene = Scene()
    before = world_in_rows()
    for _ in range(3):
        scanner = Client()
        assert scanner.head(scene.address("application")).status_code == 200
        assert scanner.get(scene.address("application")).status_code == 200
    assert world_in_rows() == before
    scene.application.refresh_from_db()
    assert scene.application.confirmed_at is None
