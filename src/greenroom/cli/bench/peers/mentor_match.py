"""One round of mentor-match on people read from standard input. Runs in an environment that has the package.

Its rules give points for yes and no, so the cohort's criteria become: skills in common, the same department,
at least five years ahead; another employer and a common language are musts, as they are for everyone here.
"""

import importlib
import json
import operator
import signal
import sys
import time
from typing import Any


def main() -> None:
    given = json.load(sys.stdin)
    rules = importlib.import_module("matching.rules.rule")
    process = importlib.import_module("matching.process")
    mentees = [importlib.import_module("matching.mentee").Mentee(**_person(one)) for one in given["mentees"]]
    mentors = [importlib.import_module("matching.mentor").Mentor(**_person(one)) for one in given["mentors"]]
    said = {one["key"]: one for one in given["mentees"] + given["mentors"]}

    def have_in_common(answer: str, match: Any) -> bool:
        mentee, mentor = said[match.mentee.email], said[match.mentor.email]
        return not set(mentee[answer]).isdisjoint(mentor[answer])

    round_ = [
        rules.Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
        rules.Disqualify(lambda match: not have_in_common("languages", match)),
        rules.Generic({True: 50, False: 0}, lambda match: have_in_common("skills", match)),
        rules.Equivalent("profession", {True: 15, False: 0}),
        rules.Grade(5, operator.ge, {True: 20, False: 0}),
    ]
    signal.setitimer(signal.ITIMER_REAL, given["limit"])
    start = time.perf_counter()
    process.process_data(mentors, mentees, [round_])
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "matched": sum(bool(one.mentors) for one in mentees)}))


def _person(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "email": said["key"],
        "grade": int(said["years"]),
        "organisation": said["employer"],
        "profession": said["department"],
    }


if __name__ == "__main__":
    main()
