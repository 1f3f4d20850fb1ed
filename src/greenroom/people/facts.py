import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class PersonJoined(Fact):
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProfileChanged(Fact):
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Fact):
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PersonReactivated(Fact):
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoleChanged(Fact):
    person_id: int
    role: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SkillRenamed(Fact):
    skill_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SkillsMerged(Fact):
    """`skill_id` is gone; its people have `into_id` now."""

    skill_id: int
    into_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PeopleExported(Fact):
    """Someone took a file of the people home."""

    rows: int
