"""Names that people write of one another, found again: by e-mail, id or name."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from greenroom.cli.sheets.faults import Unusable
from greenroom.cli.sheets.people import Person
from greenroom.imports.core.mapping import Field
from greenroom.imports.core.reading import plain
from greenroom.imports.core.values import parse_list
from greenroom.matching.core import Forbid, Pin, Rules, Standing

NOBODY: Final = frozenset(
    {
        *("no", "none", "nobody", "no one", "noone", "nil", "nothing", "not applicable", "never mind", "-"),
        *(
            "any",
            "anyone",
            "anybody",
            "no preference",
            "no conflict",
            "no conflicts",
            "none known",
            "not yet",
        ),
        *(
            "keine",
            "keiner",
            "niemand",
            "aucun",
            "aucune",
            "personne",
            "ninguno",
            "ninguna",
            "nadie",
            "nessuno",
        ),
    }
)
"""What people write into a column for names when they name no one."""


SPELLED_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "å": "aa"}
)
"""How names are spelled on keyboards without these letters."""


class Directory:
    """The people of one side, by everything they are called."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.known: dict[str, list[str]] = {}
        self.first_names: dict[str, list[str]] = {}
        for person in people:
            words = person.name.split()
            self.first_names.setdefault(plain(words[0]), []).append(person.key)
            turned = f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else person.name
            names = {
                person.key,
                person.email,
                person.external_id,
                person.name,
                turned,
                turned.replace(",", ""),
            }
            names |= {name.translate(SPELLED_OUT) for name in names}
            for name in {plain(one) for one in names if one}:
                self.known.setdefault(name, []).append(person.key)

    def find(self, text: str) -> list[str]:
        """Return the keys of everyone called so: none, one, or several of the same name."""
        inside = re.search(r"<([^<>]+)>|\(([^()]*@[^()]*)\)", text)
        candidates = [text, *(part for part in (inside.groups() if inside else ()) if part)]
        candidates.append(re.sub(r"<[^<>]*>|\([^()]*\)", " ", text))
        for candidate in candidates:
            if found := self.known.get(plain(candidate)):
                return found
        return []

    def nearly(self, text: str) -> str | None:
        """Return the key of the only one with this first name, if the text is no more than a first name."""
        found = self.first_names.get(plain(text), [])
        return found[0] if len(found) == 1 else None

    def like(self, text: str) -> str:
        near = difflib.get_close_matches(plain(text), self.known, n=1, cutoff=0.75)
        return f" Did you mean {self.known[near[0]][0]}?" if near else ""


def named_in(text: str, directory: Directory) -> list[str]:
    """Part a cell into names; one that is a name as a whole (such as "Lovelace, Ada") stays whole."""
    names = [text] if directory.find(text) else parse_list(text)
    return [name for name in names if plain(name).strip(" .!") not in NOBODY]


def with_named_pairs(
    rules: Rules, mentees: list[Person], mentors: list[Person], *, skip_unknown: bool = False
) -> tuple[Rules, list[str]]:
    """Put into the rules and people whom they name: wishes, must and must not. Returns notes too.

    Raises `Unusable` for names in a must or must not that several have, or that nobody has; with
    ``skip_unknown`` the latter are noted and passed over.
    """
    directories = {"mentees": Directory(mentees), "mentors": Directory(mentors)}
    faults: list[str] = []
    notes: list[str] = []
    unknown = notes if skip_unknown else faults
    on_both_sides = {_row(person) for person in mentees} & {_row(person) for person in mentors}
    pins = [*rules.pins]
    forbids = [*rules.forbids]
    for person in (*mentees, *mentors):
        other = directories["mentors" if person.side == "mentees" else "mentees"]
        own = directories[person.side]
        silent = own if _row(person) in on_both_sides else None
        person.wishes = _wishes(person, other, notes, silent=silent)
        for key in _must(person, Field.MUST_PAIR, (other, own), faults, unknown):
            mentee, mentor = (person.key, key) if person.side == "mentees" else (key, person.key)
            pins.append(Pin(mentee=mentee, mentor=mentor))
        person.unwanted = _must(person, Field.MUST_NOT_PAIR, (other, own), faults, unknown)
    named: list[Pin | Forbid | Standing] = [*pins, *forbids, *rules.standing]
    resolved = [(*_resolved(pair.mentee, pair.mentor, directories, faults), pair) for pair in named]
    if faults:
        raise Unusable(faults)
    new_pins = {
        (mentee, mentor): Pin(mentee=mentee, mentor=mentor, despite_rules=pair.despite_rules)
        for mentee, mentor, pair in resolved
        if isinstance(pair, Pin)
    }
    new_forbids = [
        Forbid(mentee=mentee, mentor=mentor) for mentee, mentor, pair in resolved if isinstance(pair, Forbid)
    ]
    living = [
        Standing(mentee=mentee, mentor=mentor)
        for mentee, mentor, pair in resolved
        if isinstance(pair, Standing)
    ]
    new_rules = replace(
        rules,
        pins=tuple(new_pins.values()),
        forbids=tuple(dict.fromkeys(new_forbids)),
        standing=tuple(dict.fromkeys(living)),
    )
    return new_rules, notes


def same_people(mentees: Sequence[Person], mentors: Sequence[Person]) -> list[tuple[str, str]]:
    """Return keys of people who are on both sides: one row, one e-mail address, or one name and nothing that differs.

    The same number in two files is not the same person: each file may count from 1.
    """
    by_name: dict[str, list[Person]] = {}
    by_email = {person.email: person for person in mentors if person.email}
    for person in mentors:
        by_name.setdefault(plain(person.name), []).append(person)
    found: dict[tuple[str, str], None] = {}
    for person in mentees:
        if person.email in by_email:
            found[person.key, by_email[person.email].key] = None
        for other in by_name.get(plain(person.name), ()):
            is_row = person.sheet is other.sheet and person.row == other.row
            differs = bool(person.email and other.email and person.email != other.email)
            if is_row or not differs or person.says_both or other.says_both:
                found[person.key, other.key] = None
    return list(found)


def _row(person: Person) -> tuple[int, int]:
    return id(person.sheet), person.row


def _wishes(person: Person, other: Directory, notes: list[str], *, silent: Directory | None) -> list[str]:
    """Return the keys of those wished for, first choice first; unknown names are noted and left out.

    Somebody on both sides is read once for each: a wish that only `silent` knows counts in their other part.
    """
    wishes: list[str] = []
    for column in person.sheet.columns_of(Field.CHOICE):
        text = person.cells[column]
        for name in named_in(text, other):
            found = other.find(name)
            nearly = None if found else other.nearly(name)
            if nearly is not None:
                notes.append(
                    person.fault(column, f"“{name}” is taken for {nearly}, the only one of that first name.")
                )
                found = [nearly]
            if len(found) == 1:
                wishes.append(found[0])
            elif found or silent is None or not silent.find(name):
                reason = "nobody" if not found else "several people"
                notes.append(
                    person.fault(
                        column, f"{reason} on the other side is called “{name}”; the wish is left out."
                    )
                )
    return wishes


def _must(
    person: Person,
    meaning: Field,
    directories: tuple[Directory, Directory],
    faults: list[str],
    unknown: list[str],
) -> list[str]:
    other, own = directories
    keys: list[str] = []
    for column in person.sheet.columns_of(meaning):
        for name in named_in(person.cells[column], other):
            found = other.find(name)
            if len(found) == 1:
                keys.append(found[0])
            elif found:
                message = f"several people are called “{name}”. Write the e-mail address instead."
                faults.append(person.fault(column, message))
            elif other.nearly(name) is not None:
                message = f"“{name}” is only a first name. If {other.nearly(name)} is meant, write that."
                faults.append(person.fault(column, message))
            elif not own.find(name):  # someone on the person’s own side is nobody to be paired with anyway
                remedy = "Correct it, empty the cell, or pass over such names with --skip-unknown-names."
                message = f"nobody on the other side is called “{name}”.{other.like(name)} {remedy}"
                unknown.append(person.fault(column, message))
            elif meaning is Field.MUST_PAIR:
                message = f"“{name}” is on the same side, so the two cannot be paired."
                faults.append(person.fault(column, message))
    return keys


def _resolved(
    mentee: str, mentor: str, directories: dict[str, Directory], faults: list[str]
) -> tuple[str, str]:
    keys = []
    for name, side in ((mentee, "mentees"), (mentor, "mentors")):
        found = directories[side].find(name)
        if len(found) != 1:
            reason = "nobody is" if not found else "several people are"
            near = directories[side].like(name)
            what = f"A pinned, forbidden or living pair names “{name}”"
            faults.append(f"{what}, and {reason} called so among the {side}.{near}")
        keys.append(found[0] if found else name)
    return keys[0], keys[1]
