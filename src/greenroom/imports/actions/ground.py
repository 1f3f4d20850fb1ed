"""What many rows are compared with: read in a few statements for each batch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from greenroom.imports.core.rows import Entry
from greenroom.organizations.models import Account
from greenroom.people.models import Person, PersonSkill
from greenroom.programs.models import Cohort, Enrollment

AT_ONCE = 500
Key = TypeVar("Key")


@dataclass(kw_only=True)
class Ground:
    """Who is there already, for the entries of one batch. One person is one object, whichever way it is found."""

    people: dict[int, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    by_account: dict[int, int] = field(default_factory=dict)
    by_external_id: dict[str, int] = field(default_factory=dict)
    skills: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    """Levels by (person id, direction) and skill key."""
    enrollments: dict[tuple[int, str], Enrollment] = field(default_factory=dict)
    """By (person id, part), with their responses."""

    @classmethod
    def under(cls, entries: Sequence[Entry], *, cohort: Cohort, with_skills: bool) -> "Ground":
        ground = cls()
        people = Person.objects.filter(organization_id=cohort.program.organization_id)
        for emails in pieces(entry.email for entry in entries if entry.email):
            ground.accounts.update({row.email: row for row in Account.objects.filter(email__in=emails)})
            ground._take(people.filter(email__in=emails))
        for ids in pieces(account.pk for account in ground.accounts.values()):
            ground._take(people.filter(account_id__in=ids))
        for external_ids in pieces(entry.external_id for entry in entries if entry.external_id):
            ground._take(people.filter(external_id__in=external_ids))
        ground._read_places(cohort)
        if with_skills:
            ground._read_skills()
        return ground

    def person_of(self, entry: Entry) -> Person | None:
        """By the account of the address, else by the address, else by the id."""
        account = self.accounts.get(entry.email)
        found = self.by_account.get(account.pk) if account is not None else None
        found = found or self.by_email.get(entry.email) or self.by_external_id.get(entry.external_id)
        return self.people[found] if found else None

    def holder_of(self, external_id: str) -> Person | None:
        found = self.by_external_id.get(external_id)
        return self.people[found] if found else None

    def _take(self, rows: Iterable[Person]) -> None:
        for row in rows:
            person = self.people.setdefault(row.pk, row)
            self.by_email[person.email] = person.pk
            if person.account_id is not None:
                self.by_account[person.account_id] = person.pk
            if person.external_id:
                self.by_external_id[person.external_id] = person.pk

    def _read_places(self, cohort: Cohort) -> None:
        for ids in pieces(self.people):
            rows = Enrollment.objects.filter(cohort=cohort, person_id__in=ids).select_related("response")
            self.enrollments.update({(row.person_id, row.part): row for row in rows})

    def _read_skills(self) -> None:
        for ids in pieces(self.people):
            held = PersonSkill.objects.filter(person_id__in=ids)
            for person_id, direction, key, level in held.values_list(
                "person_id", "direction", "skill__key", "level"
            ):
                self.skills.setdefault((person_id, direction), {})[key] = level


def pieces(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys, each once, a few hundred at a time: databases limit how many a statement may name."""
    unique = list(dict.fromkeys(keys))
    for start in range(0, len(unique), AT_ONCE):
        yield unique[start : start + AT_ONCE]
