"""Which rows a person may see, and what pages read of them."""

from greenroom.programs.queries.capacity import capacity_meter
from greenroom.programs.queries.enrollments import (
    SORTS,
    EnrollmentFilter,
    enrollment_rows,
    export_header,
    export_questions,
    export_rows,
    skills_by_person,
    skills_in_cohort,
    with_people,
)
from greenroom.programs.queries.overviews import (
    CohortCounts,
    PlannedStep,
    cohort_counts,
    home_of_questionnaire,
    next_step,
    planned_steps,
)
from greenroom.programs.queries.places import (
    CohortPlace,
    cohort_places,
    place_notes,
    register_cohort_place,
    register_place_note,
)
from greenroom.programs.queries.visible import (
    cohorts_coordinated_by,
    cohorts_visible_to,
    enrollments_coordinated_by,
    enrollments_visible_to,
    invitations_coordinated_by,
    milestones_coordinated_by,
    programs_coordinated_by,
    programs_visible_to,
)
from greenroom.programs.queries.wishes import (
    bar_to_wishes,
    candidates_for,
    named_in_order,
    register_wish_bar,
)

__all__ = [
    "SORTS",
    "CohortCounts",
    "CohortPlace",
    "EnrollmentFilter",
    "PlannedStep",
    "bar_to_wishes",
    "candidates_for",
    "capacity_meter",
    "cohort_counts",
    "cohort_places",
    "cohorts_coordinated_by",
    "cohorts_visible_to",
    "enrollment_rows",
    "enrollments_coordinated_by",
    "enrollments_visible_to",
    "export_header",
    "export_questions",
    "export_rows",
    "home_of_questionnaire",
    "invitations_coordinated_by",
    "milestones_coordinated_by",
    "named_in_order",
    "next_step",
    "place_notes",
    "planned_steps",
    "programs_coordinated_by",
    "programs_visible_to",
    "register_cohort_place",
    "register_place_note",
    "register_wish_bar",
    "skills_by_person",
    "skills_in_cohort",
    "with_people",
]
