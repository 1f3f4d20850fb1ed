"""By which answers of the mentees a coordinator may look at fit: whether some people are served worse than others.

Kept with a draft, {question: [{group, people, matched, average, lowest, is_hidden}]}, fits in [0, 1]; the numbers of
small groups, and of any that could be told from them, are not kept at all (`core.fits_by_group`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from greenroom.matching.core import Participant
from greenroom.matching.models import Comparison, MatchingRun, Policy, Workings
from greenroom.matching.queries.comparisons import COMPARED
from greenroom.programs.models import Cohort
from greenroom.questionnaires.models import Question

PROFILE = ("department", "place", "stage")


def group_questions(cohort: Cohort) -> list[tuple[str, str]]:
    """(name of the answer, words): the profile's own, then the questions with one choice, in their order."""
    asked = Question.objects.filter(
        questionnaire=cohort.program.mentee_questionnaire_id,
        kind=Question.Kind.SINGLE,
        removed_at=None,
    ).exclude(fills__in=PROFILE)
    profile = [("department", _("Department")), ("place", _("Place")), ("stage", _("Career stage"))]
    return [*profile, *((f"question {one.key}", one.label) for one in asked)]


def labels_for(mentees: Sequence[Participant], question: str) -> dict[str, str]:
    """Each mentee's group, by key; who has not answered is in none."""
    return {
        person.key: str(person.answers[question])
        for person in mentees
        if isinstance(person.answers.get(question), str)
    }


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group of mentees, with its fits in each way to choose (None where it is not worked out), in points."""

    name: str
    people: int | None
    is_hidden: bool
    fits: Sequence[tuple[Policy, Mapping[str, Any] | None]]


@dataclass(frozen=True, kw_only=True)
class Groups:
    """`chosen` is the question looked at, "" for none; `questions` are those that make groups in this draft."""

    questions: Sequence[tuple[str, str]]
    chosen: str
    label: str
    policies: Sequence[Policy]
    rows: Sequence[GroupRow]
    hidden: int


def groups_in(run: MatchingRun, *, question: str) -> Groups:
    """Fit by group of a draft and of the ways beside it; three queries, and none of them reads the workings."""
    beside = Comparison.objects.filter(run=run, solved_at__isnull=False)
    kept = dict(beside.values_list("policy", "groups"))
    kept[str(run.policy)] = _kept(Workings.objects.filter(run=run))
    own = kept[str(run.policy)]
    questions = [(key, words) for key, words in group_questions(run.cohort) if key in own]
    known = dict(questions)
    telling = [key for key in known if any(not one["is_hidden"] for one in own[key])]
    chosen = question if question in known else next(iter([*telling, *known]), "")
    order = [policy for policy in (*COMPARED, Policy.REMATCH) if policy in kept]
    by_group = [{one["group"]: one for one in kept[policy].get(chosen, ())} for policy in order]
    rows = [
        GroupRow(
            name=one["group"],
            people=one["people"],
            is_hidden=one["is_hidden"],
            fits=[
                (policy, _in_points(groups.get(one["group"])))
                for policy, groups in zip(order, by_group, strict=True)
            ],
        )
        for one in own.get(chosen, ())
    ]
    return Groups(
        questions=questions,
        chosen=chosen,
        label=known.get(chosen, ""),
        policies=order,
        rows=[row for row in rows if not row.is_hidden],
        hidden=sum(row.is_hidden for row in rows),
    )


def _kept(workings: Any) -> dict[str, Any]:
    found: dict[str, Any] = workings.values_list("groups", flat=True).first() or {}
    return found


def _in_points(group: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if group is None or group["is_hidden"]:
        return None
    return {
        "people": group["people"],
        "matched": group["matched"],
        "average": None if group["average"] is None else group["average"] * 100,
        "lowest": None if group["lowest"] is None else round(group["lowest"] * 100),
    }
