from dataclasses import replace

import numpy as np
import pytest

from greenroom.matching.core import Answer, Participant, Problem, Rules, compile_problem, solve
from greenroom.matching.core.questions import kept_pairs
from greenroom.matching.core.questions.advice import advice
from tests.matching.core.people import constraint, criterion, mentee, mentor
from tests.matching.core.people import problem as problem_of
from tests.matching.core.problems import Small

EVENINGS = frozenset(day * 24 + hour for day in range(5) for hour in range(17, 22))
MORNINGS = frozenset(day * 24 + hour for day in range(5) for hour in range(8, 12))
SKILLS = criterion("skills", "skills", 3, label="Skills")
FREE = criterion("hours", "free", 1, enough=4)
TOGETHER = constraint("hours", "free")
TONGUE = constraint("shared", "tongue", label="A language in common")


def learner(key: str, skill: str, free: frozenset[int], tongue: str = "English") -> Participant:
    return mentee(key, skills={skill: 3}, free=free, tongue=frozenset({tongue}))


def teacher(key: str, skill: str, free: frozenset[int], capacity: int = 1) -> Participant:
    return mentor(key, capacity, skills={skill: 5}, free=free, tongue=frozenset({"English"}))


def test_advice_names_the_mentor_who_would_help_the_whole_most() -> None:
    problem = problem_of(
        [
            learner("kit", "Sound", EVENINGS),
            learner("bo", "Sound", EVENINGS),
            learner("ida", "Law", MORNINGS),
            learner("ben", "Law", MORNINGS),
        ],
        [teacher("ada", "sound", EVENINGS), teacher("ava", "law", MORNINGS)],
        SKILLS,
        FREE,
        must=[TOGETHER, TONGUE],
    )
    found = advice(problem, solve(problem))
    assert [one.sentence for one in found] == [
        "One more Law mentor free on weekday mornings would raise the total by 1.00 and match one person more.",
        "One more Sound mentor free on weekday evenings would raise the total by 1.00 and match one person more.",
        "One more place with Ada would raise the total by 1.00 and match one person more.",
        "One more place with Ava would raise the total by 1.00 and match one person more.",
    ]
    only_welsh = problem_of(
        [learner("ida", "Law", MORNINGS, "Welsh"), learner("ben", "Law", MORNINGS)],
        [teacher("ava", "Law", MORNINGS)],
        SKILLS,
        must=[TONGUE],
    )
    assert advice(only_welsh, solve(only_welsh))[0].sentence == (
        "One more Law mentor who shares Welsh would raise the total by 1.00 and match one person more."
    )


def test_advice_goes_by_the_clock_of_the_organization() -> None:
    problem = problem_of(
        [learner("kit", "Sound", EVENINGS), learner("bo", "sound", EVENINGS)],
        [teacher("ada", "sound", EVENINGS)],
        SKILLS,
        must=[TOGETHER],
    )
    solution = solve(problem)
    parts = [
        one.values["part"]
        for hours in (0, -10)
        for one in advice(problem, solution, hours_from_utc=hours)[:1]
    ]
    assert parts == ["weekday evenings", "weekday mornings"]  # ten hours behind UTC


def with_newcomer(problem: Problem, newcomer: Participant) -> Problem:
    return compile_problem(problem.mentees, [*problem.mentors, newcomer], problem.rules)


@pytest.mark.parametrize("seed", range(8))
def test_advice_equals_solving_again_with_the_mentor_added(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pairs, "ALL_KEPT", 0)
    monkeypatch.setattr(kept_pairs, "FOR_EACH", 3)
    draw = np.random.default_rng(seed)
    words = ("sound", "law", "camera", "edit")

    def person(key: str, capacity: int) -> Participant:
        free = frozenset(int(hour) for hour in draw.choice(168, 30, replace=False))
        skills = {words[k]: int(draw.integers(1, 6)) for k in draw.choice(4, 2, replace=False)}
        minimum = int(draw.integers(2)) if capacity > 1 else 0
        answers: dict[str, Answer] = {
            "skills": skills,
            "free": free,
            "tongue": frozenset({str(draw.choice(["Welsh", "English"]))}),
        }
        return Participant(key=key, capacity=capacity, minimum=minimum, answers=answers)

    problem = compile_problem(
        [person(f"e{k}", 1) for k in range(24)],
        [person(f"o{k}", int(draw.integers(1, 3))) for k in range(6 + 5 * (seed % 3))],
        Rules(criteria=[SKILLS, FREE], constraints=[TONGUE, TOGETHER]),
    )
    solution = solve(problem)
    for one in advice(problem, solution, most=20):
        if one.example is None:
            mentors = [
                replace(person, capacity=person.capacity + (person.key == one.values["mentor"]))
                for person in problem.mentors
            ]
            after = solve(compile_problem(problem.mentees, mentors, problem.rules))
        else:
            after = solve(with_newcomer(problem, one.example))
        assert (one.people_more, one.gain_units) == (
            len(after.pairings) - len(solution.pairings),
            after.total_units - solution.total_units,
        )


def test_advice_is_silent_where_nobody_could_do_better_and_where_prices_say_nothing() -> None:
    happy = problem_of([learner("kit", "Sound", EVENINGS)], [teacher("ada", "sound", EVENINGS)], SKILLS)
    assert advice(happy, solve(happy)) == []
    given = Small(fits={(0, 0): 1, (1, 0): 3}, mentees=((1, 0), (1, 0)), mentors=((1, 0),)).problem()
    assert [one.code for one in advice(given, solve(given))] == ["place"]
    assert advice(given, solve(given, policy="stable")) == []
