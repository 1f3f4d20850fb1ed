"""Facts: what happened, past tense, frozen, ids only."""

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened in one organization. `by_id` is the person who did it, None for the system."""

    organization_id: int
    by_id: int | None = None

    @classmethod
    def kind(cls) -> str:
        """The fact's name in the audit log: `mentorships.MentorshipClosed`."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"

    def data(self) -> dict[str, Any]:
        """The fact's own fields, ready for JSON."""
        fields = dataclasses.asdict(self)
        return {name: value for name, value in fields.items() if name not in ("organization_id", "by_id")}
