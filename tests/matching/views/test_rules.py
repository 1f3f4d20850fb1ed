from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse

from greenroom.matching import actions
from greenroom.matching.core import CRITERION_KINDS, Constraint, Criterion, Rules
from greenroom.matching.core.criteria import meanings
from greenroom.matching.models import Ruleset
from greenroom.matching.queries import rules_for
from greenroom.matching.views import rules as doors
from greenroom.people.models import Person
from greenroom.programs.models import Enrollment
from greenroom.questionnaires.models import Response
from tests import world
from tests.matching import cohorts
from tests.matching.queries.test_rulesets import ask_both
from tests.matching.views.test_drafts import text

pytestmark = pytest.mark.django_db


TWO = replace(
    cohorts.SKILLS_ONLY,
    criteria=(
        replace(cohorts.SKILLS_ONLY.criteria[0], weight=60),
        Criterion(key="wishes", kind="wishes", weight=20, label="Wishes"),
    ),
)
FOUR = Rules(criteria=tuple(Criterion(key=f"wishes_{k}", kind="wishes", weight=1) for k in range(4)))


def answer(place: Enrollment, **answers: Any) -> None:
    """What someone answered, whatever they had answered before."""
    asked = place.cohort.program
    questionnaire = asked.mentor_questionnaire if place.part == "mentor" else asked.mentee_questionnaire
    place.response = Response.objects.create(
        questionnaire=questionnaire, person=place.person, answers=answers
    )
    place.save(update_fields=["response"])


def opened(person: Person | None = None) -> Any:
    """The rules page, as Cleo sees it."""
    who = person or world.cleo()
    return world.signed_in(who).get(world.inside(who, address("rules")))


def posted(data: Mapping[str, Any], person: Person | None = None, *, where: str = "rules") -> Any:
    who = person or world.cleo()
    return world.signed_in(who).post(world.inside(who, address(where)), dict(data))


def address(where: str) -> str:
    return f"/cohorts/{world.cohort().pk}/matching/{where}/"


def as_shown(response: Any) -> dict[str, Any]:
    """What the browser would send back if nobody changed anything."""
    editor = response.context["editor"]
    sent: dict[str, Any] = {}
    for forms in (editor.criteria, editor.constraints):
        for form in (forms.management_form, *forms):
            for field in form:
                value = field.value()
                if value is not None and value is not False and value != "":
                    sent[field.html_name] = value if isinstance(value, list) else str(value)
    for field in editor.limits:
        sent[field.html_name] = "" if field.value() is None else str(field.value())
    return sent


def told(response: HttpResponse) -> str:
    return text(response.content.decode())


def test_open_the_rules_shows_each_in_words_and_tries_them() -> None:
    cohorts.two_pairs()
    words = told(opened())
    for part in (
        "Skills to learn",
        "Skills they want to learn with skills they can share",
        "2 of 2 mentees have an eligible mentor",
    ):
        assert part in words, part


def test_keep_the_rules_unchanged_keeps_the_same_rules() -> None:
    before = rules_for(world.cohort())[0]
    response = posted(as_shown(opened()))
    assert response.status_code == 302
    assert rules_for(world.cohort()) == (before, 1)


def test_keep_the_rules_with_another_weight_and_a_must_keeps_both() -> None:
    cohorts.two_pairs()
    sent = as_shown(opened()) | {
        "criteria-0-weight": "70",
        "criteria-0-strictness": "must",
        "criteria-0-at_least_percent": "60",
        "minimum_fit": "25",
    }
    posted(sent)
    rules, version = rules_for(world.cohort())
    assert (version, rules.criteria[0].weight, rules.minimum_fit) == (2, 70.0, 0.25)
    assert rules.constraints == (
        Constraint(
            key="must_skills",
            kind="score",
            label="Skills to learn",
            mentee_answer="skills_wanted",
            mentor_answer="skills_offered",
            options={"criterion": "skills", "at_least": 0.6},
        ),
    )
    assert as_shown(opened())["criteria-0-at_least_percent"] == "60"


def test_keep_the_rules_with_all_weights_zero_says_so_and_keeps_what_was_typed() -> None:
    cohorts.two_pairs()
    response = posted(as_shown(opened()) | {"criteria-0-weight": "0", "criteria-0-label": "Know-how"})
    assert (response.status_code, Ruleset.objects.get().version) == (422, 1)
    assert ("All weights are zero" in told(response), 'value="Know-how"' in told(response)) == (True, True)


def test_count_differently_for_the_mentors_is_kept_tried_and_said() -> None:
    cohorts.two_pairs()
    sent = as_shown(opened())
    assert "criteria-0-mentor_weight" not in sent
    actions.save_rules(world.cohort(), rules=TWO, based_on=1, by=world.cleo())
    sent = as_shown(opened()) | {"criteria-1-mentor_weight": "60"}
    assert "Counts 60 on the mentor’s side" in told(posted(sent | {"try": "1"}))
    assert posted(sent, where="dry-run").status_code == 200
    posted(sent)
    kept = rules_for(world.cohort())[0]
    assert [one.weights for one in kept.criteria] == [(60.0, 60.0), (20.0, 60.0)]
    assert as_shown(opened())["criteria-1-mentor_weight"] == "60"
    posted(as_shown(opened()))
    assert rules_for(world.cohort())[0] == kept
    person = world.cleo()
    draft = cohorts.solved()
    for where in (f"/cohorts/{world.cohort().pk}/matching/", f"/runs/{draft.pk}/"):
        page = text(world.signed_in(person).get(world.inside(person, where)).content.decode())
        assert "25 for the mentee, 50 for the mentor" in page
    assert [round(one["points"], 1) for one in draft.summary["criteria"]] == [62.5, 37.5]


def test_count_for_the_mentors_alone_is_a_column_of_the_file_too() -> None:
    cohorts.two_pairs()
    alone = replace(TWO, criteria=(TWO.criteria[0], replace(TWO.criteria[1], weight=0, mentor_weight=20.0)))
    actions.save_rules(world.cohort(), rules=alone, based_on=1, by=world.cleo())
    draft = cohorts.solved()
    assert [one["label"] for one in draft.summary["criteria"]] == ["Skills to learn", "Wishes"]
    assert all(len(pairing.parts) == 2 for pairing in draft.pairings.all())


@pytest.mark.parametrize("weight", ["-3", "101", "lots"])
def test_impossible_weight_for_the_mentors_says_so_and_keeps_what_was_typed(weight: str) -> None:
    cohorts.two_pairs()
    response = posted(
        as_shown(opened()) | {"criteria-0-mentor_weight": weight, "criteria-0-label": "Know-how"}
    )
    assert (response.status_code, Ruleset.objects.get().version) == (422, 1)
    assert f'value="{weight}"' in told(response)


def test_no_weight_at_all_for_the_mentors_says_so() -> None:
    cohorts.two_pairs()
    response = posted(as_shown(opened()) | {"criteria-0-mentor_weight": "0"})
    assert (response.status_code, "on both sides" in told(response)) == (422, True)


@pytest.mark.parametrize("weight", ["-3", "101", "lots", "", "1e9"])
def test_keep_the_rules_with_an_impossible_weight_says_so_and_keeps_what_was_typed(weight: str) -> None:
    cohorts.two_pairs()
    response = posted(as_shown(opened()) | {"criteria-0-weight": weight, "criteria-0-label": "Know-how"})
    assert (response.status_code, Ruleset.objects.get().version) == (422, 1)
    assert 'value="Know-how"' in told(response)


def test_keep_the_rules_that_someone_else_has_changed_says_who_and_keeps_what_was_typed() -> None:
    cohorts.two_pairs()
    sent = as_shown(opened()) | {"criteria-0-weight": "70", "criteria-0-label": "Know-how"}
    actions.save_rules(
        world.cohort(), rules=replace(cohorts.SKILLS_ONLY, minimum_fit=0.1), based_on=1, by=world.olga()
    )
    response = posted(sent)
    assert (response.status_code, Ruleset.objects.get().version) == (409, 2)
    assert ("Olga Brandt has saved other rules" in told(response), 'value="Know-how"' in told(response)) == (
        True,
        True,
    )


def test_add_a_rule_shows_it_filled_in_and_keeps_nothing_yet() -> None:
    sent = as_shown(opened()) | {"add": "constraints-different"}
    response = posted(sent)
    added = as_shown(response)
    assert (added["constraints-2-kind"], added["constraints-2-label"]) == ("different", "Not the same")
    assert Ruleset.objects.count() == 0
    kept = posted(
        (added | {"constraints-2-mentee_answer": "employer", "constraints-2-mentor_answer": "employer"}),
    )
    assert kept.status_code == 302
    assert rules_for(world.cohort())[0].constraints[2].kind == "different"


@pytest.mark.parametrize("kind", sorted(CRITERION_KINDS))
def test_add_any_criterion_as_it_is_offered_can_be_kept(kind: str) -> None:
    for name, sort in (("directness", "scale"), ("where", "short"), ("goals", "long")):
        ask_both(name, sort)
    actions.save_rules(world.cohort(), rules=FOUR, based_on=0, by=world.cleo())
    added = as_shown(posted(as_shown(opened()) | {"add": f"criteria-{kind}"}))
    for side in ("mentee", "mentor"):
        offered = {
            "skills": {"mentee": "skills_wanted", "mentor": "skills_offered"}[side],
            "hours": "free_hours",
            "ladder": "years",
            "curve": "stage",
            "text": {"mentee": "question goals", "mentor": "story"}[side],
            "distance": "question where",
            "prior_ties": "known",
        }
        offered |= {"shared": "languages", "same": "place", "time_zone": "time_zone"}
        if kind not in {"wishes", "style"}:
            added[f"criteria-4-{side}_answer"] = offered[kind]
    response = posted(added)
    assert response.status_code == 302, told(response)
    assert rules_for(world.cohort())[0].criteria[4].kind == kind


def test_a_curve_is_drawn_listed_and_kept() -> None:
    actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.cleo())
    added = as_shown(posted(as_shown(opened()) | {"add": "criteria-curve"}))
    added |= {"criteria-1-mentee_answer": "years", "criteria-1-mentor_answer": "years"}
    added |= {"criteria-1-points": "−2: 0\n3: 100\n10: 20"}
    page = posted(added | {"try": "1"}).content.decode()
    assert "<polyline" in page
    assert "<td>−2</td><td>0</td>" in page
    assert posted(added).status_code == 302
    kept = rules_for(world.cohort())[0].criteria[1]
    assert (kept.kind, kept.options) == ("curve", {"points": [[-2.0, 0.0], [3.0, 1.0], [10.0, 0.2]]})
    again = posted(added | {"criteria-1-points": "3: 100\n1: 20"})
    assert (again.status_code, "each with a greater gap" in told(again)) == (422, True)
    assert "is no gap and score" in told(posted(added | {"criteria-1-points": "near is good"}))


def test_distance_reads_coordinates_and_says_whose_cannot_be_read() -> None:
    ask_both("where", "short", label="Latitude and longitude")
    ask_both("form", "multiple", choices=["Video call", "In person"])
    ada, ben = cohorts.mentor("Ada Lind", budgeting=5), cohorts.mentee("Ben Okafor", budgeting=3)
    answer(ada, where="51.45, -2.59")
    answer(ben, where="Bristol", form=["In person"])
    actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.cleo())
    added = as_shown(posted(as_shown(opened()) | {"add": "criteria-distance"}))
    added |= {f"criteria-1-{side}_answer": "question where" for side in ("mentee", "mentor")}
    added |= {"criteria-1-unless": "question form", "criteria-1-says": "Video call, Phone"}
    tried = told(posted(added | {"try": "1"}))
    assert "Ben Okafor:" in tried
    assert "“question where” must be a latitude and a longitude." in tried
    answer(ben, where="51.38, -2.36", form=["In person"])
    assert "1 of 1 mentee has an eligible mentor" in told(posted(added | {"try": "1"}))
    assert posted(added).status_code == 302
    assert rules_for(world.cohort())[0].criteria[1].options == {
        "near": 30.0,
        "far": 200.0,
        "unless": "question form",
        "says": ["Video call", "Phone"],
    }
    assert as_shown(opened())["criteria-1-says"] == "Video call, Phone"


def test_the_page_says_how_texts_are_compared_and_what_other_questions_would_allow() -> None:
    actions.save_rules(world.cohort(), rules=cohorts.SKILLS_ONLY, based_on=0, by=world.cleo())
    shown = told(opened())
    assert "needs a short text from both sides with a latitude and a longitude" in shown
    ask_both("goals", "long")
    added = told(posted(as_shown(opened()) | {"add": "criteria-text"}))
    assert (
        "by what the texts mean" if meanings.is_installed() else "by the words both use (TF-IDF)"
    ) in added


def test_add_nonsense_adds_nothing() -> None:
    sent = as_shown(opened())
    response = posted(sent | {"add": "criteria-astrology"})
    assert as_shown(response)["criteria-TOTAL_FORMS"] == sent["criteria-TOTAL_FORMS"]


def test_take_a_rule_out_keeps_the_others() -> None:
    posted(as_shown(opened()) | {"criteria-1-DELETE": "on"})
    assert [one.kind for one in rules_for(world.cohort())[0].criteria] == ["skills", "ladder", "wishes"]


def test_try_the_rules_shows_who_would_have_nobody_and_keeps_nothing() -> None:
    cohorts.two_pairs()
    sent = as_shown(opened()) | {"minimum_fit": "60", "try": "1"}
    response = posted(sent)
    assert (response.status_code, Ruleset.objects.get().version) == (200, 1)
    assert "1 of 2 mentees have an eligible mentor; this one does not, because:" in told(response)
    assert "Dan Poe" in told(response)


def test_dry_run_answers_with_the_panel_alone() -> None:
    cohorts.two_pairs()
    sent = as_shown(opened()) | {"minimum_fit": "60"}
    response = posted(sent, where="dry-run")
    assert ("<html" in told(response), "1 of 2 mentees have an eligible mentor" in told(response)) == (
        False,
        True,
    )


def test_dry_run_of_what_cannot_be_read_says_so() -> None:
    response = posted(as_shown(opened()) | {"criteria-0-weight": "lots"}, where="dry-run")
    assert "Something needs another look first" in told(response)


def test_dry_run_without_anyone_says_what_is_missing() -> None:
    assert "These rules cannot be tried yet" in told(opened())


def test_change_the_rules_is_a_404_to_everyone_who_does_not_coordinate() -> None:
    sent = as_shown(opened())
    found = [
        posted(sent, person, where=where).status_code
        for person in (world.eve(), world.ada())
        for where in ("rules", "dry-run")
    ]
    assert (found, Ruleset.objects.count()) == ([404] * 4, 0)


def test_open_the_rules_of_a_large_cohort_tries_them_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    cohorts.two_pairs()
    monkeypatch.setattr(doors, "PAIRS_AT_ONCE", 0)
    first = opened()
    assert (first.context["tried"], "this takes a moment" in told(first)) == (None, True)
    assert "2 of 2 mentees have an eligible mentor" in told(posted(as_shown(first), where="dry-run"))
