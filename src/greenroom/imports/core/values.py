"""What people write in cells, read as values.

Every parser takes the text of one cell and returns None (or an empty collection) where the cell is empty; it raises
`BadValue`, whose message says what happened and what to do, where it cannot be read.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from greenroom.imports.core.capacities import (
    CAPACITY_LIMIT,
    YEARS_LIMIT,
    Capacity,
    parse_capacity,
    parse_count,
    parse_years,
)
from greenroom.imports.core.hours import parse_hours
from greenroom.imports.core.languages import parse_languages
from greenroom.imports.core.lists import parse_list
from greenroom.imports.core.reading import NOTHING, BadValue, plain, shown, vocabulary
from greenroom.imports.core.zones import parse_time_zone

__all__ = [
    "CAPACITY_LIMIT",
    "YEARS_LIMIT",
    "BadValue",
    "Capacity",
    "Part",
    "Skill",
    "parse_capacity",
    "parse_count",
    "parse_email",
    "parse_hours",
    "parse_languages",
    "parse_level",
    "parse_list",
    "parse_part",
    "parse_skills",
    "parse_time_zone",
    "parse_years",
    "parse_yes_no",
]

_YES = vocabulary(
    "yes y yeah yep yup yea true t 1 1.0 x xx ✓ ✔ ✅ ☑ ☒ on ok okay sure agree agreed checked selected accept accepted "
    "positive absolutely definitely certainly ja j jawohl wahr oui o vrai si s verdadero cierto vero sim verdadeiro da "
    "tak ano evet igen kylla joo jah jes waar はい ○ 是 对 예 네 да д ναι yes✓"
)
_NO = vocabulary(
    "no n nope nah false f 0 0.0 ✗ ✘ ❌ ☐ off never none unchecked disagree declined negative nein nee nej nei nie ne ei "
    "falsch non faux falso nao nem hayir いいえ × 否 不 아니요 아니오 нет н οχι onwaar"
)
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)
_EMAIL_LENGTH = 254
_LOCAL_LENGTH = 64
_LEVELS = {
    1: "none novice beginner basic basics entry starter new anfanger debutant principiante principiant low",
    2: "elementary some learning limited foundation foundational awareness grundkenntnisse basico fair",
    3: "intermediate competent good medium moderate average working practitioner mittel intermediaire intermedio",
    4: "advanced proficient skilled strong experienced high fortgeschritten avance avanzado avancado very",
    5: "expert master mastery fluent native specialist guru excellent experte expertin experto experta especialista",
}
_LEVEL_OF = {word: level for level, words in _LEVELS.items() for word in words.split()}
_HIGHEST_LEVEL = 5
_SEEKS_MENTOR = re.compile(
    r"\b(look(ing)? for|want(s|ed)?|seek(ing|s)?|need(s|ing)?|find(ing)?|get|have|would like|request(ing)?|suche|cherche|busco)"
    r"\b(?! to (be(come)? )?(a |an )?mentor\b(?! me))[^.;,]{0,25}?\bmentor(in|a|e)?\b"
)
_MENTEE = re.compile(
    r"\b(mentees?|proteg(e|ee|es|ees)|mentored|mentorees?|apprentices?|learners?|students?|mentorado|mentorada|tutelado|"
    r"aprendiz|lernende|mentore|mentoree|receive mentoring|mentors? me)\b"
)
_MENTOR = re.compile(
    r"\b(mentors?|mentorin|mentora|mentores|tutors?|coach|coaches|advis[eo]rs?|sponsors?|tuteur|tutor|give mentoring)\b"
)
_BOTH = re.compile(r"\b(both|either|beide|beides|les deux|ambos|ambas|entrambi|beiden)\b")


class Part(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


@dataclass(frozen=True)
class Skill:
    name: str
    level: int | None = None
    """1 (beginner) to 5 (expert), None where none is said."""


def parse_yes_no(text: str) -> bool | None:
    said = plain(text)
    if said in NOTHING:
        return None
    for candidate in (said, said.strip(" .!"), re.split(r"[\s,.;:!(-]+", said, maxsplit=1)[0]):
        if candidate in _YES:
            return True
        if candidate in _NO:
            return False
    raise BadValue(f"{shown(text)} is neither yes nor no. Write “yes” or “no”, or leave the cell empty.")


def parse_email(text: str) -> str | None:
    """Trimmed and in lower case; takes "Ada Lovelace <ada@example.org>" and "mailto:" too."""
    said = text.strip()
    if plain(said) in NOTHING:
        return None
    if bracketed := re.search(r"<([^<>]+)>\s*$", said):
        said = bracketed.group(1)
    said = said.lower().removeprefix("mailto:").strip(" .,;\"'")
    if said.count("@") > 1:
        raise BadValue(
            f"{shown(text)} is more than one e-mail address. Keep the one that the person signs in with."
        )
    local = said.partition("@")[0]
    if not _EMAIL.fullmatch(said) or len(said) > _EMAIL_LENGTH or len(local) > _LOCAL_LENGTH:
        raise BadValue(f"{shown(text)} is no e-mail address. Write it like name@example.org.")
    return said


def parse_level(text: str) -> int | None:
    """1 to 5: "4", "4/5", "8 out of 10", "Level 3", "★★★", "expert"."""
    said = plain(text)
    if said in NOTHING:
        return None
    level = _level(said)
    if level is None:
        raise BadValue(f"{shown(text)} is no level. Write a number from 1 (beginner) to 5 (expert).")
    return level


def parse_skills(text: str) -> list[Skill]:
    """Read "Budgeting (4); Scheduling: 3" or "Budgeting, Scheduling"; a name is kept as it stands."""
    skills: dict[str, Skill] = {}
    for item in parse_list(text):
        skill = _skill(item)
        skills.setdefault(plain(skill.name), skill)
    return list(skills.values())


def parse_part(text: str) -> Part | None:
    """Read "mentor", "I’m looking for a mentor" (a mentee), "Mentor, Mentee" (both)."""
    if plain(text) in NOTHING:
        return None
    said = plain(text).replace("/", " ")
    rest = re.sub(r"\bmentor(s|ing)? me\b", " mentee ", _SEEKS_MENTOR.sub(" mentee ", said))
    is_mentee = bool(_MENTEE.search(rest))
    is_mentor = bool(_MENTOR.search(re.sub(r"\bmentor(ing)? program(me)?\b", " ", rest)))
    is_mentor = is_mentor or bool(
        re.search(r"\b(to mentor(?!ing)|mentoring others|offer(ing)?( to)? mentor)", rest)
    )
    if _BOTH.search(rest) or (is_mentor and is_mentee):
        return Part.BOTH
    if is_mentor or is_mentee:
        return Part.MENTOR if is_mentor else Part.MENTEE
    raise BadValue(f"{shown(text)} is no part in a program. Write “mentor”, “mentee” or “both”.")


def _level(said: str) -> int | None:
    if stars := said.count("★") or said.count("⭐") or said.count("*"):
        return stars if stars <= _HIGHEST_LEVEL else None
    if share := re.fullmatch(r"(\d{1,3}) ?(?:/|of|out of) ?(\d{1,3})|(\d{1,3}) ?%", said):
        value, scale = int(share[1] or share[3]), int(share[2] or 100)
        return max(1, round(_HIGHEST_LEVEL * value / scale)) if 0 < value <= scale else None
    if number := re.match(r"(?:level|lvl|l|stufe|niveau|nivel)? ?(\d{1,3})(?:\.0)?(?![\d.,])", said):
        value = int(number[1])
        return value if 1 <= value <= _HIGHEST_LEVEL else None
    return next((_LEVEL_OF[word] for word in re.findall(r"[a-z]+", said) if word in _LEVEL_OF), None)


def _skill(item: str) -> Skill:
    split = re.fullmatch(r"(.+?)\s*\(([^()]*)\)|(.+?)\s*[:=]\s*(.+)|(.+?)\s+[-–—]\s+(.+)", item)
    if not split:
        return Skill(item)
    name, said = [group for group in split.groups() if group is not None]
    level = _level(plain(said))
    if level is None and re.fullmatch(r"-?\d+([.,]\d+)?", said.strip()):
        raise BadValue(f"{shown(item)} has a level that is not from 1 (beginner) to 5 (expert).")
    is_said = level is not None and (len(said.split()) == 1 or bool(re.search(r"\d", said)))
    return Skill(name.strip(), level) if is_said else Skill(item)
