"""Assignment problems that others wrote, with the optimum they published.

Costs to be minimized become fits by subtraction from the largest, which changes no assignment of all rows.
"""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from greenroom.matching.core import Participant, Problem, Solution, certify, compile_fits, solve

Rows = list[list[int]]

# Project Euler, problem 345, “Matrix Sum”: fifteen by fifteen, to be maximized; answer 13938.
PROJECT_EULER_345 = """
  7  53 183 439 863 497 383 563  79 973 287  63 343 169 583
627 343 773 959 943 767 473 103 699 303 957 703 583 639 913
447 283 463  29  23 487 463 993 119 883 327 493 423 159 743
217 623   3 399 853 407 103 983  89 463 290 516 212 462 350
960 376 682 962 300 780 486 502 912 800 250 346 172 812 350
870 456 192 162 593 473 915  45 989 873 823 965 425 329 803
973 965 905 919 133 673 665 235 509 613 673 815 165 992 326
322 148 972 962 286 255 941 541 265 323 925 281 601  95 973
445 721  11 525 473  65 511 164 138 672  18 428 154 448 848
414 456 310 312 798 104 566 520 302 248 694 976 430 392 198
184 829 373 181 631 101 969 613 840 740 778 458 284 760 390
821 461 843 513  17 901 711 993 293 157 274  94 192 156 574
 34 124   4 878 450 476 712 914 838 669 875 299 823 329 699
815 559 813 459 522 788 168 586 966 232 308 833 251 631 107
813 883 451 509 615  77 281 613 459 205 380 274 302  35 805
"""

# Kuhn, “The Hungarian Method for the Assignment Problem” (1955): four qualified for four jobs, and their ratings.
KUHN_QUALIFIED: Rows = [[1, 1, 1, 0], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 1]]
KUHN_RATINGS: Rows = [[8, 7, 9, 9], [5, 2, 7, 8], [6, 1, 4, 9], [2, 3, 2, 6]]

MINIMA: dict[str, tuple[Rows, int]] = {
    # Winston, Operations Research: Applications and Algorithms, “Machineco”: hours to set up machines for jobs.
    "winston machineco": ([[14, 5, 8, 7], [2, 12, 6, 5], [7, 8, 3, 9], [2, 4, 6, 10]], 15),
    # OR-Tools’ guide, “Assignment as a Minimum Cost Flow Problem”: workers and tasks.
    "or-tools guide": ([[90, 76, 75, 70], [35, 85, 55, 65], [125, 95, 90, 105], [45, 110, 95, 115]], 265),
    # Clapper’s munkres package, from its tests, which scipy’s tests took over.
    "munkres square": ([[400, 150, 400], [400, 450, 600], [300, 225, 300]], 850),
    "munkres rectangular": ([[400, 150, 400, 1], [400, 450, 600, 2], [300, 225, 300, 3]], 452),
    "munkres second square": ([[10, 10, 8], [9, 8, 1], [9, 7, 4]], 18),
    "munkres second rectangular": ([[10, 10, 8, 11], [9, 8, 1, 1], [9, 7, 4, 10]], 15),
    # Pilgrim, Murray State University, “Munkres’ Assignment Algorithm”: where greedy choice fails.
    "pilgrim": ([[1, 2, 3], [2, 4, 6], [3, 6, 9]], 10),
    # hungarianalgorithm.com, the example of its explanation.
    "hungarianalgorithm.com": ([[82, 83, 69, 92], [77, 37, 49, 92], [11, 69, 5, 86], [8, 9, 98, 23]], 140),
}


def as_problem(fits: Rows, *, leave_out_zeros: bool = False) -> Problem:
    pairs = [
        (f"row {i:03}", f"column {j:03}", Fraction(fit))
        for i, row in enumerate(fits)
        for j, fit in enumerate(row)
        if fit or not leave_out_zeros
    ]
    mentees = [Participant(key=f"row {i:03}") for i in range(len(fits))]
    return compile_fits(
        pairs, mentees=mentees, mentors=[Participant(key=f"column {j:03}") for j in range(len(fits[0]))]
    )


def proven(problem: Problem) -> Solution:
    solution = solve(problem)
    assert certify(problem, solution).is_best
    return solution


def least_cost(costs: Rows) -> int:
    most = max(map(max, costs))
    solution = proven(as_problem([[most - cost for cost in row] for row in costs]))
    assert len(solution.pairings) == len(costs)
    return len(costs) * most - round(solution.total)


@pytest.mark.parametrize("name", MINIMA)
def test_solve_published_minimum_is_reached(name: str) -> None:
    costs, optimum = MINIMA[name]
    assert least_cost(costs) == optimum


def test_solve_project_euler_345_reaches_13938() -> None:
    rows = [[int(cell) for cell in line.split()] for line in PROJECT_EULER_345.split("\n") if line]
    assert [len(row) for row in rows] == [15] * 15
    assert round(proven(as_problem(rows)).total) == 13938


def test_solve_kuhn_ratings_reach_27() -> None:
    assert round(proven(as_problem(KUHN_RATINGS)).total) == 27


def test_solve_kuhn_qualified_fills_three_of_four_jobs() -> None:
    # König’s theorem, as Kuhn shows it: all ones lie in the first row and the last two columns.
    assert len(proven(as_problem(KUHN_QUALIFIED, leave_out_zeros=True)).pairings) == 3


@pytest.mark.parametrize("n", [5, 40, 120])
def test_solve_machol_wien_reaches_its_closed_form(n: int) -> None:
    # Machol and Wien, “A hard assignment problem” (1976): costs i × j. Opposite orders are best, by the
    # rearrangement inequality, with Σ i (n + 1 − i) = n (n + 1) (n + 2) / 6.
    costs = [[i * j for j in range(1, n + 1)] for i in range(1, n + 1)]
    assert least_cost(costs) == n * (n + 1) * (n + 2) // 6


def test_published_numbers_are_those_of_scipy_too() -> None:
    for costs, optimum in MINIMA.values():
        matrix = np.array(costs)
        assert int(matrix[linear_sum_assignment(matrix)].sum()) == optimum
