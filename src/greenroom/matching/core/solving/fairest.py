"""Fairest: the most places filled (then promises kept), then the highest lowest fit, then the greatest total.

Up to `LEXIMIN_PAIRS` pairs the next lowest are lifted as well, one after the other (leximin); beyond, only the lowest.
Pinned and living pairs stay, and do not count as the lowest: nobody can choose them away.
"""

from concurrent.futures import Executor
from dataclasses import replace

from greenroom.matching.core.compiled.problem import Problem
from greenroom.matching.core.given.progress import UNWATCHED, Progress, Watch
from greenroom.matching.core.pairs.whole_rows import best_of_rows
from greenroom.matching.core.solving.answers import answer_of, besides_pins
from greenroom.matching.core.solving.best_total import BestTotal
from greenroom.matching.core.solving.bottleneck import Bottleneck, with_minimum
from greenroom.matching.core.solving.leximin import LEXIMIN_PAIRS, Leximin
from greenroom.matching.core.solving.solution import Proof, Solution


class Fairest:
    """One solve: `run` it, then ask for the `solution`."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        watch: Watch = UNWATCHED,
        *,
        executor: Executor | None = None,
    ) -> None:
        self.problem, self.seed, self.watch, self.executor = problem, seed, watch, executor
        self.answer: Solution | None = None

    def look(self, share: float) -> None:
        """Stop if asked to; tell how far raising the bar has come."""
        self.watch.tell(Progress(phase="fairest", share=share))

    def run(self) -> None:
        """Find what can be filled, then how high the bar can be, then the best total above it."""
        most = self.best_total(self.problem)
        chosen = besides_pins(self.problem, most)
        if not len(chosen[0]):
            self.answer = replace(most, policy="fairest")
            return
        search = Bottleneck(self.problem, chosen, self.look)
        search.run()
        raised = replace(self.problem, blocks=with_minimum(self.problem.blocks, search.bar), memo={})
        answer = self.best_total(raised)
        proof = replace(answer.proof, cuts=most.proof.cuts, minimum=search.bar, barrier=search.barrier)
        if self.problem.blocks.n * self.problem.blocks.m <= LEXIMIN_PAIRS:
            answer, proof = self.leximin(most, proof)
        self.answer = self.told(answer, proof, unlike=most)

    def best_total(self, problem: Problem) -> Solution:
        """Return the best total of a problem, telling of all phases but the end."""
        work = BestTotal(problem, self.seed, self.watch.of_part(), executor=self.executor)
        work.run()
        return work.solution("fairest")

    def leximin(self, most: Solution, proof: Proof) -> tuple[Solution, Proof]:
        """Return the answer with level after level lifted, and its proof."""
        problem = self.problem
        rows, columns = best_of_rows(problem.tiles, problem.blocks.m, self.look)
        work = Leximin(problem.blocks, rows, columns, problem.blocks.units(rows, columns), self.look)
        work.run()
        proof = replace(proof, levels=tuple(work.levels))
        chosen = rows[work.chosen], columns[work.chosen]
        answer = answer_of(
            problem, chosen, policy="fairest", seed=self.seed, rounds=len(work.levels), proof=proof
        )
        groups = {one.side: one for one in most.unmet_minimums}
        unmet = [
            replace(one, group=groups[one.side].group, group_eligible=groups[one.side].group_eligible)
            for one in answer.unmet_minimums
            if one.side in groups
        ]
        return replace(answer, unmet_minimums=tuple(unmet), is_leximin=True), proof

    def told(self, answer: Solution, proof: Proof, *, unlike: Solution) -> Solution:
        """Return the answer in the terms of the problem as it was asked."""
        lowest = None if proof.minimum is None else self.problem.number_of(proof.minimum)
        return replace(
            answer,
            fingerprint=self.problem.fingerprint,
            proof=proof,
            bottleneck=lowest,
            rounds=answer.rounds + unlike.rounds,
        )

    def solution(self) -> Solution:
        """Return the answer. Raises RuntimeError before `run`."""
        if self.answer is None:
            raise RuntimeError("There is no answer yet: run it first.")
        total, matched = self.answer.total, len(self.answer.pairings)
        self.watch.tell(Progress(phase="done", share=1.0, matched=matched, total=total))
        return self.answer
