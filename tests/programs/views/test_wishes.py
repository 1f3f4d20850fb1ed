"""Wishes: named by the person or a coordinator, read by coordinators alone."""

from typing import Any

import pytest

from greenroom.base import clock
from greenroom.mentorships.actions import propose
from greenroom.people.models import Person
from greenroom.programs.forms import wishes as forms
from greenroom.programs.models import Cohort, Enrollment, Part, Program
from tests import world

pytestmark = pytest.mark.django_db
Status = Enrollment.Status


def scene() -> Enrollment:
    """Ben learns; Ada and Finn mentor; Zora asks to mentor and has no answer yet. The program asks for wishes."""
    world.cleo()
    Program.objects.update(asks_wishes=True)
    world.ada_mentors()
    world.enrolled(world.person("Finn Moe", headline="Edits by night"), Part.MENTOR)
    world.enrolled(world.person("Zora Unseen"), Part.MENTOR, status=Status.APPLIED)
    return world.ben_learns()


def pk(name: str) -> str:
    return str(Person.objects.get(name=name).pk)


def sent(
    person: Person, place: Enrollment, data: dict[str, str] | None = None, *, tail: str = "wishes/"
) -> Any:
    client, address = world.signed_in(person), world.inside(person, f"/enrollments/{place.pk}/{tail}")
    return client.get(address) if data is None else client.post(address, data)


def body(response: Any) -> str:
    return str(response.content.decode())


def test_person_names_people_whom_they_may_see_and_reads_them_on_their_page() -> None:
    ben = scene()
    page = body(sent(world.ben(), ben))
    assert ("Ada Lind (Line producer)" in page, "Finn Moe (Edits by night)" in page) == (True, True)
    assert ("Zora" in page, "ada@" in page, 'name="unwanted' in page) == (False, False, False)
    assert page.count('name="wish_') == 5
    answer = sent(world.ben(), ben, {"wish_1": pk("Finn Moe"), "wish_3": pk("Ada Lind")})
    assert answer.status_code == 302
    ben.refresh_from_db()
    assert [str(one) for one in ben.wishes] == [pk("Finn Moe"), pk("Ada Lind")]
    own = body(sent(world.ben(), ben, tail=""))
    assert own.index("Finn Moe") < own.index("Ada Lind")


def test_coordinator_notes_wishes_and_whom_rather_not_which_nobody_else_reads() -> None:
    ben = scene()
    noted = {"wish_1": pk("Ada Lind"), "unwanted_1": pk("Finn Moe"), "unwanted_2": pk("Zora Unseen")}
    assert sent(world.cleo(), ben, noted).status_code == 302
    ben.refresh_from_db()
    assert [len(ben.wishes), len(ben.unwanted)] == [1, 2]
    assert "Rather not with" in body(sent(world.cleo(), ben, tail=""))
    assert "Zora" in body(sent(world.cleo(), ben))
    for tail in ("", "wishes/"):
        page = body(sent(world.ben(), ben, tail=tail))
        assert ("Zora" in page, "Rather not" in page) == (False, False)
    assert "Finn" not in body(sent(world.ben(), ben, tail=""))
    assert [sent(world.ada(), ben, tail=tail).status_code for tail in ("", "wishes/")] == [404, 404]
    sent(world.ben(), ben, {"wish_1": pk("Finn Moe")})
    ben.refresh_from_db()
    assert [str(one) for one in ben.unwanted] == [pk("Finn Moe"), pk("Zora Unseen")]


def test_nobody_in_the_wish_reads_it() -> None:
    ben = scene()
    sent(world.cleo(), ben, {"wish_1": pk("Ada Lind")})
    ada = world.ada_mentors()
    assert "Ben" not in body(sent(world.ada(), ada, tail=""))
    chosen = body(sent(world.ada(), ada))
    assert ("Ben Okafor" in chosen, f'value="{ben.person_id}" selected' in chosen) == (True, False)


@pytest.mark.parametrize("second", ["Ada Lind", "", "99999999999999999999", "Zora Unseen", "a"])
def test_bad_choice_is_said_and_the_others_stay_chosen(second: str) -> None:
    ben = scene()
    value = pk(second) if " " in second else second
    answer = sent(world.ben(), ben, {"wish_1": pk("Ada Lind"), "wish_2": value, "wish_3": pk("Finn Moe")})
    ben.refresh_from_db()
    if not second:
        assert (answer.status_code, len(ben.wishes)) == (302, 2)
        return
    assert (answer.status_code, ben.wishes) == (422, [])
    for name in ("Ada Lind", "Finn Moe"):
        assert f'value="{pk(name)}" selected' in body(answer)


def test_wished_and_rather_not_wanted_at_once_is_refused() -> None:
    ben = scene()
    answer = sent(world.cleo(), ben, {"wish_1": pk("Ada Lind"), "unwanted_1": pk("Ada Lind")})
    assert (answer.status_code, "chosen above already" in body(answer)) == (422, True)


def test_person_is_not_asked_unless_the_program_asks() -> None:
    ben = scene()
    Program.objects.update(asks_wishes=False)
    assert sent(world.ben(), ben).status_code == 409
    assert sent(world.ben(), ben, {"wish_1": pk("Ada Lind")}).status_code == 409
    assert "wishes/" not in body(sent(world.ben(), ben, tail=""))
    assert sent(world.cleo(), ben).status_code == 200


def test_before_they_have_a_place_they_see_nobody_to_choose() -> None:
    scene()
    dan = world.enrolled(world.person("Dan Poe"), Part.MENTEE, status=Status.APPLIED)
    page = body(sent(dan.person, dan))
    assert ("Nobody to choose yet" in page, "Ada Lind" in page) == (True, False)


@pytest.mark.parametrize("person", ["Ben Okafor", "Cleo Marsh"])
def test_closed_cohort_refuses(person: str) -> None:
    ben = scene()
    Cohort.objects.update(closed_at=clock.now())
    answer = sent(Person.objects.get(name=person), ben, {"wish_1": pk("Ada Lind")})
    assert (answer.status_code, "has closed" in body(answer)) == (409, True)


@pytest.mark.parametrize("person", ["Ben Okafor", "Cleo Marsh"])
def test_once_pairs_are_published_and_every_place_is_filled_it_refuses(person: str) -> None:
    ben = scene()
    propose(world.school(), mentor=world.ada(), mentee=world.ben(), cohort=world.cohort(), by=world.cleo())
    who = Person.objects.get(name=person)
    answer = sent(who, ben, {"wish_1": pk("Ada Lind")})
    assert (answer.status_code, "every place here is filled" in body(answer)) == (409, True)
    assert "every place here is filled" in body(sent(who, ben, tail=""))


def test_large_cohort_is_searched_and_whoever_is_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    ben = scene()
    monkeypatch.setattr(forms, "MOST_SHOWN", 1)
    assert (
        "Ada Lind (" in body(sent(world.ben(), ben)),
        "Find a person" in body(sent(world.ben(), ben)),
    ) == (True, True)
    assert "Finn Moe (" in body(sent(world.ben(), ben, tail="wishes/?q=finn"))
    assert sent(world.ben(), ben, {"wish_1": pk("Finn Moe"), "wish_2": pk("Ada Lind")}).status_code == 302
    assert "Finn Moe (" in body(sent(world.ben(), ben))
