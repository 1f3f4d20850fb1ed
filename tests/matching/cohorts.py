"""Cohorts to match, small enough to work out by hand."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenroom.audit.models import Entry
from greenroom.jobs.actions import run
from greenroom.matching import actions
from greenroom.matching.core import Criterion, Rules
from greenroom.matching.facts import RunSolved
from greenroom.matching.models import MatchingRun
from greenroom.matching.queries import alternatives
from greenroom.people.models import Person, PersonSkill, Skill
from greenroom.programs.models import Enrollment, Part
from tests import world

SKILLS_ONLY = Rules(
    criteria=(
        Criterion(
            key="skills",
            kind="skills",
            weight=100,
            label="Skills to learn",
            mentee_answer="skills_wanted",
            mentor_answer="skills_offered",
        ),
    )
)


def skilled(person: Person, direction: str, **levels: int) -> Person:
    for name, level in levels.items():
        skill = Skill.objects.get_or_create(
            organization=person.organization, key=name, defaults={"name": name.capitalize()}
        )[0]
        PersonSkill.objects.update_or_create(
            person=person, skill=skill, direction=direction, defaults={"level": level}
        )
    return person


def mentor(name: str, *, capacity: int = 1, **offers: int) -> Enrollment:
    person = skilled(world.person(name), "offered", **offers)
    return world.enrolled(person, Part.MENTOR, capacity=capacity)


def mentee(name: str, **wants: int) -> Enrollment:
    return world.enrolled(skilled(world.person(name), "wanted", **wants), Part.MENTEE)


def judged_by_skills() -> None:
    """Nothing but skills counts in the cohort."""
    actions.save_rules(world.cohort(), rules=SKILLS_ONLY, based_on=0, by=world.cleo())


def two_pairs() -> None:
    """Ada suits Ben wholly and Dan by half; Finn suits Ben by half and Dan not at all: Ben–Ada 100, Dan–Finn 0."""
    judged_by_skills()
    mentor("Ada Lind", budgeting=5, crewing=5)
    mentor("Finn Moe", crewing=5)
    mentee("Ben Okafor", budgeting=2, crewing=2)
    mentee("Dan Poe", budgeting=2, pitching=2)


def pairs(count: int) -> None:
    """So many mentors and mentees, any of whom suits any other."""
    judged_by_skills()
    for number in range(count):
        mentor(f"M{number} Mentor", budgeting=4)
        mentee(f"L{number} Learner", budgeting=4)


def solved() -> MatchingRun:
    """The next draft of the cohort, solved by running its job."""
    return worked(actions.request_run(world.cohort(), by=world.cleo()))


def worked(draft: MatchingRun) -> MatchingRun:
    """The draft after a worker has done its job."""
    assert draft.job_id is not None
    run(draft.job_id)
    alternatives._worked_out.cache_clear()  # another test's draft may have had this number
    return MatchingRun.objects.select_related("job").get(pk=draft.pk)


def named(draft: MatchingRun) -> list[tuple[str, str, int]]:
    """A draft's pairs as first names, with their fits in points."""
    rows = draft.pairings.select_related("mentee__person", "mentor__person").order_by("mentee__person__name")
    return [
        (row.mentee.person.short_name, row.mentor.person.short_name, round(row.fit * 100)) for row in rows
    ]


def told() -> list[str]:
    """What was announced by matching, in order, without the slice's name."""
    kinds = Entry.objects.filter(kind__startswith="matching.").order_by("pk").values_list("kind", flat=True)
    return [kind.removeprefix("matching.") for kind in kinds]


def own_queries(path: str) -> int:
    """How many queries a page makes for Cleo beyond those of the frame that every page has."""
    cleo = world.cleo()
    client = world.signed_in(cleo)
    counts = []
    for address in ("/design/", "/design/", path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(world.inside(cleo, address)).status_code == 200
        counts.append(len(queries))
    return counts[2] - counts[1]


def _disk_full(_fact: RunSolved) -> None:
    raise OSError("disk full")


BREAKS_AT_THE_END = {RunSolved: (_disk_full,)}
"""Subscriptions under which the last step of keeping a draft fails."""
