"""The list of people, for those who run programs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from greenroom.base import clock
from greenroom.base.errors import NotAllowed
from greenroom.base.tables import Cell, Format, table_response
from greenroom.organizations.models import Role
from greenroom.people.actions import record_export
from greenroom.people.middleware import PersonRequest
from greenroom.people.models import Person, PersonSkill
from greenroom.people.permissions import may_invite, may_see_directory
from greenroom.people.queries import (
    ANYWHERE,
    NOWHERE,
    SORTS,
    STATES,
    Wanted,
    directory,
    hours_in_words,
    language_choices,
    skill_names,
    skills_in_words,
    ties,
)

PER_PAGE = 50
CHUNK = 500
LONGEST_SEARCH = 100


@require_safe
def people(request: PersonRequest) -> HttpResponse:
    _check_may_look(request.person)
    wanted, sort = _wanted(request), _sort(request)
    page = _page(directory(request.person, wanted, sort=sort), request.GET.get("page"))
    shown = list(page.object_list)
    places = ties().places_of(shown)
    context = {
        "page": page,
        "rows": [(person, places.get(person.pk, ())) for person in shown],
        "sort": sort,
        "wanted": wanted,
        "choices": _choices(),
        "words": _words(),
        "address": reverse("people:list"),
        "today": clock.today(request.person.zone),
        "skills": skill_names(request.organization),
        "is_narrowed": wanted != Wanted(),
        "query": request.GET.urlencode(),
        "may_invite": may_invite(request.person, request.organization, role=Role.MEMBER),
    }
    return render(request, "people/list.html", context)


@require_POST
def export(request: PersonRequest) -> HttpResponseBase:
    """The same people as the list shows for the same address, in one file."""
    _check_may_look(request.person)
    rows = directory(request.person, _wanted(request), sort=_sort(request))
    file_format: Format = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
    record_export(request.organization.pk, rows=rows.count(), by=request.person)
    name = _("People of %(organization)s") % {"organization": request.organization.name}
    return table_response(name, _header(), _cells(rows), file_format=file_format)


def _check_may_look(person: Person) -> None:
    if not may_see_directory(person):
        raise NotAllowed("not_coordinator", _("The list of people is open to coordinators."))


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; values that are none of the choices count as not asked."""
    asked = request.GET
    known = {name: {value for value, _words in choices} for name, choices in _choices().items()}

    def chosen(name: str, default: str = "") -> str:
        value = asked.get(name, default)
        return value if value in known[name] else default

    return Wanted(
        words=asked.get("q", "")[:LONGEST_SEARCH],
        state=chosen("state", "active"),
        stage=chosen("stage"),
        role=chosen("role"),
        skill=asked.get("skill", "")[:LONGEST_SEARCH].strip(),
        part=chosen("part"),
    )


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else "name"


def _choices() -> dict[str, list[tuple[str, Any]]]:
    return {
        "state": list(
            zip(
                STATES,
                (_("Active"), _("Not taking anyone new"), _("Deactivated"), _("Everyone")),
                strict=True,
            )
        ),
        "stage": [("", _("Any stage")), *Person.Stage.choices],
        "role": [("", _("Any role")), *Role.choices],
        "part": [
            ("", _("Cohort or none")),
            (ANYWHERE, _("In a cohort")),
            ("mentor", _("Mentors in a cohort")),
            ("mentee", _("Mentees in a cohort")),
            (NOWHERE, _("In no cohort")),
        ],
    }


def _words() -> dict[str, str]:
    """The names of the columns, which also stand before each value on narrow screens."""
    return {
        "email": _("E-mail"),
        "work": _("Work"),
        "stage": _("Stage"),
        "cohorts": _("In cohorts"),
        "joined": _("Joined"),
        "active": _("Last here"),
        "owner": _("Owner"),
        "deactivated": _("Deactivated"),
        "never": _("Never"),
    }


def _page(rows: Any, asked: str | None) -> Page[Person]:
    """One page. Its keys are read from the index alone, then fifty rows, so that the last page is as quick."""
    page = Paginator(rows.values_list("pk", flat=True), PER_PAGE).get_page(asked)
    keys = list(page.object_list)
    found = Person.objects.defer("story", "free_hours", "links").in_bulk(keys)
    page.object_list = [found[key] for key in keys]
    return page


def _header() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Pronouns"),
        _("Owner or member"),
        _("Headline"),
        _("Story"),
        _("Career stage"),
        _("Years in the field"),
        _("Role"),
        _("Employer"),
        _("Department"),
        _("Place"),
        _("Time zone"),
        _("Languages"),
        _("Can share"),
        _("Wants to learn"),
        _("Free hours"),
        _("Most mentees at a time"),
        _("Not taking anyone new until"),
        _("Links"),
        _("In cohorts"),
        _("Joined"),
        _("Last active"),
        _("Deactivated"),
    ]


def _cells(rows: QuerySet[Person]) -> Iterator[Sequence[Cell]]:
    """Read in pieces while the file is sent, so that memory does not grow with the organization."""
    words = _Words()
    people = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(people, CHUNK)):
        places, skills = ties().places_of(chunk), skills_in_words(chunk)
        for person in chunk:
            yield _row(person, words, places.get(person.pk, ()), skills.get(person.pk, {}))


class _Words:
    """What is the same for every row, translated once."""

    def __init__(self) -> None:
        self.roles = {value: str(label) for value, label in Role.choices}
        self.stages = {"": "", **{value: str(label) for value, label in Person.Stage.choices}}
        self.languages = dict(language_choices())


def _row(
    person: Person, words: _Words, places: Sequence[str], skills: Mapping[str, Sequence[str]]
) -> Sequence[Cell]:
    return [
        person.name,
        person.email,
        person.pronouns,
        words.roles[person.role],
        person.headline,
        person.story,
        words.stages[person.stage],
        person.years,
        person.job_title,
        person.employer,
        person.department,
        person.place,
        person.time_zone,
        [words.languages.get(code, code) for code in person.languages],
        skills.get(PersonSkill.Direction.OFFERED, ()),
        skills.get(PersonSkill.Direction.WANTED, ()),
        hours_in_words(person.free_hours),
        person.capacity,
        person.paused_until,
        person.links,
        places,
        person.joined_at,
        person.last_active_at,
        person.deactivated_at,
    ]
