"""The capacity meter: mentor places against mentees, in all and by skill, before anybody is matched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """Places against people. `surplus` below zero is what is short."""

    places: int
    mentees: int

    @property
    def surplus(self) -> int:
        return self.places - self.mentees

    @property
    def is_short(self) -> bool:
        return self.surplus < 0

    @property
    def largest(self) -> int:
        return max(self.places, self.mentees, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class SkillLevel(Level):
    """How many mentees want a skill, and how many places are offered by mentors who have it."""

    skill: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Meter:
    """`accepted` counts those with a place; `hoped` also those whose application waits for an answer.

    A mentor's places are counted under each of their skills, so skills do not add up to the whole: a skill that looks
    covered may still be short when its mentors are taken by others. A skill that is short is short for certain.
    """

    accepted: Level
    hoped: Level
    skills: tuple[SkillLevel, ...]

    @property
    def short_skills(self) -> tuple[SkillLevel, ...]:
        return tuple(level for level in self.skills if level.is_short)

    @property
    def missing(self) -> int:
        """Places missing for those who are accepted."""
        return max(0, -self.accepted.surplus)

    @property
    def shortfall(self) -> int:
        """Places missing if everyone who applied is accepted."""
        return max(0, -self.hoped.surplus)

    @property
    def widest_in_all(self) -> int:
        return max(self.accepted.largest, self.hoped.largest)

    @property
    def widest(self) -> int:
        """The longest bar of the table by skill, at least 1."""
        return max((level.largest for level in self.skills), default=1)


def read_meter(
    *,
    accepted: tuple[int, int],
    hoped: tuple[int, int],
    offered: Mapping[str, int],
    wanted: Mapping[str, int],
) -> Meter:
    """`accepted` and `hoped` are (places, mentees); `offered` places and `wanted` mentees by skill.

    Skills are sorted by what is shortest, then by how many want them, then by name.

    >>> meter = read_meter(accepted=(3, 6), hoped=(4, 6), offered={"Sound": 3, "Light": 9}, wanted={"Sound": 6})
    >>> [(level.skill, level.surplus) for level in meter.skills]
    [('Sound', -3), ('Light', 9)]
    """
    levels = (
        SkillLevel(skill=skill, places=offered.get(skill, 0), mentees=wanted.get(skill, 0))
        for skill in _names(offered, wanted)
    )
    ordered = sorted(levels, key=lambda level: (level.surplus, -level.mentees, level.skill.casefold()))
    return Meter(
        accepted=Level(places=accepted[0], mentees=accepted[1]),
        hoped=Level(places=hoped[0], mentees=hoped[1]),
        skills=tuple(ordered),
    )


def _names(*counts: Iterable[str]) -> set[str]:
    return {name for count in counts for name in count}
