"""What past cohorts suggest, on a page; and the way into the rules form, which keeps nothing by itself."""

import dataclasses
import re

import numpy as np
import pytest

from greenroom.base import clock
from greenroom.matching import actions
from greenroom.matching.core import Criterion, Rules
from greenroom.matching.models import MatchingRun, Pairing, Publication, Ruleset
from greenroom.mentorships.models import FitCheck, Mentorship
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment
from tests import world
from tests.matching import cohorts

pytestmark = pytest.mark.django_db
KEYS = ("skills", "years", "place")


def criterion(key: str, weight: float) -> Criterion:
    return Criterion(
        key=key, kind="same", weight=weight, label=key.capitalize(), mentee_answer=key, mentor_answer=key
    )


RULES = Rules(criteria=(criterion("department", 60), criterion("employer", 20), criterion("place", 20)))
TRUE = (0.1, 0.2, 0.7)


def rated_pairs(count: int, *, noise: float) -> None:
    """A published run of the cohort whose pairs were rated by how they score on the place, mostly."""
    actions.save_rules(world.cohort(), rules=RULES, based_on=0, by=world.cleo())
    chance = np.random.default_rng(1)
    run = MatchingRun.objects.create(
        cohort=world.cohort(),
        number=1,
        rules=RULES.to_dict(),
        solved_at=clock.now(),
        summary={"matched": count},
    )
    Publication.objects.create(run=run, by=world.cleo())
    for number in range(count):
        scores = chance.random(3).round(3)
        felt = float(scores @ TRUE + chance.normal(0, noise))
        _pair(
            run,
            number,
            scores=[float(score) for score in scores],
            fit=int(np.clip(round(5 * felt + 0.5), 1, 5)),
        )


def _pair(run: MatchingRun, number: int, *, scores: list[float], fit: int) -> None:
    mentor, mentee = (_enrolled(f"{name}{number}", part) for name, part in (("m", "mentor"), ("l", "mentee")))
    parts = [
        {"key": one.key, "label": one.label, "weight": one.weight / 100, "score": score, "facts": []}
        for one, score in zip(RULES.criteria, scores, strict=True)
    ]
    Pairing.objects.create(run=run, mentor=mentor, mentee=mentee, fit=0.5, parts=parts)
    mentorship = Mentorship.objects.create(
        organization=world.school(),
        cohort=run.cohort,
        mentor=mentor.person,
        mentee=mentee.person,
        formality="formal",
        started_at=clock.now(),
    )
    FitCheck.objects.create(mentorship=mentorship, person=mentee.person, occasion="early", fit=fit)


def _enrolled(name: str, part: str) -> Enrollment:
    person = Person.objects.create(organization=world.school(), name=f"{name} X", email=f"{name}@x.example")
    return Enrollment.objects.create(cohort=world.cohort(), person=person, part=part, status="accepted")


def read(path: str, person: Person | None = None) -> str:
    person = person or world.cleo()
    response = world.signed_in(person).get(world.inside(person, path))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def learning() -> str:
    return f"/cohorts/{world.cohort().pk}/matching/learning/"


def test_page_with_few_rated_pairs_says_how_many_are_missing() -> None:
    rated_pairs(3, noise=0.1)
    shown = read(learning())
    assert "Three rated pairs so far; a suggestion needs 40" in shown
    assert "37 more rated pairs are needed" in shown
    assert "Use these in the form" not in shown


def test_page_of_answers_that_follow_no_criterion_says_so_and_offers_nothing() -> None:
    rated_pairs(52, noise=9)
    shown = read(learning())
    assert "Your 52 answers cannot tell other weights from yours" in shown
    assert "Use these in the form" not in shown


def test_page_shows_weights_beside_the_present_ones_and_says_what_it_cannot_see() -> None:
    rated_pairs(60, noise=0.1)
    shown = read(learning())
    assert "Your 60 answers suggest other weights" in shown
    assert "Only people who were matched could answer." in shown
    assert shown.count('class="weigh"') == 3
    rows = re.findall(r"<th[^>]*scope=\"row\"[^>]*>(.*?)</tr>", shown)
    assert "Place" in rows[0]


def test_use_in_the_form_fills_it_and_saves_nothing_until_it_is_kept() -> None:
    rated_pairs(60, noise=0.1)
    before = Ruleset.objects.get()
    address = re.search(r'href="([^"]*weight-place[^"]*)"', read(learning()))
    assert address is not None
    suggested = dict(re.findall(r"weight-(\w+)=(\d+)", address[1]))
    assert sum(map(int, suggested.values())) == 100
    assert int(suggested["place"]) > 40
    shown = read(address[1].replace("&amp;", "&").removeprefix("/o/kestrel-lane"))
    assert "They are not kept yet" in shown
    weights = re.findall(r'name="criteria-\d-weight" value="(\d+)"', shown)
    assert weights == [suggested[one.key] for one in RULES.criteria]
    assert dataclasses.asdict(Rules.from_dict(Ruleset.objects.get().rules)) == dataclasses.asdict(
        Rules.from_dict(before.rules)
    )
    assert Ruleset.objects.get().version == before.version


def test_use_in_the_form_keeps_what_counts_on_the_mentors_side_and_says_so() -> None:
    rated_pairs(60, noise=0.1)
    rules = Rules.from_dict(Ruleset.objects.get().rules)
    last = dataclasses.replace(rules.criteria[2], mentor_weight=35.0)
    changed = dataclasses.replace(rules, criteria=(*rules.criteria[:2], last))
    actions.save_rules(world.cohort(), rules=changed, based_on=1, by=world.cleo())
    shown = read(learning())
    assert "“Place” counts 35 on the mentor’s side in your rules, and that stays" in shown
    address = re.search(r'href="([^"]*weight-place[^"]*)"', shown)
    assert address is not None
    filled = read(address[1].replace("&amp;", "&").removeprefix("/o/kestrel-lane"))
    assert re.findall(r'name="criteria-\d-mentor_weight"(?: value="(\d+)")?', filled) == ["", "", "35"]


@pytest.mark.parametrize("weight", ["", "-1", "101", "ten", "9" * 40, "²"])
def test_rules_page_passes_over_weights_that_are_none(weight: str) -> None:
    cohorts.judged_by_skills()
    shown = read(f"/cohorts/{world.cohort().pk}/matching/rules/?weight-skills={weight}")
    assert "They are not kept yet" not in shown
    assert 'name="criteria-0-weight" value="100"' in shown


def test_rules_page_leads_to_what_past_cohorts_suggest() -> None:
    assert world.inside(world.cleo(), learning()) in read(f"/cohorts/{world.cohort().pk}/matching/rules/")


def test_page_counts_other_programs_only_when_asked_and_never_another_organizations() -> None:
    rated_pairs(3, noise=0.1)
    home: Organization = world.school()
    assert Cohort.objects.get().program.organization == home
    mine = world.cohort()
    mine.pk, mine.name, mine.link_key = None, "spring 2027", "other-link"
    mine.program.pk, mine.program.name = None, "Short Cuts"
    mine.program.save()
    mine.program = mine.program
    mine.save()
    path = f"/cohorts/{mine.pk}/matching/learning/"
    actions.save_rules(mine, rules=RULES, based_on=0, by=world.olga())
    assert "No rated pairs so far" in read(path, world.olga())
    assert "Three rated pairs so far" in read(f"{path}?from=all", world.olga())
