import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from greenroom.base.tables import xlsx_chunks
from greenroom.imports.actions import perform, request_attempt
from greenroom.imports.models import Attempt, Import
from greenroom.jobs.actions import run
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment
from tests import world
from tests.imports.doing import Bench, applied, fresh, tried, uploaded

pytestmark = pytest.mark.django_db

MENTORS = "first name,last name,email,capacity,shoe size\nAda,Lind,ada@school.example,2,38\nCy,Roe,cy@school.example,1,\n"


def path(name: str, pk: int) -> str:
    return world.inside(world.cleo(), reverse(f"imports:{name}", args=[pk]))


def sent(client: Client, data: bytes, name: str = "mentors.csv") -> Any:
    return client.post(path("imports", world.cohort().pk), {"file": SimpleUploadedFile(name, data)})


def mapping(source: Import, **changes: str) -> dict[str, str]:
    """What the mapping form would send, with some columns changed."""
    form = {"part": source.part, "status": source.status}
    for index, column in enumerate(source.columns):
        form[f"column-{index}"] = changes.get(column["column"].replace(" ", "_"), column["target"])
    return form


def work_off() -> None:
    """Do what waits, as the worker would."""
    for attempt in Attempt.objects.filter(finished_at=None, cancellation=None).select_related("job"):
        assert attempt.job is not None
        run(attempt.job.pk)


def test_coordinator_uploads_maps_tries_and_imports_a_file() -> None:
    client = world.signed_in(world.cleo())
    uploaded_page = sent(client, MENTORS.encode())
    source = Import.objects.get()
    assert (uploaded_page.status_code, uploaded_page["Location"]) == (302, path("import", source.pk))
    page = client.get(path("import", source.pk))
    assert [field.initial for field, _column in page.context["mapping"].rows] == [
        "first_name",
        "last_name",
        "email",
        "capacity",
        "answer:shoe size",
    ]
    assert client.post(path("columns", source.pk), mapping(source)).status_code == 302
    running = client.get(path("import", source.pk))
    assert (running.context["state"], b"hx-get" in running.content) == ("running", True)
    work_off()
    assert client.get(path("import", source.pk)).context["state"] == "tried"
    assert Enrollment.objects.count() == 0
    assert client.post(path("attempts", source.pk), {"kind": "apply"}).status_code == 302
    work_off()
    done = client.get(path("import", source.pk))
    assert (done.context["state"], Enrollment.objects.count()) == ("applied", 2)
    assert "Everyone in this file is in the cohort" in done.content.decode()


def test_upload_of_an_excel_workbook_is_read() -> None:
    data = b"".join(xlsx_chunks(["name", "email"], [["Zoë", "zoe@school.example"]], title="People"))
    client = world.signed_in(world.cleo())
    sent(client, data, "mentees.xlsx")
    source = Import.objects.get()
    assert (source.sheet, source.part, source.header) == ("People", "mentee", ["name", "email"])
    assert "People" in client.get(path("import", source.pk)).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "is a PDF document"),
        (b"", "is empty"),
        (b"\0" * 1_000_000, "holds empty bytes (NUL)"),
        (b"email,email\na,b\n", "have the same name"),
        (b'email,name\na,"b\n', "never closes"),
        (",".join(f"c{number}" for number in range(1_000)).encode() + b"\n1\n", "1,000 columns"),
        (b"email\n", "no row below them"),
    ],
)
def test_upload_of_a_file_that_is_no_table_says_what_to_do(data: bytes, words: str) -> None:
    page = sent(world.signed_in(world.cleo()), data, "bad.csv")
    assert page.status_code == 422
    assert words in page.context["form"].errors["file"][0]
    assert Import.objects.count() == 0


def test_upload_of_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenroom.imports.forms.MAX_BYTES", 100)
    page = sent(world.signed_in(world.cleo()), b"x" * 101)
    assert (page.status_code, Import.objects.count()) == (422, 0)


def test_upload_without_a_file_says_so() -> None:
    page = world.signed_in(world.cleo()).post(path("imports", world.cohort().pk), {})
    assert (page.status_code, page.context["form"].errors["file"]) == (422, ["This field is required."])


def test_mapping_that_cannot_hold_keeps_what_was_chosen() -> None:
    source = uploaded(MENTORS)
    page = world.signed_in(world.cleo()).post(path("columns", source.pk), mapping(source, email="ignore"))
    assert page.status_code == 422
    assert page.context["mapping"].non_field_errors() == [
        "Choose the column with e-mail addresses: people are told apart by them."
    ]
    assert re.search(r'<option value="ignore" selected', page.content.decode())
    assert Attempt.objects.count() == 0


def test_mapping_with_an_unknown_target_is_refused() -> None:
    source = uploaded(MENTORS)
    page = world.signed_in(world.cleo()).post(
        path("columns", source.pk), mapping(source, capacity="password")
    )
    assert (page.status_code, sorted(page.context["mapping"].errors)) == (422, ["column-3"])


def test_mapping_takes_ranked_choices() -> None:
    source = uploaded("email,name,one,two\na@school.example,A,B,C\n")
    world.signed_in(world.cleo()).post(
        path("columns", source.pk), mapping(source, one="choice:2", two="choice:1")
    )
    source.refresh_from_db()
    assert [(column["target"], column["rank"]) for column in source.columns[2:]] == [
        ("choice", 2),
        ("choice", 1),
    ]


def test_reading_otherwise_guesses_anew() -> None:
    source = uploaded("name;email\nZoë;zoe@school.example\n".encode("cp1252"))
    client = world.signed_in(world.cleo())
    assert (
        client.post(path("reading", source.pk), {"encoding": "cp1250", "separator": ";"}).status_code == 302
    )
    source.refresh_from_db()
    assert source.encoding == "cp1250"
    page = client.post(path("reading", source.pk), {"encoding": "utf-8", "separator": ";"})
    assert (page.status_code, len(page.context["reading"].non_field_errors())) == (422, 1)


def test_faulty_file_lists_rows_and_offers_all_as_csv() -> None:
    attempt = tried(
        uploaded("email,name,capacity\nada@school.example,Ada,-1\n=1@x.example,=cmd(),1000000000\n")
    )
    client = world.signed_in(world.cleo())
    page = client.get(path("import", attempt.source_id)).content.decode()
    assert "2 things to mend first" in page
    answer: Any = client.get(path("faults", attempt.pk))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[0:3] for line in text.splitlines()] == [
        ["row", "column", "value"],
        ["2", "capacity", "'-1"],
        ["3", "capacity", "1000000000"],
    ]
    assert answer["Cache-Control"] == "private, no-store"


def test_progress_asks_the_page_to_come_again_when_it_has_ended() -> None:
    source = uploaded(MENTORS)
    attempt = request_attempt(source, kind="try", by=world.cleo())
    client = world.signed_in(world.cleo())
    under_way = client.get(path("progress", attempt.pk), headers={"HX-Request": "true"})
    assert (under_way.status_code, b"<progress" in under_way.content) == (200, True)
    assert client.get(path("progress", attempt.pk))["Location"] == path("import", source.pk)
    perform(fresh(attempt), work=Bench())
    assert client.get(path("progress", attempt.pk), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_stop_ends_an_attempt() -> None:
    attempt = request_attempt(uploaded(MENTORS), kind="apply", by=world.cleo())
    client = world.signed_in(world.cleo())
    assert client.post(path("cancellation", attempt.pk)).status_code == 302
    work_off()
    assert "Cleo Marsh stopped this" in client.get(path("import", attempt.source_id)).content.decode()
    assert Enrollment.objects.count() == 0


def test_import_of_a_file_in_use_is_refused_with_words() -> None:
    source = uploaded(MENTORS)
    request_attempt(source, kind="try", by=world.cleo())
    page = world.signed_in(world.cleo()).post(path("attempts", source.pk), {"kind": "apply"})
    assert (page.status_code, "being worked on" in page.content.decode()) == (409, True)


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_pages_of_an_import_are_not_there_for_others(who: str) -> None:
    attempt = tried(uploaded(MENTORS))
    person: Person = getattr(world, who)()
    client = world.signed_in(person)
    addresses = [
        ("get", "imports", world.cohort().pk),
        ("get", "import", attempt.source_id),
        ("post", "imports", world.cohort().pk),
        ("post", "columns", attempt.source_id),
        ("post", "reading", attempt.source_id),
        ("post", "attempts", attempt.source_id),
        ("get", "progress", attempt.pk),
        ("post", "cancellation", attempt.pk),
        ("get", "faults", attempt.pk),
    ]
    answers = [
        getattr(client, verb)(world.inside(person, reverse(f"imports:{name}", args=[pk]))).status_code
        for verb, name, pk in addresses
    ]
    assert answers == [404] * len(addresses)


@pytest.mark.parametrize("files", [1, 3])
def test_list_of_files_asks_the_same_number_of_questions(
    files: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(files):
        applied(uploaded(MENTORS.replace("school", f"school{number}")))
    client, address = world.signed_in(world.cleo()), path("imports", world.cohort().pk)
    client.get(address)
    with django_assert_num_queries(13):
        page = client.get(address)
    assert page.content.decode().count("In the cohort") == files


def test_file_of_another_system_comes_in_as_it_is() -> None:
    header = "first name,last name,email address,both mentor and mentee,job title,grade,organisation,profession,characteristics,biography"
    row = 'mentor,{n:03},mentor.{n:03}@gov.example,{both},Some role,Grade 7,Department of Love,DDaT,"Gay, Non-binary",My name is {n}'
    rows = [row.format(n=number, both="yes" if number % 2 else "no") for number in range(20)]
    attempt = applied(uploaded("\n".join([header, *rows]), filename="mentors.csv"))
    assert (attempt.created, attempt.fault_count) == (20, 0)
    assert Enrollment.objects.filter(part="mentee").count() == 10
    response = Enrollment.objects.filter(part="mentor").select_related("response")[0].response
    assert response is not None
    assert response.answers == {
        "grade": "Grade 7",
        "profession": "DDaT",
        "characteristics": "Gay, Non-binary",
    }


def test_faults_file_of_nothing_is_a_header() -> None:
    attempt = tried(uploaded(MENTORS))
    answer: Any = world.signed_in(world.cleo()).get(path("faults", attempt.pk))
    assert io.BytesIO(b"".join(answer.streaming_content)).read().count(b"\n") == 1
