"""People for the tests of the matching core; Ada mentors, Ben learns."""

from typing import Any

from greenroom.matching.core import Constraint, Criterion, Participant, Problem, Rules, compile_problem


def mentee(key: str, **answers: Any) -> Participant:
    return Participant(key=key, name=key.capitalize(), answers=answers)


def mentor(key: str, capacity: int = 1, minimum: int = 0, **answers: Any) -> Participant:
    return Participant(key=key, name=key.capitalize(), capacity=capacity, minimum=minimum, answers=answers)


def criterion(kind: str, answer: str = "", weight: float = 1, **more: Any) -> Criterion:
    names = ("label", "missing", "private", "mentor_answer")
    said: dict[str, Any] = {name: more.pop(name) for name in names if name in more}
    said = {"mentor_answer": answer} | said
    key = answer or kind
    return Criterion(key=key, kind=kind, weight=weight, mentee_answer=answer, options=more, **said)


def constraint(kind: str, answer: str, **more: Any) -> Constraint:
    said: dict[str, Any] = {name: more.pop(name) for name in ("label", "missing") if name in more}
    key = f"must_{kind}"
    return Constraint(key=key, kind=kind, mentee_answer=answer, mentor_answer=answer, options=more, **said)


def problem(
    mentees: list[Participant],
    mentors: list[Participant],
    *criteria: Criterion,
    must: list[Constraint] | None = None,
    **rules: Any,
) -> Problem:
    chosen = criteria or (criterion("same", "city"),)
    return compile_problem(mentees, mentors, Rules(criteria=chosen, constraints=must or [], **rules))
