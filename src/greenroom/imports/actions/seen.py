"""Which people the rows before have named."""

from dataclasses import dataclass, field

from greenroom.imports.core.rows import Entry, Fault, same_name


@dataclass(kw_only=True)
class Seen:
    """One person may stand in two rows, once as mentor and once as mentee, under one name. Everything else is a fault."""

    emails: dict[str, tuple[int, str, tuple[str, ...]]] = field(default_factory=dict)
    external_ids: dict[str, tuple[int, str]] = field(default_factory=dict)
    people: dict[int, tuple[int, str]] = field(default_factory=dict)

    def faults_of(self, entry: Entry) -> list[Fault]:
        faults = []
        if entry.email:
            row, name, parts = self.emails.setdefault(entry.email, (entry.row, same_name(entry.name), ()))
            if row != entry.row and (name != same_name(entry.name) or set(parts) & set(entry.parts)):
                faults.append(
                    _fault(
                        entry,
                        entry.email,
                        f"Row {row} has this e-mail address too. Two people need two addresses; if it is one person, "
                        "keep one row, or one as mentor and one as mentee under the same name.",
                    )
                )
            self.emails[entry.email] = (row, name, (*parts, *entry.parts))
        if entry.external_id:
            row, email = self.external_ids.setdefault(entry.external_id, (entry.row, entry.email))
            if email != entry.email:
                faults.append(
                    _fault(
                        entry,
                        entry.external_id,
                        f"Row {row} has this id too, with another e-mail address. Correct one.",
                    )
                )
        return faults

    def same_person(self, entry: Entry, person_id: int) -> list[Fault]:
        """Two rows that name one person of ours by different addresses or ids."""
        row, email = self.people.setdefault(person_id, (entry.row, entry.email))
        if email == entry.email:
            return []
        return [
            _fault(
                entry,
                entry.email,
                f"This is the same person as in row {row}, who is known here already. Keep one.",
            )
        ]


def _fault(entry: Entry, value: str, message: str) -> Fault:
    return Fault(row=entry.row, column="", value=value, message=message)
