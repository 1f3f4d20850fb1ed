"""Whom people would like, whom they must not meet, and who must be together: names made people."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from greenroom.imports.core.rows import Entry, Fault, same_name
from greenroom.imports.models import Import, RequestedPair
from greenroom.programs.models import Cohort, Enrollment, Part

_OTHER = {Part.MENTOR.value: Part.MENTEE.value, Part.MENTEE.value: Part.MENTOR.value}
_SEVERAL = 0
WRITE_AT_ONCE = 200


@dataclass(frozen=True)
class _Named:
    """One row that names other people."""

    row: int
    email: str
    parts: tuple[str, ...]
    wishes: tuple[str, ...]
    unwanted: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(kw_only=True)
class Wishes:
    """Gathered row by row, settled at the end, when everyone is known."""

    named: list[_Named] = field(default_factory=list)
    known: dict[tuple[str, str], int] = field(default_factory=dict)
    """(part, address or name) to the person's id; 0 where two people have the name; below 0 for people not yet there."""
    _next: int = -1

    def take(self, entry: Entry) -> None:
        """Remember who stands in the row, and whom it names."""
        for part in entry.parts:
            self._know(part, entry.email, entry.name, self._next)
        self._next -= 1
        if entry.wishes or entry.unwanted or entry.required:
            self.named.append(
                _Named(
                    entry.row,
                    entry.email,
                    entry.parts,
                    tuple(entry.wishes),
                    tuple(entry.unwanted),
                    tuple(entry.required),
                )
            )

    def know_cohort(self, cohort: Cohort) -> None:
        """Everyone in the cohort now; their ids stand for those of the file."""
        for enrollment in _places(cohort):
            self._know(enrollment.part, enrollment.person.email, enrollment.person.name, enrollment.person_id)

    def notes(self) -> Iterator[Fault]:
        """Names that nobody in the cohort or the file has: their wishes are left out."""
        for line in self.named:
            for name in (*line.wishes, *line.unwanted, *line.required):
                found = [self._find(_OTHER[part], name) for part in line.parts]
                if not any(found):
                    several = _SEVERAL in found
                    reason = (
                        "Several people have this name"
                        if several
                        else "Nobody in this cohort or file has this name"
                    )
                    remedy = (
                        "write their e-mail address"
                        if several
                        else "check its spelling, or import them first"
                    )
                    yield Fault(
                        row=line.row,
                        column="",
                        value=name,
                        message=f"{reason}, so it is left out; {remedy}.",
                        blocks=False,
                    )

    def changed_rows(self, cohort: Cohort) -> dict[int, list[Enrollment]]:
        """The places whose wishes differ from what the file says, with the new ones set, by row."""
        changed: dict[int, list[Enrollment]] = {}
        places = {(place.person.email, place.part): place for place in _places(cohort)} if self.named else {}
        for line in self.named:
            for part in line.parts:
                place = places.get((line.email, part))
                if place is None:
                    continue
                wishes = self._ids(_OTHER[part], line.wishes) or place.wishes
                unwanted = self._ids(_OTHER[part], line.unwanted) or place.unwanted
                if (place.wishes, place.unwanted) != (wishes, unwanted):
                    place.wishes, place.unwanted = wishes, unwanted
                    changed.setdefault(line.row, []).append(place)
        return changed

    def write(self, source: Import) -> set[int]:
        """Set the wishes and note who must be together; gives the rows that changed anything."""
        changed = self.changed_rows(source.cohort)
        rows = [place for places in changed.values() for place in places]
        Enrollment.objects.bulk_update(rows, ["wishes", "unwanted"], batch_size=WRITE_AT_ONCE)
        self._write_required(source)
        return set(changed)

    def _write_required(self, source: Import) -> None:
        lines = [line for line in self.named if line.required]
        if not lines:
            return
        places = {(place.person_id, place.part): place for place in _places(source.cohort)}
        pairs: dict[tuple[int, int], RequestedPair] = {}
        for line in lines:
            for part in line.parts:
                own = places.get((self._find(part, line.email) or 0, part))
                for other_id in self._ids(_OTHER[part], line.required):
                    other = places.get((other_id, _OTHER[part]))
                    if own is not None and other is not None:
                        mentor, mentee = (own, other) if part == Part.MENTOR else (other, own)
                        pairs[mentor.pk, mentee.pk] = RequestedPair(
                            source=source, mentor=mentor, mentee=mentee
                        )
        RequestedPair.objects.bulk_create(pairs.values(), ignore_conflicts=True)

    def _ids(self, part: str, names: tuple[str, ...]) -> list[int]:
        found = (self._find(part, name) for name in names)
        return list(dict.fromkeys(person_id for person_id in found if person_id))

    def _find(self, part: str, name: str) -> int | None:
        return self.known.get((part, name.strip().lower())) or self.known.get((part, same_name(name)))

    def _know(self, part: str, email: str, name: str, person_id: int) -> None:
        key = (part, same_name(name))
        before = self.known.get((part, email))
        self.known[part, email] = person_id
        there = self.known.get(key)
        self.known[key] = person_id if there is None or there in (before, person_id) else _SEVERAL


def _places(cohort: Cohort) -> Iterator[Enrollment]:
    rows = Enrollment.objects.filter(cohort=cohort).select_related("person")
    return rows.only("part", "wishes", "unwanted", "person_id", "person__name", "person__email").iterator(
        chunk_size=1_000
    )
