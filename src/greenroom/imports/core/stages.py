"""Career stages in the words that people use."""

import re

from greenroom.imports.core.reading import NOTHING, BadValue, plain, shown

STAGES: dict[str, str] = {
    "lead": "lead leading leader manager head director executive vp chief ceo cto cfo coo partner founder president management",
    "senior": "senior sr principal staff expert veteran late",
    "mid": "mid middle midlevel intermediate established professional experienced midcareer",
    "entry": "entry junior jr early first graduate associate assistant starter beginner newcomer emerging",
    "student": "student studying undergraduate postgraduate apprentice trainee intern pupil freshman sophomore",
}
"""The stages that a profile knows, the highest first, and the words that mean each."""

_STAGE_OF = {word: stage for stage, words in STAGES.items() for word in words.split()}


def parse_stage(text: str) -> str | None:
    """One of `STAGES`; "Senior Manager" is the higher of the two."""
    if plain(text) in NOTHING:
        return None
    found = {
        _STAGE_OF[word]
        for word in re.findall(r"[a-z]+", plain(text).replace("mid-", "mid "))
        if word in _STAGE_OF
    }
    for stage in STAGES:
        if stage in found:
            return stage
    raise BadValue(
        f"{shown(text)} is no career stage that we know. Write student, entry, mid, senior or lead, "
        "or keep this column as the answer to a question."
    )
