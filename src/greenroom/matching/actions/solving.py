"""Solving a draft: everything is worked out first, and then kept in one transaction. Never half.

`MatchingRun.summary` of a solved draft has the figures of every answer (see `figures`), and, fits in points:

    mentees, mentors, places     who was there to be matched
    mentors_matched, free_places
    new, staying                 pairs that publishing would propose; living pairs that stay as they are
    gained                       what a re-match's total is more than if no living pair ended
    low_below, low               fits under it are shown as low; how many there are
    before, changed              number of the solved draft before, null for the first; pairs it did not have
    pinned, forbidden            a coordinator's words that were in force
    total_without                the total if nobody had been pinned or forbidden, null where not worked out
    holds, is_best               what the certificate proves: its own policy's claim; that no total is greater
    bound, gap
    checked, ruled_out           pairs
    fingerprint, rounds
    criteria                     [{key, label, points}]: names and shares of the hundred
    made_of                      [{label, points, of}]: what each criterion gives a pair on average
    recruit                      [{code, skill, part, word, name, place, people, gain}]: see `core.advice`; points
    is_priced                    is the cost to change each pair worked out? (in drafts that are not too large)
    notes                        sentences about what was let pass
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.locks import locked
from greenroom.jobs.registry import Cancelled, Work
from greenroom.matching import core
from greenroom.matching.actions.comparing import compare_by_itself
from greenroom.matching.actions.figures import figures_of, groups_of, low_below, made_of
from greenroom.matching.actions.words import Draft, words_of, words_on_circles
from greenroom.matching.core.pairs.cluster import executor_at
from greenroom.matching.facts import RunSolved
from greenroom.matching.models import (
    Cancellation,
    Comparison,
    Ending,
    MatchingRun,
    Pairing,
    Policy,
    Unmatched,
    Workings,
    low_limit,
)
from greenroom.matching.queries import People, hours_from_utc, people_of, rules_for, snapshot
from greenroom.matching.queries.comparisons import COMPARED_AT_ONCE
from greenroom.matching.queries.rematches import LivingPairs, people_with_living_pairs
from greenroom.matching.queries.summaries import points_of_criteria
from greenroom.programs.models import Cohort, Part

SMALL = 250_000
"""Up to so many pairs a draft is also solved without the coordinators' pins and forbids, to say what they cost."""
ROWS_AT_ONCE = 500
STEPS = {
    "texts": (0, 10),
    "circles": (10, 15),
    "candidates": (10, 15),
    "flow": (15, 40),
    "proof": (40, 55),
    "done": (55, 56),
}
CERTIFYING, WRITING, KEEPING, END = 56, 64, 97, 100

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that a solved draft keeps."""

    draft: Draft
    people: People
    living: LivingPairs
    rules: core.Rules
    certificate: core.Certificate
    total_without: float | None
    figures: dict[str, Any]
    groups: dict[str, Any]
    note: str


def solve_run(run: MatchingRun, *, work: Work) -> None:
    """Solve the draft and keep its answer, or the list of what stands in the way. Safe to run twice or to be killed.

    Raises `jobs.registry.Cancelled` when someone stops it; then nothing is kept.
    """
    if run.is_solved or Cancellation.objects.filter(run=run).exists():
        return
    try:
        people, living = (
            (people_of(run.cohort), {}) if run.moving_price is None else people_with_living_pairs(run.cohort)
        )
        rules = replace(
            rules_for(run.cohort)[0],
            pins=tuple(people.pins),
            forbids=tuple(people.forbids),
            standing=tuple(core.Standing(mentee=mentee, mentor=mentor) for mentee, mentor in sorted(living)),
            moving_price=None if run.moving_price is None else run.moving_price / 100,
        )
        answer = _answer(run, people=people, living=living, rules=rules, work=work)
    except core.InvalidProblem as error:
        _keep_faults(
            run,
            [
                {"who": fault.who, "what": fault.what, "remedy": fault.remedy, "side": fault.side}
                | _pair_of(fault, people)
                for fault in error.faults
            ],
        )
    except core.BadRules as error:
        remedy = _("Open the rules page and save them again.")
        _keep_faults(
            run, [{"who": "", "what": what, "remedy": remedy, "side": "rules"} for what in error.faults]
        )
    except core.Cancelled as error:
        raise Cancelled from error
    else:
        work.progress(KEEPING, END, _("Writing the draft down"))
        _keep_answer(run, answer)


def _answer(
    run: MatchingRun, *, people: People, living: LivingPairs, rules: core.Rules, work: Work
) -> Answer:
    problem = core.compile_problem(
        people.mentees,
        people.mentors,
        rules,
        on_progress=lambda progress: _show(work, progress),
        is_cancelled=work.is_cancelled,
    )
    kept, note = _kept_beside(run, problem)
    with executor_at("" if kept else settings.GREENROOM_CLUSTER) as executor:
        solution = kept or core.solve(
            problem,
            policy=run.policy,
            seed=run.seed,
            on_progress=lambda progress: _show(work, progress),
            is_cancelled=work.is_cancelled,
            executor=executor,
        )
    work.progress(CERTIFYING, END, _("Checking every pair once more"))
    certificate = core.certify(problem, solution)
    total_without = _total_without(run, people=people, rules=rules)
    draft = words_of(
        problem,
        solution,
        on_share=lambda share: work.progress(
            WRITING + int(share * (KEEPING - WRITING)), END, _("Saying why these two, for each pair")
        ),
        hours_from_utc=hours_from_utc(run.cohort.program.organization.time_zone, on=run.cohort.starts_on),
    )
    return Answer(
        draft=draft,
        people=people,
        living=living,
        rules=rules,
        certificate=certificate,
        total_without=total_without,
        figures=figures_of(problem, solution, places=people.enrollments),
        groups=groups_of(problem, solution, cohort=run.cohort),
        note=note,
    )


def _kept_beside(run: MatchingRun, problem: core.Problem) -> tuple[core.Solution | None, str]:
    """The answer that was worked out beside the draft this one was taken from, while nothing has changed since."""
    if run.taken_from is None:
        return None, ""
    found = Comparison.objects.filter(
        run=run.taken_from, policy=run.policy, solved_at__isnull=False
    ).values_list("solution", flat=True)
    kept = next(iter(found), None)
    solution = core.Solution.from_dict(kept) if kept else None
    if solution is not None and solution.fingerprint == problem.fingerprint:
        return solution, ""
    if run.taken_from.summary["fingerprint"] == problem.fingerprint:
        return None, ""
    return None, _(
        "People or rules have changed since draft %(number)s, so this one was worked out anew."
    ) % {"number": run.taken_from.number}


def _show(work: Work, progress: core.Progress) -> None:
    first, last = STEPS.get(progress.phase, (0, CERTIFYING))
    words = {
        "circles": _("Trying which circles open"),
        "texts": _("Reading what people wrote"),
        "candidates": _("Looking at every pair"),
        "flow": _("Choosing the best set of pairs"),
        "proof": _("Proving that no pair would do better"),
    }.get(progress.phase, _("Checking"))
    if progress.matched is not None and progress.total is not None:
        words = _("%(phase)s: %(matched)s pairs so far, %(total)s points") % {
            "phase": words,
            "matched": progress.matched,
            "total": f"{progress.total * 100:,.0f}",
        }
    work.progress(first + int((last - first) * min(1.0, progress.share)), END, words)


def _total_without(run: MatchingRun, *, people: People, rules: core.Rules) -> float | None:
    """The greatest total if no coordinator had pinned or forbidden anyone."""
    is_asked = run.policy == Policy.BEST_TOTAL and (people.pins or people.forbids_by_hand)
    if not is_asked or len(people.mentees) * len(people.mentors) > SMALL:
        return None
    free = replace(
        rules, pins=(), forbids=tuple(one for one in rules.forbids if one not in people.forbids_by_hand)
    )
    try:
        return core.solve(core.compile_problem(people.mentees, people.mentors, free), policy=run.policy).total
    except core.InvalidProblem:
        return None


@transaction.atomic
def _keep_faults(run: MatchingRun, faults: list[dict[str, str]]) -> None:
    run = locked(run)
    if run.is_solved:
        return
    run.faults, run.solved_at = faults, clock.now()
    run.save(update_fields=["faults", "solved_at"])


@transaction.atomic
def _keep_answer(run: MatchingRun, answer: Answer) -> None:
    """All rows of the answer, or none. A second worker with the same answer finds it kept and leaves."""
    run = locked(run)
    if run.is_solved or Cancellation.objects.filter(run=run).exists():
        return
    before = (
        MatchingRun.objects.filter(
            cohort=run.cohort_id, solved_at__isnull=False, faults=[], number__lt=run.number
        )
        .order_by("-number")
        .first()
    )
    earlier = _pairs_of(before)
    notes = _notes_of(run.cohort)
    pairings = _pairings(run, answer, notes)
    Pairing.objects.bulk_create(pairings, batch_size=ROWS_AT_ONCE)
    Unmatched.objects.bulk_create(
        [
            Unmatched(
                run=run,
                enrollment_id=answer.people.enrollments[Part.MENTEE.value, one.key],
                reasons=one.reasons,
                helps=[
                    {
                        "words": words,
                        "mentor": answer.people.enrollments[Part.MENTOR.value, mentor.key]
                        if mentor
                        else None,
                        "name": mentor.called if mentor else "",
                    }
                    for words, mentor in one.helps
                ],
            )
            for one in answer.draft.unmatched
        ],
        batch_size=ROWS_AT_ONCE,
    )
    Workings.objects.create(
        run=run,
        mentees=snapshot(answer.people.mentees),
        mentors=snapshot(answer.people.mentors),
        solution=answer.draft.solution.to_dict(),
        certificate=answer.certificate.to_json(),
        groups=answer.groups,
    )
    Ending.objects.bulk_create(_endings(run, answer))
    run.solved_at = clock.now()
    run.rules = answer.rules.to_dict()
    run.summary = _summary(answer, pairings) | {
        "before": before.number if before else None,
        "before_total": before.summary["total"] if before else None,
        "before_lowest": before.summary["lowest"] if before else None,
        "changed": sum((one.mentor_id, one.mentee_id) not in earlier for one in pairings) if before else 0,
    }
    run.save(update_fields=["solved_at", "rules", "summary"])
    announce(
        RunSolved(organization_id=run.cohort.program.organization_id, by_id=run.asked_by_id, run_id=run.pk)
    )
    if run.summary["checked"] <= COMPARED_AT_ONCE:
        compare_by_itself(run)


def _pairs_of(before: MatchingRun | None) -> frozenset[tuple[int, int]]:
    return frozenset(before.pairings.values_list("mentor_id", "mentee_id") if before else ())


def _notes_of(cohort: Cohort) -> dict[tuple[int, int], str]:
    """The last word on every pair that was ever noted on in this cohort, also where a draft between was without it."""
    rows = Pairing.objects.filter(run__cohort=cohort)
    noted = rows.filter(mentor=OuterRef("mentor"), mentee=OuterRef("mentee")).exclude(note="")
    last = rows.filter(Exists(noted)).order_by("run__number").values_list("mentor_id", "mentee_id", "note")
    return {(mentor, mentee): note for mentor, mentee, note in last}


def _pairings(run: MatchingRun, answer: Answer, notes: Mapping[tuple[int, int], str]) -> list[Pairing]:
    found = []
    staying = {(one.mentee, one.mentor) for one in answer.draft.solution.pairings if one.is_standing}
    for told in answer.draft.pairs:
        mentor = answer.people.enrollments[Part.MENTOR.value, told.mentor]
        mentee = answer.people.enrollments[Part.MENTEE.value, told.mentee]
        found.append(
            Pairing(
                run=run,
                mentor_id=mentor,
                mentee_id=mentee,
                fit=min(1.0, max(0.0, told.fit)),
                parts=told.parts,
                reasons=told.reasons,
                price=told.price,
                is_pinned=told.is_pinned,
                is_standing=(told.mentee, told.mentor) in staying,
                note=notes.get((mentor, mentee), ""),
            )
        )
    return found


def _endings(run: MatchingRun, answer: Answer) -> list[Ending]:
    """The living pairs that a re-match ends, each with what its mentee's own fit changes by."""
    after = {one.mentee: one.fit for one in answer.draft.solution.pairings if not one.is_standing}
    return [
        Ending(
            run=run,
            mentorship_id=answer.living[one.mentee, one.mentor],
            mentee_id=answer.people.enrollments[Part.MENTEE.value, one.mentee],
            fit=one.fit,
            gain=after.get(one.mentee, 0.0) - one.fit,
        )
        for one in answer.draft.solution.moved
    ]


def _pair_of(fault: core.Fault, people: People) -> dict[str, Any]:
    """The enrollments of the pin that a rule keeps apart, where the fault is about one: it can be pinned all the same."""
    if fault.code != "pin_ruled_out":
        return {}
    called = {person.key: person.called for person in (*people.mentees, *people.mentors)}
    named = [pin for pin in people.pins if f"{called[pin.mentee]} and {called[pin.mentor]}" == fault.who]
    if len(named) != 1 or named[0].despite_rules:
        return {}
    places = people.enrollments
    return {
        "mentee": places[Part.MENTEE.value, named[0].mentee],
        "mentor": places[Part.MENTOR.value, named[0].mentor],
    }


def _summary(answer: Answer, pairings: list[Pairing]) -> dict[str, Any]:
    solution, findings = answer.draft.solution, answer.certificate.findings
    limit = low_below(answer.figures["histogram"])
    staying = sum(pairing.is_standing for pairing in pairings)
    return answer.figures | {
        "mentees": sum(person.capacity > 0 for person in answer.people.mentees),
        "mentors": sum(person.capacity > 0 for person in answer.people.mentors),
        "places": sum(person.capacity for person in answer.people.mentors),
        "mentors_matched": len({pairing.mentor_id for pairing in pairings if not pairing.is_standing}),
        "free_places": sum(solution.free_places.values()),
        "new": len(pairings) - staying,
        "staying": staying,
        "gained": solution.gained * 100,
        "low_below": limit,
        "low": sum(pairing.fit < low_limit(limit) for pairing in pairings),
        "pinned": len(answer.people.pins),
        "forbidden": len(answer.people.forbids_by_hand),
        "total_without": None if answer.total_without is None else answer.total_without * 100,
        "holds": answer.certificate.holds,
        "is_best": answer.certificate.is_best,
        "bound": answer.certificate.bound * 100,
        "gap": answer.certificate.gap * 100,
        "checked": findings.pairs,
        "ruled_out": findings.ruled_out,
        "fingerprint": answer.certificate.fingerprint,
        "rounds": solution.rounds,
        "criteria": points_of_criteria(answer.rules),
        "made_of": made_of(pairings),
        "recruit": [
            {
                "code": one.code,
                **one.values,
                "name": _name_of(answer, one.values.get("mentor")),
                "place": answer.people.enrollments.get((Part.MENTOR.value, one.values.get("mentor") or "")),
                "people": one.people_more,
                "gain": one.gain * 100,
            }
            for one in answer.draft.advice
        ],
        "is_priced": all(pairing.price is not None for pairing in pairings),
        "notes": [
            *([answer.note] if answer.note else []),
            *answer.draft.notes,
            *words_on_circles(answer.draft.solution, answer.people.mentors),
            *answer.people.limits,
            *(
                _("The pin of %(pair)s rests, because one of them takes no part now.") % {"pair": pair}
                for pair in answer.people.resting
            ),
        ],
    }


def _name_of(answer: Answer, key: str | None) -> str:
    return next((person.called for person in answer.people.mentors if person.key == key), "")
