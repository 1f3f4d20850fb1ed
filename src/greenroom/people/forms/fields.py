"""Form fields of a profile: languages by name, skills with levels, links, a time zone."""

import functools
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from greenroom.people.core.languages import code_of
from greenroom.people.models import LEVELS, MAX_LINKS, Skill, skill_key, validate_links
from greenroom.people.queries import language_choices, language_name

MOST_SKILLS = 30
MOST_LANGUAGES = 20
BLANK_LINES = 3

Words = str | Promise

OFFERED_LEVELS: tuple[tuple[int, Words], ...] = (
    (1, _("First steps")),
    (2, _("Some practice")),
    (3, _("Solid")),
    (4, _("Strong")),
    (5, _("Could teach it")),
)
WANTED_LEVELS: tuple[tuple[int, Words], ...] = (
    (1, _("A little")),
    (2, _("Somewhat")),
    (3, _("Quite a lot")),
    (4, _("Very much")),
    (5, _("Most of all")),
)


class _Lines(forms.Widget):
    """Several lines of the same kind, with blank ones to fill; a fieldset stands around them."""

    kind = "own"
    use_fieldset = True
    template = ""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002 - Django's signature
        return False

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        context = {"name": name, "id": (attrs or {}).get("id", name), **self.context(value)}
        return render_to_string(self.template, context)

    def context(self, value: Any) -> dict[str, Any]:
        return {"lines": list(value or ())}


def _listed(data: Mapping[str, Any], name: str) -> list[str]:
    """All values of a name, from a query or from a plain mapping as tests and programs send it."""
    if isinstance(data, MultiValueDict):
        return [str(value) for value in data.getlist(name)]
    value = data.get(name) or []
    return [value] if isinstance(value, str) else [str(item) for item in value]


class SkillsInput(_Lines):
    """Lines of a skill's name and a level; the organization's own names are suggested."""

    template = "people/skills_input.html"
    levels: Sequence[tuple[int, Words]] = OFFERED_LEVELS
    suggestions: Iterable[str] = ()

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 - Django's signature
        name: str,
    ) -> list[tuple[str, str]]:
        names, levels = _listed(data, f"{name}-name"), _listed(data, f"{name}-level")
        levels += [""] * (len(names) - len(levels))
        return list(zip(names, levels, strict=False))

    def context(self, value: Any) -> dict[str, Any]:
        given = (
            list(value.items()) if isinstance(value, Mapping) else [pair for pair in value or () if pair[0]]
        )
        lines = [(name, str(level)) for name, level in given] + [("", "")] * BLANK_LINES
        return {"lines": lines, "levels": self.levels, "suggestions": self.suggestions}


class SkillsField(forms.Field):
    """Gives {name: level 1..5}; of two spellings of one skill the higher level stays."""

    widget = SkillsInput
    default_error_messages = {
        "level": _("Choose a level for “%(name)s”."),
        "many": _("Name up to %(most)s skills."),
    }

    def __init__(self, *, levels: Sequence[tuple[int, Words]], **options: Any) -> None:
        super().__init__(**options)
        self.widget.levels = levels

    def suggest(self, names: Iterable[str]) -> None:
        self.widget.suggestions = names

    def to_python(self, value: Any) -> dict[str, int]:
        pairs = value.items() if isinstance(value, Mapping) else value or ()
        skills: dict[str, tuple[str, int]] = {}
        for name, level in pairs:
            if not str(name).strip():
                continue
            plain = Skill.tidied_name(str(name))
            if str(level) not in {str(known) for known in LEVELS}:
                raise ValidationError(self.error_messages["level"], code="level", params={"name": plain})
            known_name, known_level = skills.get(skill_key(plain), (plain, 0))
            skills[skill_key(plain)] = (known_name, max(int(level), known_level))
        if len(skills) > MOST_SKILLS:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MOST_SKILLS})
        return dict(skills.values())


class LanguagesInput(_Lines):
    """Lines with a language's name each, suggested from the list of all."""

    template = "people/languages_input.html"

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 - Django's signature
        name: str,
    ) -> list[str]:
        return _listed(data, name)

    def context(self, value: Any) -> dict[str, Any]:
        given = [language_name(text) for text in value or () if text.strip()]
        return {
            "lines": [*given, *[""] * BLANK_LINES],
            "choices": [name for _code, name in language_choices()],
        }


class LanguagesField(forms.Field):
    """Gives a list of codes from names or codes, in the order they were given."""

    widget = LanguagesInput
    default_error_messages = {
        "unknown": _("“%(name)s” is not in our list of languages. Look for it by its English name."),
        "many": _("Name up to %(most)s languages."),
    }

    def to_python(self, value: Any) -> list[str]:
        codes: dict[str, None] = {}
        for text in value or ():
            if not text.strip():
                continue
            code = code_of(text) or self._translated(text)
            if code is None:
                raise ValidationError(
                    self.error_messages["unknown"], code="unknown", params={"name": text.strip()[:80]}
                )
            codes[code] = None
        if len(codes) > MOST_LANGUAGES:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MOST_LANGUAGES})
        return list(codes)

    def _translated(self, text: str) -> str | None:
        wanted = text.strip().casefold()
        return next((code for code, name in language_choices() if name.casefold() == wanted), None)


class LinksInput(_Lines):
    template = "people/links_input.html"

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 - Django's signature
        name: str,
    ) -> list[str]:
        return _listed(data, name)

    def context(self, value: Any) -> dict[str, Any]:
        given = [text for text in value or () if text.strip()]
        blank = max(0, min(BLANK_LINES, MAX_LINKS - len(given)))
        return {"lines": [*given, *[""] * blank]}


class LinksField(forms.Field):
    """Gives a list of web addresses; one without a scheme gets https."""

    widget = LinksInput

    def to_python(self, value: Any) -> list[str]:
        given = [text.strip() for text in value or () if text.strip()]
        links = [link if ":" in link.partition("/")[0] else f"https://{link}" for link in given]
        validate_links(links)
        return list(dict.fromkeys(links))


@functools.cache
def zone_names() -> tuple[str, ...]:
    """Zones that people live in, as Region/City, and UTC."""
    regions = (
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    places = (name for name in zoneinfo.available_timezones() if name.partition("/")[0] in regions)
    return ("UTC", *sorted(name for name in places if "/" in name))


class TimeZoneField(forms.ChoiceField):
    """A zone's name; `blank_words`, where given, is what choosing none means."""

    def __init__(self, *, blank_words: Words = "", current: str = "", **options: Any) -> None:
        names = zone_names() if not current or current in zone_names() else (current, *zone_names())
        choices: list[tuple[str, Words]] = [(name, name.replace("_", " ")) for name in names]
        super().__init__(choices=[*([("", blank_words)] if blank_words else []), *choices], **options)
