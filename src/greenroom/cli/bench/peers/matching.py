"""The hospital-resident game of the package `matching`, on ranks read from standard input.

It copies its players by recursion, so it gets a deep stack; otherwise it stops at a few hundred people.
"""

import importlib
import json
import signal
import sys
import threading
import time
from typing import Any

STACK = 512 * 1024 * 1024
DEEPEST = 1_000_000


def main() -> None:
    given = json.load(sys.stdin)
    games = importlib.import_module("matching.games")
    mentees = {
        f"mentee {i}": [f"mentor {j}" for j in ranks] for i, ranks in enumerate(given["mentees"]) if ranks
    }
    mentors = {
        f"mentor {j}": [f"mentee {i}" for i in ranks] for j, ranks in enumerate(given["mentors"]) if ranks
    }
    places = {f"mentor {j}": count for j, count in enumerate(given["places"])}
    found: list[dict[str, Any]] = []

    def play() -> None:
        start = time.perf_counter()
        solved = games.HospitalResident.create_from_dictionaries(mentees, mentors, places).solve()
        seconds = time.perf_counter() - start
        found.append({"seconds": seconds, "matched": sum(len(taken) for taken in solved.values())})

    sys.setrecursionlimit(DEEPEST)
    threading.stack_size(STACK)
    signal.setitimer(signal.ITIMER_REAL, given["limit"])
    player = threading.Thread(target=play)
    player.start()
    player.join()
    if not found:
        sys.exit("its own error, above")
    print(json.dumps(found[0]))


if __name__ == "__main__":
    main()
