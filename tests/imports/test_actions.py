import csv
import datetime as dt
import io
import zlib
from typing import Any

import pytest
from django.db import transaction

from greenroom.audit.models import Entry
from greenroom.base import clock
from greenroom.base.errors import NotAllowed, RuleBroken
from greenroom.imports.actions import (
    cancel_attempt,
    change_reading,
    forget_old_files,
    map_columns,
    perform,
    request_attempt,
    upload,
)
from greenroom.imports.core.tables import UnreadableTable
from greenroom.imports.models import Attempt, Import, RequestedPair
from greenroom.imports.queries import attempts_visible_to, imports_visible_to, requested_pairs
from greenroom.jobs.models import Job
from greenroom.organizations.models import Account
from greenroom.people.actions import deactivate
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part
from greenroom.questionnaires.models import Question, Response
from tests import world
from tests.imports.doing import Bench, applied, done, figures, fresh, tried, uploaded

pytestmark = pytest.mark.django_db

MENTORS = """first name,last name,email,job title,capacity,skills,time zone,favorite film
Ada,Lind,ada@school.example,Line producer,2,"Budgeting (5), Scheduling",Europe/Berlin,Props
Cy,Roe,cy@school.example,Editor,1-3,Editing,UTC,
"""
MENTEES = "name,email,skills wanted\nBen Okafor,ben@school.example,Budgeting\nDee Fox,dee@school.example,\n"


def counts() -> dict[str, int]:
    models: list[Any] = [Person, Account, Enrollment, Response, Question]
    return {model.__name__: model.objects.count() for model in models}


def places(part: str) -> list[tuple[str, int, int, str, str]]:
    rows = Enrollment.objects.filter(part=part).order_by("person__email")
    return [
        (row.person.name, row.minimum, row.capacity, row.status, row.source)
        for row in rows.select_related("person")
    ]


def kinds() -> list[str]:
    return list(
        Entry.objects.filter(kind__startswith="imports.").order_by("pk").values_list("kind", flat=True)
    )


def messages(attempt: Attempt) -> list[tuple[int, str]]:
    return [(fault["row"], fault["message"]) for fault in attempt.faults]


def test_upload_file_finds_out_how_it_is_read_and_what_it_means() -> None:
    source = uploaded(MENTORS.replace(",", ";").replace("Lind", "Línd").encode("cp1252"))
    assert (source.encoding, source.separator, source.sheet, source.part) == ("cp1252", ";", "", Part.MENTOR)
    assert [column["target"] for column in source.columns] == [
        "first_name",
        "last_name",
        "email",
        "job_title",
        "capacity",
        "skills_offered",
        "time_zone",
        "answer:favorite film",
    ]
    assert source.columns[3]["examples"] == ["Line producer", "Editor"]
    assert kinds() == ["imports.ImportUploaded"]


def test_upload_file_that_is_no_table_keeps_nothing() -> None:
    world.cohort()
    for data in (b"%PDF-1.7", b"\0" * 200_000, b"", b"email\n", b'a,b\n1,"2\n'):
        with pytest.raises(UnreadableTable):
            uploaded(data)
    assert Import.objects.count() == 0


def test_upload_file_by_a_stranger_is_refused() -> None:
    for person in (world.eve(), world.ada()):
        with pytest.raises(NotAllowed):
            upload(world.cohort(), io.BytesIO(MENTORS.encode()), filename="a.csv", by=person)


def test_upload_file_into_a_closed_cohort_is_refused() -> None:
    cohort = world.cohort()
    cohort.closed_at = clock.now()
    cohort.save()
    with pytest.raises(RuleBroken, match="closed"):
        uploaded(MENTORS)


def test_change_reading_guesses_the_columns_anew() -> None:
    source = uploaded("name;e-mail\nZoë;zoe@school.example\n", filename="people.csv")
    assert source.header == ["name", "e-mail"]
    source = change_reading(source, encoding="cp1252", separator=",", sheet="", by=world.cleo())
    assert (source.encoding, source.separator, source.header) == ("cp1252", ",", ["name;e-mail"])


def test_map_columns_keeps_what_the_coordinator_says() -> None:
    source = uploaded(MENTORS)
    columns = [
        {**column, "target": "ignore" if column["column"] == "job title" else column["target"]}
        for column in source.columns
    ]
    source = map_columns(source, columns=columns, part="mentee", status="applied", by=world.cleo())
    applied(source)
    assert places(Part.MENTEE) == [
        ("Ada Lind", 0, 2, "applied", "import"),
        ("Cy Roe", 1, 3, "applied", "import"),
    ]
    assert set(
        Person.objects.filter(email__in=["ada@school.example", "cy@school.example"]).values_list(
            "job_title", flat=True
        )
    ) == {""}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"job title": "email"}, "import_field_twice"),
        ({"email": "ignore"}, "import_no_email"),
    ],
)
def test_map_columns_that_cannot_hold_is_refused(changes: dict[str, str], code: str) -> None:
    source = uploaded(MENTORS)
    columns = [
        {**column, "target": changes.get(column["column"], column["target"])} for column in source.columns
    ]
    with pytest.raises(RuleBroken) as caught:
        map_columns(source, columns=columns, part="mentor", status="accepted", by=world.cleo())
    assert caught.value.code == code


def test_map_columns_without_a_part_is_refused() -> None:
    source = uploaded(MENTORS, filename="people.csv")
    with pytest.raises(RuleBroken) as caught:
        map_columns(source, columns=source.columns, part="", status="accepted", by=world.cleo())
    assert caught.value.code == "import_no_part"


def test_map_columns_of_another_reading_is_refused() -> None:
    source = uploaded(MENTORS)
    with pytest.raises(RuleBroken, match="read otherwise now"):
        map_columns(source, columns=source.columns[:2], part="mentor", status="accepted", by=world.cleo())


def test_request_attempt_hands_the_work_to_a_job_and_announces() -> None:
    attempt = request_attempt(uploaded(MENTORS), kind="try", by=world.cleo())
    job = Job.objects.get(kind="imports.perform")
    assert (job.arguments, Attempt.objects.get().job) == ({"attempt_id": attempt.pk}, job)
    assert kinds() == ["imports.ImportUploaded", "imports.AttemptRequested"]


def test_request_attempt_while_one_runs_is_refused() -> None:
    source = uploaded(MENTORS)
    request_attempt(source, kind="try", by=world.cleo())
    with pytest.raises(RuleBroken, match="being worked on"):
        request_attempt(source, kind="apply", by=world.cleo())


def test_request_attempt_by_a_stranger_is_refused() -> None:
    source = uploaded(MENTORS)
    for person in (world.eve(), world.ben()):
        with pytest.raises(NotAllowed):
            request_attempt(source, kind="apply", by=person)


def test_try_import_says_what_would_come_and_writes_nothing() -> None:
    source = uploaded(MENTORS)
    before = counts()
    attempt = tried(source)
    assert (figures(attempt), attempt.state, counts()) == ((2, 2, 0, 0), "tried", before)


def test_apply_import_makes_people_places_skills_and_answers() -> None:
    attempt = applied(uploaded(MENTORS))
    assert (figures(attempt), attempt.state, attempt.faults) == ((2, 2, 0, 0), "applied", [])
    assert places(Part.MENTOR) == [
        ("Ada Lind", 0, 2, "accepted", "import"),
        ("Cy Roe", 1, 3, "accepted", "import"),
    ]
    ada = Person.objects.get(email="ada@school.example")
    assert (ada.job_title, ada.time_zone, ada.capacity) == ("Line producer", "Europe/Berlin", 2)
    assert ada.account is not None
    assert ada.account.is_untouched
    assert list(ada.skills.order_by("skill__name").values_list("skill__name", "direction", "level")) == [
        ("Budgeting", "offered", 5),
        ("Scheduling", "offered", 3),
    ]
    question = Question.objects.get()
    assert (question.label, question.kind, question.audience, question.questionnaire.title) == (
        "favorite film",
        "short",
        "coordinator",
        "For mentors",
    )
    assert Response.objects.get().answers == {question.key: "Props"}
    assert Import.objects.get().data == b""


def test_apply_import_announces_once_for_everybody() -> None:
    attempt = applied(uploaded(MENTORS))
    entry = Entry.objects.get(kind="imports.ImportApplied")
    assert entry.data == {
        "import_id": attempt.source_id,
        "attempt_id": attempt.pk,
        "created": 2,
        "changed": 0,
        "unchanged": 0,
    }


def test_apply_same_file_again_changes_nothing() -> None:
    for text, name in ((MENTORS, "mentors.csv"), (MENTEES, "mentees.csv")):
        applied(uploaded(text, filename=name))
        before = (
            counts(),
            list(Person.objects.order_by("pk").values()),
            list(Enrollment.objects.order_by("pk").values()),
        )
        attempt = applied(uploaded(text, filename=name))
        assert figures(attempt) == (2, 0, 0, 2)
        after = (
            counts(),
            list(Person.objects.order_by("pk").values()),
            list(Enrollment.objects.order_by("pk").values()),
        )
        assert after == before


def test_apply_changed_file_changes_only_what_differs() -> None:
    applied(uploaded(MENTORS))
    attempt = applied(uploaded(MENTORS.replace("Editor", "Film editor").replace("Props", "Sound")))
    assert figures(attempt) == (2, 0, 2, 0)
    assert Person.objects.get(email="cy@school.example").job_title == "Film editor"
    assert list(Response.objects.get().answers.values()) == ["Sound"]


def test_apply_file_with_empty_cells_leaves_the_profile_as_it_is() -> None:
    applied(uploaded(MENTORS))
    attempt = applied(uploaded("email,name,job title,capacity\nada@school.example,,,\n"))
    assert figures(attempt) == (1, 0, 0, 1)


def test_apply_file_finds_people_by_id_where_they_have_no_address() -> None:
    applied(uploaded("id,name,email\n17,Ada Lind,ada@school.example\n"))
    attempt = applied(uploaded("id,job title\n17,Producer\n"))
    assert figures(attempt) == (1, 0, 1, 0)
    assert Person.objects.get(external_id="17").job_title == "Producer"


def test_apply_file_with_an_unknown_id_and_no_address_is_a_fault() -> None:
    attempt = applied(uploaded("id,job title\n17,Producer\n"))
    assert messages(attempt) == [(2, "Nobody here has this id yet. Add an e-mail address to the row.")]


def test_apply_file_with_an_id_of_someone_else_is_a_fault() -> None:
    applied(uploaded("id,name,email\n17,Ada Lind,ada@school.example\n18,Cy Roe,cy@school.example\n"))
    attempt = applied(uploaded("id,name,email\n18,Ada Lind,ada@school.example\n"))
    assert messages(attempt) == [(2, "This id belongs to cy@school.example here. Correct one.")]


def test_apply_file_finds_a_person_by_the_address_of_their_account() -> None:
    ada = world.ada()
    Person.objects.filter(pk=ada.pk).update(email="ada@elsewhere.example")
    assert ada.account is not None
    attempt = applied(uploaded(f"email,job title\n{ada.account.email},Producer\n"))
    assert figures(attempt) == (1, 1, 0, 0)
    assert Person.objects.get(pk=ada.pk).job_title == "Producer"
    assert Person.objects.filter(organization=world.school(), email=ada.account.email).count() == 0


def test_apply_file_for_an_account_of_another_organization_links_it() -> None:
    eve = world.eve()
    applied(uploaded(f"email,name\n{eve.email},Eve Crane\n"))
    assert Person.objects.get(organization=world.school(), email=eve.email).account == eve.account
    assert Person.objects.filter(account=eve.account).count() == 2


def test_apply_file_with_both_parts_gives_two_places() -> None:
    text = "email,name,both mentor and mentee\nada@school.example,Ada Lind,Yes\nben@school.example,Ben Okafor,no\n"
    attempt = applied(uploaded(text))
    assert figures(attempt) == (2, 2, 0, 0)
    assert [(row[0], part) for part in Part.values for row in places(part)] == [
        ("Ada Lind", "mentor"),
        ("Ben Okafor", "mentor"),
        ("Ada Lind", "mentee"),
    ]


def test_apply_person_as_mentor_in_one_row_and_mentee_in_another_gives_two_places() -> None:
    text = "email,name,part\nada@school.example,Ada Lind,mentor\nada@school.example,Ada  LIND,mentee\n"
    attempt = applied(uploaded(text, filename="people.csv"))
    assert (figures(attempt), Person.objects.filter(email="ada@school.example").count()) == ((2, 2, 0, 0), 1)
    assert [len(places(part)) for part in ("mentor", "mentee")] == [1, 1]


@pytest.mark.parametrize(
    "second",
    [
        "ada@school.example,Ada Lind,mentor",
        "ADA@school.example ,Ada Lind,mentor",
        "ada@school.example,Adam Poe,mentee",
    ],
)
def test_apply_two_people_with_one_address_names_both_rows(second: str) -> None:
    text = f"email,name,part\nada@school.example,Ada Lind,mentor\n{second}\n"
    attempt = applied(uploaded(text, filename="people.csv"))
    assert (attempt.state, Enrollment.objects.count()) == ("faulty", 0)
    assert [(row, message[:36]) for row, message in messages(attempt)] == [
        (3, "Row 2 has this e-mail address too. T")
    ]


def test_apply_one_person_under_address_and_id_is_a_fault() -> None:
    applied(uploaded("id,name,email\n17,Ada Lind,ada@school.example\n"))
    attempt = applied(uploaded("id,name,email\n17,Ada Lind,\n,Ada Lind,ada@school.example\n"))
    assert messages(attempt) == [
        (3, "This is the same person as in row 2, who is known here already. Keep one.")
    ]


def test_apply_file_with_one_fault_writes_nothing() -> None:
    source = uploaded(MENTORS.replace("1-3", "-1"))
    before = counts()
    attempt = applied(source)
    assert (counts(), attempt.state, attempt.fault_count, attempt.is_applied) == (before, "faulty", 1, False)
    assert attempt.faults == [
        {
            "row": 3,
            "column": "capacity",
            "value": "-1",
            "message": "“-1” is no number of people from 0 to 50. Write a whole number such as 2, or “1-3”, or “up to 3”.",
        }
    ]
    assert Import.objects.get().data != b""


def test_try_file_with_many_faults_lists_every_row_and_column() -> None:
    text = (
        "email,name,capacity,time zone,job title\nada@,Ada,1000000000,Nowhere/Land,x\nben@school.example,Ben,2,UTC,"
        + "x" * 161
        + "\n"
    )
    attempt = tried(uploaded(text))
    assert [(fault["row"], fault["column"]) for fault in attempt.faults] == [
        (2, "email"),
        (2, "capacity"),
        (2, "time zone"),
        (3, "job title"),
    ]
    rows = list(csv.reader(io.StringIO(zlib.decompress(attempt.all_faults).decode())))
    assert rows[0] == ["row", "column", "value", "what is wrong", "stops the import"]
    assert [row[:3] for row in rows[1:3]] == [["2", "email", "ada@"], ["2", "capacity", "1000000000"]]


def test_try_file_shows_a_hundred_faults_and_keeps_all() -> None:
    text = "email,name\n" + "".join(f"no@address {number},Ada\n" for number in range(250))
    attempt = tried(uploaded(text))
    assert (len(attempt.faults), attempt.fault_count) == (100, 250)
    assert zlib.decompress(attempt.all_faults).count(b"\n") == 251


def test_apply_deactivated_person_is_a_fault() -> None:
    ada = world.ada()
    deactivate(ada, by=world.olga())
    attempt = applied(uploaded(f"email,name\n{ada.email},Ada Lind\n"))
    assert messages(attempt) == [
        (2, "This person is deactivated here. Reactivate them first, or remove the row.")
    ]


def test_apply_answers_that_a_question_does_not_take_is_a_fault() -> None:
    Question.objects.create(
        questionnaire=world.program().mentor_questionnaire,
        key="mode",
        label="How to meet",
        kind="single",
        choices=["Online", "In person"],
    )
    attempt = applied(
        uploaded("email,name,How to meet\nada@school.example,Ada,By post\ncy@school.example,Cy,online\n")
    )
    assert messages(attempt) == [(2, "“By post” is not one of the choices. Pick one from the list.")]


def test_apply_answers_of_every_kind_keeps_them_as_questions_do() -> None:
    questionnaire = world.program().mentor_questionnaire
    for key, kind in (
        ("mode", "multiple"),
        ("energy", "scale"),
        ("speaks", "languages"),
        ("free", "hours"),
        ("tools", "skills"),
    ):
        Question.objects.create(
            questionnaire=questionnaire,
            key=key,
            label=f"Q {key}",
            kind=kind,
            choices=["Online", "In person"] if kind == "multiple" else [],
        )
    text = "email,name,q mode,Q ENERGY,q speaks,q free,q tools\nada@school.example,Ada,Online; in person,4,German,Mon 9-11,Avid: 4\n"
    source = uploaded(text)
    columns = [
        {**column, "target": f"answer:{column['column']}"}
        if column["column"].lower().startswith("q ")
        else column
        for column in source.columns
    ]
    applied(map_columns(source, columns=columns, part="mentor", status="accepted", by=world.cleo()))
    assert Response.objects.get().answers == {
        "mode": ["Online", "In person"],
        "energy": 4,
        "speaks": ["de"],
        "free": [9, 10],
        "tools": {"Avid": 4},
    }


def test_apply_profile_columns_answers_the_questions_that_fill_them() -> None:
    Question.objects.create(
        questionnaire=world.program().mentor_questionnaire,
        key="job",
        label="What do you do?",
        kind="short",
        fills="job_title",
    )
    applied(uploaded("email,name,job title\nada@school.example,Ada,Producer\n"))
    assert Response.objects.get().answers == {"job": "Producer"}


def test_apply_wishes_and_who_must_not_meet_become_people() -> None:
    applied(uploaded(MENTORS))
    text = (
        "name,email,1st choice,2nd choice,Do not pair with,Must be paired with\n"
        'Ben Okafor,ben@school.example,"Roe, Cy",ada@school.example,,\n'
        "Dee Fox,dee@school.example,Nobody Known,,Ada Lind,Cy Roe\n"
    )
    attempt = applied(uploaded(text, filename="mentees.csv"))
    ids = dict(Person.objects.values_list("email", "pk"))
    ada, cy = ids["ada@school.example"], ids["cy@school.example"]
    assert list(
        Enrollment.objects.filter(part="mentee").order_by("person__email").values_list("wishes", "unwanted")
    ) == [
        ([cy, ada], []),
        ([], [ada]),
    ]
    assert [
        (pair.mentor.person_id, pair.mentee.person_id) for pair in requested_pairs(attempt.source_id)
    ] == [(cy, ids["dee@school.example"])]
    assert [(note["row"], note["value"]) for note in attempt.notes] == [(3, "Nobody Known")]
    again = applied(uploaded(text, filename="mentees.csv"))
    assert figures(again) == (2, 0, 0, 2)
    assert RequestedPair.objects.count() == 2


def test_apply_import_twice_is_refused() -> None:
    source = uploaded(MENTORS)
    applied(source)
    with pytest.raises(RuleBroken, match="in the cohort already"):
        request_attempt(source, kind="apply", by=world.cleo())


def test_perform_attempt_again_after_it_ended_changes_nothing() -> None:
    source = uploaded(MENTORS)
    attempt = done(source, kind="apply")
    before = counts()
    perform(fresh(attempt), work=Bench())
    assert (counts(), figures(fresh(attempt))) == (before, (2, 2, 0, 0))
    assert Entry.objects.filter(kind="imports.ImportApplied").count() == 1


def test_perform_attempt_that_dies_while_writing_leaves_nothing_and_can_run_again() -> None:
    source = uploaded(
        "email,name\n" + "".join(f"p{number}@school.example,P {number}\n" for number in range(2_500))
    )
    before = counts()
    attempt = request_attempt(source, kind="apply", by=world.cleo())

    class Killed(Exception):
        pass

    class Dying(Bench):
        def is_cancelled(self) -> bool:
            if self.asked > 5:
                raise Killed
            return super().is_cancelled()

    with pytest.raises(Killed), transaction.atomic():
        perform(fresh(attempt), work=Dying())
    assert (counts(), fresh(attempt).finished_at) == (before, None)
    perform(fresh(attempt), work=Bench())
    assert figures(fresh(attempt)) == (2_500, 2_500, 0, 0)
    assert Enrollment.objects.count() == 2_500


def test_cancel_attempt_ends_the_job_and_writes_nothing() -> None:
    source = uploaded(MENTORS)
    attempt = request_attempt(source, kind="apply", by=world.cleo())
    before = counts()
    cancel_attempt(attempt, by=world.cleo())
    perform(fresh(attempt), work=Bench())
    assert (counts(), fresh(attempt).state, fresh(attempt).job.state) == (before, "cancelled", "cancelled")  # type: ignore[union-attr] # it has a job
    assert kinds()[-1] == "imports.AttemptCancelled"


def test_cancel_attempt_that_has_ended_is_refused() -> None:
    attempt = tried(uploaded(MENTORS))
    with pytest.raises(RuleBroken, match="already ended"):
        cancel_attempt(attempt, by=world.cleo())


def test_cancel_attempt_by_a_stranger_is_refused() -> None:
    attempt = request_attempt(uploaded(MENTORS), kind="try", by=world.cleo())
    with pytest.raises(NotAllowed):
        cancel_attempt(attempt, by=world.eve())


def test_perform_attempt_of_someone_who_coordinates_no_more_writes_nothing() -> None:
    source = uploaded(MENTORS)
    attempt = request_attempt(source, kind="apply", by=world.cleo())
    world.cleo().coordinations.all().delete()
    before = counts()
    perform(fresh(attempt), work=Bench())
    assert (counts(), messages(fresh(attempt))) == (
        before,
        [(0, "Only coordinators of this program may import people.")],
    )


def test_forget_old_files_drops_what_nobody_applied() -> None:
    source = uploaded(MENTORS)
    assert forget_old_files(clock.now()) == 0
    assert forget_old_files(clock.now() + dt.timedelta(days=31)) == 1
    with pytest.raises(RuleBroken, match="gone"):
        request_attempt(source, kind="try", by=world.cleo())


def test_imports_of_a_foreign_cohort_are_not_visible() -> None:
    attempt = tried(uploaded(MENTORS))
    assert [list(imports_visible_to(person)) for person in (world.cleo(), world.olga())] == [
        [attempt.source]
    ] * 2
    for stranger in (world.eve(), world.ada()):
        assert list(imports_visible_to(stranger)) == []
        assert list(attempts_visible_to(stranger)) == []


def test_import_into_two_cohorts_keeps_them_apart() -> None:
    other = Cohort.objects.create(program=world.program(), name="spring 2027", starts_on=dt.date(2027, 3, 1))
    applied(uploaded(MENTORS))
    attempt = applied(uploaded(MENTORS, cohort=other))
    assert figures(attempt) == (2, 2, 0, 0)
    assert Person.objects.filter(email="ada@school.example").count() == 1


def test_apply_import_gives_mentors_their_circles_and_changes_them_the_second_time() -> None:
    file = "name,email,circle from,max mentees\nAda Lind,ada@school.example,{least},{most}\nBo,bo@school.example,,2\n"
    applied(uploaded(file.format(least=4, most=8)))
    found = Enrollment.objects.filter(part=Part.MENTOR).order_by("person__email")
    assert [row.places_in_words for row in found] == ["circle of 4 to 8", "2"]
    applied(uploaded(file.format(least=3, most=6)))
    assert [row.places_in_words for row in found.all()] == ["circle of 3 to 6", "2"]


def test_apply_import_of_a_circle_larger_than_its_places_stores_nothing() -> None:
    source = uploaded("name,email,circle from,max mentees\nAda Lind,ada@school.example,9,8\n")
    before = counts()
    attempt = applied(source)
    assert messages(attempt) == [(2, "A circle that opens with 9 cannot have 8 at most. Correct one.")]
    assert counts() == before


def test_apply_import_follows_the_program_where_the_file_says_nothing() -> None:
    program = world.program()
    program.mentors_each, program.opens_with = 2, 3
    program.save()
    applied(uploaded("name,email,capacity\nAda Lind,ada@school.example,6\n"))
    applied(uploaded("name,email\nBen Okafor,ben@school.example\n", filename="mentees.csv"))
    assert Enrollment.objects.get(part=Part.MENTOR).places_in_words == "circle of 3 to 6"
    assert Enrollment.objects.get(part=Part.MENTEE).capacity == 2
