"""Published problems that are not part of this project, from a folder of yours.

    python benchmarks/ground_truth.py FOLDER

Reads every assign*.txt below the folder (OR-Library: n, then n × n costs, to be minimized) and compares the
optimum with the published one; matches every folder that has mentors.csv and mentees.csv (such as the sample
of the web app mentor-match) through `greenroom match`, and checks the certificate with `greenroom verify`.
Exit code 1 if anything differs or nothing was found.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from greenroom.matching.core import Participant, Problem, certify, compile_fits, solve

# J. E. Beasley, “Linear programming on Cray supercomputers”, Journal of the Operational Research Society 41
# (1990), problems assign100 … assign800 of OR-Library.
PUBLISHED = {100: 305, 200: 475, 300: 626, 400: 804, 500: 991, 600: 1176, 700: 1362, 800: 1550}


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare with published optima.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    results = [_assignment(path) for path in sorted(folder.rglob("assign*.txt"))]
    results += [
        _spreadsheets(path.parent)
        for path in sorted(folder.rglob("mentors.csv"))
        if (path.parent / "mentees.csv").exists()
    ]
    if not results:
        print(
            f"There is nothing to compare in {folder}: no assign*.txt, and no mentors.csv beside a mentees.csv."
        )
        return 1
    print(f"{sum(results)} of {len(results)} as they should be.")
    return 0 if all(results) else 1


def _assignment(path: Path) -> bool:
    numbers = np.array(path.read_text(encoding="ascii").split(), dtype=np.int64)
    n = int(numbers[0])
    costs = numbers[1:].reshape(n, n)
    most = int(costs.max())
    problem = _problem(most - costs)
    start = time.perf_counter()
    solution = solve(problem)
    seconds = time.perf_counter() - start
    least = n * most - round(solution.total)
    is_right = least == PUBLISHED.get(n) and certify(problem, solution).is_best
    print(f"{path.name}: {least}, published {PUBLISHED.get(n, 'nowhere known to us')}, {seconds:.2f} s")
    return is_right


def _problem(fits: npt.NDArray[np.int64]) -> Problem:
    n = len(fits)
    pairs = [(f"row {i}", f"column {j}", Fraction(int(fits[i, j]))) for i in range(n) for j in range(n)]
    mentees = [Participant(key=f"row {i}") for i in range(n)]
    return compile_fits(pairs, mentees=mentees, mentors=[Participant(key=f"column {j}") for j in range(n)])


def _spreadsheets(folder: Path) -> bool:
    greenroom = [sys.executable, "-m", "greenroom.cli.main"]
    sides = ["--mentors", str(folder / "mentors.csv"), "--mentees", str(folder / "mentees.csv")]
    with tempfile.TemporaryDirectory() as place:
        certificate = f"{place}/certificate.json"
        out = ["--output", f"{place}/pairs.csv", "--certificate", certificate]
        start = time.perf_counter()
        matched = subprocess.run(  # noqa: S603 - our own command
            [*greenroom, "match", *sides, *out], capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - start
        verified = subprocess.run(  # noqa: S603 - our own command
            [*greenroom, "verify", certificate], capture_output=True, text=True, check=False
        )
    print(f"{folder.name}, {seconds:.2f} s by greenroom match:")
    for line in (matched.stderr + verified.stdout).strip().splitlines():
        print(f"  {line}")
    return matched.returncode == 0 == verified.returncode


if __name__ == "__main__":
    sys.exit(main())
