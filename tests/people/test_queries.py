import pytest

from greenroom.people.queries import hours_in_words, language_choices, skills_in_words
from tests import world


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([], []),
        ([18, 19, 20], ["Mon 18:00–21:00"]),
        ([20, 18], ["Mon 18:00–19:00", "Mon 20:00–21:00"]),
        ([23, 24], ["Mon 23:00–24:00", "Tue 00:00–01:00"]),
        ([167], ["Sun 23:00–24:00"]),
    ],
)
def test_hours_are_told_as_runs_within_a_day(hours: list[int], words: list[str]) -> None:
    assert hours_in_words(hours) == words


def test_languages_are_offered_by_name() -> None:
    names = [name for _code, name in language_choices()]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_skills_in_words_of_nobody_are_none() -> None:
    assert skills_in_words([world.ada()]) == {}
