import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from greenroom.programs.core.capacity import Meter
from greenroom.programs.models import Cohort, Enrollment, Milestone, Part, Program
from greenroom.questionnaires.models import Questionnaire

Status = Enrollment.Status


@dataclass(frozen=True, kw_only=True)
class CohortCounts:
    """How many enrollments there are by part and status."""

    counts: dict[tuple[str, str], int]

    def of(self, *, part: str = "", status: str = "") -> int:
        return sum(
            count
            for (a_part, a_status), count in self.counts.items()
            if part in ("", a_part) and status in ("", a_status)
        )

    @property
    def rows(self) -> list[tuple[str, str, list[tuple[str, int]], int]]:
        """(part, its name, [(status, count)], all) for the table of a cohort; sponsors only where there are any."""
        parts = [part for part in Part if part != Part.SPONSOR or self.of(part=part)]
        return [
            (
                part.value,
                str(part.label),
                [(status.value, self.of(part=part, status=status)) for status in Status],
                self.of(part=part),
            )
            for part in parts
        ]

    @property
    def to_screen(self) -> int:
        return self.of(status=Status.APPLIED)


def cohort_counts(cohort: Cohort) -> CohortCounts:
    rows = Enrollment.objects.filter(cohort=cohort).values_list("part", "status").annotate(count=Count("pk"))
    return CohortCounts(counts={(part, status): count for part, status, count in rows})


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """A milestone in one cohort's calendar. `state` is done, next or ahead, as the timeline's classes are named."""

    milestone: Milestone
    begins_on: dt.date
    state: str


def planned_steps(cohort: Cohort, *, today: dt.date) -> list[PlannedStep]:
    """The program's milestones on the cohort's days; the step of the present week, or the first to come, is next."""
    week = cohort.week_on(today)
    milestones = list(cohort.program.milestones.all())
    upcoming = next((milestone.week for milestone in milestones if milestone.week >= week), None)
    return [
        PlannedStep(
            milestone=milestone,
            begins_on=cohort.starts_on + dt.timedelta(weeks=milestone.week - 1),
            state=_state(milestone.week, upcoming),
        )
        for milestone in milestones
    ]


def _state(week: int, upcoming: int | None) -> str:
    if upcoming is None or week < upcoming:
        return "done"
    return "next" if week == upcoming else "ahead"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What a coordinator does next: a sentence, what to say on the button, and which page it leads to."""

    sentence: str
    button: str
    page: str


def next_step(
    cohort: Cohort, *, counts: CohortCounts, meter: Meter, steps: Sequence[PlannedStep]
) -> NextStep:
    """The most useful thing to do now, from what stands in the cohort. `page` is a URL name of this slice."""
    if cohort.closed_at is not None:
        return NextStep(
            sentence=_("This cohort has closed. Its people and pairs stay readable."),
            button=_("See its people"),
            page="enrollments",
        )
    if not counts.of():
        return NextStep(
            sentence=_("Nobody has applied yet. Share the link, or invite the first mentors."),
            button=_("Invite people"),
            page="invitations",
        )
    if counts.to_screen:
        words = (
            _("One application waits for an answer.")
            if counts.to_screen == 1
            else _("%(n)s applications wait for an answer.")
        )
        return NextStep(sentence=words % {"n": counts.to_screen}, button=_("Answer them"), page="enrollments")
    if meter.accepted.is_short:
        return NextStep(
            sentence=_("%(n)s more mentor places are needed for everyone who is accepted.")
            % {"n": -meter.accepted.surplus},
            button=_("See what is short"),
            page="capacity",
        )
    upcoming = next((step for step in steps if step.state == "next"), None)
    sentence = _("Everyone has an answer, and there are places enough.")
    if upcoming is not None:
        sentence = _("Everyone has an answer. Next in the plan: %(title)s.") % {
            "title": upcoming.milestone.title
        }
    return NextStep(sentence=sentence, button=_("See the people"), page="enrollments")


def home_of_questionnaire(questionnaire: Questionnaire) -> tuple[str, str] | None:
    """Name and address of the program that asks these questions."""
    program = Program.objects.filter(
        Q(mentor_questionnaire=questionnaire) | Q(mentee_questionnaire=questionnaire)
    ).first()
    return (program.name, reverse("programs:program", args=[program.pk])) if program else None
