"""The ways into the demo, and the sample spreadsheet."""

import csv
import io
import pathlib

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from greenroom.demo.applicants import FILE_NAME, HEADER, as_csv, rows, write_into
from greenroom.demo.build import build
from greenroom.demo.links import sign_in_links, token_for
from greenroom.imports.actions import request_attempt, upload
from greenroom.imports.core.mapping import guess_mapping
from greenroom.imports.core.meanings import Field
from greenroom.imports.core.values import (
    parse_capacity,
    parse_email,
    parse_hours,
    parse_languages,
    parse_part,
    parse_time_zone,
    parse_years,
)
from greenroom.jobs import actions as jobs
from greenroom.jobs.models import Job
from greenroom.people.models import Person
from greenroom.programs.models import Cohort
from tests.demo.test_build import TODAY


@pytest.mark.django_db
def test_sign_in_links_name_one_person_for_each_part() -> None:
    build(2026, TODAY)
    links = sign_in_links()
    assert [(part, name) for part, name, _ in links] == [
        ("Coordinator", "Maeve Tolland"), ("Mentor", "Ingrid Halvorsen"), ("Mentee", "Amara Nwosu"),
        ("Sponsor", "Josephine Marchetti"),
    ]  # fmt: skip
    assert links[0][2].startswith(f"{settings.GREENROOM_URL}/demo/sign-in/coordinator:")


@pytest.mark.django_db
def test_open_a_link_changes_nothing_and_its_button_signs_in() -> None:
    build(2026, TODAY)
    browser = Client()
    for _, name, address in sign_in_links():
        path = address.removeprefix(settings.GREENROOM_URL)
        page = browser.get(path)
        assert (page.status_code, "_auth_user_id" in browser.session) == (200, False)
        assert f"Come in as {name}" in page.content.decode()
        answer = browser.post(path)
        assert (answer.status_code, answer["Location"]) == (302, "/o/kestrel-lane/")
        assert browser.get(answer["Location"]).status_code == 200
        browser.logout()


@pytest.mark.django_db
def test_open_a_link_that_was_altered_is_not_there() -> None:
    build(2026, TODAY)
    token = token_for("mentee").replace("mentee", "coordinator")
    assert Client().get(f"/demo/sign-in/{token}/").status_code == 404
    assert Client().post(f"/demo/sign-in/{token}/").status_code == 404


@pytest.mark.django_db
def test_open_a_link_without_a_demo_is_not_there() -> None:
    assert Client().get(f"/demo/sign-in/{token_for('mentee')}/").status_code == 404


@pytest.mark.django_db
def test_open_a_link_to_someone_who_goes_by_another_name_now_is_not_there() -> None:
    build(2026, TODAY)
    Person.objects.filter(name="Ingrid Halvorsen").update(name="Ingrid Berg")
    assert Client().get(f"/demo/sign-in/{token_for('mentor')}/").status_code == 404


@pytest.mark.django_db
def test_nothing_of_the_demo_is_there_outside_a_demo(settings: Settings) -> None:
    build(2026, TODAY)
    settings.GREENROOM_DEMO = False
    path = f"/demo/sign-in/{token_for('coordinator')}/"
    browser = Client()
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404
    assert "_auth_user_id" not in browser.session
    assert browser.get("/demo/applicants.csv").status_code == 404


@pytest.mark.django_db
def test_download_applicants_gives_the_file_that_the_command_writes(tmp_path: pathlib.Path) -> None:
    answer = Client().get("/demo/applicants.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sample-applicants.csv"'
    path = write_into(tmp_path)
    assert path == tmp_path / FILE_NAME
    assert path.read_bytes() == answer.content


def test_read_applicants_by_the_import_understands_every_column_and_cell() -> None:
    table = list(csv.reader(io.StringIO(as_csv().decode("utf-8-sig")), delimiter=";"))
    assert tuple(table[0]) == HEADER
    guesses = guess_mapping(table[0], table[1:])
    assert [(guess.column, guess.field) for guess in guesses] == [
        ("Timestamp", Field.IGNORE),
        ("Your name", Field.FULL_NAME),
        ("E-mail address", Field.EMAIL),
        ("I would like to be a...", Field.PART),
        ("Current role", Field.JOB_TITLE),
        ("Company", Field.EMPLOYER),
        ("Department", Field.DEPARTMENT),
        ("Years of experience", Field.YEARS),
        ("Based in", Field.PLACE),
        ("Time zone", Field.TIME_ZONE),
        ("Languages spoken", Field.LANGUAGES),
        ("Skills to learn", Field.SKILLS_WANTED),
        ("Areas of expertise", Field.SKILLS_OFFERED),
        ("When are you free?", Field.AVAILABILITY),
        ("How many mentees could you take?", Field.CAPACITY),
        ("First choice of mentor", Field.CHOICE),
        ("Second choice of mentor", Field.CHOICE),
        ("Please don't match me with", Field.MUST_NOT_PAIR),
        ("Goals", Field.GOALS),
    ]
    parsers = {
        Field.EMAIL: parse_email, Field.PART: parse_part, Field.YEARS: parse_years, Field.TIME_ZONE: parse_time_zone,
        Field.LANGUAGES: parse_languages, Field.AVAILABILITY: parse_hours, Field.CAPACITY: parse_capacity,
    }  # fmt: skip
    for row in table[1:]:
        for guess, cell in zip(guesses, row, strict=True):
            if guess.field in parsers:
                parsers[guess.field](cell.strip())


def test_rows_of_applicants_are_the_same_for_a_seed() -> None:
    assert rows(5) == rows(5)
    assert rows(5) != rows(6)
    assert len(rows()) == 24


@pytest.mark.django_db
def test_import_applicants_into_the_waiting_cohort_has_no_faults_and_changes_the_one_who_is_there() -> None:
    demo = build(2026, TODAY)
    cohort = Cohort.objects.get(program__organization=demo.organization, starts_on__gt=TODAY)
    source = upload(cohort, io.BytesIO(as_csv()), filename=FILE_NAME, by=demo.coordinator)
    before = cohort.enrollments.count()
    attempt = request_attempt(source, kind="apply", by=demo.coordinator)
    jobs.run(Job.objects.get(kind__startswith="imports.").pk)
    attempt.refresh_from_db()
    assert attempt.faults == []
    mentor_and_mentee, already_there = 1, 1
    assert cohort.enrollments.count() == before + len(rows()) + mentor_and_mentee - already_there
