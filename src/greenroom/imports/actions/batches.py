"""Some rows of a file against what is there: what each creates or changes, and the writing of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from greenroom.base import clock
from greenroom.imports.actions.ground import Ground, pieces
from greenroom.imports.actions.questions import Questions, merged
from greenroom.imports.actions.seen import Seen
from greenroom.imports.core.rows import Entry, Fault
from greenroom.imports.models import Import
from greenroom.organizations.actions import accounts_for
from greenroom.people.core.folding import tidied
from greenroom.people.core.languages import code_of
from greenroom.people.models import Person, PersonSkill, Skill, skill_key
from greenroom.programs.models import Enrollment, Part
from greenroom.questionnaires.models import Response

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
WRITE_AT_ONCE = 200
_ONE_LINE = frozenset({"pronouns", "headline", "job_title", "employer", "department", "place"})


class Batch:
    """Entries that follow each other in the file. `plan` reads and compares, `write` writes what was planned."""

    def __init__(
        self, source: Import, entries: Sequence[Entry], *, questions: Questions, seen: Seen, with_skills: bool
    ) -> None:
        self.states: dict[int, str] = {}
        """What becomes of each row, by its number."""
        self.faults: list[Fault] = []
        self.entries = entries
        self._source, self._questions, self._seen = source, questions, seen
        self._ground = Ground.under(entries, cohort=source.cohort, with_skills=with_skills)
        self._fresh: dict[str, Person] = {}
        self._dirty: dict[int, Person] = {}
        self._dirty_fields: set[str] = set()
        self._skills: dict[tuple[int, str, str], tuple[Person, str, int]] = {}
        self._new_places: list[Enrollment] = []
        self._old_places: dict[int, Enrollment] = {}
        self._new_responses: list[tuple[Enrollment, Response]] = []
        self._old_responses: dict[int, Response] = {}
        for entry in entries:
            self._plan(entry)

    def write(self) -> None:
        """In the caller's transaction; nothing may have been at fault."""
        self._write_people()
        self._write_skills()
        Response.objects.bulk_create([response for _place, response in self._new_responses])
        for place, response in self._new_responses:
            place.response = response
        Response.objects.bulk_update(
            self._old_responses.values(), ["answers", "updated_at"], batch_size=WRITE_AT_ONCE
        )
        Enrollment.objects.bulk_create(self._new_places)
        Enrollment.objects.bulk_update(
            self._old_places.values(),
            ["capacity", "minimum", "opens_with", "response"],
            batch_size=WRITE_AT_ONCE,
        )

    def _plan(self, entry: Entry) -> None:
        person = self._ground.person_of(entry) or self._fresh.get(entry.email)
        before = len(self.faults)
        self.faults += self._identity_faults(entry, person)
        wanted = self._wanted(entry)
        if len(self.faults) > before:
            return
        is_new = person is None
        if person is None:
            person = self._fresh[entry.email] = self._person(entry)
        is_changed = self._change(person, wanted) | self._plan_skills(person, entry)
        for part in entry.parts:
            made, changed = self._plan_place(person, entry, part)
            is_new, is_changed = is_new or made, is_changed or changed
        entry.email = person.email
        self.states[entry.row] = CREATED if is_new else CHANGED if is_changed else UNCHANGED

    def _identity_faults(self, entry: Entry, person: Person | None) -> list[Fault]:
        faults = []
        if person is None:
            if not entry.email:
                faults.append(
                    _fault(
                        entry,
                        entry.external_id,
                        _("Nobody here has this id yet. Add an e-mail address to the row."),
                    )
                )
            return faults
        if person.pk not in self._ground.people:
            return faults  # someone whom a row before this one brings in
        faults += self._seen.same_person(entry, person.pk)
        if not person.is_active:
            faults.append(
                _fault(
                    entry,
                    person.email,
                    _("This person is deactivated here. Reactivate them first, or remove the row."),
                )
            )
        holder = self._ground.holder_of(entry.external_id) if entry.external_id else None
        if holder is not None and holder.pk != person.pk:
            faults.append(
                _fault(
                    entry,
                    entry.external_id,
                    _("This id belongs to %(email)s here. Correct one.") % {"email": holder.email},
                )
            )
        return faults

    def _wanted(self, entry: Entry) -> dict[str, Any]:
        """The fields of the profile that the row fills."""
        wanted = {
            name: tidied(value) if name in _ONE_LINE else value
            for name, value in entry.profile.items()
            if name != "languages"
        }
        if entry.name:
            wanted["name"] = _one_line(entry.name)
        if entry.external_id:
            wanted["external_id"] = entry.external_id
        if "languages" in entry.profile:
            wanted["languages"] = self._codes(entry)
        return wanted

    def _codes(self, entry: Entry) -> list[str]:
        codes = {word: _code_of(word) for word in entry.profile["languages"]}
        self.faults += [
            _fault(
                entry,
                word,
                _("“%(word)s” is no language that we know. Write its English name.") % {"word": word},
            )
            for word, code in codes.items()
            if code is None
        ]
        entry.profile["languages"] = list(dict.fromkeys(code for code in codes.values() if code))
        return list(entry.profile["languages"])

    def _person(self, entry: Entry) -> Person:
        person = Person(
            organization_id=self._source.cohort.program.organization_id, email=entry.email, name=entry.email
        )
        if entry.capacity is not None and Part.MENTOR in entry.parts:
            person.capacity = entry.capacity
        return person

    def _change(self, person: Person, wanted: dict[str, Any]) -> bool:
        changes = {name: value for name, value in wanted.items() if getattr(person, name) != value}
        for name, value in changes.items():
            setattr(person, name, value)
        if changes and person.pk is not None:
            if person.pk not in self._dirty:
                person.version += 1
            self._dirty[person.pk] = person
            self._dirty_fields.update(changes)
        return bool(changes)

    def _plan_skills(self, person: Person, entry: Entry) -> bool:
        """Skills are added and their levels changed; those that the file does not name stay."""
        is_changed = False
        for direction, levels in entry.skills.items():
            held = self._ground.skills.get((person.pk or 0, direction), {})
            for name, level in levels.items():
                key, refusal = _skill_key(name)
                if refusal:
                    self.faults.append(_fault(entry, name, refusal))
                    continue
                if held.get(key) != level:
                    self._skills[id(person), direction, key] = (person, name, level)
                    is_changed = True
        return is_changed

    def _plan_place(self, person: Person, entry: Entry, part: str) -> tuple[bool, bool]:
        """Whether the place is new, and whether one that was there changes."""
        place = self._ground.enrollments.get((person.pk, part)) if person.pk else None
        capacity = entry.capacity if part == Part.MENTOR or entry.parts == (part,) else None
        answers, faults = self._questions.answers(entry, part, capacity=capacity)
        self.faults += faults
        if place is None:
            self._plan_new_place(person, entry, part, capacity=capacity, answers=answers)
            return True, False
        return False, self._plan_old_place(place, entry, capacity=capacity, answers=answers)

    def _plan_new_place(
        self, person: Person, entry: Entry, part: str, *, capacity: int | None, answers: dict[str, Any]
    ) -> None:
        program = self._source.cohort.program
        places = program.places_for(person, part) if capacity is None else capacity
        place = Enrollment(
            cohort=self._source.cohort,
            person=person,
            part=part,
            status=self._source.status,
            source=Enrollment.Source.IMPORT,
        )
        size = program.opens_with_for(places, part) if entry.opens_with is None else entry.opens_with
        minimum = entry.minimum if capacity is not None else 0
        place.take_places(places, minimum=minimum, opens_with=size)
        self._new_places.append(place)
        if answers:
            self._new_responses.append((place, self._response(part, person, answers)))

    def _plan_old_place(
        self, place: Enrollment, entry: Entry, *, capacity: int | None, answers: dict[str, Any]
    ) -> bool:
        is_changed = False
        before = place.capacity, place.minimum, place.opens_with
        if capacity is not None:
            place.take_places(capacity, minimum=entry.minimum, opens_with=entry.opens_with)
        if (place.capacity, place.minimum, place.opens_with) != before:
            self._old_places[place.pk] = place
            is_changed = True
        if place.response is None and answers:
            self._new_responses.append((place, self._response(place.part, place.person, answers)))
            self._old_places[place.pk] = place
            return True
        if place.response is not None and merged(place.response.answers, answers) != place.response.answers:
            place.response.answers = merged(place.response.answers, answers)
            place.response.updated_at = clock.now()
            self._old_responses[place.response.pk] = place.response
            is_changed = True
        return is_changed

    def _response(self, part: str, person: Person, answers: dict[str, Any]) -> Response:
        return Response(
            questionnaire=self._questions.parts[part].questionnaire, person=person, answers=answers
        )

    def _write_people(self) -> None:
        people = list(self._fresh.values())
        accounts = accounts_for({person.email: person.name for person in people})
        for person in people:
            person.account = accounts[person.email]
        Person.objects.bulk_create(people)
        if self._dirty:
            Person.objects.bulk_update(
                self._dirty.values(), [*self._dirty_fields, "version"], batch_size=WRITE_AT_ONCE
            )

    def _write_skills(self) -> None:
        if not self._skills:
            return
        organization_id = self._source.cohort.program.organization_id
        names = {
            key: Skill.tidied_name(name) for (_p, _d, key), (_person, name, _level) in self._skills.items()
        }
        ids = _skill_ids(organization_id, list(names))
        Skill.objects.bulk_create(
            [
                Skill(organization_id=organization_id, name=name, key=key)
                for key, name in names.items()
                if key not in ids
            ],
            ignore_conflicts=True,
        )
        ids |= _skill_ids(organization_id, [key for key in names if key not in ids])
        PersonSkill.objects.bulk_create(
            [
                PersonSkill(person=person, skill_id=ids[key], direction=direction, level=level)
                for (_p, direction, key), (person, _name, level) in self._skills.items()
            ],
            update_conflicts=True,
            unique_fields=["person", "skill", "direction"],
            update_fields=["level"],
        )


_code_of = lru_cache(maxsize=1_024)(code_of)


@lru_cache(maxsize=8_192)
def _skill_key(name: str) -> tuple[str, str]:
    """What makes two spellings one skill, or why this is no name of a skill."""
    try:
        return skill_key(Skill.tidied_name(name)), ""
    except ValidationError as bad:
        return "", str(bad.messages[0])


def _one_line(text: str) -> str:
    """`tidied`, which looks at each character, only where it is needed."""
    return " ".join(text.split()) if text.isascii() and text.isprintable() else tidied(text)


def _skill_ids(organization_id: int, keys: Sequence[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for some in pieces(keys):
        rows = Skill.objects.filter(organization_id=organization_id, key__in=some)
        ids.update(rows.values_list("key", "pk"))
    return ids


def _fault(entry: Entry, value: str, message: str) -> Fault:
    return Fault(row=entry.row, column="", value=value, message=message)
