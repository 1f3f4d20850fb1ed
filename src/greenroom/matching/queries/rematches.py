"""Who takes part in a re-match in which living pairs may move: everyone, and the pairs that are under way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from greenroom.matching.queries.participants import People, people_of
from greenroom.mentorships.queries import living_mentorships
from greenroom.programs.models import Cohort, Part

LivingPairs = Mapping[tuple[str, str], int]
"""(mentee, mentor) of pairs that are under way, to their mentorship."""


def people_with_living_pairs(cohort: Cohort) -> tuple[People, LivingPairs]:
    """Both sides with the places that their living pairs hold, and these pairs; one query more than `people_of`.

    A pair of which one has lost their place in the cohort is not among them, and stays as it is. So does a pair
    that waits for an answer: it keeps its places.
    """
    people = people_of(cohort, with_paired=True)
    rows = living_mentorships(cohort.mentorships.all()).values_list("mentee_id", "mentor_id", "pk")
    living = {
        (str(mentee), str(mentor)): pk
        for mentee, mentor, pk in rows
        if (Part.MENTEE.value, str(mentee)) in people.enrollments
        and (Part.MENTOR.value, str(mentor)) in people.enrollments
    }
    held = (Counter(mentee for mentee, _ in living), Counter(mentor for _, mentor in living))
    by_hand = people.forbids_by_hand
    return (
        replace(
            people,
            mentees=[
                replace(
                    person,
                    capacity=person.capacity + held[0][person.key],
                    already=max(0, person.already - held[0][person.key]),
                )
                for person in people.mentees
            ],
            mentors=[
                replace(person, capacity=person.capacity + held[1][person.key]) for person in people.mentors
            ],
            forbids=[
                one for one in people.forbids if one in by_hand or (one.mentee, one.mentor) not in living
            ],
        ),
        living,
    )
