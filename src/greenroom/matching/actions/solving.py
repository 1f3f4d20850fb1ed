"""Solving a draft: everything is worked out first, and then kept in one transaction. Never half.

`MatchingRun.summary` of a solved draft, all fits in points (a fit of 1 is 100 points):

    mentees, mentors, places     who was there to be matched
    matched, pairs               mentees with a mentor; pairs (the same while each mentee has one)
    mentors_matched, free_places
    total, average, lowest       of the pairs' fits
    histogram                    {"79": 3, …}: how many pairs have which whole fit
    low_below, low               fits under it are shown as low; how many there are
    before, changed              number of the solved draft before, null for the first; pairs it did not have
    pinned, forbidden            a coordinator's words that were in force
    total_without                the total if nobody had been pinned or forbidden, null where not worked out
    is_best, bound, gap          what the certificate proves
    checked, ruled_out           pairs
    fingerprint, rounds
    criteria                     [{key, label, points}]: names and shares of the hundred
    made_of                      [{label, points, of}]: what each criterion gives a pair on average
    recruit                      [{code, skill, part, word, name, place, people, gain}]: see `core.advice`; points
    is_priced                    is the cost to change each pair worked out? (in drafts that are not too large)
    notes                        sentences about what was let pass
"""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.locks import locked
from greenroom.jobs.registry import Cancelled, Work
from greenroom.matching import core
from greenroom.matching.actions.words import Draft, words_of, words_on_circles
from greenroom.matching.core.problem import label_of
from greenroom.matching.facts import RunSolved
from greenroom.matching.models import Cancellation, MatchingRun, Pairing, Unmatched, Workings, low_limit
from greenroom.matching.queries import People, hours_from_utc, people_of, rules_for, snapshot
from greenroom.programs.models import Part

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
    rules: core.Rules
    certificate: core.Certificate
    total_without: float | None


def solve_run(run: MatchingRun, *, work: Work) -> None:
    """Solve the draft and keep its answer, or the list of what stands in the way. Safe to run twice or to be killed.

    Raises `jobs.registry.Cancelled` when someone stops it; then nothing is kept.
    """
    if run.is_solved or Cancellation.objects.filter(run=run).exists():
        return
    try:
        people = people_of(run.cohort)
        rules = replace(rules_for(run.cohort)[0], pins=tuple(people.pins), forbids=tuple(people.forbids))
        answer = _answer(run, people=people, rules=rules, work=work)
    except core.InvalidProblem as error:
        _keep_faults(
            run,
            [
                {"who": fault.who, "what": fault.what, "remedy": fault.remedy, "side": fault.side}
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


def _answer(run: MatchingRun, *, people: People, rules: core.Rules, work: Work) -> Answer:
    problem = core.compile_problem(
        people.mentees,
        people.mentors,
        rules,
        on_progress=lambda progress: _show(work, progress),
        is_cancelled=work.is_cancelled,
    )
    solution = core.solve(
        problem,
        policy=run.policy,
        seed=run.seed,
        on_progress=lambda progress: _show(work, progress),
        is_cancelled=work.is_cancelled,
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
        draft=draft, people=people, rules=rules, certificate=certificate, total_without=total_without
    )


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
    if not (people.pins or people.forbids_by_hand) or len(people.mentees) * len(people.mentors) > SMALL:
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
    notes = _notes_before(before)
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
    )
    run.solved_at = clock.now()
    run.rules = answer.rules.to_dict()
    run.summary = _summary(answer, pairings) | {
        "before": before.number if before else None,
        "changed": sum((one.mentor_id, one.mentee_id) not in notes for one in pairings) if before else 0,
    }
    run.save(update_fields=["solved_at", "rules", "summary"])
    announce(
        RunSolved(organization_id=run.cohort.program.organization_id, by_id=run.asked_by_id, run_id=run.pk)
    )


def _notes_before(before: MatchingRun | None) -> dict[tuple[int, int], str]:
    """Every pair of the draft before, with its note."""
    rows = before.pairings.values_list("mentor_id", "mentee_id", "note") if before else ()
    return {(mentor, mentee): note for mentor, mentee, note in rows}


def _pairings(run: MatchingRun, answer: Answer, notes: Mapping[tuple[int, int], str]) -> list[Pairing]:
    found = []
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
                note=notes.get((mentor, mentee), ""),
            )
        )
    return found


def _summary(answer: Answer, pairings: list[Pairing]) -> dict[str, Any]:
    solution, findings = answer.draft.solution, answer.certificate.findings
    points = sorted(round(pairing.fit * 100) for pairing in pairings)
    total = solution.total * 100
    low_below = _low_below(points)
    weights = sum(criterion.weight for criterion in answer.rules.criteria) or 1.0
    return {
        "mentees": sum(person.capacity > 0 for person in answer.people.mentees),
        "mentors": sum(person.capacity > 0 for person in answer.people.mentors),
        "places": sum(person.capacity for person in answer.people.mentors),
        "matched": solution.matched,
        "pairs": len(pairings),
        "mentors_matched": len({pairing.mentor_id for pairing in pairings}),
        "free_places": sum(solution.free_places.values()),
        "total": total,
        "average": total / len(pairings) if pairings else None,
        "lowest": points[0] if points else None,
        "histogram": {str(value): count for value, count in sorted(Counter(points).items())},
        "low_below": low_below,
        "low": sum(pairing.fit < low_limit(low_below) for pairing in pairings),
        "pinned": len(answer.people.pins),
        "forbidden": len(answer.people.forbids_by_hand),
        "total_without": None if answer.total_without is None else answer.total_without * 100,
        "is_best": answer.certificate.is_best,
        "bound": answer.certificate.bound * 100,
        "gap": answer.certificate.gap * 100,
        "checked": findings.pairs,
        "ruled_out": findings.ruled_out,
        "fingerprint": answer.certificate.fingerprint,
        "rounds": solution.rounds,
        "criteria": [
            {"key": one.key, "label": label_of(one), "points": 100 * one.weight / weights}
            for one in answer.rules.criteria
            if one.weight > 0
        ],
        "made_of": _made_of(pairings),
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


def _made_of(pairings: list[Pairing]) -> list[dict[str, Any]]:
    """What each criterion gives a pair on average, and what it could give, in points."""
    found: dict[str, dict[str, Any]] = {}
    for pairing in pairings:
        for part in pairing.parts:
            one = found.setdefault(
                part["key"], {"label": part["label"], "points": 0.0, "of": 100 * part["weight"]}
            )
            one["points"] += 100 * part["weight"] * part["score"] / len(pairings)
    return list(found.values())


def _low_below(points: list[int]) -> int:
    """The highest multiple of five that no more than about one pair in eight lies under; at most 65."""
    allowed = len(points) // 8
    for limit in range(65, 0, -5):
        if sum(value < limit for value in points) <= allowed:
            return limit
    return 5
