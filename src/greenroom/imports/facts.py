import dataclasses

from greenroom.base.facts import Fact


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportUploaded(Fact):
    import_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportMapped(Fact):
    import_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AttemptRequested(Fact):
    """Someone asked for a dry run, or for the import itself."""

    attempt_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AttemptCancelled(Fact):
    attempt_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ImportApplied(Fact):
    """Every person of the file is in the cohort. Stands for the people and places that it made, however many."""

    import_id: int
    attempt_id: int
    created: int
    changed: int
    unchanged: int
