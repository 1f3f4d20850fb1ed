from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.jobs.models import Job
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


class MatchingRun(models.Model):
    """One solve, a numbered draft: what was asked, and what came out.

    Either it has its whole answer, or it can be started again. `rules` are those it was solved under, with pins and
    forbids; `faults` is [{who, what, remedy}] for a draft that cannot be solved as things stand; `summary` holds
    its figures (see `actions.answers`).
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    policy = models.CharField(max_length=20, default="best_total")
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
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="run_number_once")]

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
        if not self.summary.get("matched"):
            raise RuleBroken("run_is_empty", _("This draft has no pairs, so there is nothing to publish."))

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
    `certificate` is `core.Certificate.to_json()`, which can be checked without us.
    """

    run = models.OneToOneField(MatchingRun, on_delete=models.CASCADE, related_name="workings")
    mentees = models.JSONField()
    mentors = models.JSONField()
    solution = models.JSONField()
    certificate = models.TextField()


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
    note = models.TextField(_("note, for coordinators only"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "mentor", "mentee"], name="pairing_once"),
            models.CheckConstraint(condition=Q(fit__gte=0, fit__lte=1), name="pairing_fit_in_range"),
        ]
        indexes = [models.Index(fields=["run", "fit"])]


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
