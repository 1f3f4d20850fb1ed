from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.jobs.models import Job
from greenroom.mentorships.models import Mentorship
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment


class Ruleset(models.Model):
    """A cohort's criteria and constraints, as `matching.core.Rules.to_dict()` writes them, without pins and forbids."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="ruleset")
    rules = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")


class PairRule(models.Model):
    """A coordinator's word on two people: keep them together, or never pair them."""

    class Kind(models.TextChoices):
        PIN = "pin", _("Pinned")
        FORBID = "forbid", _("Forbidden")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="pair_rules")
    mentor = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    despite_rules = models.BooleanField(default=False)  # a pin that holds although a rule keeps the two apart
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "mentor", "mentee"], name="pair_rule_once"),
        ]


class Policy(models.TextChoices):
    """How the best set of pairs is chosen; the names are the core's."""

    BEST_TOTAL = "best_total", _("Best total")
    FAIREST = "fairest", _("Fairest")
    STABLE = "stable", _("Stable")
    REMATCH = "rematch", _("Re-match")

    @property
    def in_short(self) -> str:
        return str(
            {
                Policy.BEST_TOTAL: _("The pairs fit best, all taken together"),
                Policy.FAIREST: _("Lifts the lowest pair first"),
                Policy.STABLE: _("No two people would both swap"),
                Policy.REMATCH: _("Living pairs stay, or move for a gain"),
            }[self]
        )


class MatchingRun(models.Model):
    """One solve, a numbered draft: what was asked, and what came out.

    Either it has its whole answer, or it can be started again. `rules` are those it was solved under, with pins and
    forbids; `faults` is [{who, what, remedy, …}] for a draft that cannot be solved as things stand; `summary` holds
    its figures (see `actions.solving`). `taken_from` is the draft among whose ways to choose this one was chosen.
    `moving_price` is what the whole must gain, in points, for each living pair that ends; null: none may end.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    policy = models.CharField(max_length=20, choices=Policy.choices, default=Policy.BEST_TOTAL)
    taken_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    moving_price = models.FloatField(null=True)
    seed = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    solved_at = models.DateTimeField(null=True)
    faults = models.JSONField(default=list)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="run_number_once"),
            models.CheckConstraint(
                condition=Q(moving_price=None) | Q(moving_price__gte=0), name="run_moving_price_not_negative"
            ),
        ]

    class State(models.TextChoices):
        SOLVING = "solving", _("Being solved")
        READY = "ready", _("Ready to review")
        PUBLISHED = "published", _("Published")
        FAULTY = "faulty", _("Could not be solved")
        CANCELLED = "cancelled", _("Stopped")
        BROKEN = "broken", _("Interrupted")

    @property
    def is_solved(self) -> bool:
        return self.solved_at is not None

    @property
    def new_pairs(self) -> int:
        """Pairs that publishing would propose; living pairs that stay are none of them."""
        return int(self.summary.get("new", self.summary.get("pairs", 0)))

    @property
    def state(self) -> State:
        """Read from the records: select `publication`, `cancellation` and `job` with the row."""
        if getattr(self, "publication", None) is not None:
            return self.State.PUBLISHED
        if self.is_solved:
            return self.State.FAULTY if self.faults else self.State.READY
        if getattr(self, "cancellation", None) is not None:
            return self.State.CANCELLED
        is_over = self.job is not None and self.job.is_finished
        return self.State.BROKEN if is_over else self.State.SOLVING

    def check_can_publish(self) -> None:
        publication = Publication.objects.filter(run=self).select_related("by").first()
        if publication is not None:
            name = publication.by.name if publication.by else str(_("Someone"))
            raise RuleBroken(
                "run_published",
                _(
                    "%(name)s has published this draft already. Everyone has been told once, and nothing was sent again."
                )
                % {"name": name},
                by=name,
            )
        if not self.is_solved or self.faults:
            raise RuleBroken("run_not_solved", _("This draft has no answer yet. Solve it first."))
        if not self.new_pairs:
            raise RuleBroken(
                "run_is_empty", _("This draft has no new pairs, so there is nothing to publish.")
            )
        self.check_may_move()

    def check_may_move(self) -> None:
        """May living pairs still be moved, in the week that the cohort is in?"""
        program, week = self.cohort.program, self.cohort.week_on(self.cohort.today)
        if self.moving_price is not None and week > program.rematch_until_week:
            raise RuleBroken(
                "rematch_too_late",
                _(
                    "This program moves living pairs until week %(last)s, and this is week %(week)s."
                    " Newcomers can still be matched: start a re-match in which living pairs stay."
                )
                % {"last": program.rematch_until_week, "week": week},
            )

    def check_can_choose(self) -> None:
        """May another way to choose be taken from it? Then it has an answer."""
        if not self.is_solved or self.faults:
            raise RuleBroken("run_not_solved", _("This draft has no answer yet. Solve it first."))

    def check_is_draft(self) -> None:
        """May it still be noted on and answered with pins? What is published can only be read."""
        if Publication.objects.filter(run=self).exists():
            raise RuleBroken(
                "run_published", _("This draft is published. It can be read, and changed only pair by pair.")
            )

    def check_can_cancel(self) -> None:
        if self.is_solved:
            raise RuleBroken("run_solved", _("This draft is solved already. There is nothing left to stop."))
        if Cancellation.objects.filter(run=self).exists():
            raise RuleBroken("run_cancelled", _("This draft was stopped already."))

    def check_can_start_again(self) -> None:
        if self.state != self.State.BROKEN:
            raise RuleBroken(
                "run_not_broken", _("This draft was not interrupted. Start a new one from the matching page.")
            )


class Workings(models.Model):
    """What a solved draft was made from and how it proves itself; large, and read only when asked for.

    `mentees` and `mentors` are the people as they were then; `solution` is `core.Solution.to_dict()`;
    `certificate` is `core.Certificate.to_json()`, which can be checked without us; `groups` is
    {question: fit of each group of its answers} (see `queries.groups`).
    """

    run = models.OneToOneField(MatchingRun, on_delete=models.CASCADE, related_name="workings")
    mentees = models.JSONField()
    mentors = models.JSONField()
    solution = models.JSONField()
    certificate = models.TextField()
    groups = models.JSONField(default=dict)


class Comparison(models.Model):
    """The same people and rules as a draft's, chosen in another way, to set beside it.

    Either it has its whole answer, or it can be started again. `summary` holds figures as the draft's own does;
    `solution` (`core.Solution.to_dict()`) and `groups` (as in `Workings`) are large, and read only when asked for.
    """

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="comparisons")
    policy = models.CharField(max_length=20, choices=Policy.choices)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    stopped_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)
    solution = models.JSONField(null=True)
    groups = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "policy"], name="comparison_once")]

    class State(models.TextChoices):
        WORKING = "working", _("Being worked out")
        READY = "ready", _("Worked out")
        STOPPED = "stopped", _("Stopped")
        BROKEN = "broken", _("Interrupted")

    @property
    def state(self) -> State:
        """Read from the records: select `job` with the row."""
        if self.solved_at is not None:
            return self.State.READY
        if self.stopped_at is not None:
            return self.State.STOPPED
        is_over = self.job is not None and self.job.is_finished
        return self.State.BROKEN if is_over else self.State.WORKING

    def check_can_stop(self) -> None:
        if self.state != self.State.WORKING:
            raise RuleBroken(
                "comparison_over", _("This is not being worked out any more. There is nothing left to stop.")
            )


class Cancellation(models.Model):
    """Someone stopped a draft before it was solved."""

    run = models.OneToOneField(MatchingRun, on_delete=models.CASCADE, related_name="cancellation")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)


class Pairing(models.Model):
    """Two people proposed together in a run.

    `parts` is [{key, label, weight, score, facts}], weights summing to 1; `price` is what the total falls by
    if the two may not be paired (null: not worked out).
    """

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="pairings")
    mentor = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    fit = models.FloatField()
    parts = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)
    price = models.FloatField(null=True)
    is_pinned = models.BooleanField(default=False)
    is_standing = models.BooleanField(default=False)  # a living pair that stays: nothing is published of it
    note = models.TextField(_("note, for coordinators only"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "mentor", "mentee"], name="pairing_once"),
            models.CheckConstraint(condition=Q(fit__gte=0, fit__lte=1), name="pairing_fit_in_range"),
        ]
        indexes = [models.Index(fields=["run", "fit"])]


class Ending(models.Model):
    """A living pair that a re-match would end. `gain` is what its mentee's own fit changes by, in a fit's unit."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="endings")
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    fit = models.FloatField()
    gain = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mentorship"], name="ending_once")]


def low_limit(points: int) -> float:
    """The fit under which a pair is shown with fewer than so many whole points."""
    return (points - 0.5) / 100


class Unmatched(models.Model):
    """A mentee without a mentor in a run: `reasons` is [str], `helps` [{words, mentor, name}].

    `mentor` is the enrollment of the mentor that the sentence speaks of, null if it speaks of none.
    """

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="unmatched")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    helps = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "enrollment"], name="unmatched_once")]


class Publication(models.Model):
    """The act that makes a run's pairings mentorships. Once for each run."""

    run = models.OneToOneField(MatchingRun, on_delete=models.CASCADE, related_name="publication")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
