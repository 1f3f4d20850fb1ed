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
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "mentor", "mentee"], name="pair_rule_once"),
        ]


class MatchingRun(models.Model):
    """One solve: what was asked, and what came out. Either it has its whole answer, or it can be started again."""

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
    certificate = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="run_number_once")]

    @property
    def is_solved(self) -> bool:
        return self.solved_at is not None

    def check_can_publish(self) -> None:
        if not self.is_solved or self.faults:
            raise RuleBroken("run_not_solved", _("This draft has no answer yet. Solve it first."))
        publication = Publication.objects.filter(run=self).select_related("by").first()
        if publication is not None:
            raise RuleBroken(
                "run_published",
                _("%(name)s has published this draft already. Everyone has been told once.")
                % {"name": publication.by.name if publication.by else _("Someone")},
            )


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


class Unmatched(models.Model):
    """Someone without a partner in a run, why, and what would help."""

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
