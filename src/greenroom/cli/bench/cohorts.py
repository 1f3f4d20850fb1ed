"""Made-up cohorts: demand for skills is skewed, mentors have one to three places, and some pairs are out."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from greenroom.matching.core import Forbid, Participant, Rules

SKILLS: Final = 120
DEPARTMENTS: Final = 12
EMPLOYERS: Final = 300
LANGUAGES: Final = 4
HOURS: Final = 168
FREE_HOURS: Final = 20
MOST_PLACES: Final = 3
ONE_FORBIDDEN_IN: Final = 50
AT_ONCE: Final = 4096

SIDES: Final = {
    "mentee": {"skills": (3, 7), "years": (0, 15)},
    "mentor": {"skills": (4, 11), "years": (5, 40)},
}


def cohort(
    n: int, m: int, *, seed: int, with_hours: bool
) -> tuple[list[Participant], list[Participant], Rules]:
    """Make n mentees, m mentors and their rules: the same for the same seed.

    The k-th skill is wanted and offered as k^-0.7, so a few mentors are in great demand. Nobody meets someone
    of the same employer or without a common language, and one mentee in fifty has a mentor they may not meet.
    """
    draw = np.random.default_rng(seed)
    mentees = _people("mentee", n, draw=draw, with_hours=with_hours)
    mentors = _people("mentor", m, draw=draw, with_hours=with_hours)
    criteria: list[dict[str, Any]] = [
        {"kind": "skills", "mentee": "skills", "weight": 50},
        {"kind": "same", "mentee": "department", "weight": 15},
        {"kind": "time_zone", "mentee": "zone", "weight": 15},
        {"kind": "ladder", "mentee": "years", "weight": 20, "best": [5, 15], "reach": 10},
    ]
    if with_hours:
        criteria.append({"kind": "hours", "mentee": "free", "weight": 15, "enough": 4})
    constraints = [{"kind": "different", "mentee": "employer"}, {"kind": "shared", "mentee": "languages"}]
    rules = Rules.from_dict({"criteria": criteria, "constraints": constraints})
    apart = np.sort(draw.choice(n, n // ONE_FORBIDDEN_IN, replace=False)).tolist()
    forbids = tuple(
        Forbid(mentee=mentees[i].key, mentor=mentors[j].key)
        for i, j in zip(apart, draw.integers(0, m, len(apart)).tolist(), strict=True)
    )
    return mentees, mentors, Rules(criteria=rules.criteria, constraints=rules.constraints, forbids=forbids)


def _people(side: str, count: int, *, draw: np.random.Generator, with_hours: bool) -> list[Participant]:
    """Draw people a few thousand at a time; words that many people say are kept in memory once."""
    popularity = 0.7 * np.log(1 / np.arange(1, SKILLS + 1))
    skills = [f"skill {k}" for k in range(SKILLS)]
    departments = [f"department {k}" for k in range(DEPARTMENTS)]
    employers = [f"employer {k}" for k in range(EMPLOYERS)]
    tongues = [
        [frozenset((f"language {a}", f"language {b}")) for b in range(LANGUAGES)] for a in range(LANGUAGES)
    ]
    zones = {k: float(k) for k in range(-8, 9)}
    low, high = SIDES[side]["skills"]
    people: list[Participant] = []
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        order = np.argsort(-(popularity + draw.gumbel(size=(size, SKILLS))), axis=1)[:, : high - 1].tolist()
        how_many = draw.integers(low, high, size).tolist()
        department = draw.integers(DEPARTMENTS, size=size).tolist()
        employer = draw.integers(EMPLOYERS, size=size).tolist()
        zone = draw.integers(-8, 9, size).tolist()
        years = draw.integers(*SIDES[side]["years"], size=size).astype(float).tolist()
        languages = draw.integers(0, LANGUAGES, (size, 2)).tolist()
        places = draw.integers(1, MOST_PLACES + 1, size).tolist() if side == "mentor" else [1] * size
        free = _free_hours(draw, size) if with_hours else None
        for k in range(size):
            answers: dict[str, Any] = {
                "skills": frozenset(skills[one] for one in order[k][: how_many[k]]),
                "department": departments[department[k]],
                "employer": employers[employer[k]],
                "zone": zones[zone[k]],
                "years": years[k],
                "languages": tongues[languages[k][0]][languages[k][1]],
            }
            if free is not None:
                answers["free"] = frozenset(free[k].tolist())
            people.append(Participant(key=f"{side} {start + k}", capacity=places[k], answers=answers))
    return people


def _free_hours(draw: np.random.Generator, size: int) -> npt.NDArray[np.int64]:
    hours: npt.NDArray[np.int64] = np.argsort(draw.random((size, HOURS)), axis=1)[:, :FREE_HOURS]
    return hours
