from hypothesis import given
from hypothesis import strategies as st

from greenroom.programs.core.addresses import Invitee, read_invitees
from greenroom.programs.core.capacity import read_meter
from greenroom.programs.core.templates import TEMPLATES

COUNTS = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 50), max_size=8)


def test_meter_says_what_is_short() -> None:
    meter = read_meter(
        accepted=(3, 6),
        hoped=(7, 6),
        offered={"Sound": 3, "Light": 9},
        wanted={"Sound": 6, "Light": 2, "Grip": 1},
    )
    assert [(level.skill, level.mentees, level.places) for level in meter.short_skills] == [
        ("Sound", 6, 3),
        ("Grip", 1, 0),
    ]
    assert (meter.accepted.surplus, meter.accepted.is_short) == (-3, True)
    assert (meter.hoped.is_short, meter.shortfall) == (False, 0)
    assert meter.widest == 9


def test_meter_of_nobody_is_empty() -> None:
    meter = read_meter(accepted=(0, 0), hoped=(0, 0), offered={}, wanted={})
    assert (meter.skills, meter.widest, meter.widest_in_all, meter.accepted.is_short) == ((), 1, 1, False)


@given(offered=COUNTS, wanted=COUNTS)
def test_meter_counts_every_skill_once_shortest_first(
    offered: dict[str, int], wanted: dict[str, int]
) -> None:
    skills = read_meter(accepted=(0, 0), hoped=(0, 0), offered=offered, wanted=wanted).skills
    assert {level.skill for level in skills} == set(offered) | set(wanted)
    assert len(skills) == len(set(offered) | set(wanted))
    assert sum(level.surplus for level in skills) == sum(offered.values()) - sum(wanted.values())
    assert [level.surplus for level in skills] == sorted(level.surplus for level in skills)


def test_read_invitees_takes_the_ways_in_which_people_paste() -> None:
    text = (
        "Ada Lind <Ada@x.example>\nben@x.example\n\n"
        "Cleo Marsh, cleo@x.example\neve@x.example, Eve Crane; ada@x.example\n"
        "a@x.example, Bo <b@x.example>, c@x.example"
    )
    assert read_invitees(text) == (
        [
            Invitee(email="ada@x.example", name="Ada Lind"),
            Invitee(email="ben@x.example"),
            Invitee(email="cleo@x.example", name="Cleo Marsh"),
            Invitee(email="eve@x.example", name="Eve Crane"),
            Invitee(email="a@x.example"),
            Invitee(email="b@x.example", name="Bo"),
            Invitee(email="c@x.example"),
        ],
        [],
    )


def test_read_invitees_names_lines_without_an_address() -> None:
    assert read_invitees("nobody here\nada@x.example\n , ") == (
        [Invitee(email="ada@x.example")],
        ["nobody here"],
    )


def test_templates_have_plans_in_order_and_keys_once() -> None:
    for template in TEMPLATES.values():
        weeks = [step.week for step in template.milestones]
        assert weeks == sorted(weeks)
        for questions in (template.mentor_questions, template.mentee_questions):
            keys = [question["key"] for question in questions]
            assert len(keys) == len(set(keys))
