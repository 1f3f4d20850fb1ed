import pytest

from greenroom.people import actions
from greenroom.people.models import Person
from tests import world

pytestmark = pytest.mark.django_db


def test_join_finds_the_same_person_twice() -> None:
    first = actions.join(world.school(), email="New@Person.Example ", name=" Nia  Vale ")
    second = actions.join(world.school(), email="new@person.example", name="Other")
    assert (first.pk, first.name, first.email) == (second.pk, "Nia Vale", "new@person.example")
    assert Person.objects.count() == 1
