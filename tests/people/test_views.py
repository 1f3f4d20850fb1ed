"""Every page of people: who may open it, what it shows, and how many queries it takes."""

import io
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from openpyxl import load_workbook
from PIL import Image
from pytest_django import Settings

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.organizations.models import Invitation, Role
from greenroom.people import actions, urls
from greenroom.people.models import Person, Skill
from greenroom.people.queries import skills_of
from tests import world
from tests.people.pictures import SVG, jpeg_from_bristol, png_bomb

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: pathlib.Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def sent_profile(person: Person, **changes: Any) -> dict[str, Any]:
    """What a browser sends when nothing but these was changed."""
    return {
        "version": person.version,
        "name": person.name,
        "capacity": person.capacity,
        "headline": person.headline,
        "job_title": person.job_title,
        "skills_offered-name": ["", ""],
        "skills_offered-level": ["3", "3"],
        **changes,
    }


# ------------------------------------------------------------------ who may open what

# Every address with its method; then the answers to a visitor, Eve (owner elsewhere), Tom (a member apart), Ben (a
# fellow of Ada), Ada herself, Cleo (coordinates) and Olga (owns).
WHO = ("visitor", "eve", "tom", "ben", "ada", "cleo", "olga")
MATRIX: dict[tuple[str, str], tuple[int, ...]] = {
    ("list", "get"): (302, 404, 403, 403, 403, 200, 200),
    ("export", "post"): (302, 404, 403, 403, 403, 200, 200),
    ("invitations", "get"): (302, 404, 403, 403, 403, 200, 200),
    ("invitations", "post"): (302, 404, 403, 403, 403, 422, 422),
    ("revocation", "post"): (302, 404, 403, 403, 403, 302, 302),
    ("dispatch", "post"): (302, 404, 403, 403, 403, 409, 409),
    ("skills", "get"): (302, 404, 403, 403, 403, 200, 200),
    ("skill", "post"): (302, 404, 403, 403, 403, 302, 302),
    ("organization", "get"): (302, 404, 403, 403, 403, 403, 200),
    ("organization", "post"): (302, 404, 403, 403, 403, 403, 422),
    ("settings", "get"): (302, 404, 200, 200, 200, 200, 200),
    ("settings", "post"): (302, 404, 302, 302, 302, 302, 302),
    ("person", "get"): (302, 404, 404, 200, 200, 200, 200),
    ("profile", "get"): (302, 404, 404, 403, 200, 200, 200),
    ("profile", "post"): (302, 404, 404, 403, 422, 422, 422),
    ("picture", "get"): (302, 404, 404, 200, 200, 200, 200),
    ("picture", "post"): (302, 404, 404, 403, 422, 422, 422),
    ("role", "post"): (302, 404, 404, 403, 403, 403, 302),
    ("deactivation", "post"): (302, 404, 404, 403, 403, 403, 302),
    ("reactivation", "post"): (302, 404, 404, 403, 403, 403, 409),
}


def address(name: str) -> str:
    ada = world.ada()
    keys = {
        "revocation": lambda: Invitation.objects.get().pk,
        "dispatch": lambda: Invitation.objects.get().pk,
        "skill": lambda: Skill.objects.get().pk,
    }
    key = str(keys.get(name, lambda: ada.pk)())
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    return world.inside(ada, "/" + str(pattern.pattern).replace("<int:key>", key))


def scene() -> None:
    world.ada_mentors()
    world.ben_learns()
    actions.set_picture(world.ada(), jpeg_from_bristol(), by=None)
    actions.change_profile(world.ada(), changes={}, skills_offered={"Grip": 3}, by=None)
    actions.invite_people(world.school(), {"nia@post.example": ""}, by=world.cleo())


def client_of(who: str) -> Client:
    people: dict[str, Callable[[], Person]] = {"tom": lambda: world.person("Tom Apart")}
    return (
        Client() if who == "visitor" else world.signed_in(people.get(who, getattr(world, who, world.ada))())
    )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(("name", "method"), sorted(MATRIX))
def test_page_answers_each_reader(name: str, method: str) -> None:
    answers = []
    for who in WHO:
        Entry.objects.all().delete()
        Person.objects.all().delete()
        Invitation.objects.all().delete()
        Skill.objects.all().delete()
        scene()
        before = Entry.objects.count()
        response = getattr(client_of(who), method)(address(name))
        body(response)
        answers.append(response.status_code)
        if response.status_code in (403, 404) or who == "visitor":
            assert Entry.objects.count() == before
    assert tuple(answers) == MATRIX[name, method]


def test_matrix_names_every_address() -> None:
    assert {name for name, _method in MATRIX} == {
        pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)
    }


def test_foreign_person_looks_like_one_that_is_not_there() -> None:
    client = world.signed_in(world.person("Tom Apart"))
    foreign = client.get(world.inside(world.ada(), f"/people/{world.ben().pk}/"))
    nobody = client.get(world.inside(world.ada(), "/people/999999999999/"))
    guild = client.get(world.inside(world.ada(), f"/people/{world.eve().pk}/"))
    assert (foreign.status_code, nobody.status_code, guild.status_code) == (404, 404, 404)
    assert len({_without_tokens(answer) for answer in (foreign, nobody, guild)}) == 1


def _without_tokens(response: Any) -> str:
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and "/people/" not in line)


# ------------------------------------------------------------------ the list


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_list_takes_the_same_queries_for_one_and_three() -> None:
    cleo = world.cleo()
    client, path = world.signed_in(cleo), world.inside(cleo, "/people/")
    for_one = queries_of(client, path)
    world.ada_mentors()
    world.ben_learns()
    assert (queries_of(client, path), for_one <= MOST_QUERIES) == (for_one, True)
    page = client.get(path)
    assert [person.name for person, _places in page.context["rows"]] == [
        "Ada Lind",
        "Ben Okafor",
        "Cleo Marsh",
    ]


def listed(query: str) -> list[str]:
    cleo = world.cleo()
    response = world.signed_in(cleo).get(world.inside(cleo, f"/people/{query}"))
    assert response.status_code == 200
    return [person.name for person, _places in response.context["rows"]]


def test_list_is_searched_narrowed_and_sorted() -> None:
    world.cleo()
    ada = world.ada()
    world.ada_mentors()
    world.person("Émile Ångström", employer="Northlight", stage="lead", years=3)
    world.person("Zoë Quist", paused_until="2999-01-01")
    world.person("Gil Gone", deactivated_at=clock.now())
    actions.change_profile(ada, changes={"years": 19}, skills_offered={"Line budgets": 3}, by=ada)
    assert listed("") == ["Ada Lind", "Cleo Marsh", "Émile Ångström", "Zoë Quist"]
    assert listed("?q=emile+angstrom") == ["Émile Ångström"]
    assert listed("?q=NORTH") == ["Émile Ångström"]
    assert listed("?q=lind+producer") == ["Ada Lind"]
    assert listed("?q=%25") == []
    assert listed("?state=paused") == ["Zoë Quist"]
    assert listed("?state=deactivated") == ["Gil Gone"]
    assert len(listed("?state=all")) == 5
    assert listed("?stage=lead") == ["Émile Ångström"]
    assert listed("?skill=LINE+Budgets") == ["Ada Lind"]
    assert listed("?part=mentor") == ["Ada Lind"]
    assert listed("?part=none") == ["Cleo Marsh", "Émile Ångström", "Zoë Quist"]
    assert listed("?role=owner") == []
    assert listed("?sort=-name")[0] == "Zoë Quist"
    assert listed("?sort=active")[0] == listed("?sort=-active")[0] == "Cleo Marsh"


@pytest.mark.parametrize(
    "query",
    [
        "?sort=account__password",
        "?state=x&stage=y&role=z&part=w",
        "?page=9999",
        "?page=x",
        "?q=%5C_",
    ],
)
def test_list_takes_nonsense_for_what_was_not_asked(query: str) -> None:
    assert listed(query) in (["Cleo Marsh"], [])


def test_list_never_shows_another_organization() -> None:
    world.eve()
    world.person("Tess Else", organization=world.guild(), job_title="CANARY-guild")
    assert listed("?state=all") == ["Cleo Marsh"]
    assert listed("?q=canary&state=all") == []


# ------------------------------------------------------------------ the export


def exported(file_format: str, query: str = "") -> bytes:
    cleo = world.cleo()
    response = world.signed_in(cleo).post(
        world.inside(cleo, f"/people/export/{query}"), {"format": file_format}
    )
    assert response.status_code == 200
    return body(response)


def test_export_holds_what_the_list_shows_and_is_written_down() -> None:
    world.ada_mentors()
    actions.change_profile(
        world.ada(),
        changes={"free_hours": [18, 19], "languages": ["cy"]},
        skills_offered={"Grip": 4},
        by=None,
    )
    lines = exported("csv", "?q=ada").decode("utf-8-sig").splitlines()
    cells = dict(zip(lines[0].split(","), lines[1].split(","), strict=False))
    assert len(lines) == 2
    assert (cells["Name"], cells["E-mail"], cells["Languages"], cells["Can share"], cells["Free hours"]) == (
        "Ada Lind",
        world.ada().email,
        "Welsh",
        "Grip (4)",
        "Mon 18:00–20:00",
    )
    assert Entry.objects.filter(kind="people.PeopleExported").get().data == {"rows": 1}


def test_export_runs_no_formula() -> None:
    world.person("=1+1", email="formula@post.example", employer="@SUM(A1)")
    assert "'=1+1,formula@post.example" in exported("csv").decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(exported("xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    assert sheet["A2"].value == "=1+1"


def test_export_costs_the_same_for_one_and_three() -> None:
    actions.change_profile(world.ada(), changes={}, skills_offered={"Grip": 4}, by=None)
    world.ada_mentors()
    world.ben_learns()
    exported("csv")
    counts = []
    for query in ("?q=ada", ""):
        with CaptureQueriesContext(connection) as queries:
            exported("csv", query)
        counts.append(
            len([one for one in queries if '"people_person"' in one["sql"] or "skill" in one["sql"]])
        )
    assert counts[0] == counts[1]


# ------------------------------------------------------------------ a person


def page_of(who: Person, seen: Person) -> str:
    response = world.signed_in(who).get(world.inside(who, f"/people/{seen.pk}/"))
    assert response.status_code == 200
    return str(response.content.decode())


def test_fellow_reads_the_profile_but_not_the_contact() -> None:
    world.ada_mentors()
    world.ben_learns()
    actions.change_profile(world.ada(), changes={"story": "CANARY-story", "free_hours": [18]}, by=None)
    fellow, coordinator = page_of(world.ben(), world.ada()), page_of(world.cleo(), world.ada())
    for word, fellow_sees in (
        ("CANARY-story", True),
        (world.ada().email, False),
        ("Mon 18:00", False),
        ("For coordinators", False),
    ):
        assert ((word in fellow), (word in coordinator)) == (fellow_sees, True)


def test_story_and_links_are_text() -> None:
    ada = actions.change_profile(
        world.ada(),
        changes={"story": "<script>alert(1)</script>", "links": ['https://x.example/"onclick=1']},
        by=None,
    )
    page = page_of(ada, ada)
    assert "<script>alert" not in page
    assert 'href="https://x.example/&quot;onclick=1"' in page


def test_profile_is_saved_from_the_form() -> None:
    ada = world.ada()
    data = sent_profile(
        ada,
        headline="Budgets that breathe",
        languages=["Welsh", "en", ""],
        links=["northlight.example/ada", ""],
        free_hours=["18", "weekend-days"],
        time_zone="Asia/Kathmandu",
        **{"skills_offered-name": ["Budgeting", "budgeting ", ""], "skills_offered-level": ["2", "5", "3"]},
    )
    response = world.signed_in(ada).post(world.inside(ada, f"/people/{ada.pk}/profile/"), data)
    assert (response.status_code, response["Location"]) == (302, world.inside(ada, f"/people/{ada.pk}/"))
    ada = Person.objects.get(pk=ada.pk)
    assert (ada.headline, ada.languages, ada.links, ada.time_zone, ada.version) == (
        "Budgets that breathe",
        ["cy", "en"],
        ["https://northlight.example/ada"],
        "Asia/Kathmandu",
        1,
    )
    assert ada.free_hours == [18, *range(130, 138), *range(154, 162)]
    assert [(row.skill.name, row.level) for row in skills_of(ada)["offered"]] == [("Budgeting", 5)]


def test_profile_ignores_what_is_not_on_the_form() -> None:
    ada = world.ada()
    extra = {
        "role": "owner",
        "organization": str(world.guild().pk),
        "account": str(world.eve().account_id),
        "email": "x@evil.example",
        "deactivated_at": "2026-01-01",
        "id": "1",
        "external_id": "1",
    }
    before = {
        name: getattr(ada, name)
        for name in ("role", "organization_id", "account_id", "email", "external_id", "pk")
    }
    data = sent_profile(ada, headline="New", **extra)
    assert world.signed_in(ada).post(world.inside(ada, f"/people/{ada.pk}/profile/"), data).status_code == 302
    ada = Person.objects.get(pk=ada.pk)
    assert {name: getattr(ada, name) for name in before} == before
    assert ada.headline == "New"


def test_profile_at_fault_keeps_what_was_typed() -> None:
    ada = world.ada()
    data = sent_profile(
        ada,
        headline="Typed words",
        capacity="-1",
        languages=["Klingon"],
        links=["javascript:alert(1)"],
        years="10e9",
        **{"skills_offered-name": ["Typed skill"], "skills_offered-level": ["9"]},
    )
    response = world.signed_in(ada).post(world.inside(ada, f"/people/{ada.pk}/profile/"), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == [
        "capacity",
        "languages",
        "links",
        "skills_offered",
        "years",
    ]
    for words in ("Typed words", "Typed skill", "Klingon", "javascript:alert(1)"):
        assert f'value="{words}"' in page
    assert Person.objects.get(pk=ada.pk).headline == ""


def test_second_save_of_an_old_form_shows_both_texts_and_can_be_repeated() -> None:
    ada = world.ada()
    client, path = world.signed_in(ada), world.inside(ada, f"/people/{ada.pk}/profile/")
    mine = sent_profile(ada, headline="My words", place="Bristol")
    actions.change_profile(ada, changes={"headline": "Cleo’s words", "place": "Bristol"}, by=world.cleo())
    response = client.post(path, mine)
    page = response.content.decode()
    assert (response.status_code, "Cleo’s words" in page, 'value="My words"' in page) == (409, True, True)
    assert [label for label, _words in response.context["newer"]] == ["Headline"]
    assert Person.objects.get(pk=ada.pk).headline == "Cleo’s words"
    again = client.post(path, {**mine, "version": response.context["form"]["version"].value()})
    assert (again.status_code, Person.objects.get(pk=ada.pk).headline) == (302, "My words")


# ------------------------------------------------------------------ the picture


def upload(data: bytes, name: str = "me.png", kind: str = "image/png") -> Any:
    ada = world.ada()
    file = SimpleUploadedFile(name, data, content_type=kind)
    response: Any = world.signed_in(ada).post(
        world.inside(ada, f"/people/{ada.pk}/picture/"), {"picture": file}
    )
    return response


def test_picture_is_drawn_anew_and_served_as_a_file_that_cannot_run(tmp_path: pathlib.Path) -> None:
    assert upload(jpeg_from_bristol(), "../../etc/passwd.svg").status_code == 302
    ada = Person.objects.get(pk=world.ada().pk)
    served = world.signed_in(ada).get(world.inside(ada, f"/people/{ada.pk}/picture/"))
    data = body(served)
    assert (served["Content-Type"], served["X-Content-Type-Options"], served["Cache-Control"]) == (
        "image/jpeg",
        "nosniff",
        "private, max-age=3600",
    )
    assert "sandbox" in served["Content-Security-Policy"]
    assert (Image.open(io.BytesIO(data)).size, b"CANARY" in data) == ((200, 400), False)
    assert [path.parent for path in tmp_path.rglob("*.jpg")] == [tmp_path / "pictures"]
    assert ada.picture.url.startswith(f"/people/{ada.pk}/picture/?v=")


@pytest.mark.parametrize(
    "data", [png_bomb(), SVG, b"", b"\0" * 1_000_000], ids=["bomb", "svg", "empty", "nulls"]
)
def test_picture_that_is_none_is_refused(data: bytes, tmp_path: pathlib.Path) -> None:
    response = upload(data)
    assert response.status_code == 422
    assert list(tmp_path.rglob("*")) == []
    assert not Person.objects.get(pk=world.ada().pk).picture


@pytest.mark.django_db(transaction=True)
def test_picture_that_is_replaced_or_removed_is_deleted(tmp_path: pathlib.Path) -> None:
    upload(jpeg_from_bristol())
    upload(jpeg_from_bristol())
    assert len(list(tmp_path.rglob("*.jpg"))) == 1
    ada = world.ada()
    path = world.inside(ada, f"/people/{ada.pk}/picture/")
    assert world.signed_in(ada).post(path, {"remove": "1"}).status_code == 302
    assert list(tmp_path.rglob("*.jpg")) == []
    assert world.signed_in(ada).get(path).status_code == 404


# ------------------------------------------------------------------ invitations, skills, settings


def test_invite_a_list_names_every_line_at_fault() -> None:
    cleo = world.cleo()
    world.signed_in(cleo).get(world.inside(cleo, "/people/settings/"))
    lines = [
        "Nia Vale <nia@post.example>",
        "nonsense",
        "",
        "finn@post.example, Finn",
        "NIA@post.example",
        cleo.email,
    ]
    client, path = world.signed_in(cleo), world.inside(cleo, "/people/invitations/")
    response = client.post(path, {"addresses": "\n".join(lines)})
    assert response.context["form"].errors["addresses"] == [
        "Line 2: “nonsense” has no e-mail address we can read.",
        "Line 5: nia@post.example stands in line 1 already.",
    ]
    response = client.post(path, {"addresses": "\n".join([lines[0], lines[3], lines[5]])})
    assert response.context["form"].errors["addresses"] == [f"Line 3: {cleo.email} belongs here already."]
    assert (response.status_code, Invitation.objects.count()) == (422, 0)
    assert (
        client.post(path, {"addresses": "\n".join([lines[0], lines[3]]), "note": "Come"}).status_code == 302
    )
    assert [(one.email, one.name, one.note) for one in Invitation.objects.order_by("pk")] == [
        ("nia@post.example", "Nia Vale", "Come"),
        ("finn@post.example", "Finn", "Come"),
    ]


def test_coordinator_cannot_invite_an_owner_by_hand() -> None:
    cleo = world.cleo()
    data = {"addresses": "nia@post.example", "role": "owner"}
    assert world.signed_in(cleo).post(world.inside(cleo, "/people/invitations/"), data).status_code == 302
    assert Invitation.objects.get().role == Role.MEMBER


@pytest.mark.parametrize("page", ["invitations", "skills"])
def test_lists_take_the_same_queries_for_one_and_three(page: str) -> None:
    cleo = world.cleo()
    client, path = world.signed_in(cleo), world.inside(cleo, f"/people/{page}/")
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            actions.skill_named(world.school(), name)
            actions.invite_people(world.school(), {f"{name}@post.example": name}, by=cleo)
        counts.append(queries_of(client, path))
    assert (counts[0], counts[0] <= MOST_QUERIES) == (counts[1], True)
    assert len(client.get(path).context["page"].object_list) == 3


def test_organization_settings_are_saved() -> None:
    olga = world.olga()
    data = {"name": "Kestrel Lane", "tagline": "Light on", "time_zone": "Europe/Oslo", "slug": "taken"}
    assert world.signed_in(olga).post(world.inside(olga, "/people/organization/"), data).status_code == 302
    home = Person.objects.get(pk=olga.pk).organization
    assert (home.name, home.tagline, home.time_zone, home.slug) == (
        "Kestrel Lane",
        "Light on",
        "Europe/Oslo",
        "kestrel-lane",
    )


def test_own_settings_keep_the_time_zone() -> None:
    ada = world.ada()
    client, path = world.signed_in(ada), world.inside(ada, "/people/settings/")
    assert client.post(path, {"time_zone": "Asia/Tokyo"}).status_code == 302
    assert client.post(path, {"time_zone": "Mars/Olympus"}).status_code == 422
    assert Person.objects.get(pk=ada.pk).time_zone == "Asia/Tokyo"
