"""What a criterion can say about two people, from nothing but what they answered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from greenroom.matching.core.criteria.features import hours_of, levels_of, tidy, word_of, words_of
from greenroom.matching.core.criteria.scores import hours_apart, offsets, rungs
from greenroom.matching.core.given.people import MAX_LEVEL, Answer, Participant, is_missing
from greenroom.matching.core.given.rules import Criterion
from greenroom.matching.core.reasons.sayings import Audience, Fact, listed, subject
from greenroom.matching.core.reasons.tellings import say_distance, say_style, say_text, say_ties


def facts_about(
    mentee: Participant,
    mentor: Participant,
    criterion: Criterion,
    *,
    commonplace: frozenset[str] = frozenset(),
) -> tuple[Fact, ...]:
    """Return what the criterion says of two people, the strongest first; ``commonplace`` words tell nothing."""
    if criterion.kind in _SAY_MORE:
        return tuple(_SAY_MORE[criterion.kind](mentee, mentor, criterion))
    missing = [
        side
        for side, person, name in (
            ("mentee", mentee, criterion.mentee_answer),
            ("mentor", mentor, criterion.mentor_answer),
        )
        if is_missing(person.answers.get(name))
    ]
    if missing:
        return (_no_answer(mentee, mentor, missing, criterion),)
    if criterion.kind == "text":
        return tuple(say_text(mentee, mentor, criterion, commonplace=commonplace))
    say = _SAY.get(criterion.kind)
    return tuple(say(mentee, mentor, criterion)) if say is not None else ()


def _no_answer(
    mentee: Participant, mentor: Participant, missing: Sequence[str], criterion: Criterion
) -> Fact:
    who = " and ".join({"mentee": mentee.called, "mentor": mentor.called}[side] for side in missing)
    verb = "has" if len(missing) == 1 else "have"
    texts: dict[Audience, str] = {
        "coordinator": f"{who} {verb} not answered, so this counts {criterion.missing:.0%} of its weight."
    }
    return Fact(code="no_answer", values={"missing": list(missing), "score": criterion.missing}, texts=texts)


def _skills(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    named = _spelled(mentor, criterion.mentor_answer) | _spelled(mentee, criterion.mentee_answer)
    wanted = levels_of(mentee, criterion.mentee_answer, default=1)
    offered = levels_of(mentor, criterion.mentor_answer, default=MAX_LEVEL)
    covered = [named[skill] for skill, level in wanted.items() if offered.get(skill, 0) >= level]
    partly = [named[skill] for skill, level in wanted.items() if 0 < offered.get(skill, 0) < level]
    open_ = [named[skill] for skill in wanted if skill not in offered]
    facts = []
    if covered:
        skills = listed(covered)
        facts.append(
            Fact(
                code="skills_covered",
                values={"skills": covered},
                texts={
                    "coordinator": f"{mentee.called} wants to learn {skills}, and {mentor.called} offers that.",
                    "mentee": f"You want to learn {skills}, and {mentor.called} offers that.",
                    "mentor": f"{mentee.called} wants to learn {skills}, which you offer.",
                },
            )
        )
    if partly:
        skills = listed(partly)
        facts.append(
            Fact(
                code="skills_partly",
                values={"skills": partly},
                texts={
                    "coordinator": f"{mentor.called} covers a part of {skills}, below the level that {mentee.called} wants.",
                    "mentee": f"{mentor.called} can help you a part of the way with {skills}.",
                    "mentor": f"{mentee.called} would like help with {skills}.",
                },
            )
        )
    if open_:
        text = f"{listed(open_)}: wanted by {mentee.called}, not offered by {mentor.called}."
        facts.append(Fact(code="skills_open", values={"skills": open_}, texts={"coordinator": text}))
    return facts


def _same(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    left, right = word_of(mentee, criterion.mentee_answer), word_of(mentor, criterion.mentor_answer)
    mine, theirs = mentee.answers[criterion.mentee_answer], mentor.answers[criterion.mentor_answer]
    name = subject(criterion)
    if left == right:
        both = f"the same answer on {name}: {mine}."
        return [
            Fact(
                code="same_answer",
                values={"subject": name, "answer": str(mine)},
                texts={
                    "coordinator": f"Both gave {both}",
                    "mentee": f"You and {mentor.called} gave {both}",
                    "mentor": f"You and {mentee.called} gave {both}",
                },
            )
        ]
    values = {"subject": name, "mentee": str(mine), "mentor": str(theirs)}
    text = f"They differ on {name}: {mine} and {theirs}."
    return [Fact(code="different_answer", values=values, texts={"coordinator": text})]


def _shared(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    named = _spelled(mentor, criterion.mentor_answer) | _spelled(mentee, criterion.mentee_answer)
    left, right = words_of(mentee, criterion.mentee_answer), words_of(mentor, criterion.mentor_answer)
    common = sorted(named[word] for word in left & right)
    if common:
        words = listed(common)
        return [
            Fact(
                code="in_common",
                values={"subject": subject(criterion), "words": common},
                texts={
                    "coordinator": f"Both named {words}.",
                    "mentee": f"You and {mentor.called} both named {words}.",
                    "mentor": f"You and {mentee.called} both named {words}.",
                },
            )
        ]
    wanted = sorted(named[word] for word in left)
    text = f"Nothing in common; {mentee.called} named {listed(wanted)}."
    return [
        Fact(code="nothing_in_common", values={"subject": subject(criterion)}, texts={"coordinator": text})
    ]


def _ladder(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    (left,), (right,) = rungs([mentee], [mentor], criterion)
    if left is None or right is None:
        return []
    gap = right - left
    steps = criterion.options.get("steps") is not None
    unit = "step" if steps else "year" if "year" in criterion.mentee_answer.lower() else "point"
    much = f"{abs(gap):g} {unit}{'' if abs(gap) == 1 else 's'}"
    way = "level with" if gap == 0 else f"{much} ahead of" if gap > 0 else f"{much} behind"
    values = {
        "gap": gap,
        "unit": unit,
        "mentee": _said(mentee.answers[criterion.mentee_answer]),
        "mentor": _said(mentor.answers[criterion.mentor_answer]),
    }
    texts: dict[Audience, str] = {
        "coordinator": f"{mentor.called} is {way} {mentee.called} ({values['mentor']}, {values['mentee']})."
    }
    if gap > 0:
        texts["mentee"] = f"{mentor.called} is {way} you."
        texts["mentor"] = f"You are {way} {mentee.called}."
    return [Fact(code="ladder_gap", values=values, texts=texts)]


def _hours(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    common = sorted(hours_of(mentee, criterion.mentee_answer) & hours_of(mentor, criterion.mentor_answer))
    if not common:
        text = "They have no free hour in common."
        return [
            Fact(code="no_hours_in_common", values={"count": 0, "hours": []}, texts={"coordinator": text})
        ]
    many = f"{len(common)} free hour{'' if len(common) == 1 else 's'} a week in common"
    return [
        Fact(
            code="hours_in_common",
            values={"count": len(common), "hours": common},
            texts={
                "coordinator": f"They have {many}.",
                "mentee": f"You and {mentor.called} have {many}.",
                "mentor": f"You and {mentee.called} have {many}.",
            },
        )
    ]


def _time_zone(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    (left,) = offsets([mentee], criterion.mentee_answer, criterion.options)
    (right,) = offsets([mentor], criterion.mentor_answer, criterion.options)
    if left is None or right is None:
        return []
    apart = hours_apart(left, right)
    much = f"{apart:g} hour{'' if apart == 1 else 's'} apart"
    said = "show the same time" if apart == 0 else f"are {much}"
    texts: dict[Audience, str] = {"coordinator": f"Their clocks {said}."}
    near = float(criterion.options.get("near", 1.0))
    if apart <= near:
        texts["mentee"] = f"Your clock and {mentor.called}’s {said}."
        texts["mentor"] = f"Your clock and {mentee.called}’s {said}."
    return [Fact(code="hours_apart", values={"hours": apart}, texts=texts)]


def _wishes(mentee: Participant, mentor: Participant, _criterion: Criterion) -> list[Fact]:
    facts = []
    for side, person, other in (("mentee", mentee, mentor), ("mentor", mentor, mentee)):
        names = list(dict.fromkeys(person.wishes))
        if other.key not in names:
            continue
        rank = names.index(other.key) + 1
        told: dict[Audience, str] = {
            "coordinator": f"{other.called} is {person.called}’s {ordinal(rank)} choice."
        }
        own: Audience = "mentee" if side == "mentee" else "mentor"
        told[own] = f"{other.called} was your {ordinal(rank)} choice."
        facts.append(Fact(code=f"wish_of_{side}", values={"rank": rank}, texts=told))
    return facts or [Fact(code="no_wish", values={}, texts={"coordinator": "Neither named the other."})]


_SAY: Final[Mapping[str, Callable[[Participant, Participant, Criterion], list[Fact]]]] = {
    "skills": _skills,
    "same": _same,
    "shared": _shared,
    "ladder": _ladder,
    "curve": _ladder,
    "hours": _hours,
    "time_zone": _time_zone,
}

_SAY_MORE: Final[Mapping[str, Callable[[Participant, Participant, Criterion], list[Fact]]]] = {
    "wishes": _wishes,
    "style": say_style,
    "distance": say_distance,
    "prior_ties": say_ties,
}
"""Kinds that say themselves what it means where somebody has not answered."""


def _said(answer: Answer) -> str:
    return f"{answer:g}" if isinstance(answer, float) else str(answer)


def ordinal(rank: int) -> str:
    """Say a rank.

    >>> ordinal(1), ordinal(12)
    ('first', '12th')
    """
    named = ("first", "second", "third", "fourth", "fifth")
    if rank <= len(named):
        return named[rank - 1]
    ending = "th" if rank % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def _spelled(person: Participant, name: str) -> dict[str, str]:
    """Return words as the person spelled them, by how they are compared."""
    answer = person.answers.get(name)
    if answer is None or isinstance(answer, bool | int | float):
        return {tidy(str(answer)): str(answer)}
    words = [answer] if isinstance(answer, str) else [str(word) for word in answer]
    return {tidy(word): word.strip() for word in words}
