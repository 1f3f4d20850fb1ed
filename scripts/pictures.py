"""Draw the pictures of docs/matching.md from real answers: `python scripts/pictures.py`.

Everything in them is computed by the matching core from made-up cohorts with fixed seeds, so they change only
when the method does.
"""

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from greenroom.matching import core

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SHEET, INK, SOFT, RULE, GREEN, TINT, AMBER, BRICK = (
    "#fffdf7",
    "#1c211c",
    "#5f6359",
    "#ddd4c1",
    "#2f7257",
    "#e2ebdf",
    "#e9a13b",
    "#96331d",
)


class Drawing:
    """An SVG on a light sheet, readable in a light and in a dark page."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.size, self.title, self.parts = (width, height), title, []

    def text(
        self,
        x: float,
        y: float,
        words: object,
        *,
        size: int = 14,
        color: str = INK,
        anchor: str = "start",
        weight: str = "400",
    ) -> None:
        said = html.escape(str(words))
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" text-anchor="{anchor}" font-weight="{weight}">{said}</text>'
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        color: str = RULE,
        width: float = 1,
        dash: str = "",
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="{width}"{dashed}/>'
        )

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str = "none", line: str = RULE
    ) -> None:
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{line}"/>'
        )

    def dot(self, x: float, y: float, radius: float, *, fill: str, line: str = "none") -> None:
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{line}"/>')

    def save(self, name: str) -> None:
        width, height = self.size
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="system-ui, sans-serif">'
        ground = f'<title>{html.escape(self.title)}</title><rect width="{width}" height="{height}" fill="{SHEET}"/>'
        (PICTURES / name).write_text(f"{head}{ground}{''.join(self.parts)}</svg>\n", encoding="utf-8")


def cohort(n: int, m: int, *, seed: int) -> core.Problem:
    """Return a made-up film school: skills, free hours and years, one to two places a mentor."""
    draw = np.random.default_rng(seed)
    skills = [f"skill {k}" for k in range(12)]
    evenings = [day * 24 + hour for day in range(5) for hour in (17, 18, 19, 20)]

    def some(of: Sequence[object], low: int, high: int) -> frozenset[object]:
        return frozenset(of[k] for k in draw.choice(len(of), draw.integers(low, high), replace=False))

    def person(key: str, low: int, high: int, capacity: int) -> core.Participant:
        answers = {
            "skills": some(skills, 2, 6),
            "free": some(evenings, 4, 9),
            "years": float(draw.integers(low, high)),
        }
        return core.Participant(key=key, capacity=capacity, answers=answers)

    return core.compile_problem(
        [person(f"mentee {k + 1}", 0, 12, 1) for k in range(n)],
        [person(f"mentor {k + 1}", 5, 25, int(draw.integers(1, 3))) for k in range(m)],
        core.Rules.from_dict(
            {
                "criteria": [
                    {"kind": "skills", "mentee": "skills", "weight": 50},
                    {"kind": "hours", "mentee": "free", "weight": 30, "enough": 3},
                    {"kind": "ladder", "mentee": "years", "weight": 20, "best": [5, 12], "reach": 8},
                ]
            }
        ),
    )


def order() -> None:
    """Best pair first, beside the best total."""
    fits = np.array([[94, 88, 50], [90, 41, 36], [72, 70, 20]])
    mentees, mentors = ["Ana", "Bo", "Cy"], ["Dee", "Eli", "Flo"]
    people = (
        [core.Participant(key=name) for name in mentees],
        [core.Participant(key=name) for name in mentors],
    )
    pairs = [(a, b, float(fits[i, j])) for i, a in enumerate(mentees) for j, b in enumerate(mentors)]
    best = core.solve(core.compile_fits(pairs, mentees=people[0], mentors=people[1]))
    left, taken, first = fits.astype(float), [], []
    for _ in mentees:
        i, j = divmod(int(left.argmax()), len(mentors))
        first.append((mentees[i], mentors[j]))
        taken.append(fits[i, j])
        left[i, :] = left[:, j] = -1
    drawing = Drawing(720, 250, "Taking the best pair first gives a lower total than the best total")
    for x, title, chosen, total in (
        (30, "The best pair first", first, int(sum(taken))),
        (390, "The best total", [(one.mentee, one.mentor) for one in best.pairings], int(best.total)),
    ):
        drawing.text(x, 34, title, size=17, weight="600")
        for j, mentor in enumerate(mentors):
            drawing.text(x + 90 + 80 * j, 66, mentor, size=13, color=SOFT, anchor="middle")
        for i, mentee in enumerate(mentees):
            drawing.text(x, 102 + 44 * i, mentee, size=13, color=SOFT)
            for j, mentor in enumerate(mentors):
                on = (mentee, mentor) in chosen
                drawing.box(x + 52 + 80 * j, 78 + 44 * i, 76, 38, fill=GREEN if on else SHEET)
                drawing.text(
                    x + 90 + 80 * j,
                    102 + 44 * i,
                    fits[i, j],
                    size=15,
                    color=SHEET if on else INK,
                    anchor="middle",
                    weight="600" if on else "400",
                )
        drawing.text(x + 52, 236, f"Total {total}", size=15, weight="600")
    drawing.save("matching-order.svg")


def prices() -> None:
    """Every pair against its two prices: no pair is above the line, and the chosen ones are on it."""
    problem = cohort(60, 34, seed=3)
    solution = core.solve(problem)
    blocks, proof = problem.blocks, solution.proof
    rows, columns = (part.ravel() for part in np.indices((blocks.n, blocks.m)))
    fit = blocks.units(rows, columns) / 10_000
    paid = (np.array(proof.left)[rows] + np.array(proof.right)[columns] - proof.left_out) / 10_000
    chosen = {problem.place(one.mentee, one.mentor) for one in solution.pairings}
    on = np.array([pair in chosen for pair in zip(rows.tolist(), columns.tolist(), strict=True)])
    low, high = float(min(fit.min(), paid.min())), float(max(fit.max(), paid.max()))
    drawing = Drawing(720, 470, "All pairs lie on or under the line where the fit equals the two prices")

    def at(x: float, y: float) -> tuple[float, float]:
        return 70 + 620 * (x - low) / (high - low), 410 - 370 * (y - low) / (high - low)

    drawing.line(*at(low, low), *at(high, high), color=INK, width=1.5)
    for is_on, price, value in sorted(set(zip(on.tolist(), paid.tolist(), fit.tolist(), strict=True))):
        drawing.dot(*at(price, value), 4.5 if is_on else 2, fill=GREEN if is_on else "#b9b09b")
    for mark in range(int(low // 20 + 1) * 20, int(high) + 1, 20):
        drawing.text(at(mark, low)[0], 432, mark, size=12, color=SOFT, anchor="middle")
        drawing.text(60, at(low, mark)[1] + 4, mark, size=12, color=SOFT, anchor="end")
    drawing.text(
        380, 458, "what the mentee’s and the mentor’s prices allow", size=13, color=SOFT, anchor="middle"
    )
    drawing.text(70, 26, "fit of the pair", size=13, color=SOFT)
    over = int((fit > paid + 1e-9)[~on].sum())
    drawing.text(
        690,
        26,
        f"{len(fit):,} pairs, {on.sum()} chosen, {over} above the line",
        size=13,
        anchor="end",
        weight="600",
    )
    drawing.save("matching-prices.svg")


def chain() -> None:
    """What pairing two others would move."""
    problem = cohort(24, 14, seed=8)
    solution = core.solve(problem)
    asked = [(a.key, b.key) for a in problem.mentees for b in problem.mentors]
    found = [core.price_of_forcing(problem, solution, a, b) for a, b in asked]
    shown = max(
        (
            one
            for one in found
            if one.moves and one.matched_change == 0 and all(move.before and move.after for move in one.moves)
        ),
        key=lambda one: (
            (one.moves[0].fit_after or 0) > (one.moves[0].fit_before or 0),
            min(len(one.moves), 4),
            one.drop_units,
            one.mentee,
        ),
    )
    drawing = Drawing(720, 120 + 62 * len(shown.moves), "Who would move if two people were paired")
    drawing.text(30, 36, f"If {shown.mentee} had {shown.mentor}", size=17, weight="600")
    drawing.text(
        690,
        36,
        f"the whole would lose {100 * shown.drop:.1f} of {100 * shown.total_before:,.1f}",
        size=14,
        anchor="end",
        color=BRICK,
        weight="600",
    )
    by_mentor = {move.before: move for move in shown.moves}
    moves = [shown.moves[0]]
    while len(moves) < len(shown.moves):
        moves.append(by_mentor[moves[-1].after])
    for place, move in enumerate(moves):
        y = 84 + 62 * place
        before, after = 100 * (move.fit_before or 0), 100 * (move.fit_after or 0)
        drawing.text(30, y, move.mentee, size=14, weight="600")
        drawing.text(190, y - 10, f"now with {move.before}", size=13, color=SOFT)
        drawing.text(190, y + 10, f"then with {move.after}", size=13)
        for offset, value, color in (
            (-20, before, "#b9b09b"),
            (0, after, GREEN if after >= before else BRICK),
        ):
            drawing.box(370, y + offset, 2.4 * value, 14, fill=color, line="none")
            drawing.text(378 + 2.4 * value, y + offset + 12, f"{value:.0f}", size=12, color=SOFT)
        drawing.text(690, y, f"{after - before:+.1f}".replace("-", "−"), size=14, anchor="end", weight="600")
    y = 84 + 62 * len(shown.moves)
    drawing.line(30, y - 26, 690, y - 26)
    drawing.text(30, y, "The whole program", size=14, weight="600")
    drawing.text(690, y, f"−{100 * shown.drop:.1f}", size=14, anchor="end", weight="600", color=BRICK)
    drawing.save("matching-chain.svg")


def policies() -> None:
    """The same people and rules, chosen in three ways."""
    problem = cohort(48, 28, seed=2)
    answers = [
        (words, core.solve(problem, policy=policy))
        for policy, words in (("best_total", "Best total"), ("fairest", "Fairest"), ("stable", "Stable"))
    ]
    low = int(min(one.fit for _, answer in answers for one in answer.pairings) * 10) * 10
    drawing = Drawing(720, 396, "Every pair’s fit under three policies")
    for x, words in ((140, "total"), (205, "lowest"), (300, "would rather swap")):
        drawing.text(x, 32, words, size=12, color=SOFT, anchor="middle")
    drawing.text(690, 32, f"every pair’s fit, {low} to 100", size=12, color=SOFT, anchor="end")
    for place, (words, answer) in enumerate(answers):
        y = 140 + 118 * place
        found = core.measure(problem, answer)
        drawing.text(20, y - 24, words, size=16, weight="600")
        drawing.text(140, y - 24, f"{100 * found.total:,.0f}", size=15, anchor="middle")
        drawing.text(205, y - 24, f"{100 * (found.lowest or 0):.0f}", size=15, anchor="middle")
        drawing.text(300, y - 24, f"{found.blocking_pairs} pairs", size=15, anchor="middle")
        strip(drawing, [100 * one.fit for one in answer.pairings], x=370, y=y, width=320, low=low)
    drawing.save("matching-policies.svg")


def strip(drawing: Drawing, fits: Iterable[float], *, x: float, y: float, width: float, low: int) -> None:
    """Draw every fit as a dot, stacked where they are many."""
    heaps: dict[int, int] = {}
    for fit in sorted(fits):
        place = int((fit - low) / (100 - low) * width / 9)
        heaps[place] = heaps.get(place, 0) + 1
        drawing.dot(x + 9 * place + 4, y - 9 * heaps[place] + 4, 3.6, fill=GREEN)
    drawing.line(x, y, x + width, y, color=RULE)


if __name__ == "__main__":
    order()
    prices()
    chain()
    policies()
