"""Matching: who should meet whom, the best there is, and why.

Pure Python, numpy, scipy and OR-Tools; no Django. Importing this package costs numpy and nothing heavier.

In
    ``Participant(*, key, name, capacity=1, minimum=0, opens_with=0, already=0, answers={}, wishes=(), unwanted=())``
        one person on one side; what an answer may be is said in `people`.
    ``Criterion(*, key, kind, weight, mentee_answer, mentor_answer, label, missing=0.5, private, options)``
        should; ``CRITERION_KINDS`` lists the kinds with label, default weight and options.
    ``Constraint(*, key, kind, mentee_answer, mentor_answer, label, missing="allow", options)``
        must; ``CONSTRAINT_KINDS`` lists the kinds.
    ``Pin(*, mentee, mentor, despite_rules=False)``, ``Forbid(*, mentee, mentor)``
    ``Standing(*, mentee, mentor)``: a living pair. ``Criterion.mentor_weight``: what it counts on the mentor's side.
    ``Rules(*, criteria, constraints, pins, forbids, minimum_fit=None, standing=(), moving_price=None)``
        ``Rules.to_dict``, ``Rules.from_dict`` (raises `BadRules`, all faults), ``rules_from_toml(text)``.

Problem
    ``compile_problem(mentees, mentors, rules, *, same_people=None) -> Problem``
        people with the same key on both sides are one person, unless ``same_people`` says who is; raises ``InvalidProblem(faults=[Fault(code, who, what, remedy)])`` with all faults at once.
    ``compile_fits(fits, *, mentees, mentors, rules=None) -> Problem``
        for someone who has scores already.
    ``Problem.fit(mentee, mentor) -> float``, ``Problem.is_allowed(mentee, mentor)``,
    ``Problem.fingerprint``, ``Problem.mentees``, ``Problem.mentors`` (sorted by key).
    ``check_eligibility(problem) -> Eligibility``
        the live dry run, without solving: who has an eligible partner, and which rule is why not.
    ``demand_by_skill(mentees, mentors, *, wanted, offered) -> list[SkillDemand]``
        needs no rules; ``wanted`` and ``offered`` name the answers.

Answer
    ``solve(problem, *, policy="best_total", seed=0, on_progress=None, is_cancelled=None, executor=None) -> Solution``
        raises `Cancelled`. ``on_progress`` gets ``Progress(phase, share, matched, total, bound)``.
        ``POLICIES``: "best_total", "fairest", "stable", "rematch".
    ``Solution.policy``, ``Solution.lowest``; fairest: ``Solution.bottleneck``, ``Solution.is_leximin``;
    re-match: ``Solution.moved`` (``Moved(mentee, mentor, fit)``), ``Solution.gained``, ``Pairing.is_standing``.
    ``Solution.pairings`` (``Pairing(mentee, mentor, fit, is_pinned)``), ``Solution.unmatched``,
    ``Solution.free_places``, ``Solution.unmet_minimums``, ``Solution.total``; ``to_dict``/``from_dict``
    keep it, with its prices, as plain JSON.

Measures
    ``measure(problem, solution) -> Measures``
        the same yardstick for every policy: matched, filled, total, average, lowest, blocking pairs with examples.
    ``fits_by_group(problem, solution, groups, *, least=8) -> list[GroupFit]``
        average and lowest fit by a label of the mentees; small groups are hidden.

Proof
    ``certify(problem, solution) -> Certificate``
        trusts no solver: its own exact pass over all pairs. ``to_json`` is self-contained. ``Certificate.holds``
        tells whether what the answer's policy claims is proven.
    ``verify_certificate(text) -> Verdict``
        re-checks such a JSON by itself.

Words
    ``why_these_two(problem, mentee, mentor, audience="coordinator") -> Explanation``
    ``why_unmatched(problem, solution, mentee) -> WhyUnmatched``
    ``price_of_forcing(problem, solution, mentee, mentor) -> Counterfactual``
    ``price_of_parting(problem, solution, mentee, mentor) -> Counterfactual``
    ``why_costly(problem, moves) -> Costly | None``
        where the cost of such a rearrangement comes from.
    ``parting_prices(problem, solution, *, on_progress, is_cancelled) -> {(mentee, mentor): PartingPrice}``
        of all pairs at once.
    ``tolerance(problem, solution, mentee, mentor) -> Tolerance``
        how far the fit of a pair that stands may fall, and whom the mentee has in the next answer.
    ``what_would_change(problem, solution, mentee, mentor) -> WhatWouldChange``
        how far the fit of another pair must rise, and which criterion alone would do it.
    ``next_best(problem, solution, count=3) -> list[NextBest]``
        the best other answers as wholes, in order.
    ``scarcity(problem, solution) -> list[Scarcity]``
    ``advice(problem, solution, *, hours_from_utc=0, most=5) -> list[Advice]``
        whom to recruit: what one more mentor of some kind, or one more place, would add.

All of them take and give keys of people (str) and fits as floats in [0, 1]; inside, fits are integers in
millionths, so that “no better assignment exists” is exact.
"""

from greenroom.matching.core.compiled.compiling import (
    compile_fits,
    compile_problem,
)
from greenroom.matching.core.compiled.problem import (
    Problem,
)
from greenroom.matching.core.criteria.constraints import (
    CONSTRAINT_KINDS,
    ConstraintKind,
)
from greenroom.matching.core.criteria.kinds import (
    CRITERION_KINDS,
    CriterionKind,
)
from greenroom.matching.core.given.faults import (
    Fault,
    InvalidProblem,
)
from greenroom.matching.core.given.people import (
    Answer,
    Participant,
)
from greenroom.matching.core.given.progress import (
    Cancelled,
    Progress,
)
from greenroom.matching.core.given.rules import (
    BadRules,
    Constraint,
    Criterion,
    Forbid,
    Pin,
    Rules,
    Standing,
    rules_from_toml,
)
from greenroom.matching.core.proofs.certificates import (
    Certificate,
    Verdict,
    certify,
    verify_certificate,
)
from greenroom.matching.core.questions.advice import (
    Advice,
    advice,
)
from greenroom.matching.core.questions.counterfactuals import (
    Counterfactual,
    PartingPrice,
    parting_prices,
    price_of_forcing,
    price_of_parting,
)
from greenroom.matching.core.questions.eligibility import (
    Eligibility,
    Ineligible,
    RuledOut,
    Scarcity,
    SkillDemand,
    WhyUnmatched,
    check_eligibility,
    demand_by_skill,
    scarcity,
    why_unmatched,
)
from greenroom.matching.core.questions.group_fits import (
    GroupFit,
    fits_by_group,
)
from greenroom.matching.core.questions.measures import (
    BlockingPair,
    Measures,
    measure,
)
from greenroom.matching.core.questions.moves import (
    Move,
)
from greenroom.matching.core.questions.next_best import (
    NextBest,
    next_best,
)
from greenroom.matching.core.questions.tolerance import (
    Lift,
    Tolerance,
    WhatWouldChange,
    tolerance,
    what_would_change,
)
from greenroom.matching.core.reasons.explanations import (
    Costly,
    Explanation,
    Reason,
    why_costly,
    why_these_two,
)
from greenroom.matching.core.reasons.sayings import (
    Audience,
    Fact,
)
from greenroom.matching.core.solving.solution import (
    Moved,
    Pairing,
    Solution,
    UnmetMinimum,
)
from greenroom.matching.core.solving.solver import (
    POLICIES,
    solve,
)

__all__ = [
    "CONSTRAINT_KINDS",
    "CRITERION_KINDS",
    "POLICIES",
    "Advice",
    "Answer",
    "Audience",
    "BadRules",
    "BlockingPair",
    "Cancelled",
    "Certificate",
    "Constraint",
    "ConstraintKind",
    "Costly",
    "Counterfactual",
    "Criterion",
    "CriterionKind",
    "Eligibility",
    "Explanation",
    "Fact",
    "Fault",
    "Forbid",
    "GroupFit",
    "Ineligible",
    "InvalidProblem",
    "Lift",
    "Measures",
    "Move",
    "Moved",
    "NextBest",
    "Pairing",
    "Participant",
    "PartingPrice",
    "Pin",
    "Problem",
    "Progress",
    "Reason",
    "RuledOut",
    "Rules",
    "Scarcity",
    "SkillDemand",
    "Solution",
    "Standing",
    "Tolerance",
    "UnmetMinimum",
    "Verdict",
    "WhatWouldChange",
    "WhyUnmatched",
    "advice",
    "certify",
    "check_eligibility",
    "compile_fits",
    "compile_problem",
    "demand_by_skill",
    "fits_by_group",
    "measure",
    "next_best",
    "parting_prices",
    "price_of_forcing",
    "price_of_parting",
    "rules_from_toml",
    "scarcity",
    "solve",
    "tolerance",
    "verify_certificate",
    "what_would_change",
    "why_costly",
    "why_these_two",
    "why_unmatched",
]
