import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from greenroom.base import clock
from greenroom.base.errors import RuleBroken
from greenroom.organizations.models import Organization
from greenroom.people.models import Person
from greenroom.programs.models import Cohort


class Mentorship(models.Model):
    """The living bond between a mentor and a mentee. Formal: from a program's cohort. Informal: a personal tie.

    Its state is read from records: `Acceptance`, `Pause`, `Closure`. `reasons` holds why the two were put together,
    {"mentor": [str], "mentee": [str]}: each side reads only its own list.
    """

    class Formality(models.TextChoices):
        FORMAL = "formal", _("Formal")
        INFORMAL = "informal", _("Informal")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DECLINED = "declined", _("Declined")
        CLOSED = "closed", _("Closed")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="mentorships")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="mentorships", null=True)
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorships_as_mentor")
    mentee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorships_as_mentee")
    formality = models.CharField(max_length=8, choices=Formality.choices)
    reasons = models.JSONField(default=dict)
    proposed_at = models.DateTimeField(default=clock.now)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="mentorship_two_people"),
            models.CheckConstraint(
                condition=Q(formality="formal", cohort__isnull=False) | Q(formality="informal", cohort=None),
                name="mentorship_formal_has_cohort",
            ),
            models.UniqueConstraint(
                fields=["cohort", "mentor", "mentee"],
                name="mentorship_once_in_cohort",
                condition=Q(cohort__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-proposed_at", "id"]),
            models.Index(fields=["cohort", "id"]),
        ]

    @property
    def closure(self) -> "Closure | None":
        """The closure that stands, if any; a reopened one does not."""
        return next((row for row in self.closures.all() if row.reopened_at is None), None)

    @property
    def pause(self) -> "Pause | None":
        return next((row for row in self.pauses.all() if row.ended_at is None), None)

    @property
    def state(self) -> State:
        acceptances = list(self.acceptances.all())
        if self.closure is not None:
            return self.State.CLOSED
        if any(not row.accepted for row in acceptances):
            return self.State.DECLINED
        if self.started_at is None:
            return self.State.PROPOSED
        return self.State.PAUSED if self.pause is not None else self.State.ACTIVE

    def partner_of(self, person: Person) -> Person:
        """The other one of the two. Raises ValueError for someone who is neither."""
        if person.pk == self.mentor_id:
            return self.mentee
        if person.pk == self.mentee_id:
            return self.mentor
        raise ValueError(f"`person` must be one of the two. Got {person.pk}.")

    def check_can_answer(self, person: Person) -> None:
        if self.state != self.State.PROPOSED:
            raise RuleBroken("mentorship_answered", _("This proposal is settled already. Nothing has changed."))
        if any(row.person_id == person.pk for row in self.acceptances.all()):
            raise RuleBroken("mentorship_answered", _("You have answered already. Nothing has changed."))

    def check_can_close(self) -> None:
        if self.closure is not None:
            raise RuleBroken(
                "mentorship_closed", _("This mentorship is already closed. Reopen it before changing it.")
            )
        if self.state == self.State.DECLINED:
            raise RuleBroken("mentorship_declined", _("This proposal was declined, so there is nothing to close."))

    def check_can_reopen(self) -> None:
        if self.closure is None:
            raise RuleBroken("mentorship_open", _("This mentorship is not closed."))

    def check_is_living(self) -> None:
        """May it be changed: signed, paused, talked in?"""
        if self.state not in (self.State.ACTIVE, self.State.PAUSED):
            raise RuleBroken(
                "mentorship_not_living",
                _("This mentorship is not under way: it is %(state)s.") % {"state": self.state.label.lower()},
            )

    def check_can_pause(self) -> None:
        self.check_is_living()
        if self.pause is not None:
            raise RuleBroken("mentorship_paused", _("This mentorship is paused already."))

    def check_can_resume(self) -> None:
        if self.pause is None:
            raise RuleBroken("mentorship_not_paused", _("This mentorship is not paused."))


class Acceptance(models.Model):
    """One side's yes or no to a proposed mentorship."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    reason = models.TextField(_("reason, for the coordinator only"), max_length=2000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "person"], name="acceptance_once")]


class Agreement(models.Model):
    """One version of what the two agreed. `content` maps a heading's key to its text; a new version needs both to sign again."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "version"], name="agreement_version_once")]

    @property
    def is_signed_by_both(self) -> bool:
        signers = {row.person_id for row in self.signatures.all()}
        return {self.mentorship.mentor_id, self.mentorship.mentee_id} <= signers


class Signature(models.Model):
    """One side's name under one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="signature_once")]


class Pause(models.Model):
    """A rest that both know of."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="pauses")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("a word about it"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship"], condition=Q(ended_at=None), name="pause_one_at_a_time")
        ]

    def is_over_on(self, day: dt.date) -> bool:
        return self.until is not None and day >= self.until


class Closure(models.Model):
    """The end of a mentorship, without fault. A reopened closure is kept."""

    class Reason(models.TextChoices):
        COMPLETED = "completed", _("We reached what we set out to do")
        TIME = "time", _("One of us has too little time now")
        FIT = "fit", _("It was not the right fit, and that is nobody’s fault")
        MOVED = "moved", _("One of us has moved on or changed jobs")
        NO_CONTACT = "no_contact", _("We did not manage to get in touch")
        PROGRAM_END = "program_end", _("The program came to its end")
        OTHER = "other", _("Another reason")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="closures")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("a closing word to the other"), max_length=2000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(reopened_at=None), name="closure_one_at_a_time"
            )
        ]
