import subprocess
import sys

import pytest

from greenroom.matching.core import (
    BadRules,
    Constraint,
    Criterion,
    Forbid,
    Pin,
    Rules,
    Standing,
    rules_from_toml,
)


def test_rules_survive_json() -> None:
    rules = Rules(
        criteria=(
            Criterion(
                key="skills", kind="skills", weight=3.0, mentee_answer="a", mentor_answer="b", label="Skills"
            ),
            Criterion(
                key="w",
                kind="wishes",
                weight=1.0,
                missing=0.2,
                private=True,
                mentor_weight=2.0,
                options={"count": 3},
            ),
        ),
        constraints=(
            Constraint(
                key="m",
                kind="ladder",
                mentee_answer="g",
                mentor_answer="g",
                missing="refuse",
                options={"at_least": 1},
            ),
        ),
        pins=(Pin(mentee="ben", mentor="ada", despite_rules=True),),
        forbids=(Forbid(mentee="bo", mentor="ava"),),
        minimum_fit=0.25,
        standing=(Standing(mentee="bea", mentor="ada"),),
        moving_price=0.1,
    )
    assert Rules.from_dict(rules.to_dict()) == rules


def test_rules_with_many_faults_tell_all_of_them() -> None:
    with pytest.raises(BadRules) as caught:
        rules_from_toml(
            """
            minimum_fit = "2"
            shoulds = []
            [[criteria]]
            kind = 3
            weight = -1
            missing = "no"
            [[constraints]]
            kind = "same"
            missing = "perhaps"
            [[pins]]
            mentee = "ben"
            """
        )
    assert caught.value.faults == (
        (
            "“shoulds” is not part of the rules. Known are constraints, criteria, forbids, minimum_fit, moving_price, "
            "pins, standing."
        ),
        "Criterion 1: `kind` must be a text. Got 3.",
        "Criterion 1: `weight` must be a number in [0, 1e+06]. Got -1.",
        "Criterion 1: `missing` must be a number in [0, 1]. Got 'no'.",
        "Constraint 1: `missing` must be “allow” or “refuse”. Got 'perhaps'.",
        "Pin 1 must name a `mentee` and a `mentor`.",
        "`minimum_fit` must be a number in [-1e+09, 1e+09]. Got '2'.",
    )


def test_rules_that_are_no_toml_say_where() -> None:
    with pytest.raises(BadRules, match="not valid TOML"):
        rules_from_toml("[[criteria]\nkind = 1")


def test_rules_of_the_same_key_get_keys_of_their_own() -> None:
    rules = rules_from_toml('[[criteria]]\nkind="same"\nmentee="x"\n[[criteria]]\nkind="shared"\nmentee="x"')
    assert [criterion.key for criterion in rules.criteria] == ["x", "x_2"]


def test_importing_the_core_loads_neither_scipy_nor_ortools_nor_django() -> None:
    code = (
        "import sys, greenroom.matching.core; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'scipy', 'ortools', 'django', 'openpyxl'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
