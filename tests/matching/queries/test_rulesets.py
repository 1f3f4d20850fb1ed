from dataclasses import replace
from typing import Any

import pytest

from greenroom.matching import actions
from greenroom.matching.core import CONSTRAINT_KINDS, CRITERION_KINDS, Constraint, Criterion, Rules
from greenroom.matching.core.criteria.texts import by_default
from greenroom.matching.forms.words import CONSTRAINT_WORDS, CRITERION_WORDS
from greenroom.matching.models import Ruleset
from greenroom.matching.queries import answer_choices, rules_for
from greenroom.questionnaires.models import Question, Questionnaire
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def ask(questionnaire: Questionnaire, key: str, kind: str, **fields: Any) -> None:
    Question.objects.create(
        questionnaire=questionnaire, key=key, kind=kind, label=fields.pop("label", key), **fields
    )


def ask_both(key: str, kind: str, **fields: Any) -> None:
    program = world.program()
    for questionnaire in (program.mentor_questionnaire, program.mentee_questionnaire):
        ask(questionnaire, key, kind, **fields)


def in_short(rules: Rules) -> list[tuple[str, str, str]]:
    both: list[Criterion | Constraint] = [*rules.criteria, *rules.constraints]
    return [(one.kind, one.mentee_answer, one.mentor_answer) for one in both]


def test_default_rules_of_a_program_that_asks_nothing_come_from_the_profile() -> None:
    rules, version = rules_for(world.cohort())
    assert (version, in_short(rules)) == (
        0,
        [
            ("skills", "skills_wanted", "skills_offered"),
            ("hours", "free_hours", "free_hours"),
            ("ladder", "stage", "stage"),
            ("wishes", "", ""),
            ("shared", "languages", "languages"),
            ("hours", "free_hours", "free_hours"),
        ],
    )


def test_rules_on_answers_for_coordinators_only_are_never_a_partners_to_read() -> None:
    ask_both("topics", "multiple", choices=["pay", "union"], audience=Question.Audience.PARTNER)
    ask_both("background", "single", choices=["no matter", "matters"])
    rules, _version = rules_for(world.cohort())
    asked = {"topics": False, "background": True}
    assert {one.key: one.private for one in rules.criteria if one.key in asked} == asked
    opened = Rules(criteria=tuple(replace(one, private=False) for one in rules.criteria))
    Ruleset.objects.create(cohort=world.cohort(), rules=opened.to_dict(), version=1)
    kept, version = rules_for(world.cohort())
    assert ({one.key: one.private for one in kept.criteria if one.key in asked}, version) == (asked, 1)


def test_default_rules_follow_what_both_sides_are_asked() -> None:
    program = world.program()
    ask(program.mentee_questionnaire, "learn", "skills", fills="skills_wanted")
    ask(program.mentor_questionnaire, "share", "skills", fills="skills_offered")
    ask_both("employer", "short", fills="employer")
    ask_both("years", "number", fills="years")
    ask_both("topics", "multiple", choices=["pay", "union"])
    ask_both("pace", "scale", minimum=1, maximum=5)
    ask(program.mentee_questionnaire, "hours", "hours", fills="free_hours")  # mentors are not asked
    rules, _version = rules_for(world.cohort())
    assert in_short(rules) == [
        ("skills", "skills_wanted", "skills_offered"),
        ("ladder", "years", "years"),
        ("shared", "question topics", "question topics"),
        ("ladder", "question pace", "question pace"),
        ("wishes", "", ""),
        ("different", "employer", "employer"),
    ]
    assert [one.label for one in rules.criteria] == [
        "Skills to learn",
        "Years ahead",
        "Topics",
        "Pace",
        "Wishes",
    ]
    assert rules.criteria[3].options == {"best": [0, 0], "reach": 4.0}


def test_default_rules_compare_goals_with_stories_and_all_scales_at_once() -> None:
    program = world.program()
    ask(program.mentee_questionnaire, "goals", "long", audience=Question.Audience.PARTNER)
    ask(program.mentor_questionnaire, "story", "long", fills="story")
    for key in ("directness", "structure"):
        ask_both(key, "scale", audience=Question.Audience.PARTNER)
    ask_both("luck", "scale", minimum=0, maximum=10)
    rules, _version = rules_for(world.cohort())
    assert in_short(rules) == [
        ("text", "question goals", "story"),
        ("style", "", ""),
        ("ladder", "question luck", "question luck"),
        ("wishes", "", ""),
    ]
    text, style = rules.criteria[:2]
    assert text.options == {"by": by_default()}
    assert style.options == {"scales": ["question directness", "question structure"], "low": 1, "high": 5}
    assert not style.private


def test_scales_for_coordinators_only_are_never_a_partners_to_read() -> None:
    ask_both("directness", "scale", audience=Question.Audience.PARTNER)
    ask_both("structure", "scale")
    rules, _version = rules_for(world.cohort())
    assert [one.private for one in rules.criteria if one.kind == "style"] == [True]


def test_choices_tell_which_kinds_there_are_answers_for() -> None:
    before = answer_choices(world.cohort())
    assert not any(before.can_judge(kind) for kind in ("style", "distance"))
    assert all(before.can_judge(kind) for kind in ("skills", "text", "prior_ties", "wishes", "curve"))
    ask_both("directness", "scale")
    ask_both("where", "short", label="Latitude and longitude")
    after = answer_choices(world.cohort())
    assert after.can_judge("style")
    assert [one.name for one in after.for_kind("distance", part="mentor")] == ["question where"]


def test_default_rules_can_be_solved_under() -> None:
    cohorts.mentor("Ada Lind", budgeting=5)
    cohorts.mentee("Ben Okafor", budgeting=3)
    assert cohorts.named(cohorts.solved())[0][:2] == ("Ben", "Ada")


def test_rules_for_a_cohort_with_its_own_gives_those() -> None:
    actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.cleo())
    assert rules_for(world.cohort()) == (cohorts.SKILLS_ONLY, 1)


def test_answer_choices_offer_what_a_kind_can_compare() -> None:
    ask_both("style", "single", choices=["gentle", "direct"], label="Which style?")
    choices = answer_choices(world.cohort())
    assert [one.name for one in choices.for_kind("skills", part="mentee")] == ["skills_wanted"]
    assert [one.name for one in choices.for_kind("skills", part="mentor")] == ["skills_offered"]
    assert [one.name for one in choices.for_kind("ladder", part="mentor")] == [
        "stage",
        "years",
        "question style",
    ]
    assert choices.mentor["question style"].label == "Answer to “Which style?”"
    assert choices.steps_of("question style", "question style") == ["gentle", "direct"]
    assert choices.steps_of("years", "years") is None


def test_every_kind_of_rule_has_words_of_its_own() -> None:
    assert set(CRITERION_WORDS) == set(CRITERION_KINDS)
    assert set(CONSTRAINT_WORDS) == set(CONSTRAINT_KINDS) - {"score"}  # a score is a criterion that is a must
