from dataclasses import replace

import pytest

from greenroom.base.errors import NotAllowed, NotFound, RuleBroken
from greenroom.matching import actions
from greenroom.matching.core import Rules
from greenroom.matching.models import MatchingRun, PairRule, Ruleset
from greenroom.mentorships.actions import propose
from greenroom.programs.models import Cohort, Enrollment, Part
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db


def words() -> list[tuple[str, str, str]]:
    """Every pin and forbid: kind, mentor, mentee."""
    rows = PairRule.objects.select_related("mentor__person", "mentee__person").order_by("pk")
    return [(str(row.kind), row.mentor.person.short_name, row.mentee.person.short_name) for row in rows]


def test_save_rules_keeps_them_without_pins_and_counts_versions() -> None:
    first = actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.cleo())
    second = actions.save_rules(
        world.cohort(), rules=replace(cohorts.SKILLS_ONLY, minimum_fit=0.4), based_on=1, by=world.olga()
    )
    assert (first.pk, second.version, second.changed_by) == (second.pk, 2, world.olga())
    assert sorted(second.rules) == ["constraints", "criteria", "minimum_fit"]
    assert Rules.from_dict(second.rules) == replace(cohorts.SKILLS_ONLY, minimum_fit=0.4)
    assert cohorts.told() == ["RulesChanged", "RulesChanged"]


def test_save_rules_on_top_of_someone_elses_is_refused_with_their_name() -> None:
    actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.olga())
    with pytest.raises(RuleBroken, match="Olga Brandt has saved other rules") as refused:
        actions.save_rules(
            world.cohort(), rules=replace(cohorts.SKILLS_ONLY, minimum_fit=0.4), based_on=0, by=world.cleo()
        )
    assert (refused.value.code, Ruleset.objects.get().version) == ("rules_changed", 1)


def test_save_rules_with_all_weights_zero_is_refused() -> None:
    nothing = Rules(criteria=tuple(replace(one, weight=0) for one in cohorts.SKILLS_ONLY.criteria))
    with pytest.raises(RuleBroken, match="weight above zero"):
        actions.save_rules(world.cohort(), rules=nothing, based_on=0, by=world.cleo())
    assert Ruleset.objects.count() == 0


def test_save_rules_by_others_changes_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.ada())
    with pytest.raises(NotFound):
        actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.eve())
    assert (Ruleset.objects.count(), cohorts.told()) == (0, [])


def test_set_pair_rule_keeps_the_newest_word_on_a_pair() -> None:
    cohorts.two_pairs()
    ada, ben = world.ada_mentors(), world.ben_learns()
    actions.set_pair_rule(
        world.cohort(), mentor=ada, mentee=ben, kind="pin", reason=" asked for ", by=world.cleo()
    )
    rule = actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="forbid", by=world.olga())
    assert (words(), rule.by, rule.reason) == ([("forbid", "Ada", "Ben")], world.olga(), "")
    assert cohorts.told() == ["RulesChanged", "PairRuleSet", "PairRuleSet"]


def test_set_pair_rule_moves_a_mentees_pin() -> None:
    cohorts.two_pairs()
    ben, finn = world.ben_learns(), Enrollment.objects.get(person__name="Finn Moe")
    for mentor in (world.ada_mentors(), finn):
        actions.set_pair_rule(world.cohort(), mentor=mentor, mentee=ben, kind="pin", by=world.cleo())
    assert words() == [("pin", "Finn", "Ben")]


def test_set_pair_rule_pins_no_more_than_the_places_of_a_mentor() -> None:
    cohorts.two_pairs()
    ada, dan = world.ada_mentors(), Enrollment.objects.get(person__name="Dan Poe")
    actions.set_pair_rule(world.cohort(), mentor=ada, mentee=world.ben_learns(), kind="pin", by=world.cleo())
    with pytest.raises(RuleBroken, match="Every place that Ada Lind offers is pinned or taken"):
        actions.set_pair_rule(world.cohort(), mentor=ada, mentee=dan, kind="pin", by=world.cleo())
    actions.set_pair_rule(world.cohort(), mentor=ada, mentee=world.ben_learns(), kind="pin", by=world.cleo())
    assert words() == [("pin", "Ada", "Ben")]


def test_set_pair_rule_on_a_pair_that_was_published_is_refused() -> None:
    ada, ben = world.ada_mentors(), world.ben_learns()
    propose(world.school(), mentor=ada.person, mentee=ben.person, cohort=world.cohort(), by=world.cleo())
    with pytest.raises(RuleBroken, match="have been put together in this cohort before"):
        actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", by=world.cleo())


def test_set_pair_rule_on_someone_who_is_not_accepted_is_refused() -> None:
    ada = world.ada_mentors()
    ben = world.ben_learns(status=Enrollment.Status.APPLIED)
    with pytest.raises(RuleBroken, match="Ben Okafor is not accepted"):
        actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", by=world.cleo())


def test_set_pair_rule_on_one_and_the_same_person_is_refused() -> None:
    learns = world.enrolled(world.ada(), Part.MENTEE)
    with pytest.raises(RuleBroken, match="their own mentor"):
        actions.set_pair_rule(
            world.cohort(), mentor=world.ada_mentors(), mentee=learns, kind="pin", by=world.cleo()
        )


def test_set_pair_rule_on_someone_of_another_cohort_finds_nothing() -> None:
    spring = Cohort.objects.create(program=world.program(), name="spring 2027", starts_on=world.STARTS_ON)
    elsewhere = world.enrolled(world.ben(), Part.MENTEE, cohort=spring)
    with pytest.raises(NotFound):
        actions.set_pair_rule(
            world.cohort(), mentor=world.ada_mentors(), mentee=elsewhere, kind="pin", by=world.cleo()
        )


def test_set_pair_rule_by_others_changes_nothing() -> None:
    ada, ben = world.ada_mentors(), world.ben_learns()
    with pytest.raises(NotAllowed):
        actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", by=world.ben())
    with pytest.raises(NotFound):
        actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", by=world.eve())
    assert words() == []


def test_remove_pair_rule_takes_the_word_back() -> None:
    ada, ben = world.ada_mentors(), world.ben_learns()
    rule = actions.set_pair_rule(world.cohort(), mentor=ada, mentee=ben, kind="pin", by=world.cleo())
    with pytest.raises(NotFound):
        actions.remove_pair_rule(rule, by=world.eve())
    actions.remove_pair_rule(rule, by=world.cleo())
    assert (words(), cohorts.told()) == ([], ["PairRuleSet", "PairRuleRemoved"])


def test_decide_pair_asks_for_the_next_draft_at_once() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    following = actions.decide_pair(
        run, mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="pin", by=world.cleo()
    )
    assert (following.number, words()) == (2, [("pin", "Ada", "Ben")])
    last = actions.decide_pair(
        following, mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="", by=world.cleo()
    )
    assert (last.number, words()) == (3, [])


def test_decide_pair_takes_back_only_a_word_that_stands() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    with pytest.raises(RuleBroken, match="neither pinned nor forbidden"):
        actions.decide_pair(
            run, mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="", by=world.cleo()
        )
    assert MatchingRun.objects.count() == 1


def test_decide_pair_of_a_published_draft_is_refused() -> None:
    cohorts.two_pairs()
    run = cohorts.solved()
    actions.publish(run, by=world.cleo())
    with pytest.raises(RuleBroken, match="published"):
        actions.decide_pair(
            run, mentor=world.ada_mentors(), mentee=world.ben_learns(), kind="forbid", by=world.cleo()
        )
    assert words() == []
